"""Locks of this app: whoever needs the slot and the booking takes the slot first."""

from bookings.models import Booking
from offers import locks as offer_locks


def booking_alone(*, pk: int) -> Booking:
    """Lock a booking's row, and only it: for moves that touch no seat."""
    return Booking.objects.select_for_update(of=("self",)).select_related("slot", "user").get(pk=pk)


def booking_with_slot(*, pk: int) -> Booking:
    """Lock the slot, then the booking."""
    slot_id = Booking.objects.values_list("slot_id", flat=True).get(pk=pk)
    offer_locks.slot_for_update(pk=slot_id)
    return booking_alone(pk=pk)
