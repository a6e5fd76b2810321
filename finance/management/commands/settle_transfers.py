"""Record the bank's answer to one file."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.management.at import add_at, chosen
from core.money import show_euros
from finance import selectors, services
from finance.errors import CannotSettle


class Command(BaseCommand):
    """`settle_transfers --file MSGID [--rejected ENDTOENDID …] [--at]`."""

    help = "Records the bank's answer to one file: every transfer is executed, save those named as rejected."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, what it sends back, and `--at`."""
        parser.add_argument(
            "--file", metavar="MSGID", help="id of the file; without it, the files that wait are listed"
        )
        parser.add_argument("--rejected", metavar="ENDTOENDID", nargs="+", action="extend", default=[])
        add_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Settle, and say how many transfers."""
        if not options["file"]:
            self._list_files()
        try:
            settled = services.settle_transfers(
                msg_id=options["file"], rejected=options["rejected"], now=chosen(options)
            )
        except CannotSettle as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"settled: {settled}")

    def _list_files(self) -> None:
        files = selectors.files_waiting()
        self.stderr.write(
            "Which file? Name it with --file." if files else "No file waits for the bank's answer."
        )
        for file in files:
            self.stderr.write(
                f"  --file {file.msg_id}   {file.count} transfers, {show_euros(file.total_cents)}"
            )
        sys.exit(2)
