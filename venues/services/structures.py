"""Create a structure from its SIRET, and let people in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import services as core_services
from core.history import record
from venues.errors import CannotRegister
from venues.geocoding.base import Place
from venues.models import LegalEntity, Membership, Venue
from venues.services.addresses import keep_address
from venues.siret import siren_of
from venues.states import Role


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What a structure is made of: from the register, or typed while the register is down (`verified` False)."""

    siret: str
    legal_name: str
    naf_code: str
    naf_label: str
    legal_category: str
    place: Place
    verified: bool


@transaction.atomic
def register(
    *, identity: Identity, public_name: str, is_itinerant: bool, booking_email: str, actor: Any, now: datetime
) -> Venue:
    """Create the legal entity (silently), the structure and its first administrator.

    Whatever the register said was fetched before: no call to it happens here. Raises CannotRegister when the
    SIRET has its structure already, even when two people register it at the same moment.
    """
    entity, _ = LegalEntity.objects.get_or_create(
        siren=siren_of(identity.siret),
        defaults={"name": identity.legal_name, "legal_category": identity.legal_category, "created_at": now},
    )
    try:
        with transaction.atomic():
            venue = Venue.objects.create(
                legal_entity=entity,
                siret=identity.siret,
                legal_name=identity.legal_name,
                public_name=public_name,
                naf_code=identity.naf_code,
                naf_label=identity.naf_label,
                address=keep_address(place=identity.place),
                is_itinerant=is_itinerant,
                booking_email=booking_email,
                verification=Venue.Verification.REGISTER if identity.verified else Venue.Verification.MANUAL,
                created_at=now,
            )
    except IntegrityError as problem:
        if "venues_venue_siret" not in str(problem):
            raise
        raise CannotRegister("siret_registered", field="siret") from problem
    add_member(venue=venue, user=actor, role=Role.ADMIN, actor=actor, now=now)
    record(actor=actor, verb="register_venue", target=venue, now=now, after={"siret": venue.siret})
    _tell(venue, actor, now=now)
    return venue


def _tell(venue: Venue, person: Any, *, now: datetime) -> None:
    core_services.keep_email(
        kind="venues/registered",
        to=person.email,
        context={
            "first_name": person.first_name,
            "structure": venue.public_name,
            "url": settings.SITE_URL + reverse("home"),
        },
        now=now,
        dedupe_key=f"registered:{venue.pk}",
    )


@transaction.atomic
def add_member(*, venue: Venue, user: Any, role: Role, actor: Any, now: datetime) -> Membership:
    """Let a person work at a structure."""
    membership = Membership.objects.create(venue=venue, user=user, role=role, created_at=now)
    record(actor=actor, verb="add_member", target=venue, now=now, after={"user": user.pk, "role": role})
    return membership
