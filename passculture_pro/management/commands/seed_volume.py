"""Volume for benchmarks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from passculture_pro.demo.volume import Volume, add


class Command(BaseCommand):
    """`manage.py seed_volume --bookings N [--venues V] [--seed S]`."""

    help = "Adds N used bookings spread over V structures; the same seed again adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, over how many structures, from which seed."""
        parser.add_argument("--bookings", type=int, required=True)
        parser.add_argument("--venues", type=int, default=10)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *_: Any, **options: Any) -> None:
        """Add, then one summary line."""
        added = add(
            Volume(
                bookings=options["bookings"],
                venues=options["venues"],
                seed=options["seed"],
                now=timezone.now(),
            )
        )
        self.stdout.write(f"seeded: {added}")
