"""Which e-mail for which act about schools, one file per subject."""
