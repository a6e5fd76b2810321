"""Automatic validation, 72 h after the event."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bookings import services
from core.management.at import add_at, chosen


class Command(BaseCommand):
    """`manage.py validate_past_bookings [--at]`."""

    help = "Validates every booking whose event began at least 72 hours before the instant."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--at`."""
        add_at(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        """Sweep, then one summary line."""
        moved = services.validate_past(now=chosen(options))
        self.stdout.write(f"validated: {moved}")
