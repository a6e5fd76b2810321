"""What decides about schools: plain Python, one file per subject."""
