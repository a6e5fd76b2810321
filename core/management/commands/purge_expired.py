"""Daily clean-up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import services
from core.management.at import add_at, chosen


class Command(BaseCommand):
    """`manage.py purge_expired [--at]`."""

    help = "Forgets idempotency keys older than a day, and sessions that ended."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--at`."""
        add_at(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        """Clean, then one summary line."""
        self.stdout.write(f"purged: {services.purge_expired(now=chosen(options))}")
