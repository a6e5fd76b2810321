"""Seats are taken and given back by conditional updates: the database counts, and refuses to oversell."""

from django.db import transaction
from django.db.models import F, Q

from offers.errors import NoSeatLeft
from offers.models import Slot


@transaction.atomic
def take_places(*, slot_id: int, quantity: int) -> None:
    """Take seats, or raise NoSeatLeft. Holds the slot's row until the caller's transaction ends."""
    taken = Slot.objects.filter(
        Q(capacity=None) | Q(capacity__gte=F("booked") + quantity), pk=slot_id, deleted_at=None
    ).update(booked=F("booked") + quantity)
    if not taken:
        raise NoSeatLeft("sold_out")


@transaction.atomic
def release_places(*, slot_id: int, quantity: int) -> None:
    """Give seats back."""
    Slot.objects.filter(pk=slot_id).update(booked=F("booked") - quantity)
