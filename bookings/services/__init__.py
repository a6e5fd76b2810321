"""Every write about bookings."""

from bookings.services.automatic import validate_past
from bookings.services.booking import book, cancel
from bookings.services.dates import close_venue, move_date, move_place, withdraw_date
from bookings.services.desk import unuse, use
from bookings.services.money import pay, reject, settle

__all__ = [
    "book",
    "cancel",
    "close_venue",
    "move_date",
    "move_place",
    "pay",
    "reject",
    "settle",
    "unuse",
    "use",
    "validate_past",
    "withdraw_date",
]
