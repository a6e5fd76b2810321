"""The bank's answer to one file: each transfer executed, or rejected."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from bookings import services as bookings
from core.history import record
from finance import locks, notifications
from finance.errors import CannotSettle
from finance.models import Entry, Transfer
from finance.services.links import close_links_of
from finance.states import BankEvent, BankStatus, TransferStatus, bank_target

REJECTED = (
    "La banque a rejeté un virement vers ce compte. Vérifiez l’IBAN et le titulaire, puis déposez un compte."
)


@transaction.atomic
def settle_transfers(*, msg_id: str, rejected: Collection[str], now: datetime) -> int:
    """Record the answer to the file `msg_id`; `rejected` are end-to-end ids. Returns how many it settled.

    Executed: bookings are reimbursed. Rejected: bookings are validated again, their entries are free for the
    next transfer, the account is refused and its structures are detached. A second answer changes nothing and
    returns 0. Raises CannotSettle when an id is unknown; nothing is done then.
    """
    locks.long_statements()
    file = locks.bank_file(msg_id=msg_id)
    if file is None:
        raise CannotSettle("unknown_file", what=msg_id)
    transfers = list(Transfer.objects.filter(bank_file=file).select_related("half_month").order_by("pk"))
    _check_known(rejected, transfers)
    if file.answered_at:
        return 0
    returned = [transfer for transfer in transfers if transfer.end_to_end_id in rejected]
    _execute([transfer for transfer in transfers if transfer.end_to_end_id not in rejected], now=now)
    _reject(returned, now=now)
    file.answered_at = now
    file.save(update_fields=["answered_at"])
    outcome = {"transfers": len(transfers), "rejected": [transfer.reference for transfer in returned]}
    record(actor=None, verb="bank_file.answered", target=file, now=now, after=outcome)
    return len(transfers)


def _check_known(rejected: Collection[str], transfers: Sequence[Transfer]) -> None:
    known = {transfer.end_to_end_id for transfer in transfers}
    for unknown in sorted(set(rejected) - known):
        raise CannotSettle("unknown_transfer", what=unknown)


def _move(transfers: Sequence[Transfer], status: TransferStatus, *, now: datetime) -> None:
    ids = [transfer.pk for transfer in transfers]
    waiting = Transfer.objects.filter(pk__in=ids, status=TransferStatus.ISSUED)
    moved = waiting.update(status=status, settled_at=now)
    if moved != len(ids):
        raise RuntimeError(f"{len(ids)} transfers to move to {status}, {moved} moved")


def _bookings_of(transfers: Sequence[Transfer]) -> list[int]:
    rows = Entry.objects.filter(lines__transfer__in=transfers, mirrors=None)
    return list(rows.order_by("booking_id").values_list("booking_id", flat=True))


def _execute(transfers: Sequence[Transfer], *, now: datetime) -> None:
    if not transfers:
        return
    _move(transfers, TransferStatus.EXECUTED, now=now)
    bookings.settle(
        booking_ids=_bookings_of(transfers), now=now, detail={"half_month": transfers[0].half_month_id}
    )


def _reject(transfers: Sequence[Transfer], *, now: datetime) -> None:
    if not transfers:
        return
    _move(transfers, TransferStatus.REJECTED, now=now)
    bookings.reject(
        booking_ids=_bookings_of(transfers), now=now, detail={"half_month": transfers[0].half_month_id}
    )
    for transfer in transfers:
        _refuse_account(transfer, now=now)
    notifications.transfers_rejected(transfers=transfers, now=now)


def _refuse_account(transfer: Transfer, *, now: datetime) -> None:
    account = locks.bank_account(pk=transfer.bank_account_id)
    target = bank_target(status=BankStatus(account.status), event=BankEvent.REFUSE)
    if target is None:  # refused meanwhile: its structures are detached already
        return
    account.status, account.message, account.decided_at = target, REJECTED, now
    account.save(update_fields=["status", "message", "decided_at"])
    close_links_of(account=account, now=now)
    record(
        actor=None,
        verb="bank_account.rejected_by_bank",
        target=account,
        now=now,
        after={"status": target, "transfer": transfer.reference},
    )
