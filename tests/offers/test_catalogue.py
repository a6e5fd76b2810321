"""The public catalogue: what is visible, near, next and cheapest, against an oracle that reads every row."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.geo import Point, distance_m
from offers import catalogue
from offers.catalogue import Found, Search
from offers.models import Offer, Stock
from offers.states import State
from tests.api import world
from tests.api.world import soon

pytestmark = pytest.mark.django_db
ORIGIN = Point(latitude=44.4849, longitude=1.8422)


def found(wanted: Search | None = None, *, limit: int = 50) -> list[Found]:
    return catalogue.search(wanted=wanted or Search(), now=timezone.now(), limit=limit)


def titles(**wanted: object) -> list[str]:
    return [row.offer.title for row in found(Search(**wanted))]  # type: ignore[arg-type]


def test_a_published_offer_of_a_validated_structure_with_a_date_to_come_is_found() -> None:
    world.stock()
    assert titles() == ["Les Noyers de Marthe"]


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED])
def test_what_is_not_published_is_not_found(state: State) -> None:
    world.stock(world.offer(state=state))
    assert found() == []


@pytest.mark.parametrize("status", ["pending", "rejected", "closed"])
def test_what_belongs_to_a_structure_not_validated_is_not_found(status: str) -> None:
    of = world.venue(status=status, decision_reason="motif")
    world.stock(world.offer(venue=of))
    assert found() == []


def test_what_has_begun_or_closed_or_was_deleted_is_not_found() -> None:
    world.stock(starts_at=soon(hours=-1))
    world.stock(starts_at=soon(hours=2), booking_closes_at=soon(hours=-1))
    world.stock(deleted_at=timezone.now())
    assert found() == []


def test_a_price_that_was_deleted_is_not_shown() -> None:
    date = world.slot()
    Stock.objects.filter(pk=world.stock(date, cents=1_00, label="Retiré").pk).update(
        deleted_at=timezone.now()
    )
    kept = world.stock(date, cents=6_00)
    assert [row.next_stock for row in found()] == [kept]


def test_a_date_without_a_price_is_not_found() -> None:
    world.slot()
    assert found() == []


def test_the_next_stock_is_the_cheapest_price_of_the_first_date() -> None:
    offer = world.offer()
    world.stock(offer, starts_at=soon(days=5), cents=1_00)
    first = world.slot(offer, starts_at=soon(days=2))
    world.stock(first, cents=7_00)
    cheap = world.stock(first, cents=4_00, label="Réduit")
    assert [row.next_stock for row in found()] == [cheap]


def test_a_full_date_gives_way_to_the_next_free_one() -> None:
    offer = world.offer()
    world.stock(offer, starts_at=soon(days=1), capacity=10, booked=10)
    free = world.stock(offer, starts_at=soon(days=3), capacity=10, booked=9)
    assert [row.next_stock for row in found()] == [free]


def test_an_offer_that_is_full_stays_visible_with_nothing_left() -> None:
    offer = world.offer()
    full = world.stock(offer, starts_at=soon(days=1), capacity=10, booked=10)
    world.stock(offer, starts_at=soon(days=3), capacity=5, booked=5)
    (row,) = found()
    assert row.next_stock == full
    assert row.next_stock.slot.remaining == 0


def test_dates_asked_for_choose_the_date_shown() -> None:
    offer = world.offer()
    world.stock(offer, starts_at=soon(days=1))
    second = world.stock(offer, starts_at=soon(days=4))
    (row,) = found(Search(starts_after=soon(days=2), starts_before=soon(days=5)))
    assert row.next_stock == second


def test_a_period_holds_its_start_and_not_its_end() -> None:
    start = soon(days=4)
    world.stock(starts_at=start)
    assert len(found(Search(starts_after=start))) == 1
    assert found(Search(starts_before=start)) == []


def test_the_highest_price_asked_for_is_included_and_chooses_the_date_shown() -> None:
    offer = world.offer()
    world.stock(offer, starts_at=soon(days=1), cents=9_00)
    cheap = world.stock(offer, starts_at=soon(days=4), cents=5_00)
    assert [row.next_stock for row in found(Search(max_price_cents=5_00))] == [cheap]
    assert found(Search(max_price_cents=4_99)) == []


def test_words_are_found_without_accents_or_capitals_in_any_order() -> None:
    world.stock(world.offer(title="L’Été à Cœur ouvert"))
    world.stock(world.offer(title="Nuit d’hiver"))
    assert titles(words="COEUR été") == ["L’Été à Cœur ouvert"]
    assert titles(words="coeur hiver") == []
    assert titles(words="100%_") == []


def test_categories_and_subcategories_choose() -> None:
    world.stock(world.offer(title="Film", subcategory="CINE_PLEIN_AIR"))
    world.stock(world.offer(title="Concert", subcategory="CONCERT"))
    assert titles(category="CINEMA") == ["Film"]
    assert titles(subcategory="CONCERT") == ["Concert"]
    assert titles(category="CINEMA", subcategory="CONCERT") == []


def test_without_a_point_the_soonest_comes_first_and_goods_last() -> None:
    for title, start in (("B", soon(days=2)), ("A", soon(days=1)), ("C", soon(days=3))):
        world.stock(world.offer(title=title), starts_at=start)
    world.stock(world.offer(title="Livre", subcategory="LIVRE_PAPIER"), goods=True)
    assert titles() == ["A", "B", "C", "Livre"]


def test_with_a_point_the_nearest_comes_first() -> None:
    for title, latitude in (("loin", 44.9), ("ici", 44.4849), ("trop loin", 46.0), ("près", 44.6)):
        world.stock(world.offer(title=title, at=world.address(latitude=latitude)))
    rows = found(Search(near=ORIGIN, radius_m=50_000))
    assert [row.offer.title for row in rows] == ["ici", "près", "loin"]
    assert rows[0].distance_m == 0
    assert rows[1].distance_m == pytest.approx(12_800, abs=30)


PLACES = [
    (44.48, 1.84),
    (-21.11, 55.53),
    (-13.28, -176.2),
    (-13.3, 179.95),
    (-13.3, -179.95),
    (47.0, 6.0),
    (89.99, 0),
]


def near_somewhere(dice: random.Random) -> dict[str, float]:
    latitude, longitude = dice.choice(PLACES)
    latitude = max(-90.0, min(90.0, latitude + dice.uniform(-2, 2)))
    return {"latitude": latitude, "longitude": (longitude + dice.uniform(-2, 2) + 180) % 360 - 180}


def expected(offers: list[Offer], centre: Point, radius_m: float) -> list[int]:
    """Every offer, one by one."""
    away = {
        offer.pk: distance_m(
            a=centre, b=Point(latitude=offer.address.latitude, longitude=offer.address.longitude)
        )
        for offer in offers
        if offer.address
    }
    near = [(round(metres), pk) for pk, metres in away.items() if metres <= radius_m]
    return [pk for _, pk in sorted(near)]


@pytest.mark.parametrize(
    ("offers", "points"), [(60, 20), pytest.param(200, 1_000, marks=pytest.mark.nightly)]
)
def test_nearness_is_that_of_a_full_scan_at_the_antimeridian_and_the_pole_too(
    offers: int, points: int
) -> None:
    dice = random.Random(20261113)
    venue, start = world.venue(), soon(days=2)
    rows = [world.offer(venue=venue, at=world.address(**near_somewhere(dice))) for _ in range(offers)]
    for offer in rows:
        world.stock(offer, starts_at=start)
    with connection.cursor() as cursor:  # rows of an open transaction are not counted otherwise
        cursor.execute("ANALYZE offers_offer, offers_slot, offers_stock, venues_address, venues_venue")
    for _ in range(points):
        centre, radius = Point(**near_somewhere(dice)), dice.choice([1_000, 20_000, 50_000, 200_000])
        near = found(Search(near=centre, radius_m=radius), limit=offers)
        assert [row.offer.pk for row in near] == expected(rows, centre, radius)


def pages(wanted: Search, *, size: int) -> list[int]:
    seen: list[int] = []
    after = None
    while rows := catalogue.search(wanted=wanted, now=timezone.now(), after=after, limit=size):
        seen += [row.offer.pk for row in rows]
        after = catalogue.position_of(rows[-1])
    return seen


@pytest.mark.parametrize("near", [None, ORIGIN])
def test_pages_follow_each_other_without_gap_or_repeat(near: Point | None) -> None:
    venue, same = world.venue(), soon(days=2)
    for n in range(11):
        offer = world.offer(venue=venue, at=world.address(latitude=44.4 + (n // 3) / 100))
        world.stock(offer, starts_at=same + (n // 4) * world.DAY, goods=n > 8)
    wanted = Search(near=near, radius_m=50_000)
    whole = [row.offer.pk for row in found(wanted)]
    assert len(whole) == 11
    assert pages(wanted, size=3) == whole


def test_a_page_does_not_move_when_an_offer_before_it_goes() -> None:
    offers = [world.offer(title=str(n)) for n in range(4)]
    for n, offer in enumerate(offers):
        world.stock(offer, starts_at=soon(days=n + 1))
    first = found(limit=2)
    Offer.objects.filter(pk=offers[0].pk).update(state=State.PAUSED)
    rest = catalogue.search(
        wanted=Search(), now=timezone.now(), after=catalogue.position_of(first[-1]), limit=9
    )
    assert [row.offer.title for row in rest] == ["2", "3"]


def test_the_page_of_an_offer_shows_dates_to_come_in_order_closed_and_full_ones_too() -> None:
    offer = world.offer()
    full = world.stock(offer, starts_at=soon(days=3), capacity=2, booked=2)
    closed = world.stock(offer, starts_at=soon(hours=3), booking_closes_at=soon(hours=-1))
    free = world.stock(offer, starts_at=soon(days=5))
    world.stock(offer, starts_at=soon(days=-1))
    page = catalogue.offer_page(pk=offer.pk, now=timezone.now())
    assert page is not None
    assert page.stocks == [closed, full, free]
    assert page.next_stock == free


def test_an_offer_whose_dates_are_over_keeps_its_page() -> None:
    offer = world.offer()
    world.stock(offer, starts_at=soon(days=-1))
    page = catalogue.offer_page(pk=offer.pk, now=timezone.now())
    assert page is not None
    assert (page.stocks, page.next_stock) == ([], None)


def test_list_and_page_agree_on_what_comes_next() -> None:
    dice = random.Random(7)
    venue = world.venue()
    for _ in range(25):
        offer = world.offer(venue=venue)
        for day in range(dice.randint(1, 4)):
            start = soon(days=dice.choice([-1, 1, 2, 3]), minutes=day)
            date = world.slot(
                offer, starts_at=start, capacity=dice.choice([None, 1, 5]), booked=dice.choice([0, 1])
            )
            for n in range(dice.randint(0, 2)):
                world.stock(date, cents=dice.choice([1_00, 5_00]), label=f"T{n}")
    shown = {row.offer.pk: row.next_stock for row in found(limit=100)}
    for offer in Offer.objects.all():
        page = catalogue.offer_page(pk=offer.pk, now=timezone.now())
        assert page is not None
        assert page.next_stock == shown.get(offer.pk)


def test_a_search_takes_two_queries_however_much_it_finds(django_assert_num_queries: object) -> None:
    for _ in range(12):
        world.stock()
    with django_assert_num_queries(2):  # type: ignore[operator]  # dates with offer, structure and place; prices
        rows = found(
            Search(near=ORIGIN, radius_m=50_000, words="noyers", starts_after=timezone.now() - timedelta(1))
        )
    assert len(rows) == 12
