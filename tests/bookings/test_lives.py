"""Any story, in any order: what is refused changes nothing, and the counters are always right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings import services
from bookings.models import Booking, BookingTransition
from bookings.services import reconcile
from bookings.states import TRANSITIONS, Event, Reason, Status
from core.errors import DomainError
from offers.models import Slot
from tests.bookings.factories import BookingFactory
from tests.bookings.truth import counters_agree
from tests.venues.factories import AddressFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
START = NOW + timedelta(days=10)
Act = Callable[[Booking, datetime], object]


class _Undo(Exception):
    """The end of a story: the next one starts from the same booking."""


ACTS: dict[str, Act] = {
    "cancel": lambda one, at: services.cancel(booking_id=one.pk, actor=None, now=at),
    "cancel for them": lambda one, at: services.cancel(
        booking_id=one.pk, actor=None, now=at, reason=Reason.STAFF
    ),
    "use": lambda one, at: services.use(booking_id=one.pk, actor=None, now=at, wait_for_limit=True),
    "use at once": lambda one, at: services.use(booking_id=one.pk, actor=None, now=at, wait_for_limit=False),
    "unuse": lambda one, at: services.unuse(booking_id=one.pk, actor=None, now=at),
    "sweep": lambda one, at: services.validate_past(now=at),
    "pay": lambda one, at: services.pay(booking_ids=[one.pk], now=at, detail={}),
    "settle": lambda one, at: services.settle(booking_ids=[one.pk], now=at, detail={}),
    "reject": lambda one, at: services.reject(booking_ids=[one.pk], now=at, detail={}),
    "book again": lambda one, at: services.book(user=one.user, stock_id=one.stock_id, quantity=1, now=at),
    "move": lambda one, at: services.move_date(
        slot_id=one.slot_id, starts_at=at + timedelta(days=4, minutes=7), actor=None, now=at
    ),
    "move place": lambda one, at: services.move_place(
        offer_id=one.offer_id, address=AddressFactory(village=1), actor=None, now=at
    ),
    "delete date": lambda one, at: services.withdraw_date(slot_id=one.slot_id, actor=None, now=at),
}
stories = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(min_value=0, max_value=120)), max_size=9
)


def live(booking: Booking, story: list[tuple[str, int]]) -> None:
    at = NOW
    for name, hours in story:
        at += timedelta(hours=hours)
        try:
            with transaction.atomic():
                ACTS[name](booking, at)
        except DomainError:
            pass


def legal(pk: int) -> bool:
    """Each line of the log starts where the one before it ended, by a move of the table."""
    state = ""
    for move in BookingTransition.objects.filter(booking=pk).order_by("pk"):
        assert move.from_status == state
        if move.event != Event.BOOK:
            assert TRANSITIONS[Status(state), Event(move.event)] == move.to_status
        state = move.to_status
    return True


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=stories)
def test_no_story_breaks_a_counter_nor_leaves_the_table(story: list[tuple[str, int]]) -> None:
    try:
        with transaction.atomic():
            booking = BookingFactory(stock__slot__starts_at=START, stock__slot__capacity=1, now=NOW)
            live(booking, story)
            assert counters_agree()
            assert all(legal(pk) for pk in Booking.objects.values_list("pk", flat=True))
            assert reconcile.drifts() == []
            raise _Undo
    except _Undo:
        pass


# --- The command that finds what went wrong all the same


@pytest.mark.parametrize(
    ("kind", "spoil"),
    [
        ("slot.booked", lambda one: Slot.objects.update(booked=3)),
        ("deposit.spent_cents", lambda one: type(one.deposit).objects.update(spent_cents=1)),
        ("booking.status", lambda one: Booking.objects.update(status="reimbursing")),
    ],
)
def test_a_drift_is_found_and_named(kind: str, spoil: Callable[[Booking], object]) -> None:
    booking = BookingFactory(used=True)
    assert reconcile.drifts() == []
    spoil(booking)
    assert [drift.kind for drift in reconcile.drifts()] == [kind]


def test_counters_are_repaired_and_a_state_never_is() -> None:
    BookingFactory(used=True)
    Slot.objects.update(booked=7)
    Booking.objects.update(status="reimbursing")
    assert len(reconcile.drifts(repair=True)) == 2
    assert Slot.objects.get().booked == 1
    assert [drift.kind for drift in reconcile.drifts()] == ["booking.status"]
    assert str(reconcile.drifts()[0]).endswith("reimbursing instead of used")
