"""« Modalités »: the scale, where each structure stands in it, and what bookings to come would give."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.guards import requires
from core.htmx import page
from finance import charts, periods, selectors, simulation
from finance.forms import SimulationForm
from finance.models import ScaleBand
from finance.rules import Band
from finance.views.common import frame, venues_of
from venues.models import Venue
from venues.permissions import can_see_money, current_venue

EXAMPLE_CENTS = 20_00


@requires(can_see_money)
@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """`/finance/modalites/`: every figure of the page comes from the functions that price."""
    now, venues = timezone.now(), venues_of(request)
    today, year = periods.day_of(now), periods.year_of(now)
    rows = selectors.bands_in_force(on=today)
    bands = [band_of(row) for row in rows]
    totals = selectors.totals_of(venues=venues, year=year)
    form = _form(request, revenue_cents=totals.get(current_venue(request).pk, 0))
    context = {
        **frame("terms"),
        "year": year,
        "today": today,
        "places": _places(venues, totals=totals, bands=bands, on=today),
        "scales": _scales(rows),
        "to_come": [_line(row, top=None) for row in selectors.bands_to_come(on=today)],
        "example": _shown(_example(bands, on=today)),
        "form": form,
        "result": _result(form, bands=bands, on=today),
    }
    refused = form.is_bound and bool(form.errors)
    return page(request, "finance/terms.html", context, partial="simulateur", status=422 if refused else 200)


def band_of(row: ScaleBand) -> Band:
    """A row of the scale as the rules read it."""
    return Band(
        group=row.group,
        above_cents=row.above_cents,
        basis_points=row.basis_points,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _form(request: HttpRequest, *, revenue_cents: int) -> SimulationForm:
    """Filled with what the structure has reached; bound as soon as one figure is asked for."""
    initial = {"groupe": ScaleBand.Group.STANDARD, "deja": max(revenue_cents, 0), "prix": 4_00, "nombre": 100}
    bound = any(name in request.GET for name in SimulationForm.base_fields)
    return SimulationForm(request.GET if bound else None, initial=initial)


def _places(
    venues: Sequence[Venue], *, totals: dict[int, int], bands: list[Band], on: date
) -> list[dict[str, Any]]:
    standard = [band for band in bands if band.group == ScaleBand.Group.STANDARD]
    if not standard:  # a scale being rewritten: the page still shows what the structure has reached
        return [{"venue": venue, "cents": totals.get(venue.pk, 0)} for venue in venues]
    return [_place(venue, cents=totals.get(venue.pk, 0), bands=standard, on=on) for venue in venues]


def _place(venue: Venue, *, cents: int, bands: list[Band], on: date) -> dict[str, Any]:
    found = simulation.standing(revenue_cents=cents, group=ScaleBand.Group.STANDARD, on=on, bands=bands)
    return {
        "venue": venue,
        "cents": cents,
        "rate": charts.rate(found.band.basis_points),
        "left_cents": found.left_cents,
        "next_rate": charts.rate(found.following.basis_points) if found.following else "",
        "chart": charts.scale_chart(
            bands=[(band.above_cents, band.basis_points) for band in bands], revenue_cents=cents
        ),
    }


def _scales(rows: Sequence[ScaleBand]) -> list[dict[str, Any]]:
    """Group by group, each band with the revenue it ends at."""
    found = []
    for group, bands in groupby(rows, key=lambda row: row.group):
        band_rows = list(bands)
        tops = [*[band.above_cents for band in band_rows[1:]], None]
        lines = [_line(band, top=top) for band, top in zip(band_rows, tops, strict=True)]
        found.append({"label": ScaleBand.Group(group).label, "bands": lines})
    return found


def _line(row: ScaleBand, *, top: int | None) -> dict[str, Any]:
    return {
        "label": row.get_group_display(),
        "floor": max(row.above_cents, 0),
        "top": top,
        "rate": charts.rate(row.basis_points),
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
    }


def _example(bands: list[Band], *, on: date) -> list[simulation.Step]:
    if not any(band.group == ScaleBand.Group.STANDARD for band in bands):
        return []
    return simulation.crossing(group=ScaleBand.Group.STANDARD, on=on, bands=bands, price_cents=EXAMPLE_CENTS)


def _shown(steps: Sequence[simulation.Step]) -> list[dict[str, Any]]:
    return [{"step": step, "rate": charts.rate(step.band.basis_points)} for step in steps]


def _result(form: SimulationForm, *, bands: list[Band], on: date) -> dict[str, Any] | None:
    """What was asked for, band by band; None when nothing was, or when it cannot be answered."""
    if not form.is_valid():
        return None
    try:
        found = simulation.shares(simulation.steps(**form.asked, on=on, bands=bands))
    except LookupError:
        form.add_error("groupe", "Le barème en vigueur ne dit rien de ces offres.")
        return None
    return {
        "shares": [{"share": share, "rate": charts.rate(share.band.basis_points)} for share in found],
        "gross_cents": sum(share.gross_cents for share in found),
        "due_cents": sum(share.due_cents for share in found),
        "forgone_cents": sum(share.forgone_cents for share in found),
    }
