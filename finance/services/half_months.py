"""Freeze a half-month: what each bank account receives, in one transaction that can be repeated."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bookings import services as bookings
from core.history import record
from finance import ids, locks, notifications, periods, selectors, sql
from finance.models import BankAccount, BankFile, HalfMonth, Transfer
from finance.services.pricing import price_bookings


def price_and_close(*, now: datetime, actor: Any = None, comment: str = "") -> int:
    """Price what is due at this instant, then close. Returns how many transfers were issued."""
    price_bookings(now=now)
    return close_half_month(now=now, actor=actor, comment=comment)


@transaction.atomic
def close_half_month(*, now: datetime, actor: Any = None, comment: str = "") -> int:
    """Freeze the half-month that ended last before `now`, and issue its transfers. Returns how many.

    Takes everything priced, validated before the cut-off, whose event began before it, and not paid yet; of
    structures attached to an accepted account, both at the cut-off and now (contract §5). An account that
    comes to nothing or less is carried over. Twice, or in parallel: the second does nothing and returns 0.
    """
    locks.long_statements()
    locks.closing()
    period = periods.last_ended(now)
    if selectors.is_frozen(cutoff=period.cutoff):
        return 0
    half_month = HalfMonth.objects.create(starts_at=period.starts_at, cutoff=period.cutoff, frozen_at=now)
    accounts = _gather(half_month, now=now)
    if accounts:
        _issue(half_month, accounts, now=now)
    record(
        actor=actor,
        verb="half_month.closed",
        target=half_month,
        now=now,
        comment=comment,
        after={"transfers": len(accounts), "total_cents": sum(due for _, due, _, _ in accounts)},
    )
    return len(accounts)


#: (bank account, due, gross, bookings)
Account = tuple[int, int, int, int]


def _gather(half_month: HalfMonth, *, now: datetime) -> list[Account]:
    values = {"cutoff": half_month.cutoff, "now": now}
    for name in ("forget", "gather", "settle_down", "take_back"):
        sql.run("closing.sql", name, values)
    return [
        (account, due, gross, booked) for account, due, gross, booked in sql.rows("closing.sql", "accounts")
    ]


def _issue(half_month: HalfMonth, accounts: list[Account], *, now: datetime) -> None:
    file = BankFile.objects.create(
        half_month=half_month,
        msg_id=ids.message_id(half_month.period),
        count=len(accounts),
        total_cents=sum(due for _, due, _, _ in accounts),
        created_at=now,
    )
    transfers = Transfer.objects.bulk_create(_transfers(file, accounts, now=now))
    _pay(half_month, expected=sum(transfer.booking_count for transfer in transfers), now=now)
    notifications.transfers_issued(half_month=half_month, now=now)


def _transfers(file: BankFile, accounts: list[Account], *, now: datetime) -> list[Transfer]:
    """One transfer per account, in the order of accounts, each with a copy of the account as it is now."""
    copies = BankAccount.objects.in_bulk([account_id for account_id, *_ in accounts])
    period, year = file.half_month.period, periods.year_of(now)
    last = selectors.last_statement_rank(year=year)
    return [
        Transfer(
            half_month=file.half_month,
            bank_account_id=account_id,
            bank_file=file,
            reference=ids.transfer_reference(period, rank=rank),
            statement_number=ids.statement_number(year, rank=last + rank),
            end_to_end_id=ids.end_to_end_id(period, account_id=account_id),
            holder=copies[account_id].holder,
            iban_ciphered=copies[account_id].iban_ciphered,
            iban_last4=copies[account_id].iban_last4,
            bic=copies[account_id].bic,
            amount_cents=due,
            gross_cents=gross,
            booking_count=booked,
            issued_at=now,
        )
        for rank, (account_id, due, gross, booked) in enumerate(accounts, start=1)
    ]


def _pay(half_month: HalfMonth, *, expected: int, now: datetime) -> None:
    """Write the lines, and push the state of their bookings, locked since they were gathered."""
    values = {"half_month": half_month.pk}
    sql.run("closing.sql", "lines", values)
    booking_ids = [booking_id for (booking_id,) in sql.rows("closing.sql", "bookings", values)]
    detail = {"half_month": half_month.pk, "cutoff": half_month.cutoff.isoformat()}
    paid = bookings.pay(booking_ids=booking_ids, now=now, detail=detail)
    if not paid == len(booking_ids) == expected:
        raise RuntimeError(
            f"{half_month.cutoff}: {expected} bookings to pay, {len(booking_ids)} lines, {paid} moved"
        )
