"""What the counters should be, counted one booking at a time."""

from collections import Counter

from accounts.models import Deposit
from bookings.models import Booking, BookingTransition
from bookings.states import LIVE
from offers.models import Slot


def counters_agree() -> bool:
    """Seats and credit kept are those of the live bookings, and the last line of each log is its state."""
    seats, credit = Counter[int](), Counter[int]()
    for booking in Booking.objects.all():
        if booking.status in LIVE:
            seats[booking.slot_id] += booking.quantity
            credit[booking.deposit_id] += booking.unit_price_cents * booking.quantity
    assert {slot.pk: slot.booked for slot in Slot.objects.all()} == {pk: seats[pk] for pk in ids(Slot)}
    assert {one.pk: one.spent_cents for one in Deposit.objects.all()} == {
        pk: credit[pk] for pk in ids(Deposit)
    }
    last = {move.booking_id: move.to_status for move in BookingTransition.objects.order_by("pk")}
    assert last == dict(Booking.objects.values_list("pk", "status"))
    return True


def ids(model: type[Slot] | type[Deposit]) -> list[int]:
    return list(model.objects.values_list("pk", flat=True))  # type: ignore[attr-defined]


def events(booking: Booking) -> list[str]:
    """Its life, in order."""
    return list(
        BookingTransition.objects.filter(booking=booking).order_by("pk").values_list("event", flat=True)
    )
