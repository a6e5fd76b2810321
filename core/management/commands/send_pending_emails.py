"""Sweep of the e-mails still to send."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import services
from core.management.at import add_at, chosen


class Command(BaseCommand):
    """`manage.py send_pending_emails [--at]`."""

    help = "Sends what a lost broker or a failed try left behind."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--at`."""
        add_at(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        """Sweep, then one summary line."""
        self.stdout.write(f"sent: {services.send_pending_emails(now=chosen(options))}")
