"""Whose money a person may see: structures of one legal entity where they administer or keep accounts."""

from django.db.models import QuerySet
from django.http import HttpRequest

from finance import selectors
from finance.models import BankAccount
from venues.models import LegalEntity, Venue
from venues.permissions import ACCOUNTANTS, current_venue
from venues.states import Status


def entity_of(request: HttpRequest) -> LegalEntity:
    """The legal entity of the structure being worked on. Behind a guard only."""
    return current_venue(request).legal_entity


def accounts_in_reach(request: HttpRequest) -> QuerySet[BankAccount]:
    """Bank accounts the person may open: those of the legal entity once staff have validated the structure.

    Before that, only those they handed in themselves: anyone can sign up with another SIRET of the same SIREN.
    """
    trusted = current_venue(request).status in {Status.VALIDATED, Status.CLOSED}
    return selectors.accounts_in(
        legal_entity=entity_of(request), handed_in_by=None if trusted else request.user.pk
    )


def venues_of(request: HttpRequest) -> list[Venue]:
    """Structures of that legal entity whose money the person may see, oldest membership first. No query."""
    entity = entity_of(request)
    memberships = request._memberships  # type: ignore[attr-defined]  # loaded by current_venue
    return [m.venue for m in memberships if m.role in ACCOUNTANTS and m.venue.legal_entity_id == entity.pk]
