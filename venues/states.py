"""Life of a structure: a table a product owner can read. Pure."""

from enum import StrEnum


class Status(StrEnum):
    """Where a structure stands."""

    PENDING = "pending"
    VALIDATED = "validated"
    REJECTED = "rejected"
    CLOSED = "closed"


class Event(StrEnum):
    """What may happen to it."""

    VALIDATE = "validate"
    REJECT = "reject"
    CLOSE = "close"


LABELS = {
    Status.PENDING: "En attente de validation",
    Status.VALIDATED: "Validée",
    Status.REJECTED: "Refusée",
    Status.CLOSED: "Fermée",
}

TRANSITIONS = {
    (Status.PENDING, Event.VALIDATE): Status.VALIDATED,
    (Status.PENDING, Event.REJECT): Status.REJECTED,
    (Status.REJECTED, Event.VALIDATE): Status.VALIDATED,
    (Status.VALIDATED, Event.CLOSE): Status.CLOSED,
    (Status.PENDING, Event.CLOSE): Status.CLOSED,
}


class Role(StrEnum):
    """What a member may do."""

    ADMIN = "admin"
    PROGRAMMING = "programming"
    FINANCE = "finance"
    DESK = "desk"


ROLE_LABELS = {
    Role.ADMIN: "Administration",
    Role.PROGRAMMING: "Programmation",
    Role.FINANCE: "Gestion financière",
    Role.DESK: "Guichet seulement",
}


def target(*, status: Status, event: Event) -> Status | None:
    """The state an event leads to; None when it is not a legal move."""
    return TRANSITIONS.get((status, event))
