"""What an application lacks, and who may sign what about it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from schools.states import (
    OPINIONS,
    SIGNED_BY,
    ActKind,
    ApplicationEvent,
    ApplicationStatus,
    Verdict,
    application_target,
)

MIN_PRESENTATION = 300
MIN_EXPERIENCE = 50
MAX_PIECES = 10


class Step(StrEnum):
    """A page of the application, in their order."""

    PROJECT = "project"
    INTERVENTIONS = "interventions"
    PIECES = "pieces"
    SENDING = "sending"


STEP_LABELS = {
    Step.PROJECT: "Projet",
    Step.INTERVENTIONS: "Interventions",
    Step.PIECES: "Pièces",
    Step.SENDING: "Envoi",
}
FIELDS_OF = {
    Step.PROJECT: ("presentation", "domains", "levels", "territory"),
    Step.INTERVENTIONS: (
        "interventions",
        "experience",
        "references",
        "usual_price_cents",
        "contact_name",
        "contact_phone",
        "contact_email",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What was answered so far. `pieces`: how many files are joined."""

    presentation: str = ""
    domains: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    territory: str = ""
    interventions: tuple[str, ...] = ()
    experience: str = ""
    references: str = ""
    usual_price_cents: int | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    pieces: int = 0


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What is still to be said, and on which page."""

    step: Step
    field: str
    message: str


def lacking(answers: Answers) -> list[Lack]:
    """What keeps an application from being handed in, page by page. Past work is not asked of a newcomer."""
    return [*_project(answers), *_interventions(answers), *_pieces(answers)]


def _project(answers: Answers) -> Iterator[Lack]:
    yield from _long_enough(Step.PROJECT, "presentation", answers.presentation, least=MIN_PRESENTATION)
    if not answers.domains:
        yield Lack(step=Step.PROJECT, field="domains", message="Choisissez un domaine au moins.")
    if not answers.levels:
        yield Lack(step=Step.PROJECT, field="levels", message="Choisissez un niveau au moins.")
    if not answers.territory:
        yield Lack(step=Step.PROJECT, field="territory", message="Indiquez où vous intervenez.")


def _interventions(answers: Answers) -> Iterator[Lack]:
    step = Step.INTERVENTIONS
    if not answers.interventions:
        yield Lack(step=step, field="interventions", message="Choisissez une forme d’intervention au moins.")
    yield from _long_enough(step, "experience", answers.experience, least=MIN_EXPERIENCE)
    if answers.usual_price_cents is None:
        yield Lack(step=step, field="usual_price_cents", message="Indiquez un tarif, ou 0 si c’est gratuit.")
    if not answers.contact_name:
        yield Lack(step=step, field="contact_name", message="Indiquez une personne à contacter.")
    if not answers.contact_phone:
        yield Lack(step=step, field="contact_phone", message="Indiquez un numéro de téléphone.")
    if not answers.contact_email:
        yield Lack(step=step, field="contact_email", message="Indiquez une adresse e-mail.")


def _pieces(answers: Answers) -> Iterator[Lack]:
    if not answers.pieces:
        yield Lack(step=Step.PIECES, field="file", message="Joignez une pièce au moins.")


_MISSING_TEXT = {
    "presentation": "Présentez votre projet pour les élèves.",
    "experience": "Dites qui intervient, et avec quelle expérience.",
}


def _long_enough(step: Step, name: str, text: str, *, least: int) -> Iterator[Lack]:
    if len(text) < least:
        said = (
            f"Écrivez {least} caractères au moins : il y en a {len(text)}." if text else _MISSING_TEXT[name]
        )
        yield Lack(step=step, field=name, message=said)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a file and of the person who is about to sign.

    `mandates`: (authority, region) of the person's live mandates. `signed`: acts already there;
    `signed_by_actor`: those of them that are the person's own.
    """

    status: ApplicationStatus
    region: str
    mandates: frozenset[tuple[str, str]] = frozenset()
    signed: frozenset[str] = field(default_factory=frozenset)
    signed_by_actor: frozenset[str] = field(default_factory=frozenset)
    own_structure: bool = False
    venue_validated: bool = True


def event_of(verdict: Verdict) -> ApplicationEvent | None:
    """What a verdict does to the application; an opinion moves nothing."""
    return {
        Verdict.ACCEPTED: ApplicationEvent.ACCEPT,
        Verdict.REFUSED: ApplicationEvent.REFUSE,
        Verdict.WITHDRAWN: ApplicationEvent.WITHDRAW,
    }.get(verdict)


def blockers_to_sign(*, kind: ActKind, verdict: Verdict, facts: Facts) -> Iterator[str]:
    """Codes of `CannotInstruct`, the most telling first: who the person is, then what the file is waiting for."""
    yield from _not_theirs(kind, facts)
    yield from _not_now(kind, verdict, facts)


def _not_theirs(kind: ActKind, facts: Facts) -> Iterator[str]:
    here = {authority for authority, region in facts.mandates if region == facts.region}
    if not facts.mandates:
        yield "no_mandate"
    elif not here:
        yield "other_region"
    elif SIGNED_BY[kind] not in here:
        yield "other_authority"
    if facts.own_structure:
        yield "own_structure"


def _not_now(kind: ActKind, verdict: Verdict, facts: Facts) -> Iterator[str]:
    if code := _wrong_state(kind, facts.status):
        yield code
    if kind in facts.signed:
        yield "already_given"
    # Whoever accepted may withdraw; whoever gave an opinion signs nothing more.
    if facts.signed_by_actor & (set(OPINIONS) if kind == ActKind.WITHDRAWAL else set(ActKind)):
        yield "same_person"
    if kind == ActKind.DECISION and not set(OPINIONS) <= facts.signed:
        yield "opinions_missing"
    if verdict == Verdict.ACCEPTED and not facts.venue_validated:
        yield "venue_not_validated"


def _wrong_state(kind: ActKind, status: ApplicationStatus) -> str:
    if kind == ActKind.WITHDRAWAL:
        possible = application_target(status=status, event=ApplicationEvent.WITHDRAW)
        return "" if possible else "not_accepted"
    if status == ApplicationStatus.DRAFT:
        return "not_submitted"
    return "" if status == ApplicationStatus.SUBMITTED else "already_decided"


def acts_open_to(*, facts: Facts) -> set[ActKind]:
    """What the person could sign now, whatever they would say: the buttons they are shown."""
    return {kind for kind in ActKind if not blocker_to_open(kind=kind, facts=facts)}


def blocker_to_open(*, kind: ActKind, facts: Facts) -> str:
    """Code of `CannotInstruct` that keeps the person from this act, whatever they would say; empty: it is open."""
    plain = Verdict.REFUSED if kind == ActKind.DECISION else Verdict.FAVOURABLE
    return next(blockers_to_sign(kind=kind, verdict=plain, facts=facts), "")
