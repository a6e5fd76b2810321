"""Price what was validated: set-based, per structure and civil year, against a locked running total."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from finance import locks, rules, sql
from offers.categories import SUBCATEGORIES

#: Moves per transaction, roughly: a structure is never cut in two.
CHUNK = 20_000


def price_bookings(*, now: datetime) -> int:
    """Price every validation, and every one taken back, known by `now`. Returns how many were written.

    One transaction per group of structures; safe late, twice and in parallel. A whole booking takes the
    band that its structure's yearly revenue reaches with it; a mirror takes that of what it mirrors.
    """
    return sum(_price(venue_ids=venue_ids, now=now) for venue_ids in _chunks(_pending(now)))


def _pending(now: datetime) -> list[tuple[int, int]]:
    return [(venue_id, moves) for venue_id, moves in sql.rows("pricing.sql", "pending", {"now": now})]


def _chunks(pending: list[tuple[int, int]]) -> Iterator[list[int]]:
    """Structures in order, grouped so that each group has about CHUNK moves."""
    venue_ids, size = [], 0
    for venue_id, moves in pending:
        venue_ids.append(venue_id)
        size += moves
        if size >= CHUNK:
            yield venue_ids
            venue_ids, size = [], 0
    if venue_ids:
        yield venue_ids


@transaction.atomic
def _price(*, venue_ids: Sequence[int], now: datetime) -> int:
    locks.long_statements()
    values: dict[str, Any] = {"venues": list(venue_ids), "now": now}
    pairs = sql.rows("pricing.sql", "years", values)
    if not pairs:
        return 0
    values |= {"venues": [venue for venue, _ in pairs], "years": [year for _, year in pairs], **_groups()}
    locks.years(venue_ids=values["venues"], years=values["years"])
    return _price_locked(values)


def _price_locked(values: dict[str, Any]) -> int:
    [(priced,)] = sql.rows("pricing.sql", "price", values)
    return int(priced)


def _groups() -> dict[str, list[str]]:
    return {"subcategories": list(SUBCATEGORIES), "groups": [rules.group_of(code) for code in SUBCATEGORIES]}
