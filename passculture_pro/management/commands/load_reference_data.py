"""What every installation starts with."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from passculture_pro import reference


class Command(BaseCommand):
    """`manage.py load_reference_data`."""

    help = "Writes staff groups, help articles and webinar dates, and keeps what staff changed. After each migrate."

    def handle(self, *_: Any, **__: Any) -> None:
        """Load, then one line."""
        reference.load(now=timezone.now())
        self.stdout.write("reference data: up to date")
