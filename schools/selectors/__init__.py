"""Reads about schools, one file per subject. They start from the structures they are given."""
