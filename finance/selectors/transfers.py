"""Transfers and what they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from finance import periods
from finance.models import Transfer, TransferLine
from finance.states import TransferStatus
from venues.models import Venue

#: Everything that a line shows, loaded with it.
_SHOWN = (
    *("venue__address", "transfer__bank_account", "transfer__half_month", "entry__band"),
    *("entry__booking__offer__address", "entry__booking__slot"),
)


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Money of some lines, in cents; `count`: bookings."""

    gross: int
    forgone: int
    due: int
    count: int


def transfers_of(*, venues: Sequence[Venue], year: int | None = None, status: str = "") -> QuerySet[Transfer]:
    """Transfers that pay at least one of these structures. `year`: of issue, in Paris."""
    mine = TransferLine.objects.filter(transfer=OuterRef("pk"), venue__in=venues)
    entities = {venue.legal_entity_id for venue in venues}
    rows = Transfer.objects.filter(Exists(mine), bank_account__legal_entity__in=entities).select_related(
        "half_month"
    )
    if year:
        start, end = periods.year_bounds(year)
        rows = rows.filter(issued_at__gte=start, issued_at__lt=end)
    return rows.filter(status=status) if status in set(TransferStatus) else rows


def version_of(*, venues: Sequence[Venue]) -> str:
    """A word that changes whenever a transfer of these structures is issued or answered."""
    rows = transfers_of(venues=venues)
    seen = rows.aggregate(last=Max("pk"), settled=Count("pk", filter=~Q(status=TransferStatus.ISSUED)))
    return f"{seen['last'] or 0}-{seen['settled']}"


def sees_whole(*, transfer: Transfer, venues: Sequence[Venue]) -> bool:
    """Are all the structures a transfer pays among these?"""
    return not TransferLine.objects.filter(transfer=transfer).exclude(venue__in=venues).exists()


def paid_lines(*, transfer: Transfer, venues: Sequence[Venue] | None = None) -> QuerySet[TransferLine]:
    """Lines of a transfer (of these structures only), with all that a detail shows. Order them by pk."""
    rows = TransferLine.objects.filter(transfer=transfer)
    rows = rows if venues is None else rows.filter(venue__in=venues)
    return rows.select_related(*_SHOWN)


def detail_rows(*, transfers: QuerySet[Transfer], venues: Sequence[Venue]) -> QuerySet[TransferLine]:
    """Lines of several transfers, for an export."""
    rows = TransferLine.objects.filter(transfer__in=transfers, venue__in=venues)
    return rows.select_related(*_SHOWN).order_by("-transfer_id", "pk")


def statement_rows(*, transfer: Transfer) -> list[dict[str, Any]]:
    """Sums of a transfer per structure and rate, as a statement shows them. One query."""
    by = ("venue__public_name", "venue__siret", "entry__band__text", "entry__basis_points")
    return _summed(TransferLine.objects.filter(transfer=transfer), by)


def totals_by_venue(*, transfer: Transfer, venues: Sequence[Venue]) -> list[tuple[str, Sums]]:
    """(structure, its part of a transfer), by name. One query."""
    rows = _summed(
        TransferLine.objects.filter(transfer=transfer, venue__in=venues),
        ("venue__public_name", "venue__siret"),
    )
    return [
        (
            row["venue__public_name"],
            Sums(gross=row["gross"], forgone=row["forgone"], due=row["due"], count=row["count"]),
        )
        for row in rows
    ]


def _summed(rows: QuerySet[TransferLine], by: Sequence[str]) -> list[dict[str, Any]]:
    """`gross`, `forgone`, `due` in cents and `count` of bookings, for each value of these columns."""
    sums = {
        "gross": Sum("entry__gross_cents"),
        "forgone": Sum("entry__forgone_cents"),
        "due": Sum("entry__due_cents"),
        "count": Count("pk", filter=Q(entry__mirrors=None)),
    }
    found: QuerySet[TransferLine, Any] = rows.values(*by).annotate(**sums).order_by(*by)
    return list(found)
