"""Life of a bank file and of a transfer. Pure."""

from enum import StrEnum


class BankStatus(StrEnum):
    """Where a bank account's file stands."""

    PENDING = "pending"
    CORRECTIONS = "corrections"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class BankEvent(StrEnum):
    """What may happen to it."""

    RESUBMIT = "resubmit"
    ASK_CORRECTIONS = "ask_corrections"
    ACCEPT = "accept"
    REFUSE = "refuse"


BANK_LABELS = {
    BankStatus.PENDING: "En instruction",
    BankStatus.CORRECTIONS: "À corriger",
    BankStatus.ACCEPTED: "Accepté",
    BankStatus.REFUSED: "Refusé",
}

BANK_TRANSITIONS = {
    (BankStatus.PENDING, BankEvent.ACCEPT): BankStatus.ACCEPTED,
    (BankStatus.PENDING, BankEvent.ASK_CORRECTIONS): BankStatus.CORRECTIONS,
    (BankStatus.PENDING, BankEvent.REFUSE): BankStatus.REFUSED,
    (BankStatus.CORRECTIONS, BankEvent.RESUBMIT): BankStatus.PENDING,
    (BankStatus.ACCEPTED, BankEvent.REFUSE): BankStatus.REFUSED,
}


class TransferStatus(StrEnum):
    """Where a transfer stands."""

    ISSUED = "issued"
    EXECUTED = "executed"
    REJECTED = "rejected"


TRANSFER_LABELS = {
    TransferStatus.ISSUED: "Émis",
    TransferStatus.EXECUTED: "Exécuté",
    TransferStatus.REJECTED: "Rejeté par la banque",
}


def bank_target(*, status: BankStatus, event: BankEvent) -> BankStatus | None:
    """The state an event leads a bank file to; None when it is not a legal move."""
    return BANK_TRANSITIONS.get((status, event))
