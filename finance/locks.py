"""Locks of this app. A structure's year comes last in the order: deposit → slot → booking → year."""

from collections.abc import Sequence

from django.db import connection

from finance import sql
from finance.models import BankAccount, BankFile

#: Any number will do, as long as nothing else takes it.
CLOSING = 20_210_901


def long_statements() -> None:
    """Money is counted in bulk: for this transaction, wait and work longer than a page may."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '240s'; SET LOCAL lock_timeout = '60s'")


def years(*, venue_ids: Sequence[int], years: Sequence[int]) -> None:
    """Lock the running totals of structures' years, in (structure, year) order; open the missing ones."""
    pairs = {"venues": list(venue_ids), "years": list(years)}
    sql.run("pricing.sql", "open", pairs)
    sql.rows("pricing.sql", "lock", pairs)


def closing() -> None:
    """One freeze at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLOSING])


def bank_account(*, pk: int) -> BankAccount:
    """Lock a bank account's row, and only it."""
    return BankAccount.objects.select_for_update(of=("self",)).get(pk=pk)


def bank_file(*, msg_id: str) -> BankFile | None:
    """Lock a file by its id; None when unknown."""
    return BankFile.objects.select_for_update(of=("self",)).filter(msg_id=msg_id).first()
