"""Every write about schools, one file per subject."""
