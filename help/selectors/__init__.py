"""Reads of the help pages, by topic: `selectors.articles`, …"""
