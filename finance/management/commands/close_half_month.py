"""Freeze the half-month that ended last, and issue its transfers."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core.management.at import add_at, chosen
from finance import services


class Command(BaseCommand):
    """`close_half_month [--at] [--presented-by E-MAIL --approved-by E-MAIL]`."""

    help = "Prices what is due, freezes the half-month that ended last, and issues its transfers."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--at`, and the two people of a rehearsal."""
        add_at(parser)
        parser.add_argument(
            "--presented-by", metavar="E-MAIL", help="who presents it (rehearsal, DEBUG only)"
        )
        parser.add_argument("--approved-by", metavar="E-MAIL", help="who approves it (rehearsal, DEBUG only)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Price, close, and say how many transfers."""
        actor, comment = self._people(options["presented_by"], options["approved_by"])
        closed = services.price_and_close(now=chosen(options), actor=actor, comment=comment)
        self.stdout.write(f"closed: {closed}")

    def _people(self, presented_by: str | None, approved_by: str | None) -> tuple[User | None, str]:
        """(who approves, what the log says of who presents)."""
        if not presented_by and not approved_by:
            return None, ""
        if not settings.DEBUG:
            raise CommandError("--presented-by and --approved-by are for rehearsal, with DEBUG on.")
        if not presented_by or not approved_by or presented_by.lower() == approved_by.lower():
            raise CommandError("--presented-by and --approved-by name two different people.")
        presenter, approver = self._staff(presented_by), self._staff(approved_by)
        return approver, f"présentée par {presenter.email}"

    def _staff(self, email: str) -> User:
        person = User.objects.filter(email=email.strip().lower(), is_staff=True, is_active=True).first()
        if person is None:
            raise CommandError(f"No member of staff has the address {email}.")
        return person
