"""Refusals about school groups."""
