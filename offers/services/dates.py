"""Dates of an offer, their seats and their price."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.history import record
from offers import locks, rules
from offers.errors import CannotEdit
from offers.models import Offer, Slot, Stock

FIELDS = {
    "starts_in_the_past": "starts_at",
    "starts_too_late": "starts_at",
    "closes_after_start": "booking_closes_at",
    "price_too_high": "price_cents",
    "price_invalid": "price_cents",
    "seats_invalid": "capacity",
    "seats_below_booked": "capacity",
    "date_twice": "starts_at",
}


def _refuse(code: str) -> CannotEdit:
    """The refusal, beside the field it is about."""
    return CannotEdit(code, field=FIELDS.get(code))


@transaction.atomic
def add_slot(
    *,
    offer_id: int,
    starts_at: datetime,
    capacity: int | None,
    price_cents: int,
    actor: Any,
    now: datetime,
    label: str = "Tarif unique",
    booking_closes_at: datetime | None = None,
) -> Slot:
    """Add a date with its seats and one price. Bookings close at the start unless told otherwise."""
    offer = locks.offer_for_update(pk=offer_id)
    closes_at = booking_closes_at or starts_at
    for code in (
        *rules.blockers_to_date(starts_at=starts_at, closes_at=closes_at, now=now),
        *rules.blockers_to_price(price_cents=price_cents),
        *rules.blockers_to_seats(capacity=capacity, booked=0),
        *_blockers_among_dates(offer, starts_at=starts_at),
    ):
        raise _refuse(code)
    slot = Slot.objects.create(
        offer=offer, starts_at=starts_at, booking_closes_at=closes_at, capacity=capacity, created_at=now
    )
    Stock.objects.create(slot=slot, price_cents=price_cents, label=label)
    record(
        actor=actor,
        verb="add_date",
        target=offer,
        now=now,
        after={"starts_at": starts_at.isoformat(), "capacity": capacity, "price_cents": price_cents},
    )
    return slot


def _blockers_among_dates(offer: Offer, *, starts_at: datetime) -> list[str]:
    live = offer.slots.filter(deleted_at=None)
    blockers = []
    if live.filter(starts_at=starts_at).exists():
        blockers.append("date_twice")
    if live.count() >= rules.MAX_SLOTS:
        blockers.append("too_many_dates")
    return blockers


@transaction.atomic
def change_seats(*, slot_id: int, capacity: int | None, actor: Any, now: datetime) -> Slot:
    """Change the number of seats; never below what is booked."""
    slot = locks.slot_for_update(pk=slot_id)
    for code in rules.blockers_to_seats(capacity=capacity, booked=slot.booked):
        raise _refuse(code)
    before, slot.capacity = slot.capacity, capacity
    slot.save(update_fields=["capacity"])
    record(
        actor=actor,
        verb="change_seats",
        target=slot.offer,
        now=now,
        before={"capacity": before},
        after={"capacity": capacity},
    )
    return slot


@transaction.atomic
def reschedule_slot(*, slot: Slot, starts_at: datetime, actor: Any, now: datetime) -> Slot:
    """Move a date that the caller has locked: `bookings.services.move_date`, which tells those who booked."""
    blockers = [
        *rules.blockers_to_date(starts_at=starts_at, closes_at=starts_at, now=now),
        *_blockers_among_dates(slot.offer, starts_at=starts_at)[:1],
    ]
    for code in blockers:
        raise _refuse(code)
    before, slot.starts_at, slot.booking_closes_at = slot.starts_at, starts_at, starts_at
    slot.save(update_fields=["starts_at", "booking_closes_at"])
    record(
        actor=actor,
        verb="move_date",
        target=slot.offer,
        now=now,
        before={"starts_at": before.isoformat() if before else None},
        after={"starts_at": starts_at.isoformat()},
    )
    return slot


@transaction.atomic
def remove_slot(*, slot: Slot, actor: Any, now: datetime) -> Slot:
    """Take off a date that the caller has locked: `bookings.services.withdraw_date`, which cancels its bookings."""
    slot.deleted_at = now
    slot.save(update_fields=["deleted_at"])
    record(
        actor=actor,
        verb="delete_date",
        target=slot.offer,
        now=now,
        before={"starts_at": slot.starts_at.isoformat() if slot.starts_at else None},
    )
    return slot
