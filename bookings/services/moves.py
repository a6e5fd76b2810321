"""The one place that moves a booking: state, companion fields and log go together."""

from datetime import datetime
from typing import Any

from bookings.models import Booking, BookingTransition
from bookings.states import Event, Status, target

#: What each event clears, so that the companion fields always match the state.
_CLEARS: dict[Event, dict[str, Any]] = {Event.UNUSE: {"used_at": None, "validation": ""}}


def log(
    *,
    booking: Booking,
    event: Event,
    before: str,
    at: datetime,
    now: datetime,
    actor: Any = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one line of the booking's history."""
    BookingTransition.objects.create(
        booking=booking,
        venue_id=booking.venue_id,
        event=event,
        from_status=before,
        to_status=booking.status,
        actor_id=getattr(actor, "pk", None),
        at=at,
        recorded_at=now,
        detail=detail or {},
    )


def move(
    *,
    booking: Booking,
    event: Event,
    now: datetime,
    actor: Any,
    detail: dict[str, Any] | None = None,
    **fields: Any,
) -> None:
    """Apply a legal event to a locked booking. An illegal one is a bug of the caller, who asks the rules first."""
    after = target(status=Status(booking.status), event=event)
    if after is None:
        raise ValueError(f"{event} is not legal from {booking.status}")
    before, booking.status = booking.status, after
    values = {**_CLEARS.get(event, {}), **fields}
    for name, value in values.items():
        setattr(booking, name, value)
    booking.save(update_fields=["status", *values])
    log(booking=booking, event=event, before=before, at=now, now=now, actor=actor, detail=detail)
