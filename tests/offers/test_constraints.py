"""What the database refuses about offers, dates and prices."""

from typing import Any

import pytest
from django.db.models import F

from tests.offers.factories import OfferFactory, SlotFactory, StockFactory
from tests.support.constraints import break_it, refused
from tests.support.moments import ago, ahead

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("offer_state_known", {"state": "sold"}),
        ("offer_published_is_whole", {"address": None}),
        ("offer_published_is_whole", {"published_at": None}),
    ],
)
def test_a_published_offer_is_whole(constraint: str, values: dict[str, Any]) -> None:
    break_it(OfferFactory(), constraint, **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("slot_never_oversold", {"booked": F("capacity") + 1}),
        ("slot_capacity_bounded", {"capacity": 1_000_001}),
        ("slot_closes_before_start", {"booking_closes_at": ahead(days=31)}),
        ("slot_closes_before_start", {"booking_closes_at": None}),
    ],
)
def test_a_date_never_sells_more_than_it_has(constraint: str, values: dict[str, Any]) -> None:
    break_it(SlotFactory(), constraint, **values)


def test_a_price_stays_below_three_hundred_euros() -> None:
    break_it(StockFactory(), "stock_price_bounded", price_cents=300_01)


def test_a_price_is_named_once_per_date() -> None:
    first = StockFactory()
    with refused("stock_label_once_per_slot"):
        StockFactory(slot=first.slot)


def test_the_name_of_a_price_taken_off_may_serve_again() -> None:
    first = StockFactory(deleted_at=ago())
    assert StockFactory(slot=first.slot).label == first.label
