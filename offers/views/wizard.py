"""Creation, step by step: a draft exists from the description on."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.guards import requires
from offers import selectors, services
from offers.categories import CATEGORIES, SUBCATEGORIES, dated_physical
from offers.errors import CannotPublish
from offers.forms import AudienceForm, DateForm, DescriptionForm, PlaceForm
from offers.models import Offer
from offers.states import State
from venues import services as venue_services
from venues.models import Address
from venues.permissions import can_program, current_venue

STEPS = (("description", "Quoi"), ("place", "Où"), ("dates", "Quand"), ("summary", "Vérifier"))


def steps(*, offer: Offer | None, here: str) -> list[dict[str, str]]:
    """The stepper: what is done, where one is."""
    done = set()
    if offer is not None:
        done = {"description", *(["place"] if offer.address_id else [])}
        done |= {"dates"} if selectors.has_dates(offer=offer) else set()
    shown = []
    for key, label in STEPS:
        state = "now" if key == here else "done" if key in done else "todo"
        reachable = offer is not None and (key in done or state == "now")
        shown.append(
            {
                "label": label,
                "state": state,
                "url": reverse(f"offers:{key}", args=[offer.pk]) if reachable else "",
            }
        )
    return shown


def mine(request: HttpRequest, pk: int) -> Offer:
    """An offer of the structure being worked on; 404 for any other."""
    offer = get_object_or_404(selectors.one_of(venue=current_venue(request)), pk=pk)
    offer.subcategory_label = SUBCATEGORIES[offer.subcategory].label  # type: ignore[attr-defined]
    return offer


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, template, {"nav": "offers", **context}, status=status)


@requires(can_program)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """`/offres/creation/`: for whom, what kind, which category."""
    form = AudienceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.for_school:
            return redirect("schools:create")
        return redirect(reverse("offers:new_description", args=[form.cleaned_data["category"]]))
    return _page(request, "offers/create.html", {"form": form})


@requires(can_program)
@require_http_methods(["GET", "POST"])
def new_description(request: HttpRequest, category: str) -> HttpResponse:
    """The description of an offer to come; saving it makes the draft."""
    if not dated_physical(category=category):
        return redirect("offers:create")
    form = DescriptionForm(request.POST or None, category=category)
    if request.method == "POST" and form.is_valid():
        try:
            offer = services.create(
                venue=current_venue(request),
                description=form.cleaned_data,
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.apply(refusal)
        else:
            return redirect("offers:place", pk=offer.pk)
    context = {"form": form, "category": CATEGORIES[category], "steps": steps(offer=None, here="description")}
    return _page(request, "offers/description.html", context)


@requires(can_program)
@require_http_methods(["GET", "POST"])
def description(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the description."""
    offer = mine(request, pk)
    category = SUBCATEGORIES[offer.subcategory].category
    form = DescriptionForm(
        request.POST or None,
        category=category,
        initial={name: getattr(offer, name) for name in DescriptionForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.describe(
                offer_id=offer.pk, description=form.cleaned_data, actor=request.user, now=timezone.now()
            )
        except DomainError as refusal:
            form.apply(refusal)
        else:
            return _next(request, offer, "offers:place", "L’offre est enregistrée.")
    context = {
        "form": form,
        "offer": offer,
        "category": CATEGORIES[category],
        "steps": steps(offer=offer, here="description"),
    }
    return _page(request, "offers/description.html", context)


def _next(request: HttpRequest, offer: Offer, step: str, said: str) -> HttpResponse:
    """A draft goes on to the next step; a published offer goes back to its page."""
    if offer.state == State.DRAFT:
        return redirect(step, pk=offer.pk)
    messages.success(request, said)
    return redirect("offers:detail", pk=offer.pk)


@requires(can_program)
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a draft takes place. Once published, moving it concerns those who booked: see bookings."""
    offer = mine(request, pk)
    if offer.state != State.DRAFT:
        return redirect("bookings:move_place", pk=offer.pk)
    recent = selectors.recent_places(venue=offer.venue)
    form = place_form(request, offer, recent=recent)
    if request.method == "POST" and form.is_valid():
        address = address_chosen(form, offer)
        services.place(offer_id=offer.pk, address=address, actor=request.user, now=timezone.now())
        return redirect("offers:dates", pk=offer.pk)
    context = {"form": form, "offer": offer, "recent": recent, "steps": steps(offer=offer, here="place")}
    return _page(request, "offers/place.html", context)


def place_form(request: HttpRequest, offer: Offer, *, recent: Sequence[Offer] = ()) -> PlaceForm:
    """It starts with the place of the offer, or with the recent one that was picked (`?lieu=`)."""
    picked = next((one.address for one in recent if str(one.pk) == request.GET.get("lieu")), None)
    home = offer.venue.address
    kept = picked or (offer.address if offer.address_id != home.pk else None)
    return PlaceForm(request.POST or None, head_office=home.one_line, kept=kept)


def address_chosen(form: PlaceForm, offer: Offer) -> Address:
    """The head office, or the other address that was typed."""
    if form.elsewhere and form.place is not None:
        return venue_services.keep_address(place=form.place, label=form.cleaned_data["label"])
    return offer.venue.address


@requires(can_program)
@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Dates, seats and prices."""
    offer = mine(request, pk)
    if offer.address is None:
        messages.info(request, "Indiquez d’abord le lieu : l’heure de la séance est celle du lieu.")
        return redirect("offers:place", pk=offer.pk)
    form = DateForm(request.POST or None, zone=offer.time_zone)
    if request.method == "POST" and form.is_valid() and _add_date(request, offer, form):
        return redirect("offers:dates", pk=offer.pk)
    now = timezone.now()
    context = {
        "now": now,
        "form": form,
        "offer": offer,
        "sheet": selectors.sheet(offer=offer, now=now),
        "steps": steps(offer=offer, here="dates"),
    }
    return _page(request, "offers/dates.html", context)


def _add_date(request: HttpRequest, offer: Offer, form: DateForm) -> bool:
    try:
        services.add_slot(
            offer_id=offer.pk,
            starts_at=form.starts_at,
            capacity=form.cleaned_data["capacity"],
            price_cents=form.cleaned_data["price_cents"],
            label=form.cleaned_data["label"] or "Tarif unique",
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as refusal:
        refusal.field = "day" if refusal.field == "starts_at" else refusal.field
        form.apply(refusal)
        return False
    messages.success(request, "La séance est ajoutée.")
    return True


@requires(can_program)
@require_GET
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that will be published, and what is missing."""
    offer = mine(request, pk)
    if offer.state != State.DRAFT:
        return redirect("offers:detail", pk=offer.pk)
    now = timezone.now()
    sheet = selectors.sheet(offer=offer, now=now)
    context = {
        "now": now,
        "offer": offer,
        "sheet": sheet,
        "missing": [CannotPublish.messages[code] for code in sheet.missing],
        "far_from_home": offer.venue.is_itinerant and offer.address_id == offer.venue.address_id,
        "steps": steps(offer=offer, here="summary"),
    }
    return _page(request, "offers/summary.html", context)


@requires(can_program)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft, or a paused offer."""
    return _act(request, pk, services.publish, "L’offre est publiée.")


@requires(can_program)
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide the offer from the app."""
    return _act(
        request, pk, services.pause, "L’offre est en pause. Les réservations déjà prises restent valables."
    )


def _act(request: HttpRequest, pk: int, act: Any, said: str) -> HttpResponse:
    offer = mine(request, pk)
    try:
        act(offer_id=offer.pk, actor=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("offers:summary" if offer.state == State.DRAFT else "offers:detail", pk=offer.pk)
    messages.success(request, said)
    return redirect("offers:detail", pk=offer.pk)
