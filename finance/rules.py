"""What a validated booking is worth to the partner. Pure. Sources: contract §5, domain §5.4.

Amounts are integer cents, positive: owed to the partner. Rates are basis points (10,000 is everything).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from core.money import apply_rate
from finance import periods
from offers.categories import SUBCATEGORIES

#: A structure that changes accounts waits this long before the new one is paid (against stolen sessions).
COOLING = timedelta(hours=72)

Need = Literal["deposit", "decision", "attachment"]


@dataclass(frozen=True, kw_only=True)
class Band:
    """Above `above_cents` (excluded) of yearly gross revenue, a group is reimbursed at this rate."""

    group: str
    above_cents: int
    basis_points: int
    valid_from: date
    valid_until: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Does it apply to what was validated on that day?"""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


def group_of(subcategory: str) -> str:
    """Which part of the scale a sub-category follows: `standard`, `book`, `unpaid`. KeyError when unknown."""
    return SUBCATEGORIES[subcategory].reimbursement


def rate_for(*, revenue_cents: int, group: str, on: date, bands: Iterable[Band]) -> Band:
    """The band reached by a yearly revenue that includes the booking, on its day of validation in Paris.

    LookupError when the scale has no band for that group on that day.
    """
    reached = [
        band
        for band in bands
        if band.group == group and band.is_in_force(on) and band.above_cents < revenue_cents
    ]
    if not reached:
        raise LookupError(f"no band for {group} on {on} at {revenue_cents}")
    return max(reached, key=lambda band: (band.above_cents, band.valid_from))


def price(*, gross_cents: int, basis_points: int) -> tuple[int, int]:
    """(due, forgone): what the partner receives and what it gives up; they always add up to the gross."""
    due = apply_rate(cents=gross_cents, basis_points=basis_points)
    return due, gross_cents - due


def payable_from(
    *, last_account: int | None, account: int, now: datetime, last_from: datetime | None = None
) -> datetime:
    """From when an account receives money: at once, or 72 h later when it replaces another one.

    Attaching the same account again does not shorten a wait that had begun (`last_from`).
    """
    if last_account is None:
        return now
    if last_account == account:
        return max(now, last_from) if last_from else now
    return now + COOLING


def joins_cutoff(*, validated_at: datetime, starts_at: datetime | None, cutoff: datetime) -> bool:
    """Does a priced booking fit the half-month that ends at `cutoff`: validated, and begun, before it?"""
    return validated_at < cutoff and (starts_at is None or starts_at < cutoff)


def first_cutoff(*, validated_at: datetime, starts_at: datetime | None, upcoming: datetime) -> datetime:
    """The cut-off that takes a booking in, when nothing blocks its structure: the next, or a later one."""
    latest = max(validated_at, starts_at) if starts_at else validated_at
    return max(periods.next_cutoff(latest), upcoming)
