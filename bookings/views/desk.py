"""`/guichet/`: one field, one answer readable at two metres."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bookings import desk, selectors, services, tokens
from bookings.errors import CannotUse
from bookings.forms import CodeForm
from bookings.models import Booking
from bookings.states import Status
from core import limits
from core.errors import DomainError, TooManyTries
from core.guards import requires
from core.htmx import page
from offers import selectors as offer_selectors
from venues.models import Venue
from venues.permissions import can_use_desk, current_venue

Counters = list[tuple[str, str]]


@requires(can_use_desk)
@require_http_methods(["GET", "POST"])
def guichet(request: HttpRequest) -> HttpResponse:
    """Type a code, read the verdict."""
    if request.method != "POST":
        return _page(request)
    typed = request.POST.get("code", "")
    try:
        verdict = _answer(request, tokens.normalise(typed)) if typed.strip() else desk.nothing_typed()
    except TooManyTries as refusal:
        response = _page(request, verdict=desk.paused(seconds=refusal.retry_after), typed=typed, status=429)
        response["Retry-After"] = str(refusal.retry_after)
        return response
    return _page(request, verdict=verdict, typed=typed)


def _page(
    request: HttpRequest, *, verdict: desk.Verdict | None = None, typed: str = "", status: int = 200
) -> HttpResponse:
    """The field keeps what was typed until somebody is let in."""
    now, venue = timezone.now(), current_venue(request)
    slots = offer_selectors.tonight(
        venue=venue, since=now - timedelta(hours=6), until=now + timedelta(hours=18)
    )
    counts = selectors.expected_and_present(slot_ids=[slot.pk for slot in slots])
    kept = "" if verdict is None or verdict.clears else typed[: desk.SHOWN]
    context: dict[str, Any] = {
        "nav": "desk",
        "form": CodeForm(initial={"code": kept}),
        "verdict": verdict,
        "evenings": [_evening(slot, counts.get(slot.pk, (0, 0))) for slot in slots],
        "recent": selectors.recent_at_desk(venue=venue),
    }
    return page(request, "bookings/desk.html", context, partial="answer", status=status)


def _evening(slot: Any, counted: tuple[int, int]) -> dict[str, Any]:
    expected, present = counted
    return {"slot": slot, "expected": expected, "present": present, "left": expected - present}


def _answer(request: HttpRequest, code: str) -> desk.Verdict:
    """What to say of a code. Unknown, malformed and foreign ones get the same words, and cost one try.

    The try is counted before the code is looked up, so that codes sent at the same instant are no way around; it is
    given back when the code is right. Raises TooManyTries.
    """
    venue = current_venue(request)
    counters = [("desk-venue", str(venue.pk)), ("desk-account", str(request.user.pk))]
    _count_a_try(counters)
    booking = selectors.for_desk(code=code, venue=venue)
    if booking is None:
        return desk.unknown(code=code)
    for name, who in counters:
        limits.give_back(name=name, who=who)
    return _validate(request, booking, venue=venue, now=timezone.now())


def _count_a_try(counters: Counters) -> None:
    most = settings.DESK_WRONG_CODES
    for name, who in counters:
        limits.check(name=name, who=who, most=most)  # somebody who waits costs the others nothing
    for name, who in counters:
        limits.hit(name=name, who=who, most=most, seconds=settings.DESK_PAUSE_SECONDS)


def _validate(request: HttpRequest, booking: Booking, *, venue: Venue, now: datetime) -> desk.Verdict:
    try:
        services.use(
            booking_id=booking.pk,
            actor=request.user,
            now=now,
            wait_for_limit=settings.DESK_WAITS_FOR_CANCELLATION_LIMIT,
        )
    except CannotUse as refusal:
        fresh = selectors.for_desk(
            code=booking.code, venue=venue
        )  # somebody else may have moved it meanwhile
        return desk.refused(booking=fresh or booking, code=refusal.code)
    return desk.accepted(booking=booking, now=now)


@requires(can_use_desk)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a validation back."""
    booking = selectors.detail(pk=pk, venue=current_venue(request))
    if booking is None or booking.status in {Status.BOOKED, Status.CANCELLED}:
        raise Http404  # nothing to take back, and nothing to learn
    try:
        services.unuse(booking_id=booking.pk, actor=request.user, now=timezone.now())
    except DomainError as refusal:
        return _page(request, verdict=desk.not_undone(booking=booking, message=refusal.message))
    return _page(request, verdict=desk.undone(booking=booking))
