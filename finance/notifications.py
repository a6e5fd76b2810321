"""Which e-mail for which act. Values are written down with the act; rendering comes at sending."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from core import services as core_services
from core.french import NBSP, show_day
from core.money import show_euros
from finance import selectors
from finance.models import BankAccount, HalfMonth, Transfer


def bank_received(*, account: BankAccount, now: datetime) -> None:
    """The file arrived: who looks at it, and what comes next."""
    _tell_administrators(account, kind="finance/bank_received", now=now)


def bank_accepted(*, account: BankAccount, now: datetime) -> None:
    """The file is accepted: there is still a structure to attach."""
    _tell_administrators(account, kind="finance/bank_accepted", now=now)


def bank_corrections(*, account: BankAccount, now: datetime) -> None:
    """The file is to be corrected, and why."""
    _tell_administrators(account, kind="finance/bank_corrections", now=now)


def bank_refused(*, account: BankAccount, now: datetime) -> None:
    """The file is refused, and why."""
    _tell_administrators(account, kind="finance/bank_refused", now=now)


def transfers_issued(*, half_month: HalfMonth, now: datetime) -> None:
    """A transfer left for the bank: how much, for what, and when it should arrive."""
    transfers = list(
        Transfer.objects.filter(half_month=half_month).select_related("half_month").order_by("pk")
    )
    for transfer, user in selectors.recipients_of(transfers=transfers):
        _tell(
            user,
            kind="finance/transfer_issued",
            key=f"transfer_issued:{transfer.pk}",
            now=now,
            **_transfer(transfer),
        )


def transfers_rejected(*, transfers: Iterable[Transfer], now: datetime) -> None:
    """The bank sent a transfer back: the money is not lost, another account is needed."""
    for transfer, user in selectors.recipients_of(transfers=list(transfers)):
        _tell(
            user,
            kind="finance/transfer_rejected",
            key=f"transfer_rejected:{transfer.pk}",
            now=now,
            **_transfer(transfer),
        )


def _tell_administrators(account: BankAccount, *, kind: str, now: datetime) -> None:
    people = {user.pk: user for user in selectors.administrators_of(legal_entity_id=account.legal_entity_id)}
    people.setdefault(account.submitted_by_id, account.submitted_by)
    for user in people.values():
        _tell(user, kind=kind, now=now, **_account(account))


def _tell(user: User, *, kind: str, now: datetime, key: str = "", **values: Any) -> None:
    core_services.keep_email(
        kind=kind,
        to=user.email,
        context={"first_name": user.first_name, **values},
        now=now,
        dedupe_key=f"{key}:{user.pk}" if key else None,
    )


def _account(account: BankAccount) -> dict[str, Any]:
    return {
        "label": account.label,
        "holder": account.holder,
        "last4": account.iban_last4,
        "entity": account.legal_entity.name,
        "message": account.message,
        "url": settings.SITE_URL + reverse("finance:bank_accounts"),
    }


def _transfer(transfer: Transfer) -> dict[str, Any]:
    expected = selectors.expected_on(cutoff=transfer.half_month.cutoff, now=transfer.issued_at)
    return {
        "amount": show_euros(transfer.amount_cents),
        "period": transfer.half_month.period.label,
        "count": f"{transfer.booking_count}{NBSP}réservation{'s' if transfer.booking_count > 1 else ''}",
        "reference": transfer.reference,
        "statement": transfer.statement_number,
        "last4": transfer.iban_last4,
        "holder": transfer.holder,
        "expected_on": show_day(expected),
        "url": settings.SITE_URL + reverse("finance:transfer", args=[transfer.pk]),
        "bank_url": settings.SITE_URL + reverse("finance:bank_accounts"),
    }
