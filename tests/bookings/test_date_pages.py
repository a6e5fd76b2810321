"""Move or delete a date, move an offer: what it will do is said before, what it did after."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from bookings.models import Booking
from bookings.states import Status
from offers.models import Offer, Slot
from tests.bookings.factories import BookingFactory
from tests.offers.factories import SlotFactory, StockFactory
from tests.support.html import Page, read
from tests.support.moments import ago, ahead
from tests.venues.factories import AddressFactory
from venues.models import Venue

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def booking(venue: Venue) -> Booking:
    return BookingFactory(stock__slot__offer__venue=venue)


def date_page(slot: Slot, act: str) -> str:
    return f"/seances/{slot.pk}/{act}/"


def test_before_moving_it_says_how_many_people_will_be_told(alice_client: Client, booking: Booking) -> None:
    page = read(alice_client.get(date_page(booking.slot, "deplacer")), status=200)
    assert any("1 personne a réservé" in said for said in page.banners)
    assert page.form("Déplacer et prévenir 1 personne") is not None


def test_a_date_nobody_booked_moves_without_a_warning(alice_client: Client, venue: Venue) -> None:
    slot = StockFactory(slot__offer__venue=venue).slot
    assert read(alice_client.get(date_page(slot, "deplacer"))).banners == []


def moved(client: Client, slot: Slot, *, day: str, time: str = "20:30") -> Page:
    return read(client.get(date_page(slot, "deplacer"))).send(client, "Déplacer", day=day, time=time)


def test_moving_leads_back_to_the_offer_and_says_who_was_told(alice_client: Client, booking: Booking) -> None:
    day = ahead(days=20).astimezone(PARIS).date()
    page = moved(alice_client, booking.slot, day=day.isoformat())
    assert page.url == f"/offres/{booking.offer_id}/"
    assert any("1 personne est prévenue par e-mail" in said for said in page.banners)
    start = Slot.objects.get().starts_at
    assert start is not None
    assert f"{start.astimezone(PARIS):%Y-%m-%d %H:%M}" == f"{day} 20:30"


@pytest.mark.parametrize(
    ("day", "word"), [("2020-01-01", "passée"), ("", "manque"), ("2099-01-01", "deux ans")]
)
def test_a_bad_day_is_said_beside_its_field_and_nothing_moves(
    alice_client: Client, booking: Booking, day: str, word: str
) -> None:
    page = moved(alice_client, booking.slot, day=day)
    assert page.status == 422
    assert word in page.errors["day"][0]
    assert Slot.objects.get().starts_at == booking.slot.starts_at


def test_a_date_that_has_begun_is_refused_in_words(alice_client: Client, venue: Venue) -> None:
    slot = SlotFactory(offer__venue=venue, starts_at=ago(minutes=1))
    page = moved(alice_client, slot, day=ahead(days=3).date().isoformat())
    assert "a commencé" in page.errors[""][0]
    after = read(alice_client.post(date_page(slot, "supprimer"), follow=True))
    assert any("a commencé" in said for said in after.banners)
    assert Slot.objects.get().deleted_at is None


def test_before_deleting_it_says_what_happens_to_those_who_booked(
    alice_client: Client, booking: Booking
) -> None:
    page = read(alice_client.get(date_page(booking.slot, "supprimer")), status=200)
    assert "1 personne a réservé" in page.text
    assert "le crédit sera rendu" in page.text
    after = page.send(alice_client, "Supprimer et prévenir 1 personne")
    assert any("La séance est supprimée. 1 personne est prévenue" in said for said in after.banners)
    assert Booking.objects.get().status == Status.CANCELLED
    assert alice_client.get(date_page(booking.slot, "supprimer")).status_code == 404


def test_asking_to_delete_deletes_nothing(alice_client: Client, booking: Booking) -> None:
    alice_client.get(date_page(booking.slot, "supprimer"))
    assert Slot.objects.get().deleted_at is None


def test_moving_a_published_offer_warns_then_tells(alice_client: Client, booking: Booking) -> None:
    url = f"/offres/{booking.offer_id}/deplacer/"
    page = read(alice_client.get(url), status=200)
    assert any("Des personnes ont déjà réservé" in said for said in page.banners)
    after = page.send(alice_client, "Enregistrer", location="elsewhere", where="46260 Limogne-en-Quercy")
    assert after.url == f"/offres/{booking.offer_id}/"
    assert any("1 personne est prévenue" in said for said in after.banners)
    assert Offer.objects.select_related("address").get().address.city == "Limogne-en-Quercy"  # type: ignore[union-attr]


def test_the_same_place_sent_back_tells_nobody(alice_client: Client, booking: Booking) -> None:
    Offer.objects.update(address=AddressFactory(village=2))
    page = read(alice_client.get(f"/offres/{booking.offer_id}/deplacer/")).send(alice_client, "Enregistrer")
    assert page.banners[0] == "Le lieu est enregistré."


@pytest.mark.parametrize("act", ["deplacer", "supprimer"])
def test_the_date_of_another_structure_does_not_exist(
    charlie_client: Client, booking: Booking, act: str
) -> None:
    url = date_page(booking.slot, act)
    assert [charlie_client.get(url).status_code, charlie_client.post(url).status_code] == [404, 404]
    assert Slot.objects.get().starts_at == booking.slot.starts_at


def test_nobody_moves_what_happened_long_ago(alice_client: Client, venue: Venue) -> None:
    booking = BookingFactory(
        stock__slot__offer__venue=venue, used=True, stock__slot__starts_at=ago(days=9) + timedelta(0)
    )
    moved(alice_client, booking.slot, day=ahead(days=9).date().isoformat())
    assert Booking.objects.get().status == Status.USED
