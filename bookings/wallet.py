"""Reads of a young person's own bookings. Selectors: everything starts from the person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from bookings.models import Booking
from bookings.states import SPENT, Status

#: What the app shows → stored states. What the structure is paid, and when, is not shown.
STATES: dict[str, frozenset[Status]] = {
    "booked": frozenset({Status.BOOKED}),
    "used": SPENT,
    "cancelled": frozenset({Status.CANCELLED}),
}
_SHOWN = {status: shown for shown, statuses in STATES.items() for status in statuses}


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a page stops."""

    booked_at: datetime
    booking_id: int


def of_user(*, user: User, state: str = "", after: Position | None = None, limit: int) -> list[Booking]:
    """Bookings of a person, latest first, with all that is shown. `state` is a key of STATES. One query."""
    rows = Booking.objects.filter(user=user)
    if state:
        rows = rows.filter(status__in=sorted(STATES[state]))
    if after is not None:
        rows = rows.filter(
            Q(booked_at__lt=after.booked_at) | Q(booked_at=after.booked_at, pk__lt=after.booking_id)
        )
    return list(rows.select_related("offer__address", "slot").order_by("-booked_at", "-pk")[:limit])


def one(*, user: User, pk: int) -> Booking | None:
    """A booking of this person; someone else's is unknown here."""
    return Booking.objects.filter(user=user, pk=pk).select_related("offer__address", "slot").first()


def shown_state(booking: Booking) -> str:
    """What the app shows: `booked`, `used` or `cancelled`."""
    return _SHOWN[Status(booking.status)]
