"""« Virements » and « Justificatifs »: what was paid, what comes next; live without reloading."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.exports import csv_response
from core.guards import requires
from core.htmx import page, wants_fragment
from core.pages import paginate
from finance import exports, selectors, statements
from finance.banners import waiting_banner
from finance.forms import TransferFilters
from finance.models import Transfer
from finance.views.common import frame, venues_of, year_asked
from venues.models import Venue
from venues.permissions import can_see_money

ORDER = ("-issued_at", "-pk")


@requires(can_see_money)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/finance/` leads to the transfers."""
    return redirect("finance:transfers")


@requires(can_see_money)
@require_GET
def transfers(request: HttpRequest) -> HttpResponse:
    """`/finance/virements/`: asked again every few seconds by the page itself, 204 when nothing changed."""
    now, venues = timezone.now(), venues_of(request)
    money = selectors.money_of(venues=venues, now=now)
    version = _version(venues, money)
    if wants_fragment(request) and request.GET.get("vu") == version:
        return HttpResponse(status=204)
    context = {
        **frame("transfers"),
        **_listing(request, venues=venues, now=now),
        "money": money,
        "banner": waiting_banner(money.waiting),
        "version": version,
    }
    return page(request, "finance/transfers.html", context, partial="live")


def _version(venues: list[Venue], money: selectors.Money) -> str:
    seen = (selectors.version_of(venues=venues), money)
    return sha256(repr(seen).encode()).hexdigest()[:16]


def _listing(request: HttpRequest, *, venues: list[Venue], now: datetime) -> dict[str, Any]:
    form = TransferFilters(request.GET, years=year_asked(request, venues=venues, now=now)[1])
    asked = form.asked()
    shown = paginate(request=request, rows=selectors.transfers_of(venues=venues, **asked), order=ORDER)
    return {"filter_form": form, "page": shown, "filter_count": sum(bool(value) for value in asked.values())}


@requires(can_see_money)
@require_GET
def transfers_csv(request: HttpRequest) -> HttpResponse:
    """The list, as a spreadsheet."""
    venues = venues_of(request)
    form = TransferFilters(request.GET, years=year_asked(request, venues=venues, now=timezone.now())[1])
    rows = selectors.transfers_of(venues=venues, **form.asked()).order_by(*ORDER)
    return csv_response(name="virements.csv", columns=exports.TRANSFERS, rows=rows.iterator(chunk_size=500))


@requires(can_see_money)
@require_GET
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """One transfer, with what it pays."""
    venues = venues_of(request)
    found = _mine(venues, pk)
    rows = selectors.paid_lines(transfer=found, venues=venues)
    context = {
        **frame("transfers"),
        "transfer": found,
        "page": paginate(request=request, rows=rows, order=("pk",)),
        "by_venue": selectors.totals_by_venue(transfer=found, venues=venues),
        "whole": selectors.sees_whole(transfer=found, venues=venues),
        "expected_on": selectors.expected_on(cutoff=found.half_month.cutoff, now=found.issued_at),
    }
    return render(request, "finance/transfer.html", context)


def _mine(venues: list[Venue], pk: int) -> Transfer:
    rows = selectors.transfers_of(venues=venues).select_related("half_month", "bank_account__legal_entity")
    return get_object_or_404(rows, pk=pk)


@requires(can_see_money)
@require_GET
def details_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The bookings of a transfer, as a spreadsheet."""
    venues = venues_of(request)
    found = _mine(venues, pk)
    rows = selectors.paid_lines(transfer=found, venues=venues).order_by("pk")
    name = f"{found.statement_number}-details.csv"
    return csv_response(name=name, columns=exports.DETAILS, rows=rows.iterator(chunk_size=500))


@requires(can_see_money)
@require_GET
def year_csv(request: HttpRequest) -> HttpResponse:
    """The bookings of a year's transfers, as one spreadsheet."""
    venues = venues_of(request)
    year, _ = year_asked(request, venues=venues, now=timezone.now())
    rows = selectors.detail_rows(transfers=selectors.transfers_of(venues=venues, year=year), venues=venues)
    return csv_response(
        name=f"details-{year}.csv", columns=exports.DETAILS, rows=rows.iterator(chunk_size=500)
    )


@requires(can_see_money)
@require_GET
def statement_list(request: HttpRequest) -> HttpResponse:
    """`/finance/justificatifs/`: the documents to keep."""
    now, venues = timezone.now(), venues_of(request)
    year, years = year_asked(request, venues=venues, now=now)
    rows = selectors.transfers_of(venues=venues, year=year)
    context = {
        **frame("statements"),
        "page": paginate(request=request, rows=rows, order=ORDER),
        "year": year,
        "chips": [{"label": str(one), "url": f"?annee={one}", "current": one == year} for one in years],
    }
    return render(request, "finance/statements.html", context)


@requires(can_see_money)
@require_GET
def statement_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement of a transfer, for whoever may see all the structures it pays."""
    venues = venues_of(request)
    found = _mine(venues, pk)
    if not selectors.sees_whole(transfer=found, venues=venues):
        raise Http404
    content = statements.render(transfer=found, rows=selectors.statement_rows(transfer=found))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.statement_number}.pdf"'
    return response
