"""Reads about referencing: where a structure stands, who instructs, what waits."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from schools.models.referencing import Act, Application, Mandate, Piece
from schools.rules.referencing import FIELDS_OF, Answers, Facts
from schools.states import (
    DECIDED,
    OPINIONS,
    STANDING_LABELS,
    ActKind,
    ApplicationStatus,
    Authority,
    Standing,
    standing_of,
)
from venues.models import Membership
from venues.states import Role, Status


@dataclass(frozen=True, kw_only=True)
class StandingOf:
    """What a partner is told: the state, and the application it comes from (None: never applied)."""

    state: Standing
    application: Application | None

    @property
    def label(self) -> str:
        """`En instruction`."""
        return STANDING_LABELS[self.state]

    @property
    def is_referenced(self) -> bool:
        """May the structure propose to schools?"""
        return self.state == Standing.ACCEPTED

    @property
    def may_start(self) -> bool:
        """May a new application be opened (never applied, refused, withdrawn)?"""
        return self.state in {Standing.NEVER, Standing.REFUSED, Standing.WITHDRAWN}


# What a structure knows.


def is_referenced(*, venue_id: int) -> bool:
    """Is the structure open, and referenced by the ministries now? To write, take `schools.locks.referenced`."""
    accepted = Application.objects.filter(venue_id=venue_id, status=ApplicationStatus.ACCEPTED)
    return accepted.filter(venue__status=Status.VALIDATED).exists()


def standing(*, venue_id: int) -> StandingOf:
    """Where the last application of a structure stands. One query."""
    last = last_application(venue_id=venue_id)
    if last is None:
        return StandingOf(state=standing_of(None), application=None)
    validated = last.venue.status == Status.VALIDATED
    state = standing_of(ApplicationStatus(last.status), venue_validated=validated)
    return StandingOf(state=state, application=last)


def last_application(*, venue_id: int) -> Application | None:
    """The newest application of a structure, whatever its state. One query."""
    mine = Application.objects.filter(venue_id=venue_id).select_related("submitted_by", "venue")
    return mine.order_by("-pk").first()


def last_decided(*, venue_id: int) -> Application | None:
    """The newest application of a structure that was decided: what it was told outlives a new draft. One query."""
    decided = Application.objects.filter(venue_id=venue_id, status__in=DECIDED).select_related("submitted_by")
    return decided.order_by("-pk").first()


def has_application(*, venue_id: int, pk: str) -> bool:
    """Is this the number of an application of the structure? `pk` as a page sends it back. One query at most."""
    return (
        pk.isdecimal() and len(pk) < 19 and Application.objects.filter(venue_id=venue_id, pk=int(pk)).exists()
    )


def draft_of(*, venue_id: int) -> Application | None:
    """The application a structure is writing. One query."""
    drafts = Application.objects.filter(venue_id=venue_id, status=ApplicationStatus.DRAFT)
    return drafts.select_related("venue__address").first()


def acts_of(*, application: Application) -> list[Act]:
    """What was signed about an application, in the order it was. One query."""
    return list(application.acts.select_related("author").order_by("at", "pk"))


def pieces_of(*, application: Application) -> list[Piece]:
    """Files of an application, in the order they were joined. One query."""
    return list(application.pieces.order_by("pk"))


def piece_of(*, venue_id: int, pk: int) -> Piece | None:
    """A file of one of the structure's applications."""
    pieces = Piece.objects.filter(application__venue_id=venue_id, pk=pk)
    return pieces.select_related("application").first()


def answers_of(*, application: Application, pieces: int) -> Answers:
    """What the rules judge. `pieces`: how many files are joined. No query."""
    names = [name for fields in FIELDS_OF.values() for name in fields]
    values = {name: getattr(application, name) for name in names}
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return Answers(**plain, pieces=pieces)


def administrators_of(*, venue_id: int) -> list[User]:
    """People who administer a structure. One query."""
    rows = Membership.objects.filter(venue_id=venue_id, ended_at=None, role=Role.ADMIN, user__is_active=True)
    return [row.user for row in rows.select_related("user").order_by("pk")]


def administers(*, venue_id: int, user: Any) -> bool:
    """Does the person administer the structure?"""
    rows = Membership.objects.filter(venue_id=venue_id, user_id=user.pk, ended_at=None, role=Role.ADMIN)
    return rows.exists()


def works_at(*, venue_id: int, user: Any) -> bool:
    """Does the person work at a structure today, whatever the role? One query."""
    return Membership.objects.filter(venue_id=venue_id, user_id=user.pk, ended_at=None).exists()


# What those who instruct know.


def live_mandates(*, user: Any) -> list[Mandate]:
    """In whose name, and where, a person signs. One query."""
    return list(Mandate.objects.filter(user_id=user.pk, ended_at=None).order_by("pk"))


def _signing_for(*, application: Application, authorities: Collection[Authority]) -> QuerySet[Mandate]:
    """Live mandates that may sign an application: whoever works, or worked, for its legal entity is left out."""
    own = Membership.objects.filter(
        venue__legal_entity=application.venue.legal_entity_id, user_id=OuterRef("user_id")
    )
    rows = Mandate.objects.filter(region=application.region, authority__in=authorities, ended_at=None)
    return rows.filter(user__is_active=True, user__is_staff=True).exclude(Exists(own))


def mandated(*, application: Application, authorities: Collection[Authority]) -> list[User]:
    """Who may sign an application for these authorities, once each. One query."""
    rows = _signing_for(application=application, authorities=authorities)
    return [row.user for row in rows.select_related("user").order_by("pk")]


def who_gives_mandates() -> list[User]:
    """Superusers: to whom one turns when nobody is mandated. One query."""
    return list(User.objects.filter(is_superuser=True, is_staff=True, is_active=True).order_by("pk"))


def unmandated(*, application: Application, authorities: Collection[Authority]) -> list[Authority]:
    """Authorities for which nobody may sign an application. One query."""
    live = _signing_for(application=application, authorities=authorities)
    there = set(live.values_list("authority", flat=True))
    return [authority for authority in authorities if authority not in there]


def waiting_for(*, user: Any, authority: Authority, region: str) -> list[Application]:
    """Applications of a region that an authority may sign now, and this person too, the oldest first. One query."""
    signed = Act.objects.filter(application=OuterRef("pk"))
    rows = Application.objects.filter(status=ApplicationStatus.SUBMITTED, region=region)
    if authority == Authority.COMMISSION:
        for kind in OPINIONS:
            rows = rows.filter(Exists(signed.filter(kind=kind)))
    else:
        rows = rows.exclude(Exists(signed.filter(kind=ActKind(authority))))
    own = Membership.objects.filter(venue__legal_entity=OuterRef("venue__legal_entity"), user_id=user.pk)
    rows = rows.exclude(Exists(own)).exclude(Exists(signed.filter(author_id=user.pk)))
    return list(rows.select_related("venue").order_by("submitted_at", "pk"))


def applications_for(*, user: Any) -> QuerySet[Application]:
    """What a person of the staff may open: what was handed in, in the regions of their mandates.

    Not those of a legal entity they work, or worked, for: opinions are read there before the decision.
    A superuser sees everything, drafts too, and signs nothing.
    """
    if user.is_superuser:
        return Application.objects.all()
    regions = Mandate.objects.filter(user_id=user.pk, ended_at=None).values("region")
    own = Membership.objects.filter(venue__legal_entity=OuterRef("venue__legal_entity"), user_id=user.pk)
    rows = Application.objects.exclude(status=ApplicationStatus.DRAFT).filter(region__in=regions)
    return rows.exclude(Exists(own))


def piece_for(*, user: Any, pk: int) -> Piece | None:
    """A file of an application that a person of the staff may open."""
    pieces = Piece.objects.filter(application__in=applications_for(user=user), pk=pk)
    return pieces.select_related("application").first()


def may_be_mandated(*, by: Any) -> QuerySet[User]:
    """To whom a superuser may give a mandate."""
    return User.objects.filter(is_staff=True, is_active=True).exclude(pk=by.pk).order_by("last_name", "pk")


def facts_for(*, application: Application, actor: Any) -> Facts:
    """What is known before somebody signs. Three queries; the structure must be loaded with the application."""
    acts = list(Act.objects.filter(application=application).values_list("kind", "author_id"))
    mandates = live_mandates(user=actor)
    return Facts(
        status=ApplicationStatus(application.status),
        region=application.region,
        mandates=frozenset((one.authority, one.region) for one in mandates),
        signed=frozenset(kind for kind, _ in acts),
        signed_by_actor=frozenset(kind for kind, author in acts if author == actor.pk),
        own_structure=has_worked_for(legal_entity_id=application.venue.legal_entity_id, user=actor),
        venue_validated=application.venue.status == Status.VALIDATED,
    )


def has_worked_for(*, legal_entity_id: int, user: Any) -> bool:
    """Does, or did, the person work at a structure of this legal entity?"""
    return Membership.objects.filter(venue__legal_entity_id=legal_entity_id, user_id=user.pk).exists()
