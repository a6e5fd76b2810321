"""The demonstration world."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import selectors
from passculture_pro import reference
from passculture_pro.demo import world
from passculture_pro.demo.people import PARTNERS


class Command(BaseCommand):
    """`manage.py seed_demo [--reset]`."""

    help = "Creates the demonstration world, once. --reset empties every table first (DEBUG only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--reset`."""
        parser.add_argument(
            "--reset", action="store_true", help="empty every table, then create the world again"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Load what every installation holds, then create the world unless it is there."""
        if options["reset"]:
            self._empty()
        reference.load(now=timezone.now())
        if selectors.by_email(email=PARTNERS[0][0]):
            self.stdout.write("demo: already there")
            return
        world.build(now=timezone.now(), tell=self._tell)
        self.stdout.write("demo: created")

    def _empty(self) -> None:
        if not (settings.DEBUG or getattr(settings, "TESTING", False)):
            raise CommandError("--reset empties every table: it works in DEBUG only.")
        call_command("flush", interactive=False, verbosity=0)

    def _tell(self, done: int, left: int) -> None:
        if sys.stderr.isatty() or done % 50 == 0:
            self.stderr.write(
                f"demo: {done} acts done, {left} ahead", ending="\r" if sys.stderr.isatty() else "\n"
            )
