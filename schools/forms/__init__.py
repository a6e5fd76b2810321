"""Forms about schools, one file per subject."""
