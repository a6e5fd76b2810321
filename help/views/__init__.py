"""Pages of the help."""
