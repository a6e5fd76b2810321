"""What the ledger should hold, computed one move at a time with the pure rules."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bookings.models import BookingTransition
from finance import periods, rules


@dataclass(frozen=True)
class Line:
    """An entry, reduced to what must be right."""

    transition: int
    gross: int
    due: int
    points: int
    year: int
    revenue: int
    mirrors: int | None


Totals = dict[tuple[int, int], int]


def replay(
    *, moves: Iterable[BookingTransition], bands: Iterable[rules.Band], start: Totals | None = None
) -> list[Line]:
    """Price moves in their order, one at a time, from yearly totals by (structure, year)."""
    bands = list(bands)
    totals: Totals = defaultdict(int, start or {})
    standing: dict[int, Line] = {}
    lines = []
    for move in moves:
        if move.event == "use":
            lines.append(_use(move, totals, standing, bands))
        else:
            lines.append(_unuse(move, totals, standing))
    return lines


def _use(move: BookingTransition, totals: Totals, standing: dict[int, Line], bands: list[rules.Band]) -> Line:
    year, gross = periods.year_of(move.at), move.booking.total_cents
    key = (move.venue_id, year)
    totals[key] += gross
    group = rules.group_of(move.booking.offer.subcategory)
    band = rules.rate_for(revenue_cents=totals[key], group=group, on=periods.day_of(move.at), bands=bands)
    due, _ = rules.price(gross_cents=gross, basis_points=band.basis_points)
    line = Line(move.pk, gross, due, band.basis_points, year, totals[key], None)
    standing[move.booking_id] = line
    return line


def _unuse(move: BookingTransition, totals: Totals, standing: dict[int, Line]) -> Line:
    taken = standing.pop(move.booking_id)
    totals[move.venue_id, taken.year] -= taken.gross
    revenue = totals[move.venue_id, taken.year]
    return Line(move.pk, -taken.gross, -taken.due, taken.points, taken.year, revenue, taken.transition)
