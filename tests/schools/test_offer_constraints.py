"""What the database refuses about school offers and schools."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from schools.states import OfferState
from tests.schools import offers as make
from tests.support.constraints import break_it, refused
from tests.support.moments import ago
from venues.models import Venue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("schooloffer_state_known", {"state": "sold"}),
        ("schooloffer_place_known", {"place_kind": "moon"}),
        ("schooloffer_address_iff_a_place", {"place_kind": "ours"}),
        ("schooloffer_limit_before_start", {"booking_limit_at": F("starts_at") + timedelta(seconds=1)}),
        ("schooloffer_pupils_bounded", {"pupils": 0}),
        ("schooloffer_pupils_bounded", {"pupils": 501}),
        ("schooloffer_price_bounded", {"price_cents": 60_000_01}),
        ("schooloffer_duration_bounded", {"duration_minutes": 0}),
        ("schooloffer_duration_bounded", {"duration_minutes": 10_081}),
        ("schooloffer_domains_known", {"domains": ["CUISINE"]}),
        ("schooloffer_levels_known", {"levels": ["CRECHE"]}),
        ("schooloffer_has_a_title", {"title": ""}),
        ("schooloffer_description_bounded", {"description": "x" * 5_001}),
        ("schooloffer_price_details_bounded", {"price_details": "x" * 1_001}),
        ("schooloffer_archived_says_when", {"archived_at": ago()}),
        ("schooloffer_archived_says_when", {"state": OfferState.ARCHIVED}),
    ],
)
def test_an_offer_stays_within_its_rules(venue: Venue, constraint: str, values: dict[str, Any]) -> None:
    break_it(make.offer(venue), constraint, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"description": ""},
        {"domains": []},
        {"levels": []},
        {"starts_at": None},
        {"duration_minutes": None},
        {"booking_limit_at": None},
        {"pupils": None},
        {"price_cents": None},
        {"place_kind": ""},
        {"institution": None},
        {"contact_email": ""},
        {"published_at": None},
    ],
)
def test_a_published_offer_is_whole(venue: Venue, values: dict[str, Any]) -> None:
    break_it(make.offer(venue), "schooloffer_published_is_whole", **values)


def test_an_address_goes_with_a_place_and_with_it_alone(venue: Venue) -> None:
    offer = make.offer(venue, place_kind="ours", address=venue.address)
    break_it(offer, "schooloffer_address_iff_a_place", place_kind="to_define")


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("institution_uai_form", {"uai": "046000AX"}),
        ("institution_kind_known", {"kind": "creche"}),
        ("institution_region_known", {"region": "00"}),
        ("institution_postal_code_digits", {"postal_code": "4600X"}),
        ("institution_has_a_name", {"name": ""}),
    ],
)
def test_a_school_is_well_formed(constraint: str, values: dict[str, Any]) -> None:
    break_it(make.school(), constraint, **values)


def test_a_uai_is_the_identity_of_one_school() -> None:
    first = make.school()
    with refused("schools_institution_uai_key"):
        make.school(uai=first.uai)
