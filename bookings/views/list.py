"""« Réservations »: the list of the structure, the sub-tab of an offer, one booking; live without reloading."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bookings import rows, selectors
from bookings.forms import BookingFilters
from bookings.models import Booking
from bookings.states import CONFIRMED_LABEL, LABELS, Status
from core.exports import Column, csv_response, euros_cell
from core.french import show_moment
from core.guards import requires
from core.htmx import page
from core.pages import paginate
from offers.models import Offer
from offers.views.list import tabs
from offers.views.wizard import mine
from venues.permissions import can_follow, can_program, current_venue

ORDER = ("-booked_at", "-pk")
NEW_FOR = timedelta(hours=3)
CHIPS = ("all", "booked", "confirmed", "used", "cancelled", "reimbursing", "reimbursed")


@requires(can_follow)
@require_GET
def bookings(request: HttpRequest) -> HttpResponse:
    """`/reservations/`."""
    return _listing(request, offer=None, template="bookings/list.html", nav="bookings")


@requires(can_follow)
@require_GET
def of_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same list, for one offer: its own sub-tab."""
    return _listing(request, offer=mine(request, pk), template="bookings/of_offer.html", nav="offers")


def _listing(request: HttpRequest, *, offer: Offer | None, template: str, nav: str) -> HttpResponse:
    now, venue = timezone.now(), current_venue(request)
    version = selectors.version_of(venue=venue)
    if request.htmx and request.GET.get("version") == str(version):  # type: ignore[attr-defined]
        return HttpResponse(
            status=204
        )  # the live list asks every few seconds: nothing moved, nothing is sent
    form = BookingFilters(request.GET or None, cities=selectors.cities_of(venue=venue))
    asked = form.asked() if form.is_bound else {}
    found = selectors.for_list(venue=venue, filters={**asked, "offer": offer}, now=now)
    shown = paginate(request=request, rows=found, order=ORDER)
    context = {
        "nav": nav,
        "offer": offer,
        "form": form,
        "page": shown,
        "rows": [rows.row(booking=booking, now=now, new_since=now - NEW_FOR) for booking in shown.rows],
        "totals": selectors.totals(rows=found),
        "chips": _chips(request, selectors.status_counts(venue=venue, now=now, offer=offer)),
        "filtered": bool(asked),
        "version": version,
        "now": now,
        "tabs": tabs(offer=offer, here="bookings") if offer and can_program(request) else None,
    }
    return page(request, template, context, partial="live")


def _chips(request: HttpRequest, counts: dict[str, int]) -> list[dict[str, Any]]:
    chosen = request.GET.get("status", "")
    words = {
        "all": "Toutes",
        "confirmed": f"{CONFIRMED_LABEL}s",
        **{s.value: f"{LABELS[s]}s" for s in Status},
    }
    words["reimbursing"] = "En remboursement"
    return [
        {
            "label": f"{words[key]} {counts[key]}",
            "value": "" if key == "all" else key,
            "current": chosen == ("" if key == "all" else key),
        }
        for key in CHIPS
        if key == "all" or counts[key] or chosen == key
    ]


@requires(can_follow)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One booking: who, what, its dated history and what comes next."""
    now = timezone.now()
    booking = selectors.detail(pk=pk, venue=current_venue(request))
    if booking is None:
        raise Http404
    context = {
        "nav": "bookings",
        "booking": booking,
        "row": rows.row(booking=booking, now=now),
        "history": rows.history(booking=booking, now=now),
    }
    return render(request, "bookings/detail.html", context)


EXPORT = [
    Column(title="Offre", value=lambda b: b.offer.title),
    Column(title="Lieu", value=lambda b: str(b.offer.address or "")),
    Column(
        title="Séance",
        value=lambda b: show_moment(b.slot.starts_at, b.offer.time_zone) if b.slot.starts_at else "",
    ),
    Column(title="Prénom", value=lambda b: b.user.first_name),
    Column(title="Nom", value=lambda b: b.user.last_name),
    Column(title="E-mail", value=lambda b: b.user.email),
    Column(title="Réservée le", value=lambda b: show_moment(b.booked_at)),
    Column(title="Validée le", value=lambda b: show_moment(b.used_at) if b.used_at else ""),
    Column(title="Contremarque", value=lambda b: b.code),
    Column(title="Tarif", value=lambda b: b.price_label),
    Column(title="Places", value=lambda b: b.quantity),
    Column(title="Montant (€)", value=lambda b: euros_cell(b.total_cents)),
    Column(title="État", value=lambda b: b.read_status),
]


@requires(can_follow)
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as CSV, streamed."""
    return _csv(request, offer=None)


@requires(can_follow)
@require_GET
def export_of_offer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same, for one offer."""
    return _csv(request, offer=mine(request, pk))


def _csv(request: HttpRequest, *, offer: Offer | None) -> HttpResponseBase:
    now, venue = timezone.now(), current_venue(request)
    form = BookingFilters(request.GET, cities=selectors.cities_of(venue=venue))
    filters = {**form.asked(), "offer": offer}
    found = selectors.for_list(venue=venue, filters=filters, now=now).order_by(*ORDER)

    def streamed() -> Iterator[Booking]:
        for booking in found.iterator(chunk_size=500):
            booking.read_status = rows.reading(booking=booking, now=now)[1]  # type: ignore[attr-defined]
            yield booking

    return csv_response(name="reservations.csv", columns=EXPORT, rows=streamed())
