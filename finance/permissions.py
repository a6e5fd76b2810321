"""Whose money a person may see: structures of one legal entity where they administer or keep accounts."""

from django.http import HttpRequest

from venues.models import LegalEntity, Venue
from venues.permissions import ACCOUNTANTS, current_venue


def entity_of(request: HttpRequest) -> LegalEntity:
    """The legal entity of the structure being worked on. Behind a guard only."""
    return current_venue(request).legal_entity


def venues_of(request: HttpRequest) -> list[Venue]:
    """Structures of that legal entity whose money the person may see, oldest membership first. No query."""
    entity = entity_of(request)
    memberships = request._memberships  # type: ignore[attr-defined]  # loaded by current_venue
    return [m.venue for m in memberships if m.role in ACCOUNTANTS and m.venue.legal_entity_id == entity.pk]
