"""`/accueil/`: the next action first; each state of the first steps; money for whoever sees money."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from offers.models import Offer, Slot
from passculture_pro import home
from tests.accounts.factories import UserFactory
from tests.bookings.factories import BookingFactory
from tests.finance import factories as money
from tests.offers.factories import OfferFactory, StockFactory
from tests.support.html import Page, plain, read, words
from tests.support.moments import ago, ahead
from tests.support.world import signed_in
from tests.venues.factories import AddressFactory, VenueFactory, member
from venues.models import Venue

URL = "/accueil/"
PARIS = ZoneInfo("Europe/Paris")


def steps(page: Page) -> dict[str, str]:
    """Title of each first step → its state."""
    found = page.all("//ol[@aria-label='Premiers pas']/li")
    return {words(step.xpath(".//strong")[0]): step.get("class") or "todo" for step in found}


@pytest.fixture
def fresh(db: None) -> Venue:
    """A structure on its first day."""
    return VenueFactory(pending=True, public_name="Les Toiles")


def seen_by(venue: Venue, role: str = "admin") -> Page:
    return read(signed_in(member(venue=venue, role=role)).get(URL), status=200)


def test_without_a_structure_the_first_thing_is_to_indicate_it(db: None) -> None:
    page = read(signed_in(UserFactory()).get(URL), status=200)
    assert page.links["Indiquer mon SIRET"] == "/inscription/structure/"


def test_the_first_day_shows_the_road_and_what_comes_first(fresh: Venue) -> None:
    page = seen_by(fresh)
    assert steps(page) == {
        "Votre structure est créée": "done",
        "Votre structure est en cours de validation": "now",
        "Publiez votre première offre": "todo",
        "Déposez vos coordonnées bancaires": "now",
        "Votre dossier bancaire est en instruction": "todo",
        "Rattachez « Les Toiles » à un compte": "todo",
    }
    assert "Encore 5 étapes" in page.text
    assert any("en cours de validation" in said for said in page.banners)


@pytest.mark.parametrize(
    ("state", "title", "words"),
    [
        ("rejected", "Votre structure n’est pas acceptée", "Le dossier est incomplet."),
        ("closed", "Votre structure est fermée", ""),
    ],
)
@pytest.mark.django_db
def test_a_structure_refused_or_closed_is_not_said_to_be_waiting(state: str, title: str, words: str) -> None:
    page = seen_by(VenueFactory(**{state: True}))
    assert steps(page)[title] == "stuck"
    assert words in page.text
    assert "en cours de validation" not in page.text


def test_a_draft_is_not_a_first_offer(fresh: Venue) -> None:
    OfferFactory(venue=fresh, draft=True)
    assert "Publiez votre première offre" in steps(seen_by(fresh))
    OfferFactory(venue=fresh, title="Minuit à Padirac")
    page = seen_by(fresh)
    assert "Votre première offre est publiée" in steps(page)
    assert "« Minuit à Padirac », à Cajarc." in plain(page.text)


BANK = [
    (None, ["now", "todo", "todo"]),
    ("pending", ["done", "now", "todo"]),
    ("accepted", ["done", "done", "now"]),
    ("attached", ["done", "done", "done"]),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("stage", "states"), BANK)
def test_the_bank_steps_follow_the_file(stage: str | None, states: list[str]) -> None:
    venue = VenueFactory()
    file_at(venue, stage)
    assert list(steps(seen_by(venue)).values())[3:] == states


def file_at(venue: Venue, stage: str | None) -> None:
    if stage is None:
        return
    status = money.BankStatus.PENDING if stage == "pending" else money.BankStatus.ACCEPTED
    account = money.account(venue.legal_entity, status=status)
    if stage == "attached":
        money.link(venue, account)


@pytest.mark.django_db
def test_when_everything_is_done_the_road_is_gone() -> None:
    venue = VenueFactory()
    OfferFactory(venue=venue)
    file_at(venue, "attached")
    assert "Vos premiers pas" not in seen_by(venue).text


def earned(venue: Venue) -> None:
    from finance import services as finance_services

    past = StockFactory(slot__offer__venue=venue, slot__starts_at=ago(days=5), price_cents=12_00)
    BookingFactory(stock=past, used=True)
    finance_services.price_bookings(now=ago())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (None, "attendent un compte bancaire"),
        ("pending", "attendent l’accord de notre équipe"),
        ("accepted", "n’est rattachée à aucun compte bancaire"),
    ],
)
def test_money_that_waits_says_how_much_why_and_what_to_do(stage: str | None, words: str) -> None:
    venue = VenueFactory()
    file_at(venue, stage)
    earned(venue)
    page = seen_by(venue)
    (banner,) = [said for said in page.banners if "attendent" in said]
    assert banner.startswith("12,00 € attendent")
    assert words in banner
    (action,) = page.all("//*[contains(@class, 'banner-warn')]//a/@href")
    assert action.startswith("/finance/")


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "sees"), [("admin", True), ("finance", True), ("programming", False)])
def test_money_is_for_whoever_sees_money(role: str, sees: bool) -> None:
    venue = VenueFactory()
    earned(venue)
    page = seen_by(venue, role)
    assert ("12,00 €" in page.text) is sees
    assert ("Prochain virement" in page.text) is sees


@pytest.mark.django_db
@pytest.mark.parametrize("state", [None, "pending", "rejected", "closed"])
@pytest.mark.parametrize("role", ["admin", "finance", "programming"])
def test_no_link_of_the_page_leads_nowhere(role: str, state: str | None) -> None:
    venue = VenueFactory()
    earned(venue)
    StockFactory(slot__offer__venue=venue, slot__starts_at=ahead(minutes=2))
    Venue.objects.update(status=state or venue.status, decision_reason="Dossier incomplet.")
    client = signed_in(member(venue=venue, role=role))
    page = read(client.get(URL))
    inside = {href for href in page.links.values() if href.startswith("/") and "deconnexion" not in href}
    assert {href: status for href in inside if (status := client.get(href).status_code) == 404} == {}


# --- Tonight


def playing(venue: Venue, hour: str, *, village: int = 1) -> Slot:
    offer = OfferFactory(venue=venue, address=AddressFactory(village=village), title=f"Film de {hour}")
    start = datetime.fromisoformat(f"{hour}:00").replace(tzinfo=PARIS).astimezone(UTC)
    return StockFactory(slot__offer=offer, slot__starts_at=start).slot


GREETINGS = [
    ("2027-02-06T09:00", "2027-02-06T20:30", "Bonjour Alice, on joue à Limogne-en-Quercy ce soir"),
    ("2027-02-06T19:00", "2027-02-06T20:30", "Bonsoir Alice, on joue à Limogne-en-Quercy ce soir"),
    ("2027-02-06T09:00", "2027-02-06T14:30", "Bonjour Alice, on joue à Limogne-en-Quercy aujourd’hui"),
    ("2027-02-06T22:00", "2027-02-07T10:00", "Bonsoir Alice"),
    ("2027-02-06T09:00", "2027-02-07T00:30", "Bonjour Alice"),
    ("2027-02-06T21:30", "2027-02-06T20:30", "Bonsoir Alice, on joue à Limogne-en-Quercy ce soir"),
]


@pytest.mark.parametrize(("now", "start", "greeting"), GREETINGS)
def test_the_page_greets_with_what_plays_today(
    alice: User, venue: Venue, now: str, start: str, greeting: str
) -> None:
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=PARIS), tick=False):
        playing(venue, start)
        page = read(signed_in(alice).get(URL))
    assert page.headings[0] == greeting


def test_of_two_screenings_the_next_one_is_shown_then_the_last(alice: User, venue: Venue) -> None:
    playing(venue, "2027-02-06T18:00")
    playing(venue, "2027-02-06T21:00", village=2)
    for hour, title in (
        (17, "Film de 2027-02-06T18:00"),
        (20, "Film de 2027-02-06T21:00"),
        (22, "Film de 2027-02-06T21:00"),
    ):
        with time_machine.travel(datetime(2027, 2, 6, hour, 30, tzinfo=PARIS), tick=False):
            assert title in read(signed_in(alice).get(URL)).by_id("soir").text_content()


def test_the_day_is_that_of_the_place() -> None:
    """23:00 in Paris on Saturday is 02:00 on Sunday in La Réunion."""
    now = datetime(2027, 2, 6, 22, 0, tzinfo=UTC)
    sunday = offered(now + timedelta(hours=16), zone="Indian/Reunion")
    assert home.of_today(slots=[sunday], now=now) is sunday
    assert home.of_today(slots=[offered(now + timedelta(hours=16), zone="Europe/Paris")], now=now) is None


def offered(start: datetime, *, zone: str) -> Slot:
    slot = Slot(starts_at=start)
    slot.offer = Offer(address=AddressFactory.build(time_zone=zone))
    return slot


def test_the_dates_to_come_are_listed_for_whoever_programs(alice_client: Client, venue: Venue) -> None:
    StockFactory(slot__offer=OfferFactory(venue=venue, title="Minuit à Padirac"))
    assert any("Minuit à Padirac" in row["Séance"] for row in read(alice_client.get(URL)).rows())
    assert "Minuit" not in seen_by(venue, "finance").text


def test_the_front_page_leads_to_both_doors_and_sends_home_whoever_is_in(
    client: Any, alice_client: Client
) -> None:
    page = read(client.get("/"), status=200)
    assert page.links["Inscrire ma structure"] == "/inscription/"
    assert page.links["Se connecter"] == "/connexion/"
    assert alice_client.get("/").url == URL
