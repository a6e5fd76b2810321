"""The rules of the 48 h, the 72 h and the door. Pure. Source: contract §5, domain.md §3, partner guide.

Durations are elapsed hours between UTC instants, never wall-clock arithmetic: an instant given on the clocks of a
place is read as the instant it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bookings.states import Event, Status, target

TWO_DAYS = timedelta(hours=48)
AUTOMATIC_AFTER = timedelta(hours=72)


def _later(instant: datetime, *, by: timedelta) -> datetime:
    """Elapsed time after an instant: Python adds to the wall clock of any other zone, an hour off twice a year."""
    return instant.astimezone(UTC) + by


def cancellation_limit(*, booked_at: datetime, starts_at: datetime | None) -> datetime | None:
    """Two days after booking, never later than two days before the event, never before the booking.

    None for goods without a date: they can be cancelled until used.
    """
    if starts_at is None:
        return None
    return max(booked_at, min(_later(booked_at, by=TWO_DAYS), _later(starts_at, by=-TWO_DAYS)))


def limit_after_move(*, moved_at: datetime, starts_at: datetime) -> datetime:
    """A change of date or place gives two days again, up to the new start."""
    return min(starts_at, _later(moved_at, by=TWO_DAYS))


def is_cancellable(*, limit: datetime | None, now: datetime) -> bool:
    """Strictly before the limit; goods have none."""
    return limit is None or now < limit


def would_be_cancellable_until(*, now: datetime, starts_at: datetime | None) -> datetime | None:
    """The limit of a booking made now; None when it could never be cancelled, or for goods (contract §4)."""
    limit = cancellation_limit(booked_at=now, starts_at=starts_at)
    return limit if limit is not None and limit > now else None


def automatic_validation_at(*, starts_at: datetime | None) -> datetime | None:
    """72 elapsed hours after the start; None for goods."""
    return None if starts_at is None else _later(starts_at, by=AUTOMATIC_AFTER)


@dataclass(frozen=True, kw_only=True)
class BookFacts:
    """What is known when somebody asks for places."""

    quantity: int
    duo_allowed: bool
    offered: bool
    starts_at: datetime | None
    closes_at: datetime | None
    remaining: int | None
    already_booked: bool
    now: datetime


def blockers_to_book(facts: BookFacts) -> Iterator[str]:
    """Why places are refused, in the order of the business text (domain.md §3.3)."""
    if facts.already_booked:
        yield "already_booked"
    if facts.quantity not in ((1, 2) if facts.duo_allowed else (1,)):
        yield "quantity_not_allowed"
    if not facts.offered:
        yield "stock_not_bookable"
    if any(limit is not None and limit <= facts.now for limit in (facts.starts_at, facts.closes_at)):
        yield "booking_closed"
    if facts.remaining is not None and facts.remaining < facts.quantity:
        yield "sold_out"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a booking."""

    status: Status
    cancellable_until: datetime | None
    now: datetime


def blockers_to_cancel(facts: Facts) -> Iterator[str]:
    """Why the beneficiary cannot cancel."""
    if facts.status == Status.CANCELLED:
        yield "already_cancelled"
    elif target(status=facts.status, event=Event.CANCEL) is None:
        yield "already_used"
    if not is_cancellable(limit=facts.cancellable_until, now=facts.now):
        yield "too_late_to_cancel"


def blockers_to_use(facts: Facts, *, is_event: bool, wait_for_limit: bool) -> Iterator[str]:
    """Why the Guichet does not let in. An event waits until it can no longer be cancelled (T2); goods never wait."""
    if facts.status == Status.CANCELLED:
        yield "cancelled"
    elif facts.status in {Status.REIMBURSING, Status.REIMBURSED}:
        yield "paid"
    elif facts.status == Status.USED:
        yield "already_used"
    elif is_event and wait_for_limit and is_cancellable(limit=facts.cancellable_until, now=facts.now):
        yield "still_cancellable"


def blockers_to_unuse(
    *, status: Status, starts_at: datetime | None = None, now: datetime | None = None
) -> Iterator[str]:
    """Why a validation cannot be taken back. After 72 h it would only validate itself again."""
    automatic = automatic_validation_at(starts_at=starts_at)
    if status in {Status.REIMBURSING, Status.REIMBURSED}:
        yield "paid"
    elif target(status=status, event=Event.UNUSE) is None:
        yield "not_used"
    elif automatic is not None and now is not None and automatic <= now:
        yield "past"


def is_confirmed(*, status: Status, limit: datetime | None, now: datetime) -> bool:
    """« Confirmée » is not a state: booked, and no longer cancellable."""
    return status == Status.BOOKED and limit is not None and now >= limit


def comes_back_after_move(*, status: Status, starts_at: datetime, now: datetime) -> bool:
    """A used booking becomes booked again when the new start is more than 48 h away (contract §5)."""
    return status == Status.USED and starts_at > _later(now, by=TWO_DAYS)


def may_move_or_delete(*, starts_at: datetime | None, now: datetime) -> bool:
    """Once begun, an event is neither moved nor deleted by the partner."""
    return starts_at is None or starts_at > now
