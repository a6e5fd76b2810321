"""Refusals of the help pages: articles, webinars, messages to the team."""
