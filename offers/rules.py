"""Rules of offers: what may be typed, what is missing, what status shows. Pure. Source: domain.md §2.2–2.3."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from offers.categories import SUBCATEGORIES
from offers.states import State, Status

MAX_TITLE = 90
MAX_PRICE_CENTS = 300_00
MAX_SEATS = 1_000_000
MAX_SLOTS = 2_500
FARTHEST = timedelta(days=731)


class LocalTime(StrEnum):
    """What the wall clock says of an hour typed by a person."""

    FINE = "fine"
    MISSING = "missing"
    TWICE = "twice"


def local_time(*, naive: datetime, zone: str) -> LocalTime:
    """Does this wall-clock time exist once at this place? The nights the clock changes, it may not."""
    tz = ZoneInfo(zone)
    first, second = naive.replace(tzinfo=tz, fold=0), naive.replace(tzinfo=tz, fold=1)
    if first.utcoffset() == second.utcoffset():
        return LocalTime.FINE
    back = first.astimezone(ZoneInfo("UTC")).astimezone(tz).replace(tzinfo=None)
    return LocalTime.TWICE if back == naive else LocalTime.MISSING


def next_existing(*, naive: datetime, zone: str) -> datetime:
    """The wall-clock time that a missing one becomes: 02:30 on the spring night is 03:30."""
    tz = ZoneInfo(zone)
    return naive.replace(tzinfo=tz, fold=0).astimezone(ZoneInfo("UTC")).astimezone(tz).replace(tzinfo=None)


def blockers_to_describe(*, title: str, subcategory: str, is_duo: bool) -> Iterator[str]:
    """Why a description is refused."""
    if not title.strip():
        yield "title_missing"
    if len(title) > MAX_TITLE:
        yield "title_too_long"
    known = SUBCATEGORIES.get(subcategory)
    if known is None or not known.selectable:
        yield "subcategory_unknown"
    elif is_duo and not known.duo:
        yield "duo_not_allowed"


def blockers_to_date(*, starts_at: datetime, closes_at: datetime, now: datetime) -> Iterator[str]:
    """Why a date is refused."""
    if starts_at <= now:
        yield "starts_in_the_past"
    if starts_at > now + FARTHEST:
        yield "starts_too_late"
    if closes_at > starts_at:
        yield "closes_after_start"


def blockers_to_price(*, price_cents: int) -> Iterator[str]:
    """Why a price is refused."""
    if price_cents < 0:
        yield "price_invalid"
    if price_cents > MAX_PRICE_CENTS:
        yield "price_too_high"


def blockers_to_seats(*, capacity: int | None, booked: int) -> Iterator[str]:
    """Why a number of seats is refused; None is unlimited."""
    if capacity is None:
        return
    if not 1 <= capacity <= MAX_SEATS:
        yield "seats_invalid"
    elif capacity < booked:
        yield "seats_below_booked"


@dataclass(frozen=True, kw_only=True)
class SlotFacts:
    """What matters of a date."""

    starts_at: datetime | None
    closes_at: datetime | None
    remaining: int | None
    priced: bool = True


def is_bookable(*, slot: SlotFacts, now: datetime) -> bool:
    """Can somebody still take a seat?"""
    return not is_over(slot=slot, now=now) and slot.priced and (slot.remaining is None or slot.remaining > 0)


def is_over(*, slot: SlotFacts, now: datetime) -> bool:
    """Has it begun, or are its bookings closed?"""
    return any(limit is not None and limit <= now for limit in (slot.starts_at, slot.closes_at))


def blockers_to_publish(*, has_address: bool, slots: Sequence[SlotFacts], now: datetime) -> Iterator[str]:
    """What is missing before an offer can be published."""
    if not has_address:
        yield "address_missing"
    ahead = [slot for slot in slots if not is_over(slot=slot, now=now)]
    if not ahead:
        yield "date_missing"
    elif not all(slot.priced for slot in ahead):
        yield "price_missing"


def status_of(*, state: State, venue_validated: bool, slots: Sequence[SlotFacts], now: datetime) -> Status:
    """What people read: expired outranks sold out; an offer without a date left to book is sold out (domain §2.2)."""
    if state == State.DRAFT:
        return Status.DRAFT
    if state == State.PAUSED:
        return Status.PAUSED
    if not venue_validated:
        return Status.PENDING
    if slots and all(is_over(slot=slot, now=now) for slot in slots):
        return Status.EXPIRED
    if not any(is_bookable(slot=slot, now=now) for slot in slots):
        return Status.SOLD_OUT
    return Status.ACTIVE
