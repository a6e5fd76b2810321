"""Forms of the help, by topic."""
