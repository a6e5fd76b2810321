"""Reads about structures. Everything a person may see starts from their memberships."""

from typing import Any

from django.db.models import QuerySet

from venues.models import Membership, Venue
from venues.states import Role


def memberships_of(*, user: Any) -> list[Membership]:
    """Live memberships of a person, oldest first, structures and head offices loaded."""
    return list(
        Membership.objects.filter(user=user, ended_at=None)
        .select_related("venue__address", "venue__legal_entity")
        .order_by("created_at", "pk")
    )


def visible_to(user: Any) -> QuerySet[Venue]:
    """Structures where a person works."""
    return Venue.objects.filter(memberships__user=user, memberships__ended_at=None)


def is_registered(*, siret: str) -> bool:
    """Does this SIRET have its structure already?"""
    return Venue.objects.filter(siret=siret).exists()


def by_public_id(*, pk: int) -> Venue | None:
    """A structure as the public may see it: validated ones only."""
    return Venue.objects.select_related("address").filter(pk=pk, status="validated").first()


def administrators(*, venue: Venue) -> list[Any]:
    """Accounts that administer a structure."""
    memberships = (
        venue.memberships.filter(role=Role.ADMIN, ended_at=None).select_related("user").order_by("pk")
    )
    return [membership.user for membership in memberships]
