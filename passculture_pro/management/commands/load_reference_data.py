"""What every installation starts with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.management.at import add_at, chosen
from passculture_pro import reference


class Command(BaseCommand):
    """`manage.py load_reference_data [--at]`."""

    help = "Writes staff groups, help articles and webinar dates, and keeps what staff changed. After each migrate."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--at`."""
        add_at(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        """Load, then one line."""
        reference.load(now=chosen(options))
        self.stdout.write("reference data: up to date")
