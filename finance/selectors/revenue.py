"""Gross revenue of structures, validated and expected, and the scale in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, ExtractMonth

from bookings.models import Booking
from bookings.states import Status
from finance import periods
from finance.models import Entry, ScaleBand, YearTotal
from venues.models import Venue

MONTHS = range(1, 13)


@dataclass(frozen=True, kw_only=True)
class VenueRevenue:
    """A structure's year, in cents, by month 1 to 12."""

    venue: Venue
    validated: dict[int, int] = field(default_factory=dict)
    expected: dict[int, int] = field(default_factory=dict)

    @property
    def validated_cents(self) -> int:
        """Of the whole year."""
        return sum(self.validated.values())

    @property
    def expected_cents(self) -> int:
        """Of the whole year."""
        return sum(self.expected.values())


def revenue_of(*, venues: Sequence[Venue], year: int) -> list[VenueRevenue]:
    """Per structure: what was validated, and what is booked only (month of its event). Two queries."""
    validated, expected = _validated(venues, year), _expected(venues, year)
    return [
        VenueRevenue(venue=venue, validated=validated.get(venue.pk, {}), expected=expected.get(venue.pk, {}))
        for venue in venues
    ]


def _validated(venues: Sequence[Venue], year: int) -> dict[int, dict[int, int]]:
    rows = Entry.objects.filter(venue__in=venues, year=year)
    month = ExtractMonth("validated_at", tzinfo=periods.PARIS)
    return _by_month(
        rows.annotate(month=month).order_by().values("venue_id", "month").annotate(cents=Sum("gross_cents"))
    )


def _expected(venues: Sequence[Venue], year: int) -> dict[int, dict[int, int]]:
    start, end = periods.year_bounds(year)
    rows = Booking.objects.filter(venue__in=venues, status=Status.BOOKED)
    rows = rows.annotate(when=Coalesce(F("slot__starts_at"), F("booked_at"))).filter(
        when__gte=start, when__lt=end
    )
    month = ExtractMonth("when", tzinfo=periods.PARIS)
    return _by_month(
        rows.annotate(month=month).order_by().values("venue_id", "month").annotate(cents=Sum("total_cents"))
    )


def _by_month(rows: Iterable[Any]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row["venue_id"], {})[row["month"]] = row["cents"]
    return found


def years_of(*, venues: Sequence[Venue], now: datetime) -> list[int]:
    """Years with revenue, and this one, newest first."""
    known = YearTotal.objects.filter(venue__in=venues).values_list("year", flat=True)
    return sorted({*known, periods.year_of(now)}, reverse=True)


def totals_of(*, venues: Sequence[Venue], year: int) -> dict[int, int]:
    """Structure → gross revenue of a year, in cents."""
    rows = YearTotal.objects.filter(venue__in=venues, year=year)
    return dict(rows.values_list("venue_id", "gross_cents"))


def bands_to_come(*, on: date) -> list[ScaleBand]:
    """What staff have dated for later, the nearest first."""
    return list(
        ScaleBand.objects.filter(valid_from__gt=on).order_by("valid_from", "group", "above_cents", "pk")
    )


def bands_in_force(*, on: date) -> list[ScaleBand]:
    """The scale of a day, group by group, from the first band up."""
    rows = ScaleBand.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)
    return list(rows.order_by("group", "above_cents", "pk"))
