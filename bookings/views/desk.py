"""`/guichet/`: one field, one answer readable at two metres."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bookings import desk, selectors, services, tokens
from bookings.errors import CannotUse
from bookings.forms import CodeForm
from bookings.models import Booking
from core import limits
from core.errors import DomainError, TooManyTries
from core.guards import requires
from core.htmx import page
from offers import selectors as offer_selectors
from venues.models import Venue
from venues.permissions import can_use_desk, current_venue


@requires(can_use_desk)
@require_http_methods(["GET", "POST"])
def guichet(request: HttpRequest) -> HttpResponse:
    """Type a code, read the verdict."""
    form = CodeForm(request.POST or None)
    verdict = None
    if request.method == "POST" and form.is_valid():
        verdict = _answer(request, tokens.normalise(form.cleaned_data["code"]))
    elif request.method == "POST":
        verdict = desk.nothing_typed()
    return _page(request, form=form if verdict is None or not verdict.clears else CodeForm(), verdict=verdict)


def _page(request: HttpRequest, *, form: CodeForm, verdict: desk.Verdict | None) -> HttpResponse:
    now, venue = timezone.now(), current_venue(request)
    slots = offer_selectors.tonight(venue=venue, since=now - timedelta(hours=6), until=now + timedelta(hours=18))
    counts = selectors.expected_and_present(slot_ids=[slot.pk for slot in slots])
    context: dict[str, Any] = {
        "nav": "desk",
        "form": form,
        "verdict": verdict,
        "evenings": [_evening(slot, counts.get(slot.pk, (0, 0))) for slot in slots],
        "recent": selectors.recent_at_desk(venue=venue),
    }
    return page(request, "bookings/desk.html", context, partial="answer")


def _evening(slot: Any, counted: tuple[int, int]) -> dict[str, Any]:
    expected, present = counted
    return {"slot": slot, "expected": expected, "present": present, "left": expected - present}


def _answer(request: HttpRequest, code: str) -> desk.Verdict:
    now, venue = timezone.now(), current_venue(request)
    counters = [("desk-venue", str(venue.pk)), ("desk-account", str(request.user.pk))]
    try:
        for name, who in counters:
            limits.check(name=name, who=who, most=settings.DESK_WRONG_CODES)
    except TooManyTries as refusal:
        return desk.paused(seconds=refusal.retry_after)
    booking = selectors.for_desk(code=code, venue=venue)
    if booking is None:
        return _wrong(counters, code)
    return _validate(request, booking, venue=venue, now=now)


def _wrong(counters: list[tuple[str, str]], code: str) -> desk.Verdict:
    """Unknown, malformed and foreign codes: the same answer, and one try less."""
    try:
        for name, who in counters:
            limits.hit(name=name, who=who, most=settings.DESK_WRONG_CODES, seconds=settings.DESK_PAUSE_SECONDS)
    except TooManyTries as refusal:
        return desk.paused(seconds=refusal.retry_after)
    return desk.unknown(code=code)


def _validate(request: HttpRequest, booking: Booking, *, venue: Venue, now: datetime) -> desk.Verdict:
    try:
        services.use(
            booking_id=booking.pk,
            actor=request.user,
            now=now,
            wait_for_limit=settings.DESK_WAITS_FOR_CANCELLATION_LIMIT,
        )
    except CannotUse as refusal:
        return desk.refused(booking=booking, code=refusal.code)
    return desk.accepted(booking=booking, now=now)


@requires(can_use_desk)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a validation back."""
    booking = get_object_or_404(
        Booking.objects.select_related("user", "offer__address", "slot").filter(venue=current_venue(request)), pk=pk
    )
    try:
        services.unuse(booking_id=booking.pk, actor=request.user, now=timezone.now())
    except DomainError as refusal:
        return _page(request, form=CodeForm(), verdict=desk.not_undone(booking=booking, message=refusal.message))
    return _page(request, form=CodeForm(), verdict=desk.undone(booking=booking))
