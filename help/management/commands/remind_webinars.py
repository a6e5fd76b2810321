"""Remind the welcome webinars."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.management.at import add_at, chosen
from help.services import webinars


class Command(BaseCommand):
    """`remind_webinars [--at]`."""

    help = "Recalls the webinars of the next 24 hours to those registered. Run twice, it does nothing the second time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--at`."""
        add_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and say how many."""
        self.stdout.write(f"reminded: {webinars.remind(now=chosen(options))}")
