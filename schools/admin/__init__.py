"""The desk of the staff, one file per subject. Django finds the files through this one."""

from schools.admin import institutions, offers, referencing

__all__ = ["institutions", "offers", "referencing"]
