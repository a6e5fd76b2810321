"""Rows for the tests of referencing: plain functions, so that a test shows only what it is about.

`application(venue)` is a complete draft; `application(venue, status="submitted")` and the other states are what
the services would have left, acts included. `referenced(venue)` is what offers need.
"""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from core.uploads import Upload
from schools.models.referencing import Act, Application, Mandate, Piece
from schools.states import ActKind, Authority, PieceKind, Verdict
from tests.accounts.factories import UserFactory
from tests.support.moments import ago
from tests.venues.factories import member
from venues.models import Membership, Venue

OCCITANIE = "76"
BRITTANY = "53"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROJECT = "Nous projetons un film, puis nous en parlons avec la classe. " * 6
_numbers = count(1)
ANSWERS: dict[str, Any] = {
    "presentation": PROJECT.strip(),
    "domains": ["CINEMA"],
    "levels": ["SIXIEME", "CINQUIEME"],
    "territory": "Lot et Aveyron",
    "interventions": ["PROJECTION_DEBAT"],
    "experience": "Deux projectionnistes diplômés, dix ans d’ateliers en collège rural.",
    "references": "Collège de Cajarc, chaque automne depuis 2019.",
    "usual_price_cents": 180_00,
    "contact_name": "Alice Noyer",
    "contact_phone": "05 65 00 00 00",
    "contact_email": "alice@circuit.example",
}
#: Acts that lead to each state.
_ACTS: dict[str, tuple[tuple[ActKind, Verdict], ...]] = {
    "draft": (),
    "submitted": (),
    "accepted": (
        (ActKind.RECTORAT, Verdict.FAVOURABLE),
        (ActKind.DRAC, Verdict.RESERVED),
        (ActKind.DECISION, Verdict.ACCEPTED),
    ),
    "refused": (
        (ActKind.RECTORAT, Verdict.UNFAVOURABLE),
        (ActKind.DRAC, Verdict.UNFAVOURABLE),
        (ActKind.DECISION, Verdict.REFUSED),
    ),
}
_ACTS["withdrawn"] = (*_ACTS["accepted"], (ActKind.WITHDRAWAL, Verdict.WITHDRAWN))


def staff_member(**fields: Any) -> User:
    """Somebody of the staff, without any right."""
    return UserFactory(**{"email": f"commission{next(_numbers)}@staff.example", "is_staff": True, **fields})


def mandated(authority: Authority | str, *, region: str = OCCITANIE, **fields: Any) -> User:
    """Somebody who signs for an authority in a region."""
    user = staff_member(**fields)
    mandate(user, authority=authority, region=region)
    return user


def mandate(user: User, *, authority: Authority | str, region: str = OCCITANIE) -> Mandate:
    """The mandate alone."""
    return Mandate.objects.create(
        user=user, authority=authority, region=region, granted_by=staff_member(), granted_at=ago(days=30)
    )


def upload(name: str = "statuts.pdf") -> Upload:
    """A file that was read."""
    return Upload(content=PDF, name=f"inconnu-{next(_numbers)}.pdf", shown_name=name)


def piece(application: Application, **fields: Any) -> Piece:
    """A stored file of an application."""
    values = {
        "application": application,
        "kind": PieceKind.STATUTES,
        "file": ContentFile(PDF, name=f"piece-{next(_numbers)}.pdf"),
        "shown_name": "statuts.pdf",
        "size": len(PDF),
        "added_by": application.created_by,
        "added_at": application.created_at,
    }
    return Piece.objects.create(**values | fields)


def act(application: Application, kind: ActKind, verdict: Verdict, **fields: Any) -> Act:
    """Something signed, by somebody of its own."""
    values = {
        "application": application,
        "kind": kind,
        "verdict": verdict,
        "reason": "Le projet manque de précision." if verdict not in _PLAIN else "",
        "author": staff_member(),
        "at": ago(days=2),
    }
    return Act.objects.create(**{**values, **fields})


_PLAIN = (Verdict.FAVOURABLE, Verdict.ACCEPTED)


def application(
    venue: Venue, *, status: str = "draft", since: datetime | None = None, **fields: Any
) -> Application:
    """A complete application in a state, with a piece and the acts that led there."""
    at = since or ago(days=20)
    owner = _owner(venue)
    values = {"venue": venue, "created_by": owner, "created_at": at, "saved_at": at, **ANSWERS}
    if status != "draft":
        values |= {
            "status": "submitted",
            "honour": True,
            "region": OCCITANIE,
            "submitted_by": owner,
            "submitted_at": at + timedelta(hours=1),
        }
    made = Application.objects.create(**values | fields)
    piece(made)
    for number, (kind, verdict) in enumerate(_ACTS[status], start=1):
        signed = act(made, kind, verdict, at=at + timedelta(days=number))
        if kind in {ActKind.DECISION, ActKind.WITHDRAWAL}:
            _moved(made, signed)
    return made


def _moved(made: Application, signed: Act) -> None:
    made.status, made.reason = signed.verdict, signed.reason
    made.decided_by, made.decided_at = signed.author, signed.at
    made.save()


def referenced(venue: Venue) -> Application:
    """The structure may propose to schools."""
    return application(venue, status="accepted")


def _owner(venue: Venue) -> User:
    first = Membership.objects.filter(venue=venue, role="admin", ended_at=None).select_related("user").first()
    return first.user if first else member(venue=venue)
