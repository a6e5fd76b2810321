"""List, page and export of offers; the stops of a circuit."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.exports import Column, csv_response
from core.french import show_moment
from core.guards import requires
from core.htmx import page
from core.pages import paginate
from offers import selectors
from offers.categories import SUBCATEGORIES
from offers.forms import OfferFilters
from offers.models import Offer
from offers.states import STATUS_LABELS, Status
from offers.views.wizard import mine
from venues.permissions import can_program, current_venue

ORDER = ("-pk",)
TABS = (("detail", "Détails", "offers:detail"), ("bookings", "Réservations", "bookings:of_offer"))


def decorated(rows: list[Offer]) -> list[Offer]:
    """Rows with the label of their sub-category."""
    for offer in rows:
        offer.subcategory_label = SUBCATEGORIES[offer.subcategory].label  # type: ignore[attr-defined]
    return rows


@requires(can_program)
@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """`/offres/`."""
    now, venue, form = timezone.now(), current_venue(request), OfferFilters(request.GET or None)
    asked = form.asked() if form.is_bound else {}
    found = paginate(request=request, rows=selectors.of_venue(venue=venue, now=now, **asked), order=ORDER)
    decorated(found.rows)
    counts = selectors.status_counts(venue=venue, now=now)
    context = {
        "nav": "offers",
        "form": form,
        "page": found,
        "filtered": any(asked.values()),
        "total": sum(counts.values()),
        "chips": _chips(request, counts),
    }
    return page(request, "offers/list.html", context, partial="table")


def _chips(request: HttpRequest, counts: dict[str, int]) -> list[dict[str, Any]]:
    chosen = request.GET.get("status", "")
    chips = [{"label": f"Toutes {sum(counts.values())}", "value": "", "current": not chosen}]
    for status in Status:
        if counts.get(status) or chosen == status:
            label = f"{STATUS_LABELS[status]} {counts.get(status, 0)}"
            chips.append({"label": label, "value": status.value, "current": chosen == status})
    return chips


EXPORT = [
    Column(title="Titre", value=lambda offer: offer.title),
    Column(title="Format", value=lambda offer: SUBCATEGORIES[offer.subcategory].label),
    Column(title="État", value=lambda offer: STATUS_LABELS[Status(offer.status)]),
    Column(title="Lieu", value=lambda offer: str(offer.address) if offer.address else ""),
    Column(
        title="Prochaine séance",
        value=lambda offer: show_moment(offer.next_start, offer.time_zone) if offer.next_start else "",
    ),
    Column(title="Séances", value=lambda offer: offer.slot_count),
    Column(title="Places réservées", value=lambda offer: offer.seats_booked),
    Column(title="Places", value=lambda offer: offer.seats if offer.seats is not None else ""),
]


@requires(can_program)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV."""
    form = OfferFilters(request.GET)
    rows = selectors.of_venue(venue=current_venue(request), now=timezone.now(), **form.asked()).order_by(
        *ORDER
    )

    def streamed() -> Iterator[Offer]:
        yield from rows.iterator(chunk_size=500)

    return csv_response(name="offres.csv", columns=EXPORT, rows=streamed())


def tabs(*, offer: Offer, here: str) -> list[dict[str, Any]]:
    """Sub-tabs of an offer's page."""
    return [
        {"label": label, "url": reverse(route, args=[offer.pk]), "current": key == here}
        for key, label, route in TABS
    ]


@requires(can_program)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an offer."""
    offer, now = mine(request, pk), timezone.now()
    sheet = selectors.sheet(offer=offer, now=now)
    context = {
        "now": now,
        "nav": "offers",
        "offer": offer,
        "sheet": sheet,
        "tabs": tabs(offer=offer, here="detail"),
        "far_from_home": offer.venue.is_itinerant and offer.address_id == offer.venue.address_id,
    }
    return render(request, "offers/detail.html", context)


@requires(can_program)
@require_GET
def circuits(request: HttpRequest) -> HttpResponse:
    """`/circuits/`: the stops, and how itinerant screenings are published."""
    now, venue = timezone.now(), current_venue(request)
    context = {
        "nav": "circuits",
        "stops": selectors.stops_of(venue=venue, now=now),
        "slots": selectors.upcoming(venue=venue, now=now, limit=40),
    }
    return render(request, "offers/circuits.html", context)
