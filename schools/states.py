"""Lives of a referencing application, of its acts and of those who sign them. Pure."""

from enum import StrEnum


class ApplicationStatus(StrEnum):
    """Where the application of a structure stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ApplicationEvent(StrEnum):
    """What may happen to it."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


APPLICATION_LABELS = {
    ApplicationStatus.DRAFT: "Brouillon",
    ApplicationStatus.SUBMITTED: "En instruction",
    ApplicationStatus.ACCEPTED: "Accepté",
    ApplicationStatus.REFUSED: "Refusé",
    ApplicationStatus.WITHDRAWN: "Retiré",
}

APPLICATION_TRANSITIONS = {
    (ApplicationStatus.DRAFT, ApplicationEvent.SUBMIT): ApplicationStatus.SUBMITTED,
    (ApplicationStatus.SUBMITTED, ApplicationEvent.ACCEPT): ApplicationStatus.ACCEPTED,
    (ApplicationStatus.SUBMITTED, ApplicationEvent.REFUSE): ApplicationStatus.REFUSED,
    (ApplicationStatus.ACCEPTED, ApplicationEvent.WITHDRAW): ApplicationStatus.WITHDRAWN,
}

#: While one of these is there, the structure opens no other application.
LIVE = (ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED, ApplicationStatus.ACCEPTED)
DECIDED = (ApplicationStatus.ACCEPTED, ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN)


def application_target(*, status: ApplicationStatus, event: ApplicationEvent) -> ApplicationStatus | None:
    """The state an event leads an application to; None when it is not a legal move."""
    return APPLICATION_TRANSITIONS.get((status, event))


class Standing(StrEnum):
    """What a partner is told of the referencing of a structure."""

    NEVER = "never"
    DRAFT = "draft"
    UNDER_INSTRUCTION = "under_instruction"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"  # accepted, but the structure is closed
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STANDING_LABELS = {
    Standing.NEVER: "Pas encore demandé",
    Standing.DRAFT: "Brouillon",
    Standing.UNDER_INSTRUCTION: "En instruction",
    Standing.ACCEPTED: "Référencée",
    Standing.SUSPENDED: "Suspendu",
    Standing.REFUSED: "Refusé",
    Standing.WITHDRAWN: "Retiré",
}

_STANDING_OF = {
    ApplicationStatus.DRAFT: Standing.DRAFT,
    ApplicationStatus.SUBMITTED: Standing.UNDER_INSTRUCTION,
    ApplicationStatus.ACCEPTED: Standing.ACCEPTED,
    ApplicationStatus.REFUSED: Standing.REFUSED,
    ApplicationStatus.WITHDRAWN: Standing.WITHDRAWN,
}


def standing_of(status: ApplicationStatus | None, *, venue_validated: bool = True) -> Standing:
    """What the last application of a structure says of it; None: it never applied."""
    if status == ApplicationStatus.ACCEPTED and not venue_validated:
        return Standing.SUSPENDED
    return Standing.NEVER if status is None else _STANDING_OF[status]


class ActKind(StrEnum):
    """What is signed about an application. The first three have three different authors."""

    RECTORAT = "rectorat"
    DRAC = "drac"
    DECISION = "decision"
    WITHDRAWAL = "withdrawal"


ACT_LABELS = {
    ActKind.RECTORAT: "Avis du Rectorat",
    ActKind.DRAC: "Avis de la DRAC",
    ActKind.DECISION: "Décision de la commission",
    ActKind.WITHDRAWAL: "Retrait du référencement",
}
OPINIONS = (ActKind.RECTORAT, ActKind.DRAC)


class Verdict(StrEnum):
    """What an act says."""

    FAVOURABLE = "favourable"
    RESERVED = "reserved"
    UNFAVOURABLE = "unfavourable"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


VERDICT_LABELS = {
    Verdict.FAVOURABLE: "Favorable",
    Verdict.RESERVED: "Favorable avec réserves",
    Verdict.UNFAVOURABLE: "Défavorable",
    Verdict.ACCEPTED: "Accepté",
    Verdict.REFUSED: "Refusé",
    Verdict.WITHDRAWN: "Retiré",
}
VERDICTS_OF = {
    ActKind.RECTORAT: (Verdict.FAVOURABLE, Verdict.RESERVED, Verdict.UNFAVOURABLE),
    ActKind.DRAC: (Verdict.FAVOURABLE, Verdict.RESERVED, Verdict.UNFAVOURABLE),
    ActKind.DECISION: (Verdict.ACCEPTED, Verdict.REFUSED),
    ActKind.WITHDRAWAL: (Verdict.WITHDRAWN,),
}
#: These are explained to the partner.
NEED_A_REASON = (Verdict.RESERVED, Verdict.UNFAVOURABLE, Verdict.REFUSED, Verdict.WITHDRAWN)


class Authority(StrEnum):
    """In whose name a person signs."""

    RECTORAT = "rectorat"
    DRAC = "drac"
    COMMISSION = "commission"


AUTHORITY_LABELS = {
    Authority.RECTORAT: "Rectorat",
    Authority.DRAC: "DRAC",
    Authority.COMMISSION: "Commission régionale",
}
SIGNED_BY = {
    ActKind.RECTORAT: Authority.RECTORAT,
    ActKind.DRAC: Authority.DRAC,
    ActKind.DECISION: Authority.COMMISSION,
    ActKind.WITHDRAWAL: Authority.COMMISSION,
}


class PieceKind(StrEnum):
    """What a file of an application is."""

    STATUTES = "statutes"
    PRESENTATION = "presentation"
    SAMPLE = "sample"
    OTHER = "other"


PIECE_LABELS = {
    PieceKind.STATUTES: "Statuts ou extrait d’immatriculation",
    PieceKind.PRESENTATION: "Présentation de la structure",
    PieceKind.SAMPLE: "Exemple de projet déjà mené",
    PieceKind.OTHER: "Autre pièce",
}


class OfferState(StrEnum):
    """What was decided about a school offer. What is shown (suspended, over) is computed: `schools.rules.offers`."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PREBOOKED = "prebooked"
    BOOKED = "booked"
    USED = "used"
    REIMBURSED = "reimbursed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ARCHIVED = "archived"


OFFER_STATE_LABELS = {
    OfferState.DRAFT: "Brouillon",
    OfferState.PUBLISHED: "Publiée",
    OfferState.PREBOOKED: "Préréservée",
    OfferState.BOOKED: "Réservée",
    OfferState.USED: "Validée",
    OfferState.REIMBURSED: "Remboursée",
    OfferState.CANCELLED: "Annulée",
    OfferState.EXPIRED: "Expirée",
    OfferState.ARCHIVED: "Archivée",
}


class OfferEvent(StrEnum):
    """What may happen to a school offer, and who does it."""

    PUBLISH = "publish"  # the structure shows it to the school
    UNPUBLISH = "unpublish"  # the structure takes it back to change it
    PREBOOK = "prebook"  # a teacher wants it
    REFUSE = "refuse"  # the teacher or the head of the school says no
    CONFIRM = "confirm"  # the head of the school commits the money, before the limit
    EXPIRE = "expire"  # nobody confirmed before the limit
    CANCEL = "cancel"  # the structure gives up, until 48 h after the end
    USE = "use"  # 48 h after the end
    REIMBURSE = "reimburse"  # the bank executed the transfer
    ARCHIVE = "archive"  # the structure puts it away


#: One line per legal move (domain.md §6): from where, what happens, to where. Whatever is not here is refused.
OFFER_TRANSITIONS = {
    (OfferState.DRAFT, OfferEvent.PUBLISH): OfferState.PUBLISHED,
    (OfferState.DRAFT, OfferEvent.ARCHIVE): OfferState.ARCHIVED,
    (OfferState.PUBLISHED, OfferEvent.UNPUBLISH): OfferState.DRAFT,
    (OfferState.PUBLISHED, OfferEvent.ARCHIVE): OfferState.ARCHIVED,
    (OfferState.PUBLISHED, OfferEvent.PREBOOK): OfferState.PREBOOKED,
    (OfferState.PREBOOKED, OfferEvent.CONFIRM): OfferState.BOOKED,
    (OfferState.PREBOOKED, OfferEvent.REFUSE): OfferState.CANCELLED,
    (OfferState.PREBOOKED, OfferEvent.CANCEL): OfferState.CANCELLED,
    (OfferState.PREBOOKED, OfferEvent.EXPIRE): OfferState.EXPIRED,
    (OfferState.BOOKED, OfferEvent.REFUSE): OfferState.CANCELLED,
    (OfferState.BOOKED, OfferEvent.CANCEL): OfferState.CANCELLED,
    (OfferState.BOOKED, OfferEvent.USE): OfferState.USED,
    (OfferState.USED, OfferEvent.REIMBURSE): OfferState.REIMBURSED,
    (OfferState.REIMBURSED, OfferEvent.ARCHIVE): OfferState.ARCHIVED,
    (OfferState.CANCELLED, OfferEvent.ARCHIVE): OfferState.ARCHIVED,
    (OfferState.EXPIRED, OfferEvent.ARCHIVE): OfferState.ARCHIVED,
}
#: What is typed may change only while no teacher counts on it.
EDITABLE = (OfferState.DRAFT, OfferState.PUBLISHED)


def offer_target(*, state: OfferState, event: OfferEvent) -> OfferState | None:
    """The state an event leads a school offer to; None when it is not a legal move."""
    return OFFER_TRANSITIONS.get((state, event))


class OfferStatus(StrEnum):
    """What people read of a school offer."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    PREBOOKED = "prebooked"
    BOOKED = "booked"
    EXPIRED = "expired"
    ENDED = "ended"
    CANCELLED = "cancelled"
    REIMBURSED = "reimbursed"
    ARCHIVED = "archived"


OFFER_STATUS_LABELS = {
    OfferStatus.DRAFT: "Brouillon",
    OfferStatus.PUBLISHED: "Publiée",
    OfferStatus.SUSPENDED: "Suspendue",
    OfferStatus.PREBOOKED: "Préréservée",
    OfferStatus.BOOKED: "Réservée",
    OfferStatus.EXPIRED: "Expirée",
    OfferStatus.ENDED: "Terminée",
    OfferStatus.CANCELLED: "Annulée",
    OfferStatus.REIMBURSED: "Remboursée",
    OfferStatus.ARCHIVED: "Archivée",
}


#: What an offer can be today: teachers do not book on the portal yet, the other statuses are for them.
OFFER_STATUSES_NOW = (
    OfferStatus.DRAFT,
    OfferStatus.PUBLISHED,
    OfferStatus.SUSPENDED,
    OfferStatus.EXPIRED,
    OfferStatus.ENDED,
    OfferStatus.ARCHIVED,
)


class PlaceKind(StrEnum):
    """Where the class meets the artists. The first two have an address."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    SCHOOL = "school"
    TO_DEFINE = "to_define"


PLACE_LABELS = {
    PlaceKind.OURS: "À l’adresse de votre structure",
    PlaceKind.ELSEWHERE: "À une autre adresse",
    PlaceKind.SCHOOL: "Dans l’établissement scolaire",
    PlaceKind.TO_DEFINE: "À définir avec l’enseignant",
}
#: The same, as a teacher reads it.
PLACE_SENTENCES = {
    PlaceKind.SCHOOL: "Dans l’établissement",
    PlaceKind.TO_DEFINE: "À définir ensemble",
}
