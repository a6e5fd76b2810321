"""What finance pushes down: the state of bookings in a transfer. Set-based; finance names the bookings."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

_MOVE = """
WITH moved AS (
    UPDATE bookings_booking
    SET status = %(after)s, reimbursed_at = %(reimbursed_at)s
    WHERE id = ANY(%(ids)s) AND status = %(before)s
    RETURNING id, venue_id
)
INSERT INTO bookings_bookingtransition
    (booking_id, venue_id, event, from_status, to_status, actor_id, at, recorded_at, detail)
SELECT id, venue_id, %(event)s, %(before)s, %(after)s, NULL, %(now)s, %(now)s, %(detail)s::jsonb
FROM moved ORDER BY id
"""


@transaction.atomic
def pay(*, booking_ids: Sequence[int], now: datetime, detail: dict[str, Any]) -> int:
    """Used bookings enter a transfer: they can no longer be taken back. Returns how many moved."""
    return _move_all(event="pay", before="used", after="reimbursing", ids=booking_ids, now=now, detail=detail)


@transaction.atomic
def settle(*, booking_ids: Sequence[int], now: datetime, detail: dict[str, Any]) -> int:
    """The bank executed the transfer. Returns how many moved."""
    return _move_all(
        event="settle",
        before="reimbursing",
        after="reimbursed",
        ids=booking_ids,
        now=now,
        detail=detail,
        settled=True,
    )


@transaction.atomic
def reject(*, booking_ids: Sequence[int], now: datetime, detail: dict[str, Any]) -> int:
    """The bank rejected the transfer: the bookings are validated again, and wait. Returns how many moved."""
    return _move_all(
        event="reject", before="reimbursing", after="used", ids=booking_ids, now=now, detail=detail
    )


def _move_all(
    *,
    event: str,
    before: str,
    after: str,
    ids: Sequence[int],
    now: datetime,
    detail: dict[str, Any],
    settled: bool = False,
) -> int:
    values: dict[str, Any] = {
        "event": event,
        "before": before,
        "after": after,
        "ids": list(ids),
        "now": now,
        "reimbursed_at": now if settled else None,
        "detail": json.dumps(detail),
    }
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, values)
        return int(cursor.rowcount)
