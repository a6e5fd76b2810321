"""Nightly control of every derived figure."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bookings.services import reconcile as counters
from finance import services as money
from help.services import reconcile as seats


class Command(BaseCommand):
    """`manage.py reconcile [--repair]`: lists the drift, exits 1 if there is any."""

    help = (
        "Recomputes seats, webinars, credit, revenue and transfers. --repair rewrites counters, never money."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--repair`."""
        parser.add_argument("--repair", action="store_true", help="rewrite the counters that drifted")

    def handle(self, *_: Any, **options: Any) -> None:
        """List every drift, repair what may be, then one summary line."""
        drifts = [str(drift) for drift in counters.drifts(repair=options["repair"])]
        drifts += [str(drift) for drift in seats.drifts(repair=options["repair"])]
        drifts += [f"{d.kind} {d.object_id}: {d.found} instead of {d.expected}" for d in money.reconcile()]
        if options["repair"]:
            money.repair_year_totals()
        for drift in drifts:
            self.stdout.write(drift)
        self.stdout.write(f"drift: {len(drifts)}")
        if drifts:
            raise CommandError("the figures above do not add up", returncode=1)
