"""Price what was validated and is not priced yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.management.at import add_at, chosen
from finance import services


class Command(BaseCommand):
    """`price_bookings [--at]`."""

    help = "Prices what was validated and is not priced yet. Run twice, it does nothing the second time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--at`."""
        add_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Price, and say how many."""
        self.stdout.write(f"priced: {services.price_bookings(now=chosen(options))}")
