"""What is frozen, what comes next, and whom to tell."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max

from accounts.models import User
from finance import ids, periods
from finance.models import BankFile, HalfMonth, Transfer, TransferLine
from venues.models import Membership
from venues.states import Role


def is_frozen(*, cutoff: datetime) -> bool:
    """Is the half-month that ends at `cutoff` frozen, by itself or within a later one?"""
    return HalfMonth.objects.filter(cutoff__gte=cutoff).exists()


def upcoming_cutoff(*, now: datetime) -> datetime:
    """The cut-off of the next freeze: already past between midnight and the freeze itself. One query."""
    ended = periods.last_ended(now).cutoff
    last = HalfMonth.objects.aggregate(last=Max("cutoff"))["last"]
    return periods.next_cutoff(now) if last is None or last >= ended else ended


def expected_on(*, cutoff: datetime, now: datetime) -> date:
    """The day in Paris the money of a half-month is expected; not before today for what is to be issued."""
    return max(periods.payment_date(cutoff, days=settings.PAYMENT_DAYS_AFTER_CUTOFF), periods.day_of(now))


def last_statement_rank(*, year: int) -> int:
    """The rank of the last statement of a year; 0 when there is none. Same width: text order serves."""
    prefix = ids.statement_prefix(year)
    last = Transfer.objects.filter(statement_number__startswith=prefix).aggregate(
        last=Max("statement_number")
    )["last"]
    return int(last.removeprefix(prefix)) if last else 0


def files_waiting() -> list[BankFile]:
    """Files that the bank has not answered, oldest first."""
    return list(
        BankFile.objects.filter(answered_at=None).select_related("half_month").order_by("created_at", "pk")
    )


def recipients_of(*, transfers: Sequence[Transfer]) -> list[tuple[Transfer, User]]:
    """Who is told about transfers: the administrators of the structures they pay. Two queries."""
    paid = (
        TransferLine.objects.filter(transfer__in=transfers)
        .order_by()
        .values_list("transfer_id", "venue_id")
        .distinct()
    )
    venues_of: dict[int, set[int]] = {}
    for transfer_id, venue_id in paid:
        venues_of.setdefault(transfer_id, set()).add(venue_id)
    people = _administrators(set().union(*venues_of.values()))
    return [
        (transfer, user)
        for transfer in transfers
        for user in {
            u.pk: u for v in sorted(venues_of.get(transfer.pk, ())) for u in people.get(v, ())
        }.values()
    ]


def _administrators(venue_ids: set[int]) -> dict[int, list[User]]:
    rows = Membership.objects.filter(
        venue__in=venue_ids, ended_at=None, role=Role.ADMIN, user__is_active=True
    )
    found: dict[int, list[User]] = {}
    for row in rows.select_related("user").order_by("pk"):
        found.setdefault(row.venue_id, []).append(row.user)
    return found
