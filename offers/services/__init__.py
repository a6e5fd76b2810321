"""Every write of the catalogue."""

from offers.services.dates import add_slot, change_seats, remove_slot, reschedule_slot
from offers.services.offers import create, describe, pause, place, publish
from offers.services.places import release_places, take_places

__all__ = [
    "add_slot",
    "change_seats",
    "create",
    "describe",
    "pause",
    "place",
    "publish",
    "release_places",
    "remove_slot",
    "reschedule_slot",
    "take_places",
]
