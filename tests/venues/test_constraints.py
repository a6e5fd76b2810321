"""What the database refuses about structures, their places and their members."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from tests.support.constraints import break_it, refused
from tests.support.moments import ago
from tests.venues.factories import AddressFactory, LegalEntityFactory, MembershipFactory, VenueFactory

pytestmark = pytest.mark.django_db


def test_a_siren_is_nine_digits() -> None:
    break_it(LegalEntityFactory(), "siren_is_nine_digits", siren="12345678A")


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("address_on_earth", {"latitude": 90.1}),
        ("address_on_earth", {"longitude": -180.1}),
        ("address_postal_code_digits", {"postal_code": "4616"}),
        ("address_precision_known", {"precision": "somewhere"}),
    ],
)
def test_a_place_is_on_earth(constraint: str, values: dict[str, Any]) -> None:
    break_it(AddressFactory(), constraint, **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("siret_is_fourteen_digits", {"siret": "1234567820001"}),
        ("venue_status_known", {"status": "paid"}),
        ("venue_verification_known", {"verification": "hearsay"}),
        ("venue_validated_at_matches_status", {"validated_at": None}),
        ("venue_rejected_has_reason", {"status": "rejected", "decision_reason": ""}),
    ],
)
def test_a_structure_is_in_a_known_state(constraint: str, values: dict[str, Any]) -> None:
    break_it(VenueFactory(), constraint, **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("membership_role_known", {"role": "owner"}),
        ("membership_ends_after_start", {"ended_at": F("created_at") - timedelta(days=1)}),
    ],
)
def test_a_member_has_a_known_role(constraint: str, values: dict[str, Any]) -> None:
    break_it(MembershipFactory(), constraint, **values)


def test_a_person_is_a_member_once() -> None:
    first = MembershipFactory()
    with refused("membership_one_live_per_person"):
        MembershipFactory(user=first.user, venue=first.venue)


def test_a_person_may_come_back() -> None:
    first = MembershipFactory(ended_at=ago(days=1))
    assert MembershipFactory(user=first.user, venue=first.venue).ended_at is None
