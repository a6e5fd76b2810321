"""Automatic validation, 72 h after the event: a sweep over state, safe late, twice and in parallel."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from bookings.rules import AUTOMATIC_AFTER

CHUNK = 1_000

#: One statement claims, moves and logs a chunk. What another sweep holds is skipped; what it took is no longer
#: `booked`. The instant that counts is the deadline, however late the sweep.
_SWEEP = """
WITH due AS (
    SELECT booking.id, slot.starts_at + %(after)s AS deadline
    FROM bookings_booking booking
    JOIN offers_slot slot ON slot.id = booking.slot_id
    WHERE booking.status = 'booked' AND slot.starts_at <= %(limit)s
    ORDER BY booking.id
    LIMIT %(chunk)s
    FOR UPDATE OF booking SKIP LOCKED
), moved AS (
    UPDATE bookings_booking booking
    SET status = 'used', used_at = due.deadline, validation = 'automatic'
    FROM due
    WHERE booking.id = due.id AND booking.status = 'booked'
    RETURNING booking.id, booking.venue_id, due.deadline
)
INSERT INTO bookings_bookingtransition
    (booking_id, venue_id, event, from_status, to_status, actor_id, at, recorded_at, detail)
SELECT id, venue_id, 'use', 'booked', 'used', NULL, deadline, %(now)s, '{}'::jsonb
FROM moved ORDER BY deadline, id
"""


def validate_past(*, now: datetime) -> int:
    """Validate every booking whose event began at least 72 elapsed hours before `now`. Returns how many."""
    total = 0
    while moved := _sweep_once(now=now):
        total += moved
    return total


@transaction.atomic
def _sweep_once(*, now: datetime) -> int:
    values: dict[str, Any] = {
        "after": AUTOMATIC_AFTER,
        "limit": now - AUTOMATIC_AFTER,
        "chunk": CHUNK,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, values)
        return int(cursor.rowcount)
