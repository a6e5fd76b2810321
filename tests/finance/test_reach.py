"""Who opens the bank files of a legal entity: not whoever signs up with another SIRET of it."""

import pytest
from django.test import Client

from finance.models import BankAccount
from tests.finance import factories as make
from tests.support.world import signed_in
from tests.venues.factories import VenueFactory, member
from venues.models import Venue
from venues.states import Role

pytestmark = pytest.mark.django_db


def newcomer(venue: Venue, **state: object) -> Client:
    """Somebody who administers another structure of the same legal entity."""
    other = VenueFactory(legal_entity=venue.legal_entity, **state)
    return signed_in(member(venue=other, role=Role.ADMIN))


def proof_of(account: BankAccount) -> str:
    return f"/finance/informations-bancaires/{account.pk}/justificatif/"


def test_a_structure_that_waits_for_its_validation_opens_no_file_of_others(venue: Venue) -> None:
    account = make.account(venue.legal_entity)
    pirate = newcomer(venue, pending=True)
    assert pirate.get(proof_of(account)).status_code == 404
    assert account.iban_last4 not in pirate.get("/finance/informations-bancaires/").content.decode()


def test_a_refused_structure_opens_no_money_at_all(venue: Venue) -> None:
    refused = newcomer(venue, rejected=True)
    assert refused.get("/finance/informations-bancaires/").status_code == 404


def test_a_validated_structure_of_the_same_entity_opens_them(venue: Venue) -> None:
    account = make.account(venue.legal_entity)
    assert newcomer(venue).get(proof_of(account)).status_code == 200
