"""The demonstration world (contract §2): plainly fictional, deterministic, relative to the day it is made.

It is not poured into tables: the services are called with past instants, in order, so that every figure in it is one
that the portal computed.
"""
