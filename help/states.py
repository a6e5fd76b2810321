"""Life of an article, and the collections that gather them. Pure."""

from enum import StrEnum


class ArticleStatus(StrEnum):
    """Who may read it: staff alone, or everyone."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ArticleEvent(StrEnum):
    """What may happen to it."""

    PUBLISH = "publish"
    UNPUBLISH = "unpublish"


class Collection(StrEnum):
    """Shelves of the help; the value is also the word of the address."""

    START = "bien-demarrer"
    CINEMA = "cinema"
    BOOKINGS = "reservations"
    MONEY = "remboursements"
    SCHOOLS = "scolaires"


ARTICLE_LABELS = {
    ArticleStatus.DRAFT: "Brouillon",
    ArticleStatus.PUBLISHED: "Publié",
}

ARTICLE_TRANSITIONS = {
    (ArticleStatus.DRAFT, ArticleEvent.PUBLISH): ArticleStatus.PUBLISHED,
    (ArticleStatus.PUBLISHED, ArticleEvent.UNPUBLISH): ArticleStatus.DRAFT,
}

#: In the order of the help's home page.
COLLECTION_LABELS = {
    Collection.START: "Bien démarrer",
    Collection.CINEMA: "Cinéma",
    Collection.BOOKINGS: "Réservations",
    Collection.MONEY: "Remboursements",
    Collection.SCHOOLS: "Le pass Culture à destination des groupes scolaires",
}


def article_target(*, status: ArticleStatus, event: ArticleEvent) -> ArticleStatus | None:
    """The state an event leads an article to; None when it is not a legal move."""
    return ARTICLE_TRANSITIONS.get((status, event))


class SupportStatus(StrEnum):
    """Where a message to the team stands."""

    NEW = "new"
    ANSWERED = "answered"
    CLOSED = "closed"


class SupportEvent(StrEnum):
    """What the team may do with it."""

    ANSWER = "answer"
    CLOSE = "close"


class Topic(StrEnum):
    """What a message is about: it is sorted by it, not routed."""

    ACCOUNT = "account"
    OFFERS = "offers"
    BOOKINGS = "bookings"
    MONEY = "money"
    SCHOOLS = "schools"
    OTHER = "other"


SUPPORT_LABELS = {
    SupportStatus.NEW: "À traiter",
    SupportStatus.ANSWERED: "Répondu",
    SupportStatus.CLOSED: "Clos",
}

SUPPORT_TRANSITIONS = {
    (SupportStatus.NEW, SupportEvent.ANSWER): SupportStatus.ANSWERED,
    (SupportStatus.NEW, SupportEvent.CLOSE): SupportStatus.CLOSED,
    (SupportStatus.ANSWERED, SupportEvent.CLOSE): SupportStatus.CLOSED,
}

TOPIC_LABELS = {
    Topic.ACCOUNT: "Mon compte ou ma structure",
    Topic.OFFERS: "Mes offres et mes séances",
    Topic.BOOKINGS: "Les réservations et le Guichet",
    Topic.MONEY: "Les remboursements",
    Topic.SCHOOLS: "Les groupes scolaires",
    Topic.OTHER: "Autre chose",
}


def support_target(*, status: SupportStatus, event: SupportEvent) -> SupportStatus | None:
    """The state an event leads a message to; None when it is not a legal move."""
    return SUPPORT_TRANSITIONS.get((status, event))
