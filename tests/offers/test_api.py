"""`GET offers/`: what comes out, what may be asked, page after page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api import world
from tests.api.world import soon
from tests.support.app import App, refused

pytestmark = pytest.mark.django_db
HERE = {"lat": 44.4849, "lng": 1.8422}


@pytest.fixture
def app() -> App:
    return App(world.person())


def test_an_offer_in_a_list_has_exactly_the_fields_of_the_contract(app: App) -> None:
    stock = world.stock(cents=4_50)
    offer, start = stock.slot.offer, stock.slot.starts_at
    assert app.get("offers/", **HERE).json() == {
        "next": None,
        "results": [
            {
                "id": str(offer.pk),
                "title": "Les Noyers de Marthe",
                "category": "CINEMA",
                "subcategory": "SEANCE_CINE",
                "venue": {"id": str(offer.venue_id), "name": "Ciné des Noyers"},
                "address": {
                    "label": "",
                    "street": "Place du Foirail",
                    "postal_code": "46160",
                    "city": "Cajarc",
                    "latitude": 44.4849,
                    "longitude": 1.8422,
                    "time_zone": "Europe/Paris",
                },
                "distance_m": 0,
                "next_stock": {
                    "id": str(stock.pk),
                    "starts_at": start.isoformat().replace("+00:00", "Z"),
                    "price_cents": 4_50,
                    "remaining": 50,
                },
                "image": None,
            }
        ],
    }


def test_without_a_point_there_is_no_distance(app: App) -> None:
    world.stock()
    assert app.get("offers/").json()["results"][0]["distance_m"] is None


def test_goods_have_no_date_and_unlimited_seats_no_count(app: App) -> None:
    world.stock(world.offer(subcategory="LIVRE_PAPIER"), goods=True, capacity=None)
    shown = app.get("offers/").json()["results"][0]["next_stock"]
    assert (shown["starts_at"], shown["remaining"]) == (None, None)


def test_the_radius_is_fifty_kilometres_unless_told_otherwise(app: App) -> None:
    world.stock(world.offer(at=world.address(latitude=HERE["lat"] + 0.4)))
    world.stock(world.offer(at=world.address(latitude=HERE["lat"] + 0.5)))
    assert len(app.get("offers/", **HERE).json()["results"]) == 1
    assert len(app.get("offers/", **HERE, radius_km=60).json()["results"]) == 2
    assert len(app.get("offers/", **HERE, radius_km=10).json()["results"]) == 0


def test_every_filter_reaches_the_catalogue(app: App) -> None:
    world.stock(world.offer(title="Été"), cents=5_00, starts_at=soon(days=3))
    filters = {
        "category": "CINEMA",
        "subcategory": "SEANCE_CINE",
        "q": "ETE",
        "starts_after": soon(days=2).isoformat(),
        "starts_before": soon(days=4).isoformat(),
        "max_price_cents": 5_00,
    }
    assert len(app.get("offers/", **filters).json()["results"]) == 1
    others = {
        "category": "LIVRE",
        "subcategory": "CONCERT",
        "q": "hiver",
        "starts_after": soon(days=4).isoformat(),
        "starts_before": soon(days=2).isoformat(),
        "max_price_cents": 4_99,
    }
    for name, value in others.items():
        period = {"starts_after": soon(days=1).isoformat()} if name == "starts_before" else {}
        assert app.get("offers/", **{name: value}, **period).json()["results"] == [], name


INVALID = [
    ("lat", {"lat": "nord", "lng": 1}),
    ("lat", {"lat": 90.1, "lng": 1}),
    ("lat", {"lat": "nan", "lng": 1}),
    ("lng", {"lat": 1, "lng": "inf"}),
    ("lng", {"lat": 1, "lng": -180.5}),
    ("lng", {"lat": 44}),
    ("lat", {"lng": 2}),
    ("radius_km", {**HERE, "radius_km": 201}),
    ("radius_km", {**HERE, "radius_km": 0}),
    ("radius_km", {**HERE, "radius_km": -5}),
    ("radius_km", {"radius_km": 10}),
    ("category", {"category": "cinema"}),
    ("subcategory", {"subcategory": "CINE"}),
    ("q", {"q": "x" * 101}),
    ("q", {"q": "a\0b"}),
    ("starts_after", {"starts_after": "2026-11-13T20:00:00"}),
    ("starts_after", {"starts_after": "demain"}),
    ("starts_before", {"starts_before": "2026-02-30T20:00:00Z"}),
    ("starts_before", {"starts_before": "0001-01-01T00:00:00+14:00"}),
    ("starts_before", {"starts_after": "2026-11-13T20:00:00Z", "starts_before": "2026-11-13T19:00:00Z"}),
    ("max_price_cents", {"max_price_cents": -1}),
    ("max_price_cents", {"max_price_cents": "9" * 5000}),
    ("max_price_cents", {"max_price_cents": "4.5"}),
    ("limit", {"limit": 0}),
    ("limit", {"limit": 51}),
    ("limit", {"limit": "vingt"}),
    ("cursor", {"cursor": "abc"}),
    ("cursor", {"cursor": "é\ud7ff"}),
    ("cursor", {"cursor": "x" * 5000}),
    ("cursor", {"cursor": "https://ailleurs.example/?page=2"}),
]


@pytest.mark.parametrize(("field", "params"), INVALID)
def test_what_cannot_be_asked_is_refused_beside_its_parameter(
    app: App, field: str, params: dict[str, object]
) -> None:
    answer = app.get("offers/", **params)
    assert refused(answer) == (400, "invalid")
    assert list(answer.json()["fields"]) == [field]


def test_an_empty_or_unknown_parameter_changes_nothing(app: App) -> None:
    world.stock()
    assert len(app.get("offers/", q="", lat="", lng="", color="red").json()["results"]) == 1


def walk(app: App, first: str, **params: object) -> list[str]:
    answer = app.get(first, **params).json()
    seen = [row["id"] for row in answer["results"]]
    while answer["next"]:
        answer = app.get(answer["next"]).json()
        seen += [row["id"] for row in answer["results"]]
    return seen


@pytest.mark.parametrize("params", [{}, HERE, {**HERE, "q": "noyers"}])
def test_following_next_shows_everything_once_and_keeps_the_filters(
    app: App, params: dict[str, object]
) -> None:
    for n in range(7):
        world.stock(starts_at=soon(days=1 + n // 2))
    world.stock(world.offer(title="Autre"), starts_at=soon(days=1))
    whole = [row["id"] for row in app.get("offers/", **params).json()["results"]]
    assert walk(app, "offers/", limit=3, **params) == whole
    assert len(whole) == (7 if "q" in params else 8)


def test_the_cursor_may_also_be_passed_on_as_a_parameter(app: App) -> None:
    stocks = [world.stock(starts_at=soon(days=n + 1)) for n in range(3)]
    first = app.get("offers/", limit=1).json()
    second = app.get("offers/", cursor=first["next"], limit=2).json()
    assert [row["next_stock"]["id"] for row in second["results"]] == [str(stock.pk) for stock in stocks[1:]]


def test_a_cursor_of_another_list_is_refused(app: App) -> None:
    for n in range(2):
        world.stock(starts_at=soon(days=n + 1))
    cursor = app.get("offers/", limit=1).json()["next"]
    assert refused(app.get("bookings/", cursor=cursor)) == (400, "invalid")


def test_a_cursor_that_was_touched_is_refused(app: App) -> None:
    for n in range(2):
        world.stock(starts_at=soon(days=n + 1))
    address = app.get("offers/", limit=1).json()["next"]
    assert refused(app.get(address[:-1] + ("a" if address[-1] != "a" else "b"))) == (400, "invalid")


def test_reading_the_list_is_for_accounts_only() -> None:
    assert refused(App().get("offers/")) == (401, "not_authenticated")


@pytest.mark.parametrize("many", [1, 30])
def test_a_page_costs_the_same_whatever_it_shows(
    app: App, many: int, django_assert_num_queries: object
) -> None:
    for _ in range(many):
        world.stock()
    with django_assert_num_queries(3):  # type: ignore[operator]  # token and account; dates; prices
        assert len(app.get("offers/", **HERE, limit=50).json()["results"]) == many


def test_an_instant_may_be_given_in_any_zone(app: App) -> None:
    start = timezone.now().replace(microsecond=0) + timedelta(days=3)
    world.stock(starts_at=start)
    in_tahiti = start.astimezone(timezone.get_fixed_timezone(-600)).isoformat()
    assert len(app.get("offers/", starts_after=in_tahiti).json()["results"]) == 1
