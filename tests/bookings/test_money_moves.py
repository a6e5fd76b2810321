"""What finance pushes down: pay, settle, reject. Only what is in the right state moves, once, with its line."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings import services
from bookings.models import Booking, BookingTransition
from bookings.states import Status
from tests.bookings.factories import BookingFactory
from tests.bookings.truth import counters_agree, events

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
ACTS = {"pay": services.pay, "settle": services.settle, "reject": services.reject}
MOVES = {
    "pay": ("used", "reimbursing"),
    "settle": ("reimbursing", "reimbursed"),
    "reject": ("reimbursing", "used"),
}


def everyone() -> dict[str, Booking]:
    """A booking in each state."""
    states = {state.value: {state.value: True} for state in Status if state != Status.BOOKED}
    return {"booked": BookingFactory(), **{state: BookingFactory(**trait) for state, trait in states.items()}}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_moves_only_what_is_in_the_right_state(act: str) -> None:
    bookings = everyone()
    before, after = MOVES[act]
    assert ACTS[act](booking_ids=[one.pk for one in bookings.values()], now=NOW, detail={"transfer": 7}) == 1
    found = {state: Booking.objects.get(pk=one.pk).status for state, one in bookings.items()}
    assert found == {**{state: state for state in bookings}, before: after}
    assert counters_agree()


@pytest.mark.parametrize("act", ACTS)
def test_each_act_writes_one_line_with_its_reason_and_does_nothing_twice(act: str) -> None:
    booking = everyone()[MOVES[act][0]]
    assert [ACTS[act](booking_ids=[booking.pk], now=NOW, detail={"transfer": 7}) for _ in range(2)] == [1, 0]
    line = BookingTransition.objects.filter(booking=booking).latest("pk")
    assert (line.event, line.at, line.detail, line.actor) == (act, NOW, {"transfer": 7}, None)
    assert (line.from_status, line.to_status) == MOVES[act]


def test_a_rejected_transfer_leaves_the_booking_validated_as_it_was_and_payable_again() -> None:
    booking = BookingFactory(reimbursing=True)
    services.reject(booking_ids=[booking.pk], now=NOW, detail={})
    after = Booking.objects.get()
    assert (after.status, after.used_at, after.validation) == (
        Status.USED,
        booking.used_at,
        booking.validation,
    )
    assert services.pay(booking_ids=[booking.pk], now=NOW, detail={}) == 1
    assert events(booking) == ["book", "use", "pay", "reject", "pay"]


def test_a_settled_transfer_dates_its_bookings() -> None:
    booking = BookingFactory(reimbursing=True)
    services.settle(booking_ids=[booking.pk], now=NOW + timedelta(hours=1), detail={})
    assert Booking.objects.get().reimbursed_at == NOW + timedelta(hours=1)


def test_nothing_to_move_is_no_trouble() -> None:
    assert services.pay(booking_ids=[], now=NOW, detail={}) == 0
