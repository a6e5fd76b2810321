"""The directory of schools."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from schools.services import institutions as services


class Command(BaseCommand):
    """`manage.py load_institutions FILE`."""

    help = "Creates or brings up to date one school per line of a CSV file (;), by its UAI. A bad line loads nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help="columns: uai;nom;type;commune;code_postal;code_insee")

    def handle(self, *_: Any, **options: Any) -> None:
        """Read it, load it, say what changed."""
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as file:
                rows = csv.DictReader(file, delimiter=";")
                done = services.load(rows=rows, actor=None, now=timezone.now())
        except (OSError, UnicodeDecodeError, csv.Error) as problem:
            raise CommandError(f"This file cannot be read: {problem}") from problem
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"created: {done.created}, changed: {done.changed}, unchanged: {done.unchanged}")
