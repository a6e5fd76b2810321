"""Referencing in the demonstration world: who instructs, one structure referenced, another one under instruction."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.services import staff
from core import uploads
from passculture_pro.demo.timeline import Timeline
from schools.models.referencing import Application
from schools.regions import first_region
from schools.rules.referencing import FIELDS_OF
from schools.services import instruction, mandates
from schools.services import referencing as services
from schools.states import Authority, PieceKind, Verdict
from venues.models import Venue

GROUP = "Commission scolaire"
COMMISSION = {
    Authority.RECTORAT: ("rectorat@staff.example", "Odile", "Rivière"),
    Authority.DRAC: ("drac@staff.example", "Bastien", "Larroque"),
    Authority.COMMISSION: ("commission@staff.example", "Nadia", "Castel"),
}
PIECE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
Act = Callable[[datetime], None]

FIXED_ANSWERS: dict[str, Any] = {
    "presentation": (
        "Une matinée au cinéma, préparée avec l’équipe enseignante. La classe choisit un film parmi trois, "
        "le découvre en salle, puis en parle avec une médiatrice. Une visite de la cabine montre comment l’image "
        "arrive sur l’écran. Les élèves repartent avec un carnet à compléter en classe, et une question à poser "
        "à la personne qui a fait le film. Nous recevons deux classes par semaine."
    ),
    "domains": ["CINEMA", "MEDIAS"],
    "levels": ["SIXIEME", "CINQUIEME", "QUATRIEME", "TROISIEME"],
    "territory": "La ville et les collèges à moins de 40 km",
    "interventions": ["PROJECTION_DEBAT", "VISITE"],
    "experience": "Une médiatrice diplômée, dix ans d’ateliers. Un projectionniste titulaire du CAP.",
    "references": "Collège au cinéma depuis 2016, avec quatre établissements.",
    "usual_price_cents": 150_00,
    "contact_phone": "05 65 00 00 11",
}
CIRCUIT_ANSWERS: dict[str, Any] = {
    "presentation": (
        "Le cinéma vient à l’école du village. Nous installons l’écran dans la salle des fêtes la plus proche, et "
        "projetons un film choisi avec les enseignants. Un atelier suit : les élèves tournent une scène muette d’une "
        "minute, en équipe, puis la regardent ensemble sur le grand écran. Les familles sont invitées le soir même. "
        "Nous apportons tout le matériel, et nous nous adaptons aux classes à plusieurs niveaux."
    ),
    "domains": ["CINEMA"],
    "levels": ["ELEMENTAIRE", "SIXIEME"],
    "territory": "Les villages du département",
    "interventions": ["PROJECTION_DEBAT", "ATELIER"],
    "experience": "Deux animateurs titulaires du BAFA et un réalisateur de documentaires.",
    "usual_price_cents": 0,
    "contact_phone": "02 98 00 00 22",
}


def school_commission(
    *, password_digest: str, admin: User, venues: Iterable[Venue], now: datetime
) -> dict[Authority, User]:
    """Open the three accounts, and give them a mandate in every region of these structures."""
    regions = {first_region(one.address.insee_code, one.address.postal_code) for one in venues} - {""}
    people = {
        authority: staff.open_account(
            email=email,
            first_name=first_name,
            last_name=last_name,
            password_digest=password_digest,
            now=now,
            groups=[GROUP],
            is_staff=True,
        )
        for authority, (email, first_name, last_name) in COMMISSION.items()
    }
    for authority, user in people.items():
        for region in sorted(regions):
            mandates.grant_mandate(user=user, authority=authority, region=region, actor=admin, now=now)
    return people


def school_referencing(
    line: Timeline,
    *,
    commission: dict[Authority, User],
    fixed: tuple[Venue, User],
    newcomer: tuple[Venue, User],
    began: datetime,
    now: datetime,
) -> None:
    """Lay the acts: the fixed cinema is referenced long ago, the newcomer applied yesterday.

    `fixed` and `newcomer` are (structure, who administers it). Another structure has not applied.
    """
    kept: dict[str, Application] = {}
    accepted, waiting = began + timedelta(days=12), now - timedelta(days=1)
    line.lay(at=accepted, act=_apply(kept, "fixed", *fixed, answers=FIXED_ANSWERS))
    for days, authority in ((8, Authority.RECTORAT), (11, Authority.DRAC)):
        line.lay(at=accepted + timedelta(days=days), act=_advise(kept, "fixed", authority, commission))
    line.lay(at=accepted + timedelta(days=20), act=_accept(kept, "fixed", commission))
    line.lay(at=waiting, act=_apply(kept, "newcomer", *newcomer, answers=CIRCUIT_ANSWERS))
    given = waiting + timedelta(hours=19)
    line.lay(at=given, act=_advise(kept, "newcomer", Authority.RECTORAT, commission))


def _apply(
    kept: dict[str, Application], key: str, venue: Venue, owner: User, *, answers: dict[str, Any]
) -> Act:
    """Start, answer, join a piece, hand in."""

    def act(at: datetime) -> None:
        draft = services.start(venue=venue, actor=owner, now=at)
        common: dict[str, Any] = {"application_id": draft.pk, "actor": owner, "now": at}
        for step, names in FIELDS_OF.items():
            values = {name: answers[name] for name in names if name in answers}
            draft = services.save_step(step=step, values=values, version=draft.version, **common)
        statutes = uploads.read(
            file=BytesIO(PIECE), size=len(PIECE), name="statuts.pdf", max_bytes=settings.PROOF_MAX_BYTES
        )
        services.add_piece(kind=PieceKind.STATUTES, upload=statutes, **common)
        kept[key] = services.submit(honour=True, **common)

    return act


def _advise(
    kept: dict[str, Application], key: str, authority: Authority, commission: dict[Authority, User]
) -> Act:
    def act(at: datetime) -> None:
        instruction.give_opinion(
            application_id=kept[key].pk,
            authority=authority,
            verdict=Verdict.FAVOURABLE,
            reason="Un projet construit avec les équipes enseignantes.",
            actor=commission[authority],
            now=at,
        )

    return act


def _accept(kept: dict[str, Application], key: str, commission: dict[Authority, User]) -> Act:
    def act(at: datetime) -> None:
        instruction.decide(
            application_id=kept[key].pk,
            verdict=Verdict.ACCEPTED,
            reason="",
            actor=commission[Authority.COMMISSION],
            now=at,
        )

    return act
