"""« Chiffre d’affaires » and « Modalités »."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.french import month_name
from core.guards import requires
from finance import charts, periods, selectors
from finance.models import ScaleBand
from finance.views.common import frame, venues_of, year_asked
from venues.permissions import can_see_money


@requires(can_see_money)
@require_GET
def revenue(request: HttpRequest) -> HttpResponse:
    """`/finance/chiffre-affaires/`: a year, structure by structure, validated and expected."""
    now, venues = timezone.now(), venues_of(request)
    year, years = year_asked(request, venues=venues, now=now)
    rows = selectors.revenue_of(venues=venues, year=year)
    validated: Counter[int] = Counter()
    expected: Counter[int] = Counter()
    for row in rows:
        validated.update(row.validated)
        expected.update(row.expected)
    context = {
        **frame("revenue"),
        "rows": rows,
        "year": year,
        "chips": [{"label": str(one), "url": f"?annee={one}", "current": one == year} for one in years],
        "validated_cents": validated.total(),
        "expected_cents": expected.total(),
        "chart": charts.year_chart(validated=validated, expected=expected),
        "months": _months(validated, expected),
    }
    return render(request, "finance/revenue.html", context)


def _months(validated: Counter[int], expected: Counter[int]) -> list[dict[str, Any]]:
    return [
        {"name": month_name(month), "validated": validated[month], "expected": expected[month]}
        for month in range(1, 13)
        if validated[month] or expected[month]
    ]


@requires(can_see_money)
@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """`/finance/modalites/`: the scale in force, and where each structure stands in it this year."""
    now, venues = timezone.now(), venues_of(request)
    year = periods.year_of(now)
    groups: dict[str, list[ScaleBand]] = {group: [] for group in ScaleBand.Group.values}
    for band in selectors.bands_in_force(on=periods.day_of(now)):
        groups[band.group].append(band)
    totals = selectors.totals_of(venues=venues, year=year)
    standard = [(band.above_cents, band.basis_points) for band in groups[ScaleBand.Group.STANDARD]]
    places = [
        {
            "venue": venue,
            "cents": totals.get(venue.pk, 0),
            "chart": charts.scale_chart(bands=standard, revenue_cents=totals.get(venue.pk, 0))
            if standard
            else None,
        }
        for venue in venues
    ]
    scales = [
        {"label": ScaleBand.Group(group).label, "bands": _bands(bands)}
        for group, bands in groups.items()
        if bands
    ]
    return render(
        request, "finance/terms.html", {**frame("terms"), "places": places, "scales": scales, "year": year}
    )


def _bands(bands: list[ScaleBand]) -> list[dict[str, Any]]:
    """Each band with the revenue it ends at."""
    tops = [*[band.above_cents for band in bands[1:]], None]
    return [
        {"floor": max(band.above_cents, 0), "top": top, "rate": charts.rate(band.basis_points)}
        for band, top in zip(bands, tops, strict=True)
    ]
