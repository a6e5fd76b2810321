"""« Chiffre d’affaires »."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.french import month_name
from core.guards import requires
from finance import charts, selectors
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
