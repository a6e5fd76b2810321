"""`GET offers/{id}/`: everything about an offer, and until when a booking made now could be cancelled."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from offers.models import Slot
from offers.states import State
from tests.api import world
from tests.api.world import soon
from tests.support.app import App, refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 12, 30, tzinfo=UTC)


@pytest.fixture
def app() -> App:
    return App(world.person())


def only_stock(app: App, **slot_fields: object) -> dict[str, object]:
    stock = world.stock(**slot_fields)
    return app.get(f"offers/{stock.slot.offer_id}/").json()["stocks"][0]


def test_the_page_has_the_fields_of_the_list_and_its_own(app: App) -> None:
    offer = world.offer(
        description="Un film.",
        duration_minutes=96,
        is_duo=True,
        film_director="Inès Vidal",
        film_visa="161234",
        motor_accessible=True,
    )
    world.stock(offer)
    card = app.get("offers/").json()["results"][0]
    body = app.get(f"offers/{offer.pk}/").json()
    assert {name: body[name] for name in card} == card
    assert {name: body[name] for name in body if name not in card and name != "stocks"} == {
        "description": "Un film.",
        "duration_minutes": 96,
        "is_duo": True,
        "accessibility": {"motor": True, "hearing": False, "visual": False, "mental": False},
        "film": {"director": "Inès Vidal", "author": "", "visa": "161234"},
    }


def test_a_stock_has_exactly_the_fields_of_the_contract(app: App) -> None:
    start = soon(days=10)
    stock = world.stock(cents=4_50, label="Réduit", starts_at=start, booking_closes_at=start - world.HOUR)
    shown = app.get(f"offers/{stock.slot.offer_id}/").json()["stocks"]
    until = shown[0].pop("cancellable_until")
    assert shown == [
        {
            "id": str(stock.pk),
            "starts_at": start.isoformat().replace("+00:00", "Z"),
            "booking_closes_at": (start - world.HOUR).isoformat().replace("+00:00", "Z"),
            "is_cancellable": True,
            "price_cents": 4_50,
            "price_label": "Réduit",
            "remaining": 50,
            "is_bookable": True,
        }
    ]
    assert abs(datetime.fromisoformat(until) - soon(hours=48)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("hours", "cancellable_for"), [(10, None), (48, None), (60, 12), (96, 48), (240, 48)]
)
def test_the_limit_is_that_of_a_booking_made_now(app: App, hours: int, cancellable_for: int | None) -> None:
    with time_machine.travel(NOW, tick=False):
        app = App(world.person())
        shown = only_stock(app, starts_at=NOW + timedelta(hours=hours))
    limit = NOW + timedelta(hours=cancellable_for) if cancellable_for else None
    assert shown["cancellable_until"] == (limit.isoformat().replace("+00:00", "Z") if limit else None)
    assert shown["is_cancellable"] is (limit is not None)


def test_goods_can_always_be_cancelled_and_have_no_date(app: App) -> None:
    shown = only_stock(app, goods=True)
    dates = (shown["starts_at"], shown["booking_closes_at"], shown["cancellable_until"])
    assert (dates, shown["is_cancellable"], shown["is_bookable"]) == ((None, None, None), True, True)


@pytest.mark.parametrize(
    ("fields", "bookable"),
    [
        ({"capacity": 2, "booked": 1}, True),
        ({"capacity": None}, True),
        ({"capacity": 2, "booked": 2}, False),
        ({"booking_closes_at": timezone.now() - world.HOUR}, False),
    ],
)
def test_a_stock_says_whether_it_can_be_booked(app: App, fields: dict[str, object], bookable: bool) -> None:
    assert only_stock(app, **fields)["is_bookable"] is bookable


def test_prices_of_a_date_share_its_count(app: App) -> None:
    date = world.slot(capacity=5, booked=2)
    for label in ("Plein", "Réduit"):
        world.stock(date, label=label)
    stocks = app.get(f"offers/{date.offer_id}/").json()["stocks"]
    assert [stock["remaining"] for stock in stocks] == [3, 3]


def test_without_anything_known_of_a_film_there_is_none(app: App) -> None:
    offer = world.stock().slot.offer
    assert app.get(f"offers/{offer.pk}/").json()["film"] is None


def test_an_offer_that_is_over_has_nothing_next(app: App) -> None:
    offer = world.stock(starts_at=soon(days=-1)).slot.offer
    body = app.get(f"offers/{offer.pk}/").json()
    assert (body["next_stock"], body["stocks"]) == (None, [])


def test_what_is_not_visible_reads_like_what_does_not_exist(app: App) -> None:
    hidden = [world.offer(state=State.DRAFT), world.offer(state=State.PAUSED)]
    hidden.append(world.offer(venue=world.venue(status="pending")))
    answers = [app.get(f"offers/{offer.pk}/") for offer in hidden] + [app.get("offers/999999999/")]
    assert {refused(answer) for answer in answers} == {(404, "not_found")}
    assert len({answer.content for answer in answers}) == 1


NEVER_GIVEN = [
    "0",
    "-1",
    "007",
    "1.0",
    "abc",
    "9" * 30,
    str(2**63),
    "%00",
    "1%00",
    "٣",
    "1 OR 1=1",
    "é",
    "null",
]


@pytest.mark.parametrize("path", ["offers/{}/", "venues/{}/", "bookings/{}/"])
@pytest.mark.parametrize("public_id", NEVER_GIVEN)
def test_an_id_that_was_never_given_is_not_found(app: App, path: str, public_id: str) -> None:
    assert refused(app.get(path.format(public_id))) == (404, "not_found")


def test_a_copy_that_is_still_good_is_not_sent_again(app: App) -> None:
    with time_machine.travel(NOW, tick=False):
        app = App(world.person())
        offer = world.stock().slot.offer
        first = app.get(f"offers/{offer.pk}/")
        again = app.get(f"offers/{offer.pk}/", headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("header", ["*", '"x", {}', '{}, W/"y"'])
def test_a_list_of_copies_is_understood(app: App, header: str) -> None:
    with time_machine.travel(NOW, tick=False):
        app = App(world.person())
        offer = world.stock().slot.offer
        etag = app.get(f"offers/{offer.pk}/")["ETag"]
        again = app.get(f"offers/{offer.pk}/", headers={"If-None-Match": header.format(etag)})
    assert again.status_code == 304


@pytest.mark.parametrize("header", ["", "abc", '"', "W/", '"autre"', "x" * 5000])
def test_another_copy_is_replaced(app: App, header: str) -> None:
    offer = world.stock().slot.offer
    assert app.get(f"offers/{offer.pk}/", headers={"If-None-Match": header}).status_code == 200


def test_a_seat_taken_makes_the_copy_stale(app: App) -> None:
    with time_machine.travel(NOW, tick=False):
        app = App(world.person())
        slot = world.stock().slot
        etag = app.get(f"offers/{slot.offer_id}/")["ETag"]
        Slot.objects.filter(pk=slot.pk).update(booked=1)
        again = app.get(f"offers/{slot.offer_id}/", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert again["ETag"] != etag


def test_a_minute_later_the_limit_of_cancellation_has_moved_and_so_has_the_copy(app: App) -> None:
    with time_machine.travel(NOW, tick=False):
        app = App(world.person())
        offer = world.stock(starts_at=NOW + timedelta(days=10)).slot.offer
        etag = app.get(f"offers/{offer.pk}/")["ETag"]
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert app.get(f"offers/{offer.pk}/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("many", [1, 30])
def test_a_page_costs_the_same_whatever_it_shows(
    app: App, many: int, django_assert_num_queries: object
) -> None:
    offer = world.offer()
    for n in range(many):
        world.stock(offer, starts_at=soon(days=n + 1))
    with django_assert_num_queries(4):  # type: ignore[operator]  # token and account; offer; dates; prices
        assert len(app.get(f"offers/{offer.pk}/").json()["stocks"]) == many
