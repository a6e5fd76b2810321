"""« Réservations »: the list of the structure, the sub-tab of an offer, one booking; live without reloading."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from bookings import services
from bookings.models import Booking
from bookings.states import Reason
from tests.accounts.factories import young
from tests.bookings.factories import BookingFactory
from tests.offers.factories import OfferFactory, StockFactory
from tests.support.html import Page, read
from tests.support.htmx import headers, poll
from tests.support.moments import ago, ahead
from tests.support.queries import recorded
from tests.support.world import signed_in
from tests.venues.factories import AddressFactory, member
from venues.models import Venue

pytestmark = pytest.mark.django_db
URL = "/reservations/"


def booked(venue: Venue, name: str = "Lina", **known: Any) -> Booking:
    """A booking by somebody of that name."""
    stock = known.pop("stock", None) or StockFactory(
        slot__offer=OfferFactory(venue=venue), **known.pop("of", {})
    )
    person = known.pop("user", None) or young(first_name=name, last_name="Bastoul")
    return BookingFactory(stock=stock, user=person, **known)


def names(page: Page) -> list[str]:
    return [row["Bénéficiaire"].split(" Bastoul")[0] for row in page.rows()]


def test_a_line_says_who_what_when_and_what_comes_next(alice_client: Client, venue: Venue) -> None:
    booking = booked(venue, of={"price_cents": 4_50})
    page = read(alice_client.get(URL), status=200)
    row = page.rows()[0]
    assert "Lina Bastoul" in row["Bénéficiaire"]
    assert booking.user.email in row["Bénéficiaire"]
    assert booking.offer.title in row["Séance"]
    assert "Cajarc" in row["Séance"]
    assert row["Code"] == booking.code
    assert row["État et suite"].startswith("Réservée")
    assert "Annulable jusqu’au" in row["État et suite"]
    assert row["Montant"] == "4,50 €"
    assert "1 place, 4,50 €" in page.text


NEXT = [
    ({"of": {"slot__starts_at": ahead(hours=30)}}, "Confirmée", "Validée d’office le"),
    ({"used": True, "of": {"slot__starts_at": ago(days=5)}}, "Validée", "Le "),
    (
        {"reimbursing": True, "of": {"slot__starts_at": ago(days=5)}},
        "En cours de remboursement",
        "Le virement est émis",
    ),
    ({"reimbursed": True, "of": {"slot__starts_at": ago(days=5)}}, "Remboursée", "Le "),
    ({"cancelled": True}, "Annulée", "Par le bénéficiaire, le"),
    ({"cancelled": True, "cancel_reason": Reason.PARTNER}, "Annulée", "Par la structure, le"),
    ({"of": {"slot__goods": True}}, "Réservée", "Valable jusqu’à son utilisation"),
]


@pytest.mark.parametrize(("known", "word", "note"), NEXT)
def test_each_state_is_said_in_words_with_what_follows(
    alice_client: Client, venue: Venue, known: dict[str, Any], word: str, note: str
) -> None:
    booked(venue, **dict(known))
    assert read(alice_client.get(URL)).rows()[0]["État et suite"].startswith(f"{word}{note}")


def test_nobody_else_s_booking_is_shown(alice_client: Client, other_venue: Venue) -> None:
    booked(other_venue, "Ailleurs")
    page = read(alice_client.get(URL))
    assert page.rows() == []
    assert "Aucune réservation pour le moment" in page.text


# --- Filters


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Zoé", "Marin", "Lina"]),
        ({"q": "marin"}, ["Marin"]),
        ({"q": "bastoul lina"}, ["Lina"]),
        ({"q": "marcilhac"}, ["Zoé"]),
        ({"q": "mobile.example"}, []),
        ({"city": "Cajarc"}, ["Marin", "Lina"]),
        ({"city": "Paris"}, ["Zoé", "Marin", "Lina"]),
        ({"status": "cancelled"}, ["Marin"]),
        ({"status": "booked"}, ["Zoé"]),
        ({"status": "confirmed"}, ["Lina"]),
        ({"status": "nonsense"}, ["Zoé", "Marin", "Lina"]),
        ({"since": "2020-01-01", "until": "2020-12-31"}, []),
        ({"since": "pas une date"}, ["Zoé", "Marin", "Lina"]),
        ({"suite": "forgé"}, ["Zoé", "Marin", "Lina"]),
    ],
)
def test_the_list_is_filtered(
    alice_client: Client, venue: Venue, asked: dict[str, str], found: list[str]
) -> None:
    booked(venue, "Lina", of={"slot__starts_at": ahead(hours=30)})
    booked(venue, "Marin", cancelled=True)
    far = OfferFactory(venue=venue, address=AddressFactory(village=2))
    booked(venue, "Zoé", stock=StockFactory(slot__offer=far))
    page = read(alice_client.get(URL, asked), status=200)
    assert names(page) == found
    assert found or "Aucune réservation ne correspond" in page.text


def test_a_code_is_searched_as_it_is_typed(alice_client: Client, venue: Venue) -> None:
    booking = booked(venue)
    booked(venue, "Marin")
    typed = f"{booking.code[:3].lower()}-{booking.code[3:]}"
    assert names(read(alice_client.get(URL, {"q": typed}))) == ["Lina"]


def test_a_day_holds_the_events_of_that_day_in_paris(alice_client: Client, venue: Venue) -> None:
    from datetime import UTC, datetime

    year = ahead().year + 1
    for name, hour in (("Hier", 21), ("Ce jour", 23)):
        booked(venue, name, of={"slot__starts_at": datetime(year, 2, 5, hour, 30, tzinfo=UTC)})
    page = read(alice_client.get(URL, {"since": f"{year}-02-06", "until": f"{year}-02-06"}))
    assert [row["Bénéficiaire"].split(" Bast")[0] for row in page.rows()] == ["Ce jour"]


def test_the_states_are_counted_and_lead_to_themselves(alice_client: Client, venue: Venue) -> None:
    booked(venue, "Lina", of={"slot__starts_at": ahead(hours=30)})
    booked(venue, "Marin")
    booked(venue, "Zoé", cancelled=True)
    page = read(alice_client.get(URL))
    chips = [label for label in page.links if label.split()[-1].isdigit()]
    assert chips == ["Toutes 3", "Réservées 1", "Confirmées 1", "Annulées 1"]
    assert names(page.follow(alice_client, "Annulées")) == ["Zoé"]


def test_totals_leave_out_what_was_cancelled(alice_client: Client, venue: Venue) -> None:
    booked(venue, of={"price_cents": 4_00})
    booked(venue, of={"price_cents": 4_00}, cancelled=True)
    assert "1 place, 4,00 €" in read(alice_client.get(URL)).text


def test_pages_follow_one_another_and_lose_nothing(alice_client: Client, venue: Venue) -> None:
    stock = StockFactory(slot__offer=OfferFactory(venue=venue), price_cents=0)
    made = [booked(venue, stock=stock).code for _ in range(27)]
    first = read(alice_client.get(URL))
    second = first.follow(alice_client, "Suivante")
    codes = [row["Code"] for row in first.rows() + second.rows()]
    assert codes == made[::-1]
    assert [row["Code"] for row in second.follow(alice_client, "Précédente").rows()] == codes[:25]


# --- Live


def live(client: Client, page: Page) -> HttpResponse:
    """What the page asks by itself, every few seconds."""
    return client.get(URL + page.by_id("liste").get("hx-get"), headers=headers(page))


def test_nothing_is_sent_while_nothing_moves(alice_client: Client, venue: Venue) -> None:
    booked(venue)
    page = read(alice_client.get(URL))
    answer = live(alice_client, page)
    assert (answer.status_code, answer.content) == (204, b"")
    assert poll(alice_client, page, page.by_id("liste")).normalised() == page.normalised()


def test_a_new_booking_appears_without_reloading(alice_client: Client, venue: Venue) -> None:
    page = read(alice_client.get(URL))
    booking = booked(venue)
    after = poll(alice_client, page, page.by_id("liste"))
    assert [row["Code"] for row in after.rows()] == [booking.code]
    assert after.rows() == read(alice_client.get(URL)).rows()
    assert after.all("//tr[@class='new']")
    assert live(alice_client, after).status_code == 204


@pytest.mark.parametrize("act", ["use", "cancel"])
def test_whatever_moves_a_booking_shows(alice_client: Client, venue: Venue, act: str) -> None:
    booking = booked(venue)
    page = read(alice_client.get(URL))
    options = {"wait_for_limit": False} if act == "use" else {}
    getattr(services, act)(booking_id=booking.pk, actor=None, now=ago(), **options)
    assert live(alice_client, page).status_code == 200


def test_a_booking_elsewhere_moves_nothing_here(
    alice_client: Client, venue: Venue, other_venue: Venue
) -> None:
    page = read(alice_client.get(URL))
    booked(other_venue)
    assert live(alice_client, page).status_code == 204


def test_the_live_list_keeps_its_filters(alice_client: Client, venue: Venue) -> None:
    page = read(alice_client.get(URL, {"q": "marin"}))
    booked(venue, "Lina")
    booked(venue, "Marin")
    assert names(poll(alice_client, page, page.by_id("liste"))) == ["Marin"]


def test_the_page_costs_the_same_for_one_booking_and_for_twenty(alice_client: Client, venue: Venue) -> None:
    stock = StockFactory(slot__offer=OfferFactory(venue=venue), price_cents=0)
    booked(venue, stock=stock)
    alice_client.get(URL)  # the session writes once a minute
    with recorded() as few:
        alice_client.get(URL)
    for _ in range(19):
        booked(venue, stock=stock)
    with recorded() as many:
        alice_client.get(URL)
    assert [one.caller for one in many] == [one.caller for one in few]


def test_asking_when_nothing_moved_costs_four_small_queries(alice_client: Client, venue: Venue) -> None:
    page = read(alice_client.get(URL))
    with recorded() as seen:
        live(alice_client, page)
    assert len(seen) == 4, "session, person, memberships, last move"


# --- The sub-tab and one booking


def test_the_sub_tab_of_an_offer_shows_its_bookings_only(alice_client: Client, venue: Venue) -> None:
    booking = booked(venue, "Lina")
    booked(venue, "Marin")
    page = read(alice_client.get(f"/offres/{booking.offer_id}/reservations/"), status=200)
    assert names(page) == ["Lina"]
    assert page.headings[0] == booking.offer.title
    assert page.links["Exporter"] == f"/offres/{booking.offer_id}/reservations/export.csv"


def test_whoever_sees_money_only_is_not_led_to_pages_that_do_not_exist(venue: Venue) -> None:
    booking = booked(venue)
    client = signed_in(member(venue=venue, role="finance"))
    page = read(client.get(f"/offres/{booking.offer_id}/reservations/"), status=200)
    inside = [href for href in page.links.values() if href.startswith("/")]
    assert [href for href in inside if client.get(href).status_code == 404] == []


def test_a_booking_tells_its_story_and_what_comes_next(alice_client: Client, venue: Venue) -> None:
    booking = booked(venue)
    page = read(alice_client.get(f"{URL}{booking.pk}/"), status=200)
    steps = [step.text_content() for step in page.all("//ol[@aria-label='Étapes de la réservation']//strong")]
    assert steps == ["Réservée", "Confirmée", "Validée d’office"]
    assert page.links[booking.user.email] == f"mailto:{booking.user.email}"


def test_a_long_life_is_told_in_order(alice_client: Client, venue: Venue) -> None:
    booking = booked(venue, reimbursed=True, of={"slot__starts_at": ago(days=20)})
    page = read(alice_client.get(f"{URL}{booking.pk}/"))
    steps = [step.text_content() for step in page.all("//ol[@aria-label='Étapes de la réservation']//strong")]
    assert steps == ["Réservée", "Validée", "Mise en virement", "Remboursée"]


def test_the_booking_of_another_structure_does_not_exist(charlie_client: Client, venue: Venue) -> None:
    booking = booked(venue)
    for url in (
        f"{URL}{booking.pk}/",
        f"/offres/{booking.offer_id}/reservations/export.csv",
        f"{URL}{10**30}/",
    ):
        assert charlie_client.get(url).status_code == 404


# --- Export


def exported(response: HttpResponse) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_the_export_holds_the_filtered_list_with_its_four_fields(alice_client: Client, venue: Venue) -> None:
    booking = booked(venue, of={"price_cents": 4_50}, used=False)
    booked(venue, "Marin", cancelled=True)
    (row,) = exported(alice_client.get(f"{URL}export.csv", {"status": "booked"}))
    assert (row["Nom"], row["Prénom"], row["E-mail"], row["Contremarque"]) == (
        "Bastoul",
        "Lina",
        booking.user.email,
        booking.code,
    )
    assert (row["Montant (€)"], row["Places"], row["État"]) == ("4,50", "1", "Réservée")


def test_the_export_of_an_offer_holds_its_bookings_only(alice_client: Client, venue: Venue) -> None:
    booking = booked(venue)
    booked(venue, "Marin")
    rows = exported(alice_client.get(f"/offres/{booking.offer_id}/reservations/export.csv"))
    assert [row["Prénom"] for row in rows] == ["Lina"]


def test_no_name_becomes_a_formula(alice_client: Client, venue: Venue) -> None:
    booked(venue, user=young(first_name="=cmd|' /C calc'!A0", last_name="@SUM(1)"))
    (row,) = exported(alice_client.get(f"{URL}export.csv"))
    assert (row["Prénom"], row["Nom"]) == ("'=cmd|' /C calc'!A0", "'@SUM(1)")


def test_the_export_reads_the_state_as_of_now(alice_client: Client, venue: Venue) -> None:
    booked(venue, of={"slot__starts_at": ahead(hours=30)})
    (row,) = exported(alice_client.get(f"{URL}export.csv"))
    assert row["État"] == "Confirmée"
    assert row["Validée le"] == ""


def test_the_newest_are_marked_for_three_hours(alice_client: Client, venue: Venue) -> None:
    booked(venue, "Lina", now=ago() - timedelta(hours=2, minutes=59))
    booked(venue, "Marin", now=ago() - timedelta(hours=3, minutes=1))
    page = read(alice_client.get(URL))
    assert [row.text_content().split()[0] for row in page.all("//tr[@class='new']")] == ["Lina"]
