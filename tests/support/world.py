"""Three people everyone knows, as fixtures: Alice administers a structure, Bob is a volunteer there, Charlie
is a stranger with a structure of his own; Lou is a young person with credit.

Each has a client, signed in: `alice_client`, `bob_client`, `charlie_client`, `staff_client`; Lou has a phone,
`lou_app`.
"""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.factories import DepositFactory, StaffFactory, UserFactory
from tests.support.app import App
from tests.venues.factories import AddressFactory, LegalEntityFactory, VenueFactory, member
from venues.models import Venue
from venues.states import Role

__all__ = [
    "alice",
    "alice_client",
    "bob",
    "bob_client",
    "charlie",
    "charlie_client",
    "lou",
    "lou_app",
    "other_venue",
    "staff",
    "staff_client",
    "venue",
]


def signed_in(user: User) -> Client:
    """A browser where somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def venue(db: None) -> Venue:
    """The itinerant cinema where Alice and Bob work: validated."""
    owner = LegalEntityFactory(name="Association Ciné des Causses")
    return VenueFactory(itinerant=True, public_name="Ciné des Causses", legal_entity=owner)


@pytest.fixture
def other_venue(db: None) -> Venue:
    """Charlie's cinema."""
    return VenueFactory(public_name="Le Rex", address=AddressFactory(village=3))


@pytest.fixture
def alice(venue: Venue) -> User:
    """Administers the structure."""
    return member(
        venue=venue, role=Role.ADMIN, first_name="Alice", last_name="Noyer", email="alice@circuit.example"
    )


@pytest.fixture
def bob(venue: Venue) -> User:
    """Volunteer at the door: Guichet only."""
    return member(
        venue=venue, role=Role.DESK, first_name="Bob", last_name="Causse", email="bob@circuit.example"
    )


@pytest.fixture
def charlie(other_venue: Venue) -> User:
    """Administers another structure: a stranger here."""
    return member(
        venue=other_venue,
        role=Role.ADMIN,
        first_name="Charlie",
        last_name="Rex",
        email="charlie@salle.example",
    )


@pytest.fixture
def staff(db: None) -> User:
    """Staff of the pass Culture, with every right."""
    return StaffFactory(first_name="Sam", last_name="Pass", email="sam@staff.example")


@pytest.fixture
def lou(db: None) -> User:
    """A young person with 300 € of credit."""
    return DepositFactory(
        user=UserFactory(first_name="Lou", last_name="Martin", email="lou@mobile.example")
    ).user


@pytest.fixture
def alice_client(alice: User) -> Client:
    """Alice's browser."""
    return signed_in(alice)


@pytest.fixture
def bob_client(bob: User) -> Client:
    """Bob's browser."""
    return signed_in(bob)


@pytest.fixture
def charlie_client(charlie: User) -> Client:
    """Charlie's browser."""
    return signed_in(charlie)


@pytest.fixture
def staff_client(staff: User) -> Client:
    """The browser of staff."""
    return signed_in(staff)


@pytest.fixture
def lou_app(lou: User) -> App:
    """Lou's phone."""
    return App(lou)
