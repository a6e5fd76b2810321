"""Recompute every derived figure of money, and say where it drifted. Counters are repaired, money never."""

from dataclasses import dataclass

from django.db import connection, transaction

from finance import locks, sql

KINDS = (
    *("year_total", "entry_gross", "entry_due", "entry_mirror", "entry_standing"),
    *("transfer_due", "transfer_count", "transfer_gross", "file_total", "paid_twice", "booking_state"),
)


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A figure that is not what its sources say. `object_id`: the row, or « structure year »."""

    kind: str
    object_id: str
    expected: str
    found: str


@transaction.atomic
def reconcile() -> list[Drift]:
    """Every drift, kind by kind, in one snapshot of the database per kind. Writes nothing."""
    locks.long_statements()
    return [drift for kind in KINDS for drift in _drifts(kind)]


def _drifts(kind: str) -> list[Drift]:
    rows = sql.rows("reconcile.sql", kind)
    return [
        Drift(kind=kind, object_id=what, expected=str(expected), found=str(found))
        for what, expected, found in rows
    ]


@transaction.atomic
def repair_year_totals() -> int:
    """Write the yearly totals anew from the entries, while nobody prices. Returns how many changed."""
    locks.long_statements()
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE finance_yeartotal IN SHARE ROW EXCLUSIVE MODE")
    return sum(sql.run("reconcile.sql", name) for name in ("repair_year_totals", "lost_year_totals"))
