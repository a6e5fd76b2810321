"""Recompute the counters kept beside bookings: seats and credit. Reports the drift; repairs counters only."""

from dataclasses import dataclass

from django.db import connection, transaction

#: kind → (what is kept, what it should be), one row per drift.
_DRIFTS = {
    "slot.booked": """
        SELECT slot.id, coalesce(sum(booking.quantity), 0), slot.booked
        FROM offers_slot slot
        LEFT JOIN bookings_booking booking ON booking.slot_id = slot.id AND booking.status <> 'cancelled'
        GROUP BY slot.id HAVING slot.booked <> coalesce(sum(booking.quantity), 0) ORDER BY slot.id
    """,
    "deposit.spent_cents": """
        SELECT deposit.id, coalesce(sum(booking.total_cents), 0), deposit.spent_cents
        FROM accounts_deposit deposit
        LEFT JOIN bookings_booking booking ON booking.deposit_id = deposit.id AND booking.status <> 'cancelled'
        GROUP BY deposit.id HAVING deposit.spent_cents <> coalesce(sum(booking.total_cents), 0) ORDER BY deposit.id
    """,
    "booking.status": """
        SELECT booking.id, last.to_status, booking.status
        FROM bookings_booking booking
        JOIN LATERAL (
            SELECT to_status FROM bookings_bookingtransition
            WHERE booking_id = booking.id ORDER BY id DESC LIMIT 1
        ) last ON true
        WHERE last.to_status <> booking.status ORDER BY booking.id
    """,
}
_REPAIRS = {
    "slot.booked": "UPDATE offers_slot SET booked = %s WHERE id = %s",
    "deposit.spent_cents": "UPDATE accounts_deposit SET spent_cents = %s WHERE id = %s",
}


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A figure that is not what its sources add up to."""

    kind: str
    object_id: int
    expected: int | str
    found: int | str

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.found} instead of {self.expected}"


@transaction.atomic
def drifts(*, repair: bool = False) -> list[Drift]:
    """Every drift of seats, credit and states. `repair` rewrites the counters, never a state."""
    found = []
    with connection.cursor() as cursor:
        if repair:  # nobody books while counters are rewritten
            cursor.execute("LOCK TABLE bookings_booking IN SHARE ROW EXCLUSIVE MODE")
        for kind, query in _DRIFTS.items():
            cursor.execute(query)
            found += [
                Drift(kind=kind, object_id=row[0], expected=row[1], found=row[2]) for row in cursor.fetchall()
            ]
        for drift in found if repair else []:
            if drift.kind in _REPAIRS:
                cursor.execute(_REPAIRS[drift.kind], [drift.expected, drift.object_id])
    return found
