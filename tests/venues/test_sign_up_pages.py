"""From an e-mail to a structure, page by page; and every SIRET that does not lead there."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.factories import UserFactory
from tests.support.html import Page, read
from tests.support.world import signed_in
from tests.venues.factories import VenueFactory
from venues import identity
from venues.models import Venue
from venues.registers import RegisterUnavailable

pytestmark = pytest.mark.django_db
URL = "/inscription/structure/"
CIRCUIT, CLOSED, HIDDEN = "00010003200010", "00010010700010", "00010012300017"


@pytest.fixture
def person() -> User:
    return UserFactory(email="mael@toiles.example")


@pytest.fixture
def client(person: User) -> Client:
    return signed_in(person)


def searched(client: Client, siret: str) -> Page:
    return read(client.get(URL, {"siret": siret}, follow=True))


def test_the_register_fills_in_the_rest(client: Client) -> None:
    page = searched(client, "000 100 032 00010")
    assert page.url == f"{URL}{CIRCUIT}/"
    for word in ("Les Toiles vagabondes", "59.14Z", "9220", "21 rue du Sabotier, 29270 Carhaix-Plouguer"):
        assert word in page.text
    assert page.fields("Confirmer")["public_name"] == "Les Toiles vagabondes"
    assert page.fields("Confirmer")["booking_email"] == "mael@toiles.example"


def test_confirming_creates_the_structure_and_shows_it_on_the_home_page(client: Client, person: User) -> None:
    home = searched(client, CIRCUIT).send(client, "Confirmer", is_itinerant="yes", public_name="Les Toiles")
    made = Venue.objects.get()
    assert (made.public_name, made.is_itinerant, made.verification) == ("Les Toiles", True, "register")
    assert home.url == "/accueil/"
    assert "Les Toiles est inscrite. Notre équipe vérifie votre dossier." in home.banners
    assert "Informations administratives" in home.follow(client, "Ma structure").text


REFUSED = [
    ("", "Cette réponse manque"),
    ("abc", "chiffres"),
    ("123", "14 chiffres"),
    ("00010003200011", "erreur de saisie"),
    ("73282932000074", "ne connaît pas ce SIRET"),
    (CLOSED, "est fermé"),
    ("1" * 41, "40 caractères"),
]


@pytest.mark.parametrize(("siret", "words"), REFUSED)
def test_each_siret_that_leads_nowhere_says_why_and_stays_typed(
    client: Client, siret: str, words: str
) -> None:
    page = searched(client, siret)
    assert page.status == 422
    assert words in page.errors["siret"][0]
    assert page.fields("Chercher").get("siret", "") == siret


def test_a_character_that_no_database_keeps_is_refused_too(client: Client) -> None:
    assert searched(client, "0001\x000003200010").status == 422


def test_a_siret_already_registered_is_refused_at_both_steps(client: Client) -> None:
    VenueFactory(siret=CIRCUIT)
    for url in (f"{URL}?siret={CIRCUIT}", f"{URL}{CIRCUIT}/"):
        page = read(client.get(url))
        assert page.status == 422
        assert "déjà inscrite" in page.errors["siret"][0]


def test_pressing_twice_makes_one_structure_and_no_trouble(client: Client) -> None:
    page = searched(client, CIRCUIT)
    page.send(client, "Confirmer", is_itinerant="no")
    assert page.send(client, "Confirmer", is_itinerant="no").url == "/accueil/"
    assert Venue.objects.count() == 1


def test_an_address_that_is_not_published_is_asked(client: Client) -> None:
    page = searched(client, HIDDEN)
    assert any("n’est pas publiée" in said for said in page.banners)
    assert page.all("//input[@name='legal_name']")
    again = page.send(
        client, "Confirmer", is_itinerant="no", public_name="Festival", booking_email="f@test.example"
    )
    assert set(again.errors) == {"where", "legal_name"}
    again.send(client, "Confirmer", legal_name="Association du festival", where="46160 Cajarc")
    made = Venue.objects.select_related("address").get()
    assert (made.legal_name, made.address.city, made.verification) == (
        "Association du festival",
        "Cajarc",
        "manual",
    )


def test_a_register_that_is_down_never_blocks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        def find(self, siret: str) -> Any:
            raise RegisterUnavailable

    monkeypatch.setattr(identity, "company_register", Down)
    page = searched(client, CIRCUIT)
    assert "Le répertoire Sirene ne répond pas" in page.text
    answers = {
        "legal_name": "Les Toiles",
        "public_name": "Les Toiles",
        "where": "46160 Cajarc",
        "is_itinerant": "yes",
    }
    page.send(client, "Confirmer", **answers)
    assert Venue.objects.get().verification == "manual"
    assert "Saisie à vérifier" in read(client.get(f"/structures/{Venue.objects.get().pk}/")).text


def test_a_head_office_that_moved_is_typed(client: Client) -> None:
    page = searched(client, CIRCUIT).send(client, "Confirmer", is_itinerant="no", moved="yes")
    assert list(page.errors) == ["where"]
    page.send(client, "Confirmer", where="46260 Limogne-en-Quercy")
    assert Venue.objects.select_related("address").get().address.city == "Limogne-en-Quercy"


def test_what_was_typed_stays_when_something_is_wrong(client: Client) -> None:
    typed = {
        "public_name": "x" * 121,
        "booking_email": "pas une adresse",
        "where": "Nulle-Part",
        "moved": "yes",
    }
    page = read(client.post(f"{URL}{CIRCUIT}/", typed))
    assert page.status == 422
    assert set(page.errors) == {"public_name", "booking_email", "where", "is_itinerant"}
    kept = page.fields("Confirmer")
    assert {name: kept[name] for name in typed} == typed
    assert not Venue.objects.exists()


def test_nothing_else_can_be_set_through_the_form(client: Client) -> None:
    sly = {
        "status": "validated",
        "verification": "register",
        "validated_at": "2020-01-01",
        "siret": "00010004000013",
    }
    page = {
        "public_name": "Les Toiles",
        "booking_email": "t@test.example",
        "is_itinerant": "no",
        "moved": "no",
    }
    client.post(f"{URL}{CIRCUIT}/", page | sly)
    made = Venue.objects.get()
    assert (made.siret, made.status, made.validated_at) == (CIRCUIT, "pending", None)


def test_the_register_is_asked_sixty_times_an_hour_and_no_more(client: Client) -> None:
    for _ in range(60):
        client.get(URL, {"siret": "123"})
    assert "Trop d’essais" in searched(client, CIRCUIT).errors[""][0]
    assert client.get(f"{URL}{CIRCUIT}/").status_code == 429


def test_suggestions_come_as_radio_buttons(client: Client) -> None:
    answer = client.get("/adresses/suggestions/", {"where": "Limogne-en-Quercy"})
    page = read(answer, status=200)
    assert page.all("//input[@type='radio'][@name='choice']")
    assert "Limogne-en-Quercy" in page.text


@pytest.mark.parametrize("where", ["", "x", "\x00", "🎬" * 300])
def test_suggestions_of_nothing_are_empty_and_no_crash(client: Client, where: str) -> None:
    answer = client.get("/adresses/suggestions/", {"where": where})
    assert (answer.status_code, b"<input" in answer.content) == (200, False)
