"""School offers of the demonstration world: the directory, then what a referenced cinema proposes to classes."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import schools
from accounts.models import User
from passculture_pro.demo.timeline import Timeline
from schools.rules.offers import limit_instant
from schools.selectors import institutions as institution_selectors
from schools.services import institutions as institution_services
from schools.services import offers as services
from schools.states import PlaceKind
from venues.models import Venue

DIRECTORY = Path(schools.__file__).parent / "data" / "institutions.csv"
COLLEGE = "0000138A"  # Collège des Trois Exemples, in the town of the fixed cinema
PARIS = "Europe/Paris"


@dataclass(frozen=True, kw_only=True)
class Project:
    """An offer to lay. Days count from today; `limit` days before the date, bookings close."""

    title: str
    description: str
    levels: tuple[str, ...]
    pupils: int
    price_cents: int
    created: int
    day: int | None = None
    limit: int = 14
    place: PlaceKind = PlaceKind.OURS
    publishes: bool = True


PROJECTS = (
    Project(
        title="Dans la cabine de projection",
        description=(
            "La classe visite la cabine, charge une bobine et compare le film et le numérique.\n"
            "La visite finit dans la salle, devant trois courts métrages."
        ),
        levels=("SIXIEME", "CINQUIEME"),
        pupils=30,
        price_cents=120_00,
        created=-36,
        day=-12,
        limit=7,
    ),
    Project(
        title="Les Noyers de Marthe, et sa réalisatrice",
        description=(
            "Projection du film, puis une heure d’échange avec Aude Fontbrune.\n"
            "Un dossier aide à préparer la séance en classe. Prévoir deux accompagnateurs."
        ),
        levels=("QUATRIEME", "TROISIEME"),
        pupils=56,
        price_cents=180_00,
        created=-6,
        day=30,
    ),
    Project(
        title="Tourner une scène en une journée",
        description="Écrire, jouer et filmer une scène dans l’établissement, avec deux professionnels.",
        levels=("SECONDE",),
        pupils=24,
        price_cents=450_00,
        created=-1,
        place=PlaceKind.SCHOOL,
        publishes=False,
    ),
)


def load_directory(*, now: datetime) -> None:
    """The schools that may be chosen."""
    lines = DIRECTORY.read_text(encoding="utf-8").splitlines()
    institution_services.load(rows=csv.DictReader(lines, delimiter=";"), actor=None, now=now)


def school_offers(line: Timeline, *, venue: Venue, owner: User, began: datetime, now: datetime) -> None:
    """Lay the directory and three offers: one past, one published in a month, one draft.

    The structure must be referenced from the 36th day before `now` on.
    """
    line.lay(at=began, act=lambda instant: load_directory(now=instant))
    for project in PROJECTS:
        at = now + timedelta(days=project.created)
        line.lay(at=at, act=_propose(project, venue=venue, owner=owner, today=now))


def _propose(project: Project, *, venue: Venue, owner: User, today: datetime) -> Callable[[datetime], None]:
    def act(instant: datetime) -> None:
        typed = _typed(project, venue=venue, today=today)
        offer = services.create(venue=venue, typed=typed, actor=owner, now=instant)
        if project.publishes:
            published_at = instant + timedelta(hours=1)
            services.publish(offer_id=offer.pk, version=offer.version, actor=owner, now=published_at)

    return act


def _typed(project: Project, *, venue: Venue, today: datetime) -> dict[str, Any]:
    ours = project.place == PlaceKind.OURS
    return {
        "title": project.title,
        "description": project.description,
        "domains": ["CINEMA"],
        "levels": list(project.levels),
        "duration_minutes": 150,
        "pupils": project.pupils,
        "price_cents": project.price_cents,
        "place_kind": project.place.value,
        "address": venue.address if ours else None,
        "institution": institution_selectors.by_uai(raw=COLLEGE) if project.publishes else None,
        "contact_email": venue.booking_email,
        **_dates(project, today=today),
    }


def _dates(project: Project, *, today: datetime) -> dict[str, datetime]:
    if project.day is None:
        return {}
    zone = ZoneInfo(PARIS)
    day = today.astimezone(zone).date() + timedelta(days=project.day)
    start = datetime.combine(day, time(14), tzinfo=zone)
    limit = limit_instant(day=day - timedelta(days=project.limit), starts_at=start, zone=PARIS)
    return {"starts_at": start, "booking_limit_at": limit}
