"""A date that moves or goes: the act lives here, where its consequences are."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import locks as account_locks
from bookings import notifications, rules, selectors
from bookings.errors import CannotMove
from bookings.models import Booking
from bookings.services.booking import release
from bookings.services.moves import move
from bookings.states import Event, Reason, Status
from offers import locks as offer_locks
from offers import selectors as offer_selectors
from offers import services as offer_services
from offers.models import Offer, Slot
from venues import services as venue_services
from venues.models import Address, Venue


@transaction.atomic
def move_date(*, slot_id: int, starts_at: datetime, actor: Any, now: datetime) -> int:
    """Move a date: everyone is told, and may cancel for 48 h again. Returns how many bookings it touched."""
    slot = _slot_ahead(slot_id, now=now)
    offer_services.reschedule_slot(slot=slot, starts_at=starts_at, actor=actor, now=now)
    return _restart(Booking.objects.filter(slot=slot), starts_at=starts_at, actor=actor, now=now)


@transaction.atomic
def move_place(*, offer_id: int, address: Address, actor: Any, now: datetime) -> int:
    """Change where an offer takes place; its dates to come give the same right again. Returns how many it touched."""
    offer = Offer.objects.select_related("address").get(pk=offer_id)
    offer_services.place(offer_id=offer_id, address=address, actor=actor, now=now)
    if offer.address is None or offer.address.is_same_place(address):
        return 0
    touched = 0
    for slot_id in offer_selectors.ahead_of(offer=offer, now=now):
        slot = offer_locks.slot_for_update(pk=slot_id)
        if slot.starts_at is not None:
            rows = Booking.objects.filter(slot=slot)
            touched += _restart(rows, starts_at=slot.starts_at, actor=actor, now=now)
    return touched


@transaction.atomic
def withdraw_date(*, slot_id: int, actor: Any, now: datetime, reason: Reason = Reason.DATE_DELETED) -> int:
    """Delete a date that has not begun: its bookings are cancelled and their holders told. Returns how many."""
    slot = _slot_and_deposits(slot_id, now=now)
    bookings = list(_locked(Booking.objects.filter(slot=slot, status__in=[Status.BOOKED, Status.USED])))
    for booking in bookings:
        if booking.status == Status.USED:
            move(booking=booking, event=Event.UNUSE, now=now, actor=actor, detail={"reason": reason})
        release(booking=booking, actor=actor, now=now, reason=reason)
        notifications.beneficiary_told(booking=booking, kind="bookings/date_deleted", now=now)
    offer_services.remove_slot(slot=slot, actor=actor, now=now)
    return len(bookings)


class _SomebodyBooked(Exception):
    """A holder whose deposit is not locked yet."""


def _slot_and_deposits(slot_id: int, *, now: datetime) -> Slot:
    """Lock the deposits of everyone who holds the date, then the date.

    Whoever booked in between holds a deposit that is not locked, and the order forbids to lock it now: the
    savepoint gives everything back, and it begins again.
    """
    while True:
        holders = selectors.deposits_held(slot_ids=[slot_id])
        with suppress(_SomebodyBooked), transaction.atomic():
            account_locks.deposits(pks=holders)
            slot = _slot_ahead(slot_id, now=now)
            if not selectors.deposits_held(slot_ids=[slot_id]) <= holders:
                raise _SomebodyBooked
            return slot


def _slot_ahead(slot_id: int, *, now: datetime) -> Slot:
    slot = offer_locks.slot_for_update(pk=slot_id)
    if slot.deleted_at is not None:
        raise CannotMove("slot_gone")
    if not rules.may_move_or_delete(starts_at=slot.starts_at, now=now):
        raise CannotMove("already_begun")
    return slot


def _locked(rows: Any) -> Any:
    return (
        rows.select_for_update(of=("self",))
        .select_related("slot", "user", "offer__address", "venue")
        .order_by("pk")
    )


def _restart(rows: Any, *, starts_at: datetime, actor: Any, now: datetime) -> int:
    bookings = list(_locked(rows.filter(status__in=[Status.BOOKED, Status.USED])))
    for booking in bookings:
        if rules.comes_back_after_move(status=Status(booking.status), starts_at=starts_at, now=now):
            move(booking=booking, event=Event.UNUSE, now=now, actor=actor, detail={"reason": "moved"})
        limit = rules.limit_after_move(moved_at=now, starts_at=starts_at)
        booking.cancellable_until = max(limit, booking.booked_at)
        booking.save(update_fields=["cancellable_until"])
        notifications.beneficiary_told(booking=booking, kind="bookings/date_moved", now=now)
    return len(bookings)


@transaction.atomic
def close_venue(*, venue: Venue, reason: str, actor: Any, now: datetime) -> int:
    """Close a structure: bookings of events that have begun stay, the others are cancelled and told (contract §5).

    Returns how many were cancelled.
    """
    venue_services.close(
        venue_id=venue.pk, reason=reason, actor=actor, now=now
    )  # first: nothing is booked any more
    cancelled, slot_ids = 0, offer_selectors.unbegun_of(venue=venue, now=now)
    account_locks.deposits(
        pks=selectors.deposits_held(slot_ids=slot_ids)
    )  # all of them before the first date
    for slot_id in slot_ids:
        cancelled += withdraw_date(slot_id=slot_id, actor=actor, now=now, reason=Reason.VENUE_CLOSED)
    return cancelled
