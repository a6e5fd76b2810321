"""Pages of « Gestion financière »."""
