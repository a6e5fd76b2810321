"""Pages about schools, one file per subject."""
