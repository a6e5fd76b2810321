"""What the database refuses about bookings and their history."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from bookings.models import Booking, BookingTransition
from tests.bookings.factories import BookingFactory
from tests.support.constraints import break_it, refused
from tests.support.moments import ago

pytestmark = pytest.mark.django_db
THEN = ago(days=1)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("booking_status_known", {"status": "lost"}),
        ("booking_used_at_matches_status", {"used_at": THEN}),
        ("booking_used_at_matches_status", {"status": "used", "validation": "desk"}),
        ("booking_validation_matches_status", {"validation": "desk"}),
        ("booking_validation_matches_status", {"status": "used", "used_at": THEN, "validation": "magic"}),
        ("booking_cancelled_matches_status", {"cancelled_at": THEN}),
        ("booking_cancelled_matches_status", {"status": "cancelled", "cancelled_at": THEN}),
        ("booking_reimbursed_at_matches_status", {"reimbursed_at": THEN}),
        ("booking_quantity_is_one_or_two", {"quantity": 3, "total_cents": F("unit_price_cents") * 3}),
        ("booking_total_is_price_times_places", {"total_cents": F("total_cents") + 1}),
        ("booking_code_alphabet", {"code": "ABC018"}),
        ("booking_limit_not_before_booking", {"cancellable_until": F("booked_at") - timedelta(seconds=1)}),
    ],
)
def test_a_booking_says_one_thing(constraint: str, values: dict[str, Any]) -> None:
    break_it(BookingFactory(), constraint, **values)


def test_one_live_booking_of_an_offer_per_person() -> None:
    first, other = BookingFactory(), BookingFactory()
    with refused("booking_one_live_per_offer"):
        Booking.objects.filter(pk=other.pk).update(user=first.user, offer=first.offer)


def test_a_cancelled_booking_leaves_room_for_another() -> None:
    first, other = BookingFactory(cancelled=True), BookingFactory()
    assert Booking.objects.filter(pk=other.pk).update(user=first.user, offer=first.offer) == 1


def test_the_history_knows_its_events() -> None:
    booking = BookingFactory()
    with refused("transition_event_known"):
        BookingTransition.objects.create(
            booking=booking,
            venue=booking.venue,
            event="forget",
            from_status="",
            to_status="booked",
            at=THEN,
            recorded_at=THEN,
        )


@pytest.mark.parametrize("act", [lambda rows: rows.update(event="use"), lambda rows: rows.delete()])
def test_the_history_is_never_rewritten(act: Any) -> None:
    BookingFactory()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act(BookingTransition.objects.all())
