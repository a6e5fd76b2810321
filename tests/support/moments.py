"""Instants around now, for pages that read the real clock. Rules are tested with instants written out."""

from datetime import datetime, timedelta

from django.utils import timezone


def ago(**elapsed: float) -> datetime:
    """`ago(days=3)`."""
    return timezone.now() - timedelta(**elapsed)


def ahead(**elapsed: float) -> datetime:
    """`ahead(hours=2)`."""
    return timezone.now() + timedelta(**elapsed)
