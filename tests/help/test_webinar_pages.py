"""`/webinaires/`, its buttons, its files, and the card of the home page."""

from datetime import timedelta

import pytest
import vobject
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import Email
from help.models import Webinar, WebinarRegistration
from tests.accounts.factories import UserFactory
from tests.help.factories import RegistrationFactory, WebinarFactory
from tests.support.html import Page, read
from tests.support.moments import ago, ahead
from tests.support.queries import budget, recorded
from tests.support.world import signed_in

pytestmark = pytest.mark.django_db
URL = "/webinaires/"
WHO = ("session", "person", "memberships")


@pytest.fixture
def webinar() -> Webinar:
    return WebinarFactory(capacity=3)


def row(page: Page, index: int = 0) -> dict[str, str]:
    return page.rows()[index]


def test_the_dates_are_open_to_everyone(client: Client, webinar: Webinar) -> None:
    page = read(client.get(URL), status=200)
    assert page.headings[0] == "Webinaires d’accueil"
    assert row(page)["Places"] == "3 places"
    assert page.all("//main//form") == []
    assert webinar.meeting_url not in client.get(URL).content.decode()


def test_the_button_leads_to_the_door_and_back(client: Client, alice: User, webinar: Webinar) -> None:
    page = read(client.get(URL))
    (door,) = {href for said, href in page.links.items() if said.startswith("S’inscrire")}
    assert door == "/connexion/?next=/webinaires/"
    answer = client.post(door, {"username": alice.email, "password": "demo-passculture"})
    assert answer.url == URL


def test_a_session_that_ended_on_the_way_leads_back_to_the_dates(client: Client, webinar: Webinar) -> None:
    address = f"/webinaires/{webinar.pk}/inscription/"
    assert client.post(address).url == f"/connexion/?next={address}"
    assert signed_in(UserFactory()).get(address).url == URL


def test_coming_and_no_longer_coming_take_one_button_each(alice_client: Client, webinar: Webinar) -> None:
    page = read(alice_client.get(URL)).send(alice_client, "M’inscrire")
    assert any("Vous êtes inscrit au webinaire du" in said for said in page.banners)
    assert "Vous êtes inscrit" in row(page)["Inscription"]
    assert row(page)["Places"] == "2 places"
    page = page.send(alice_client, "Me désinscrire")
    assert any("est annulée" in said for said in page.banners)
    assert row(page)["Places"] == "3 places"
    assert row(page)["Inscription"].startswith("M’inscrire")


def test_what_is_full_says_so_and_has_no_button(alice_client: Client) -> None:
    WebinarFactory(full=True)
    page = read(alice_client.get(URL))
    assert row(page)["Places"] == "Complet"
    assert row(page)["Inscription"] == "Choisissez une autre date"
    assert page.all("//main//form") == []


def test_what_is_cancelled_says_why(alice_client: Client) -> None:
    WebinarFactory(called_off=True)
    page = read(alice_client.get(URL))
    assert row(page)["Places"] == "Annulé Notre animatrice est absente."
    assert page.all("//main//form") == []


REFUSED = [
    ({"full": True}, "est complet"),
    ({"past": True}, "a déjà commencé"),
    ({"called_off": True}, "est annulé"),
]


@pytest.mark.parametrize(("state", "said"), REFUSED)
def test_a_page_left_open_is_answered_in_words(
    alice_client: Client, state: dict[str, bool], said: str
) -> None:
    webinar = WebinarFactory(**state)
    page = read(alice_client.post(f"/webinaires/{webinar.pk}/inscription/", follow=True), status=200)
    assert any(said in banner for banner in page.banners)
    assert not WebinarRegistration.objects.exists()


def test_pressing_twice_comes_once(alice_client: Client, alice: User, webinar: Webinar) -> None:
    RegistrationFactory(webinar=webinar, user=alice)
    page = read(alice_client.post(f"/webinaires/{webinar.pk}/inscription/", follow=True))
    assert any("déjà inscrit" in banner for banner in page.banners)
    assert WebinarRegistration.objects.count() == 1


def test_an_unknown_session_does_not_exist(alice_client: Client) -> None:
    for way in ("inscription/", "annuler/"):
        assert alice_client.post(f"/webinaires/999999/{way}").status_code == 404
    assert alice_client.get("/webinaires/999999/webinaire.ics").status_code == 404


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:a()"])
def test_the_way_back_stays_on_this_site(alice_client: Client, webinar: Webinar, elsewhere: str) -> None:
    answer = alice_client.post(f"/webinaires/{webinar.pk}/inscription/", {"next": elsewhere})
    assert answer.url == URL


def test_without_dates_the_page_leads_to_the_team(alice_client: Client) -> None:
    page = read(alice_client.get(URL), status=200)
    assert "Aucun webinaire n’est planifié" in page.headings
    assert page.links["Écrire à l’équipe"] == "/aide/contact/"
    assert page.rows() == []


def test_my_registrations_say_what_happened(alice_client: Client, alice: User) -> None:
    for state, days in ((True, 10), (False, 20), (None, 30)):
        RegistrationFactory(user=alice, webinar=WebinarFactory(starts_at=ago(days=days)), attended=state)
    RegistrationFactory(user=alice, webinar=WebinarFactory(called_off=True))
    RegistrationFactory(user=alice, webinar=WebinarFactory(starts_at=ahead(days=2)))
    RegistrationFactory(user=alice, cancelled_at=ago(days=1))
    RegistrationFactory()
    page = read(alice_client.get(f"{URL}?vue=miennes"), status=200)
    assert [one["État"].partition(".")[0] for one in page.rows()] == [
        "Annulé Notre animatrice est absente",
        "Vous êtes inscrit Rejoindre la visioconférence",
        "Présent",
        "Absent",
        "Terminé",
    ]
    page = page.send(alice_client, "Me désinscrire")
    assert page.url == f"{URL}?vue=miennes"
    assert len(page.rows()) == 4


def test_without_registrations_the_page_leads_to_the_dates(alice_client: Client) -> None:
    page = read(alice_client.get(f"{URL}?vue=miennes"))
    assert page.links["Voir les dates"] == URL


@pytest.mark.parametrize("query", ["?vue=miennes", "?vue=autre", "?suite=faux", "?taille=7"])
def test_an_odd_address_shows_the_dates(client: Client, webinar: Webinar, query: str) -> None:
    assert row(read(client.get(URL + query), status=200))["Places"] == "3 places"


def test_the_dates_are_in_pages(client: Client) -> None:
    for number in range(27):
        WebinarFactory(starts_at=ahead(days=number + 1))
    page = read(client.get(URL))
    assert len(page.rows()) == 25
    assert len(page.follow(client, "Suivante").rows()) == 2
    assert len(read(client.get(f"{URL}?taille=50")).rows()) == 27


# --- Files


def test_the_file_of_a_date_keeps_the_meeting_for_whoever_comes(
    alice_client: Client, alice: User, webinar: Webinar
) -> None:
    url = f"/webinaires/{webinar.pk}/webinaire.ics"
    answer = alice_client.get(url)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="webinaire.ics"'
    assert vobject.readOne(answer.content.decode()).vevent.url.value == "http://testserver/webinaires/"
    RegistrationFactory(webinar=webinar, user=alice)
    assert vobject.readOne(alice_client.get(url).content.decode()).vevent.url.value == webinar.meeting_url


def test_the_file_of_all_dates_holds_what_takes_place(
    client: Client, alice_client: Client, alice: User
) -> None:
    mine, other = WebinarFactory(), WebinarFactory()
    WebinarFactory(past=True)
    WebinarFactory(called_off=True)
    RegistrationFactory(webinar=mine, user=alice)

    def uids(browser: Client, query: str = "") -> set[str]:
        text = browser.get(f"/webinaires/calendrier.ics{query}").content.decode()
        return {event.uid.value for event in getattr(vobject.readOne(text), "vevent_list", [])}

    assert uids(client) == uids(alice_client) == {str(mine.uid), str(other.uid)}
    assert uids(alice_client, "?vue=miennes") == {str(mine.uid)}
    assert uids(client, "?vue=miennes") == {str(mine.uid), str(other.uid)}


# --- Queries


def test_each_page_asks_only_what_it_shows(alice_client: Client, alice: User, client: Client) -> None:
    WebinarFactory.create_batch(5)
    RegistrationFactory.create_batch(5, user=alice)
    alice_client.get("/structures/")
    with budget(*WHO, "dates, and which are mine"):
        alice_client.get(URL)
    with budget(*WHO, "my registrations"):
        alice_client.get(f"{URL}?vue=miennes")
    with budget("dates"):
        client.get(URL)


# --- The card of the home page


def joined(user: User, *, days: int) -> None:
    User.objects.filter(pk=user.pk).update(date_joined=ago(days=days))


@pytest.mark.parametrize(("days", "shown"), [(0, True), (30, True), (31, False)])
def test_newcomers_are_shown_the_next_dates(
    alice_client: Client, alice: User, webinar: Webinar, days: int, shown: bool
) -> None:
    joined(alice, days=days)
    assert ("Webinaires d’accueil" in read(alice_client.get("/accueil/")).headings) is shown


def test_the_card_shows_two_dates_that_take_place(alice_client: Client, alice: User) -> None:
    joined(alice, days=1)
    WebinarFactory(called_off=True, starts_at=ahead(days=1))
    WebinarFactory(full=True, starts_at=ahead(days=2))
    soon = WebinarFactory(starts_at=ahead(days=3))
    WebinarFactory(starts_at=ahead(days=4))
    page = read(alice_client.get("/accueil/"))
    assert len(page.all("//section[@aria-labelledby='webinaires']//li")) == 2
    page = page.send(alice_client, "M’inscrire")
    assert page.url == "/accueil/"
    assert WebinarRegistration.objects.get().webinar_id == soon.pk


def test_without_dates_there_is_no_card(alice_client: Client, alice: User) -> None:
    joined(alice, days=1)
    assert "Webinaires d’accueil" not in read(alice_client.get("/accueil/")).headings


def test_the_card_takes_one_query(alice_client: Client, alice: User, webinar: Webinar) -> None:
    alice_client.get("/structures/")
    with recorded() as before:
        alice_client.get("/accueil/")
    joined(alice, days=1)
    with recorded() as after:
        alice_client.get("/accueil/")
    assert len(after) == len(before) + 1
    assert [query for query in after if "help_webinar" in query.sql]
    assert not [query for query in before if "help_webinar" in query.sql]


def test_the_meeting_is_one_click_away_when_it_has_begun(alice_client: Client, alice: User) -> None:
    webinar = WebinarFactory(starts_at=ago(minutes=10))
    Webinar.objects.filter(pk=webinar.pk).update(ends_at=webinar.starts_at + timedelta(hours=1))
    RegistrationFactory(webinar=webinar, user=alice)
    page = read(alice_client.get(f"{URL}?vue=miennes"))
    assert page.links["Rejoindre la visioconférence"] == webinar.meeting_url


def test_a_meeting_without_an_address_promises_one(alice_client: Client, alice: User) -> None:
    RegistrationFactory(webinar=WebinarFactory(meeting_url=""), user=alice)
    page = read(alice_client.get(f"{URL}?vue=miennes"))
    assert "Le lien vous sera envoyé avant le webinaire." in page.rows()[0]["État"]
    assert "Rejoindre la visioconférence" not in page.links


def test_an_impatient_finger_does_not_fill_a_mailbox(alice_client: Client) -> None:
    webinar = WebinarFactory()
    for _ in range(11):
        alice_client.post(reverse("help:webinar_register", args=[webinar.pk]))
        alice_client.post(reverse("help:webinar_leave", args=[webinar.pk]))
    assert Email.objects.filter(kind="help/webinar_registered").count() == 10
