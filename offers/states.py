"""What a partner does to an offer. What is shown (sold out, expired) is computed. Pure."""

from enum import StrEnum


class State(StrEnum):
    """What was decided about an offer."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"


class Status(StrEnum):
    """What people read."""

    DRAFT = "draft"
    PAUSED = "paused"
    PENDING = "pending"
    EXPIRED = "expired"
    SOLD_OUT = "sold_out"
    ACTIVE = "active"


STATUS_LABELS = {
    Status.DRAFT: "Brouillon",
    Status.PAUSED: "En pause",
    Status.PENDING: "En attente",
    Status.EXPIRED: "Passée",
    Status.SOLD_OUT: "Complet",
    Status.ACTIVE: "Publiée",
}


class Event(StrEnum):
    """Moves."""

    PUBLISH = "publish"
    PAUSE = "pause"


TRANSITIONS = {
    (State.DRAFT, Event.PUBLISH): State.PUBLISHED,
    (State.PAUSED, Event.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Event.PAUSE): State.PAUSED,
}


def target(*, state: State, event: Event) -> State | None:
    """The state an event leads to; None when it is not a legal move."""
    return TRANSITIONS.get((state, event))
