"""`/guichet/`: one code typed, one word answered. With and without htmx, and never a hint to whoever guesses."""

import threading
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from zeal import zeal_ignore

from accounts.models import User
from bookings import selectors, services
from bookings.models import Booking
from bookings.states import Status
from core import limits
from tests.accounts.factories import young
from tests.bookings.factories import BookingFactory
from tests.offers.factories import OfferFactory, StockFactory
from tests.portal.bodies import body
from tests.support.html import Page, read
from tests.support.htmx import headers, poll
from tests.support.moments import ago, ahead
from tests.support.races import just_before, together, without
from tests.support.world import signed_in
from tests.venues.factories import member
from venues.models import Venue

pytestmark = pytest.mark.django_db
URL = "/guichet/"


@pytest.fixture
def tonight(venue: Venue) -> Booking:
    """Lina's place for this evening: it can no longer be cancelled."""
    stock = StockFactory(slot__offer=OfferFactory(venue=venue), slot__starts_at=ahead(hours=3))
    return BookingFactory(stock=stock, user=young(first_name="Lina", last_name="Bastoul"), now=ago(days=4))


def typed(client: Client, code: str) -> Page:
    return read(client.post(URL, {"code": code}))


def word(page: Page) -> str:
    """The big word of the verdict."""
    found = page.all("//*[@class='verdict-word']")
    return found[0].text_content() if found else ""


def test_a_good_code_opens_the_door_and_empties_the_field(
    bob_client: Client, bob: User, tonight: Booking
) -> None:
    page = typed(bob_client, tonight.code)
    assert (page.status, word(page)) == (200, "Oui")
    assert "Lina B., 1 place." in page.text
    assert "Entrée validée à" in page.text
    assert "code" not in page.fields("Valider")
    tonight.refresh_from_db()
    assert (tonight.status, tonight.validation) == (Status.USED, "desk")
    assert tonight.transitions.get(event="use").actor == bob


@pytest.mark.parametrize(
    "way", [str.lower, lambda code: f" {code[:3]} {code[3:]} ", lambda code: f"PASSCULTURE:v3;TOKEN:{code}"]
)
def test_however_it_is_typed_or_scanned(bob_client: Client, tonight: Booking, way: Any) -> None:
    assert word(typed(bob_client, way(tonight.code))) == "Oui"


def test_nothing_typed_costs_nothing(bob_client: Client) -> None:
    for blank in ("", "   "):
        assert word(typed(bob_client, blank)) == "Et le code ?"
    assert read(bob_client.get(URL)).status == 200


REFUSALS = [
    ({"used": True}, "Déjà entré", "Comparez le nom"),
    ({"cancelled": True}, "Non", ", par le bénéficiaire."),
    ({"reimbursing": True}, "Déjà payée", "dans un virement"),
    ({"reimbursed": True}, "Déjà payée", "ne sert plus"),
    ({}, "Trop tôt", "peut encore annuler jusqu’au"),
]


@pytest.mark.parametrize(("known", "verdict", "sentence"), REFUSALS)
def test_each_refusal_is_explained(
    bob_client: Client, venue: Venue, known: dict[str, Any], verdict: str, sentence: str
) -> None:
    booking = BookingFactory(stock__slot__offer__venue=venue, **known)
    page = typed(bob_client, booking.code)
    assert word(page) == verdict
    assert sentence in page.text
    assert page.fields("Valider")["code"] == booking.code
    assert Booking.objects.get().status == booking.status


def test_goods_are_accepted_at_once(bob_client: Client, venue: Venue) -> None:
    booking = BookingFactory(stock__slot__offer__venue=venue, stock__slot__goods=True)
    assert word(typed(bob_client, booking.code)) == "Oui"


def test_already_in_says_by_whom_and_when(bob_client: Client, alice: User, tonight: Booking) -> None:
    services.use(booking_id=tonight.pk, actor=alice, now=ago(minutes=5), wait_for_limit=True)
    page = typed(bob_client, tonight.code)
    assert "par Alice Noyer" in page.text
    services.unuse(booking_id=tonight.pk, actor=alice, now=ago())
    services.validate_past(now=ahead(days=9))
    assert "d’office" in typed(bob_client, tonight.code).text


def test_two_desks_at_the_same_instant_one_reads_who_came_first(
    bob_client: Client, alice: User, tonight: Booking
) -> None:
    def first() -> None:
        with zeal_ignore():  # another request, which happens to share this one's connection
            services.use(booking_id=tonight.pk, actor=alice, now=ago(minutes=1), wait_for_limit=True)

    with just_before("bookings.services.use", first):
        page = typed(bob_client, tonight.code)
    assert word(page) == "Déjà entré"
    assert "par Alice Noyer" in page.text


def test_a_validation_is_taken_back_and_the_code_serves_again(bob_client: Client, tonight: Booking) -> None:
    page = typed(bob_client, tonight.code).send(bob_client, "Annuler cette validation")
    assert word(page) == "Reprise"
    assert word(typed(bob_client, tonight.code)) == "Oui"


def test_what_is_paid_is_not_taken_back(bob_client: Client, venue: Venue) -> None:
    booking = BookingFactory(stock__slot__offer__venue=venue, reimbursing=True)
    page = read(bob_client.post(f"{URL}{booking.pk}/reprendre/"))
    assert word(page) == "Non"
    assert "Le remboursement est en cours" in page.text


# --- htmx


def test_with_htmx_the_answer_is_the_same_page_in_part(bob_client: Client, tonight: Booking) -> None:
    page = read(bob_client.get(URL))
    form = page.form("Valider")
    assert word(poll(bob_client, page, form, code="ZZZZZZ")) == "Non"
    after = poll(bob_client, page, form, code=tonight.code)
    assert word(after) == "Oui"
    assert after.all("//title") == page.all("//title") or after.title == page.title
    undo = after.form("Annuler cette validation")
    assert word(poll(bob_client, after, undo)) == "Reprise"


# --- Who guesses learns nothing


def test_unknown_foreign_and_malformed_codes_get_the_same_bytes(
    bob_client: Client, other_venue: Venue
) -> None:
    foreign = BookingFactory(stock__slot__offer__venue=other_venue).code
    answers = {}
    for code in ("ZZZZZZ", foreign, "O01", "trop long pour un code", "é\x00ø", "<b>", "%27", "x" * 3_000):
        response = bob_client.post(URL, {"code": code})
        assert response.status_code == 200
        page = read(response)
        for shown in page.all("//*[@class='verdict v-bad']//*[@class='code']"):
            shown.text = "?"
        for field in page.all("//input[@name='code']"):
            field.set("value", "?")
        answers[code] = page.normalised()
    assert len(set(answers.values())) == 1
    assert "n’existe pas dans votre structure" in answers["ZZZZZZ"]
    assert Booking.objects.get().status == Status.BOOKED


def test_what_was_typed_is_kept_to_be_mended(bob_client: Client) -> None:
    assert typed(bob_client, "kr7mq").fields("Valider")["code"] == "kr7mq"


@pytest.fixture
def four(settings: Any) -> int:
    """Four wrong codes rather than twenty: the same rule, sooner."""
    settings.DESK_WRONG_CODES = 4
    return 4


def wrong(client: Client, times: int) -> HttpResponse:
    for _ in range(times):
        answer = client.post(URL, {"code": "ZZZZZZ"})
    return answer


def test_after_twenty_wrong_codes_the_desk_pauses(bob_client: Client, tonight: Booking) -> None:
    assert wrong(bob_client, 20).status_code == 200
    answer = bob_client.post(URL, {"code": tonight.code})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    page = read(answer)
    assert word(page) == "Pause"
    assert "15 minutes" in page.text
    assert page.fields("Valider")["code"] == tonight.code
    tonight.refresh_from_db()
    assert tonight.status == Status.BOOKED


def test_with_htmx_the_pause_shows_too(bob_client: Client, four: int) -> None:
    page = read(bob_client.get(URL))
    wrong(bob_client, four)
    answer = bob_client.post(URL, {"code": "ZZZZZZ"}, headers=headers(page))
    assert answer.status_code == 429
    config = page.all("//meta[@name='htmx-config']/@content")[0]
    assert '"4(22|29)","swap":true' in config


def test_right_codes_are_not_counted(bob_client: Client, venue: Venue, four: int) -> None:
    stock = StockFactory(slot__offer=OfferFactory(venue=venue), slot__starts_at=ahead(hours=3), price_cents=0)
    codes = [BookingFactory(stock=stock, now=ago(days=4)).code for _ in range(3)]
    wrong(bob_client, four - 1)
    assert [word(typed(bob_client, code)) for code in (*codes, *codes)] == ["Oui"] * 3 + ["Déjà entré"] * 3
    assert wrong(bob_client, 1).status_code == 200
    assert wrong(bob_client, 1).status_code == 429


def test_the_tries_of_everyone_at_the_structure_add_up(
    alice_client: Client, bob_client: Client, charlie_client: Client, four: int
) -> None:
    wrong(bob_client, 2)
    wrong(alice_client, 2)
    assert wrong(alice_client, 1).status_code == 429
    assert wrong(charlie_client, 1).status_code == 200


def test_whoever_pauses_at_one_structure_pauses_at_the_other(
    venue: Venue, other_venue: Venue, four: int
) -> None:
    both = member(venue=venue)
    member(venue=other_venue)
    other_venue.memberships.create(user=both, role="desk", created_at=ago())
    client = signed_in(both)
    wrong(client, four)
    client.post("/structures/changer/", {"structure": other_venue.pk})
    assert wrong(client, 1).status_code == 429


def test_a_paused_account_does_not_use_up_the_tries_of_its_structure(
    bob_client: Client, bob: User, alice_client: Client, four: int
) -> None:
    for _ in range(four):
        limits.hit(name="desk-account", who=str(bob.pk), most=four, seconds=900)
    assert wrong(bob_client, 2 * four).status_code == 429
    assert wrong(alice_client, 1).status_code == 200


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixty_wrong_codes_at_once_are_looked_up_twenty_times(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    find = selectors.for_desk
    monkeypatch.setattr(selectors, "for_desk", lambda **known: asked.append(known["code"]) or find(**known))
    clients = [signed_in(member(venue=venue, role="desk")) for _ in range(20)]
    answers = together(*(partial(wrong, client, 3) for client in clients))
    assert len(asked) == 20
    assert {answer.status_code for answer in answers} == {429}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_control_checking_without_counting_lets_everyone_look(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(selectors, "for_desk", lambda **known: asked.append(known["code"]))
    clients = [signed_in(member(venue=venue, role="desk")) for _ in range(24)]
    everybody = threading.Barrier(len(clients), timeout=30)

    def checked(counters: list[tuple[str, str]]) -> None:
        for name, who in counters:
            limits.check(name=name, who=who, most=20)
        everybody.wait()

    with without("bookings.views.desk._count_a_try", instead=checked):
        together(*(partial(wrong, client, 1) for client in clients))
    assert len(asked) == 24


# --- Around the code


def test_the_evening_counts_who_is_in_and_who_is_expected(bob_client: Client, tonight: Booking) -> None:
    BookingFactory(stock=tonight.stock, now=ago(days=4))
    typed(bob_client, tonight.code)
    page = read(bob_client.get(URL))
    assert "entrées sur 2" in page.text
    assert "1 attendue" in page.text


def test_a_paused_offer_still_plays_tonight(bob_client: Client, tonight: Booking) -> None:
    type(tonight.offer).objects.update(state="paused")
    assert tonight.offer.title in read(bob_client.get(URL)).text


def test_the_latest_entries_are_listed_with_what_the_clock_did(
    bob_client: Client, venue: Venue, tonight: Booking
) -> None:
    typed(bob_client, tonight.code)
    text = read(bob_client.get(URL)).text
    assert "Lina B." in text
    assert "Validée" in text


def test_the_booking_of_another_structure_is_not_taken_back_from_here(
    charlie_client: Client, tonight: Booking
) -> None:
    services.use(booking_id=tonight.pk, actor=None, now=ago(), wait_for_limit=True)
    foreign = charlie_client.post(f"{URL}{tonight.pk}/reprendre/")
    unknown = charlie_client.post(f"{URL}{10**12}/reprendre/")
    assert foreign.status_code == unknown.status_code == 404
    assert body(foreign) == body(unknown)
    assert Booking.objects.get().status == Status.USED


def test_the_setting_opens_the_door_before_the_limit(bob_client: Client, venue: Venue, settings: Any) -> None:
    settings.DESK_WAITS_FOR_CANCELLATION_LIMIT = False
    booking = BookingFactory(
        stock__slot__offer__venue=venue, stock__slot__starts_at=ahead(days=30) + timedelta(0)
    )
    assert word(typed(bob_client, booking.code)) == "Oui"
