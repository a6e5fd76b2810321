"""Move or delete a date, move an offer: what it does to those who booked is said before, then done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings import selectors, services
from core.errors import DomainError
from core.french import count
from core.guards import requires
from offers import selectors as offer_selectors
from offers.forms import MoveForm
from offers.models import Slot
from offers.views.wizard import address_chosen, mine, place_form
from venues.permissions import can_program, current_venue


def _slot(request: HttpRequest, pk: int) -> Slot:
    return get_object_or_404(offer_selectors.dates_of(venue=current_venue(request)), pk=pk)


def _told(touched: int, done: str) -> str:
    if not touched:
        return done
    return (
        f"{done} {count(touched, one='personne est prévenue', many='personnes sont prévenues')} par e-mail."
    )


@requires(can_program)
@require_http_methods(["GET", "POST"])
def move_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day or hour."""
    slot = _slot(request, pk)
    form = MoveForm(request.POST or None, zone=slot.offer.time_zone)
    if request.method == "POST" and form.is_valid():
        try:
            touched = services.move_date(
                slot_id=slot.pk, starts_at=form.starts_at, actor=request.user, now=timezone.now()
            )
        except DomainError as refusal:
            refusal.field = "day" if refusal.field == "starts_at" else refusal.field
            form.apply(refusal)
        else:
            messages.success(request, _told(touched, "La séance est déplacée."))
            return redirect("offers:detail", pk=slot.offer_id)
    context = {
        "nav": "offers",
        "form": form,
        "slot": slot,
        "holders": selectors.holders_of(slot_ids=[slot.pk]),
    }
    return render(request, "bookings/move_date.html", context, status=422 if form.errors else 200)


@requires(can_program)
@require_http_methods(["GET", "POST"])
def withdraw_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a date that has not begun."""
    slot = _slot(request, pk)
    if request.method == "POST":
        try:
            touched = services.withdraw_date(slot_id=slot.pk, actor=request.user, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _told(touched, "La séance est supprimée."))
        return redirect("offers:detail", pk=slot.offer_id)
    context = {"nav": "offers", "slot": slot, "holders": selectors.holders_of(slot_ids=[slot.pk])}
    return render(request, "bookings/withdraw_date.html", context)


@requires(can_program)
@require_http_methods(["GET", "POST"])
def move_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Another place for an offer that was published."""
    offer = mine(request, pk)
    form = place_form(request, offer)
    if request.method == "POST" and form.is_valid():
        touched = services.move_place(
            offer_id=offer.pk, address=address_chosen(form, offer), actor=request.user, now=timezone.now()
        )
        messages.success(request, _told(touched, "Le lieu est enregistré."))
        return redirect("offers:detail", pk=offer.pk)
    slots = offer_selectors.ahead_of(offer=offer, now=timezone.now())
    context = {"nav": "offers", "form": form, "offer": offer, "holders": selectors.holders_of(slot_ids=slots)}
    return render(request, "offers/place.html", context, status=422 if form.errors else 200)
