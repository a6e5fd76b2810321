"""Life of a booking: one table, read by services, pages and tests. Pure. Source: domain.md §3.1, contract §5."""

from enum import StrEnum


class Status(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    USED = "used"
    CANCELLED = "cancelled"
    REIMBURSING = "reimbursing"
    REIMBURSED = "reimbursed"


class Event(StrEnum):
    """What may happen to it."""

    BOOK = "book"
    USE = "use"
    UNUSE = "unuse"
    CANCEL = "cancel"
    PAY = "pay"
    SETTLE = "settle"
    REJECT = "reject"


class Reason(StrEnum):
    """Why it was cancelled."""

    BENEFICIARY = "beneficiary"
    PARTNER = "partner"
    DATE_DELETED = "date_deleted"
    VENUE_CLOSED = "venue_closed"
    STAFF = "staff"


class Validation(StrEnum):
    """Who validated it."""

    DESK = "desk"
    AUTOMATIC = "automatic"
    STAFF = "staff"


#: Everything that counts as attended: it holds `used_at`.
SPENT = frozenset({Status.USED, Status.REIMBURSING, Status.REIMBURSED})
#: Everything that holds a seat and credit.
LIVE = SPENT | {Status.BOOKED}

TRANSITIONS: dict[tuple[Status, Event], Status] = {
    (Status.BOOKED, Event.USE): Status.USED,
    (Status.BOOKED, Event.CANCEL): Status.CANCELLED,
    (Status.USED, Event.UNUSE): Status.BOOKED,
    (Status.USED, Event.PAY): Status.REIMBURSING,
    (Status.REIMBURSING, Event.SETTLE): Status.REIMBURSED,
    (Status.REIMBURSING, Event.REJECT): Status.USED,
}

#: Stored status → word a partner reads (`booked` past its cancellation limit reads « Confirmée »).
LABELS = {
    Status.BOOKED: "Réservée",
    Status.USED: "Validée",
    Status.CANCELLED: "Annulée",
    Status.REIMBURSING: "En cours de remboursement",
    Status.REIMBURSED: "Remboursée",
}
CONFIRMED_LABEL = "Confirmée"

REASON_LABELS = {
    Reason.BENEFICIARY: "par le bénéficiaire",
    Reason.PARTNER: "par la structure",
    Reason.DATE_DELETED: "séance supprimée",
    Reason.VENUE_CLOSED: "structure fermée",
    Reason.STAFF: "par l’équipe du pass Culture",
}
VALIDATION_LABELS = {
    Validation.DESK: "au guichet",
    Validation.AUTOMATIC: "d’office",
    Validation.STAFF: "par l’équipe du pass Culture",
}


def target(*, status: Status, event: Event) -> Status | None:
    """The state an event leads to; None when it is not a legal move."""
    return TRANSITIONS.get((status, event))
