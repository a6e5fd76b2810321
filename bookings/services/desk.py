"""The Guichet: validate a code, take a validation back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bookings import locks, rules, selectors
from bookings.errors import CannotUnuse, CannotUse
from bookings.models import Booking
from bookings.services.moves import move
from bookings.states import Event, Status, Validation


@transaction.atomic
def use(
    *, booking_id: int, actor: Any, now: datetime, wait_for_limit: bool, by: Validation = Validation.DESK
) -> Booking:
    """Validate a booking. `wait_for_limit` is the setting DESK_WAITS_FOR_CANCELLATION_LIMIT. Raises CannotUse."""
    booking = locks.booking_alone(pk=booking_id)
    facts = selectors.facts_of(booking=booking, now=now)
    is_event = booking.slot.starts_at is not None
    for code in rules.blockers_to_use(facts, is_event=is_event, wait_for_limit=wait_for_limit):
        raise CannotUse(code)
    move(booking=booking, event=Event.USE, now=now, actor=actor, used_at=now, validation=by)
    return booking


@transaction.atomic
def unuse(*, booking_id: int, actor: Any, now: datetime) -> Booking:
    """Take a validation back, while no frozen half-month holds it. Raises CannotUnuse."""
    booking = locks.booking_alone(pk=booking_id)
    for code in rules.blockers_to_unuse(
        status=Status(booking.status), starts_at=booking.slot.starts_at, now=now
    ):
        raise CannotUnuse(code)
    move(booking=booking, event=Event.UNUSE, now=now, actor=actor)
    return booking
