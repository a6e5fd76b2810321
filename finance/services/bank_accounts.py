"""The life of a bank account's file: deposited by a partner, instructed by the homologation team."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core import uploads
from core.crypto import encrypt, fingerprint
from core.history import record
from finance import locks, notifications
from finance.errors import CannotDecide, CannotDeposit
from finance.ibans import Coordinates
from finance.models import BankAccount
from finance.services.links import close_links_of
from finance.states import BankEvent, BankStatus, bank_target
from venues.models import LegalEntity


@transaction.atomic
def deposit(
    *,
    legal_entity: LegalEntity,
    label: str,
    holder: str,
    coordinates: Coordinates,
    proof: uploads.Upload,
    actor: Any,
    now: datetime,
) -> BankAccount:
    """Hand in an account of a legal entity, to be examined. Raises CannotDeposit when its IBAN is known.

    `coordinates` comes from `finance.ibans.read`, `proof` from `core.uploads.read`. The IBAN is ciphered.
    """
    account = BankAccount(legal_entity=legal_entity)
    _fill(account, label=label, holder=holder, coordinates=coordinates, proof=proof, actor=actor, now=now)
    _save(account)
    record(actor=actor, verb="bank_account.deposited", target=account, now=now, after=_trace(account))
    notifications.bank_received(account=account, now=now)
    return account


@transaction.atomic
def resubmit(
    *,
    bank_account_id: int,
    label: str,
    holder: str,
    coordinates: Coordinates,
    proof: uploads.Upload | None,
    actor: Any,
    now: datetime,
) -> BankAccount:
    """Hand in a corrected file; without a new proof the one that is there stays. Raises CannotDeposit."""
    account = locks.bank_account(pk=bank_account_id)
    if bank_target(status=BankStatus(account.status), event=BankEvent.RESUBMIT) is None:
        raise CannotDeposit("wrong_state")
    if proof is None and fingerprint(coordinates.iban) != account.iban_fingerprint:
        raise CannotDeposit("proof_missing", field="proof")
    before = _trace(account)
    _fill(account, label=label, holder=holder, coordinates=coordinates, proof=proof, actor=actor, now=now)
    _save(account)
    record(
        actor=actor,
        verb="bank_account.resubmitted",
        target=account,
        now=now,
        before=before,
        after=_trace(account),
    )
    notifications.bank_received(account=account, now=now)
    return account


@transaction.atomic
def accept(*, bank_account_id: int, actor: Any, now: datetime) -> BankAccount:
    """Accept a file: structures may be attached to it. Raises CannotDecide."""
    account = _decide(bank_account_id, event=BankEvent.ACCEPT, reason="", actor=actor, now=now)
    notifications.bank_accepted(account=account, now=now)
    return account


@transaction.atomic
def ask_corrections(*, bank_account_id: int, reason: str, actor: Any, now: datetime) -> BankAccount:
    """Send a file back to the partner, and say why. Raises CannotDecide."""
    account = _decide(
        bank_account_id, event=BankEvent.ASK_CORRECTIONS, reason=_said(reason), actor=actor, now=now
    )
    notifications.bank_corrections(account=account, now=now)
    return account


@transaction.atomic
def refuse(*, bank_account_id: int, reason: str, actor: Any, now: datetime) -> BankAccount:
    """Refuse a file, accepted or not: its structures are detached, their money waits. Raises CannotDecide."""
    account = _decide(bank_account_id, event=BankEvent.REFUSE, reason=_said(reason), actor=actor, now=now)
    close_links_of(account=account, now=now, actor=actor)
    notifications.bank_refused(account=account, now=now)
    return account


def _fill(
    account: BankAccount,
    *,
    label: str,
    holder: str,
    coordinates: Coordinates,
    proof: uploads.Upload | None,
    actor: Any,
    now: datetime,
) -> None:
    account.label, account.holder = label.strip(), holder.strip()
    account.iban_ciphered = encrypt(coordinates.iban)
    account.iban_last4 = coordinates.iban[-4:]
    account.iban_fingerprint = fingerprint(coordinates.iban)
    account.bic = coordinates.bic
    account.submitted_by, account.submitted_at = actor, now
    account.status, account.message = BankStatus.PENDING, ""
    account.decided_by = account.decided_at = None
    if proof:
        account.proof_name = proof.shown_name
        uploads.keep(file=account.proof, upload=proof)


def _save(account: BankAccount) -> None:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as clash:
        if "bank_account_once_per_entity" not in str(clash):
            raise
        raise CannotDeposit("iban_known", field="iban") from clash


def _said(reason: str) -> str:
    if not reason.strip():
        raise CannotDecide("reason_missing", field="reason")
    return reason.strip()


def _decide(bank_account_id: int, *, event: BankEvent, reason: str, actor: Any, now: datetime) -> BankAccount:
    account = locks.bank_account(pk=bank_account_id)
    target = bank_target(status=BankStatus(account.status), event=event)
    if target is None:
        raise CannotDecide("wrong_state")
    if account.submitted_by_id == actor.pk:
        raise CannotDecide("own_file")
    before = _trace(account)
    account.status, account.message = target, reason
    account.decided_by, account.decided_at = actor, now
    account.save(update_fields=["status", "message", "decided_by", "decided_at"])
    record(
        actor=actor,
        verb=f"bank_account.{event}",
        target=account,
        now=now,
        before=before,
        after=_trace(account),
        comment=reason,
    )
    return account


def _trace(account: BankAccount) -> dict[str, str]:
    """What the log may keep: never the IBAN."""
    return {
        "status": str(account.status),
        "label": account.label,
        "holder": account.holder,
        "iban": f"••{account.iban_last4}",
        "fingerprint": account.iban_fingerprint,
    }
