"""The end of the creation: dates, a last look, publication; and the offers of others, which do not exist."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from offers.models import Offer, Slot, Stock
from offers.states import State
from tests.offers.factories import OfferFactory, StockFactory
from tests.portal.bodies import body
from tests.support.html import Page, read
from tests.support.world import signed_in
from tests.venues.factories import AddressFactory, VenueFactory, member
from venues.models import Venue

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft(venue: Venue) -> Offer:
    """Described, not placed."""
    return OfferFactory(venue=venue, draft=True, address=None, title="Les Noyers de Marthe")


@pytest.fixture
def placed(draft: Offer) -> Offer:
    Offer.objects.update(address=AddressFactory(village=1))
    draft.refresh_from_db()
    return draft


def step(offer: Offer, name: str) -> str:
    return f"/offres/{offer.pk}/{name}/"


# --- Dates


def add(client: Client, offer: Offer, **answers: str) -> Page:
    plain = {"day": "2027-02-06", "time": "20:30", "price_cents": "4,50", "capacity": "80"}
    return read(client.post(step(offer, "dates"), plain | answers, follow=True))


def test_a_date_is_added_on_the_clocks_of_the_place(alice_client: Client, placed: Offer) -> None:
    page = add(alice_client, placed)
    slot = Slot.objects.get()
    assert (slot.starts_at, slot.capacity) == (datetime(2027, 2, 6, 19, 30, tzinfo=UTC), 80)
    assert Stock.objects.get().price_cents == 4_50
    assert page.rows()[0]["Séance"] == "sam. 6 févr., 20:30"


def test_overseas_the_hour_is_that_of_the_place_and_says_so(alice_client: Client, placed: Offer) -> None:
    Offer.objects.update(address=AddressFactory(overseas=True))
    page = add(alice_client, placed)
    assert Slot.objects.get().starts_at == datetime(2027, 2, 6, 16, 30, tzinfo=UTC)
    assert "heure de La Réunion" in page.text


BAD_DATES = [
    ({"day": "2027-01-31"}, "day", "passée"),
    ({"day": "2031-01-01"}, "day", "deux ans"),
    ({"day": "9999-12-31"}, "day", "deux ans"),
    ({"day": "0001-01-01"}, "day", "passée"),
    ({"day": "31/02/2027"}, "day", "n’existe pas"),
    ({"day": ""}, "day", "manque"),
    ({"time": "25:00"}, "time", "n’existe pas"),
    ({"day": "2027-03-28", "time": "02:30"}, "time", "Essayez 03:30"),
    ({"price_cents": "300,01"}, "price_cents", "300 €"),
    ({"price_cents": "-4"}, "price_cents", "le plus bas"),
    ({"price_cents": "quatre"}, "price_cents", "lisible"),
    ({"price_cents": ""}, "price_cents", "manque"),
    ({"capacity": "0"}, "capacity", "1"),
    ({"capacity": "1000001"}, "capacity", "1000000"),
    ({"capacity": "beaucoup"}, "capacity", "entier"),
    ({"label": "x" * 51}, "label", "50"),
]


@pytest.mark.parametrize(("answers", "field", "word"), BAD_DATES)
def test_a_bad_date_is_said_beside_its_field_and_kept(
    alice_client: Client, placed: Offer, answers: dict[str, str], field: str, word: str
) -> None:
    page = add(alice_client, placed, **answers)
    assert page.status == 422
    assert list(page.errors) == [field]
    assert word in page.errors[field][0].replace("\u202f", "").replace("\u00a0", " ")
    kept = page.fields("Ajouter")
    typed = {"day": "2027-02-06", "time": "20:30", "price_cents": "4,50", "capacity": "80"} | answers
    assert {name: kept.get(name, "") for name in typed} == typed
    assert not Slot.objects.exists()


@pytest.mark.parametrize(("twice", "hour"), [("0", 0), ("1", 1)])
def test_an_hour_that_happens_twice_is_asked_and_never_guessed(
    alice_client: Client, placed: Offer, twice: str, hour: int
) -> None:
    page = add(alice_client, placed, day="2027-10-31", time="02:30")
    assert list(page.errors) == ["twice"]
    assert not Slot.objects.exists()
    page.send(alice_client, "Ajouter", twice=twice)
    assert Slot.objects.get().starts_at == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)


def test_the_same_date_twice_is_said(alice_client: Client, placed: Offer) -> None:
    add(alice_client, placed)
    assert "déjà une séance" in add(alice_client, placed).errors["day"][0]


def test_without_seats_it_is_without_a_limit(alice_client: Client, placed: Offer) -> None:
    assert "sans limite" in add(alice_client, placed, capacity="").text


def test_dates_come_after_the_place(alice_client: Client, draft: Offer) -> None:
    page = read(alice_client.get(step(draft, "dates"), follow=True))
    assert page.url == step(draft, "lieu")
    assert any("d’abord le lieu" in said for said in page.banners)


# --- Check and publish


def test_what_is_missing_is_said_and_the_button_waits(alice_client: Client, draft: Offer) -> None:
    page = read(alice_client.get(step(draft, "verifier")), status=200)
    assert sum("Il manque quelque chose" in said for said in page.banners) == 2
    assert page.all("//button[@disabled]")
    after = read(alice_client.post(step(draft, "publier"), follow=True))
    assert any("Indiquez où" in said for said in after.banners)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_whole_offer_is_published_paused_and_published_again(alice_client: Client, placed: Offer) -> None:
    add(alice_client, placed)
    page = read(alice_client.get(step(placed, "verifier"))).send(alice_client, "Publier")
    assert page.url == f"/offres/{placed.pk}/"
    assert "Publiée" in page.text
    page = page.send(alice_client, "Mettre en pause")
    assert "En pause" in page.text
    assert "Publiée" in page.send(alice_client, "Publier à nouveau").text


def test_the_steps_show_what_is_done_and_where_one_is(alice_client: Client, placed: Offer) -> None:
    page = read(alice_client.get(step(placed, "dates")))
    links = [link.get("href") for link in page.all("//ol//a[starts-with(@href, '/offres/')]")]
    assert step(placed, "description") in links
    assert step(placed, "lieu") in links
    assert step(placed, "verifier") not in links


def test_once_published_the_steps_are_over(alice_client: Client, venue: Venue) -> None:
    offer = StockFactory(slot__offer__venue=venue).slot.offer
    assert alice_client.get(step(offer, "verifier")).url == f"/offres/{offer.pk}/"
    assert alice_client.get(step(offer, "lieu")).url == step(offer, "deplacer")


def test_a_structure_that_waits_prepares_its_offers(venue: Venue) -> None:
    waiting = VenueFactory(pending=True)
    client = signed_in(member(venue=waiting))
    offer = StockFactory(slot__offer=OfferFactory(venue=waiting, draft=True)).slot.offer
    page = read(client.get(step(offer, "verifier"))).send(client, "Publier")
    assert "En attente" in page.text
    assert any("attend sa validation" in said for said in page.banners)


# --- Other people


PAGES = ["", "description/", "lieu/", "dates/", "verifier/", "reservations/", "deplacer/"]


@pytest.mark.parametrize("page", PAGES)
def test_the_offer_of_another_structure_does_not_exist(
    charlie_client: Client, draft: Offer, page: str
) -> None:
    foreign, unknown = (charlie_client.get(f"/offres/{pk}/{page}") for pk in (draft.pk, 10**6))
    assert foreign.status_code == unknown.status_code == 404
    assert body(foreign) == body(unknown)


@pytest.mark.parametrize("act", ["publier", "pause", "description", "lieu", "dates"])
def test_nor_can_anything_be_done_to_it(
    charlie: User, charlie_client: Client, draft: Offer, act: str
) -> None:
    before = Offer.objects.values().get()
    assert charlie_client.post(step(draft, act), {"title": "À moi"}).status_code == 404
    assert Offer.objects.values().get() == before


def test_a_number_no_row_could_have_is_unknown_too(alice_client: Client) -> None:
    assert alice_client.get(f"/offres/{10**30}/").status_code == 404
