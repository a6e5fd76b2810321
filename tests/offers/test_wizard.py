"""The creation of an offer, step by step, as a partner types it: what is wrong is said there, what was typed stays."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from offers.models import Offer
from offers.states import State
from tests.offers.factories import OfferFactory
from tests.support.html import Page, read
from tests.venues.factories import AddressFactory
from venues.models import Address, Venue

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


def post(client: Client, url: str, **answers: Any) -> Page:
    return read(client.post(url, answers))


def step(offer: Offer, name: str) -> str:
    return f"/offres/{offer.pk}/{name}/"


# --- What kind


def test_the_first_screen_is_for_whom_and_what(alice_client: Client) -> None:
    page = read(alice_client.get("/offres/creation/"), status=200)
    labels = [label.text_content() for label in page.all("//label//strong")]
    assert "Au grand public" in labels
    assert "Un événement physique daté" in labels
    after = page.send(alice_client, "Continuer", category="CINEMA")
    assert after.url == "/offres/creation/CINEMA/"


def test_cinema_proposes_exactly_its_four_kinds(alice_client: Client) -> None:
    page = read(alice_client.get("/offres/creation/CINEMA/"))
    values = page.all("//input[@name='subcategory']/@value")
    assert values == ["SEANCE_CINE", "EVENEMENT_CINE", "CINE_PLEIN_AIR", "FESTIVAL_CINE"]
    assert page.all("//input[@name='film_director']")


def test_other_categories_propose_theirs_and_ask_nothing_about_a_film(alice_client: Client) -> None:
    page = read(alice_client.get("/offres/creation/MUSIQUE_LIVE/"))
    assert page.all("//*[@name='subcategory']")
    assert not page.all("//input[@name='film_director']")


@pytest.mark.parametrize("category", ["TECHNIQUE", "MEDIA", "RIEN"])
def test_a_category_without_dated_events_leads_back_to_the_choice(
    alice_client: Client, category: str
) -> None:
    assert alice_client.get(f"/offres/creation/{category}/").url == "/offres/creation/"


def test_a_school_group_is_asked_neither_a_kind_nor_a_category(alice_client: Client) -> None:
    page = read(alice_client.get("/offres/creation/"))
    labels = [label.text_content() for label in page.all("//label//strong")]
    assert labels[:2] == ["Au grand public", "À un groupe scolaire"]
    for answers in ({}, {"category": ""}, {"kind": "x", "category": "X"}):
        sent = alice_client.post("/offres/creation/", {"audience": "school", **answers})
        assert sent.headers["Location"] == "/collectif/offres/creation/"


@pytest.mark.parametrize(
    "answers",
    [
        {"audience": ""},
        {"audience": "schools", "kind": "dated_event", "category": "CINEMA"},
        {"category": "X"},
    ],
)
def test_an_unknown_kind_is_refused_beside_its_field(alice_client: Client, answers: dict[str, str]) -> None:
    page = post(alice_client, "/offres/creation/", **answers)
    assert page.status == 422
    assert page.errors


# --- Description


def test_saving_the_description_makes_a_draft_and_leads_to_the_place(
    alice_client: Client, venue: Venue
) -> None:
    page = read(alice_client.get("/offres/creation/CINEMA/"))
    after = page.send(
        alice_client, "Enregistrer", subcategory="CINE_PLEIN_AIR", title="Minuit à Padirac", is_duo="on"
    )
    offer = Offer.objects.get()
    assert after.url == step(offer, "lieu")
    assert (offer.title, offer.subcategory, offer.is_duo, offer.state, offer.venue) == (
        "Minuit à Padirac",
        "CINE_PLEIN_AIR",
        True,
        State.DRAFT,
        venue,
    )


def test_what_was_typed_stays_when_something_is_wrong(alice_client: Client) -> None:
    typed = {
        "title": "x" * 91,
        "description": "Une nuit.",
        "film_director": "Ève Roc",
        "booking_email": "pas une adresse",
    }
    page = post(alice_client, "/offres/creation/CINEMA/", **typed, duration_minutes="longtemps")
    assert page.status == 422
    assert set(page.errors) == {"title", "subcategory", "booking_email", "duration_minutes"}
    kept = page.fields("Enregistrer")
    assert {name: kept[name].strip() for name in typed} == typed
    assert kept["duration_minutes"] == "longtemps"
    assert not Offer.objects.exists()


def test_the_summary_of_errors_leads_to_each_field(alice_client: Client) -> None:
    page = post(alice_client, "/offres/creation/CINEMA/", title="")
    links = page.all("//*[@role='alert']//a/@href")
    assert len(links) == 2
    assert all(page.by_id(link.removeprefix("#")) is not None for link in links)


@pytest.mark.parametrize("name", ["state", "venue", "published_at", "created_at", "search_text", "id"])
def test_no_other_field_can_be_set_through_the_form(
    alice_client: Client, other_venue: Venue, draft: Offer, name: str
) -> None:
    before = Offer.objects.values(name).get()
    sly = {"title": draft.title, "subcategory": draft.subcategory, name: str(other_venue.pk)}
    assert alice_client.post(step(draft, "description"), sly).status_code == 302
    assert name == "search_text" or Offer.objects.values(name).get() == before


def test_a_long_e_mail_address_is_refused_and_not_a_crash(alice_client: Client) -> None:
    page = post(alice_client, "/offres/creation/CINEMA/", booking_email=f"{'x' * 300}@test.example")
    assert "booking_email" in page.errors


def test_a_published_offer_goes_back_to_its_page(alice_client: Client, venue: Venue) -> None:
    offer = OfferFactory(venue=venue)
    page = read(alice_client.get(step(offer, "description"))).send(
        alice_client, "Enregistrer", title="Autre titre"
    )
    assert page.url == f"/offres/{offer.pk}/"
    assert page.headings[0] == "Autre titre"
    assert any("enregistrée" in said for said in page.banners)


# --- Place


def test_the_head_office_is_proposed_and_the_other_address_is_one_click_away(
    alice_client: Client, draft: Offer
) -> None:
    page = read(alice_client.get(step(draft, "lieu")))
    labels = [label.text_content() for label in page.all("//label//strong")]
    assert labels[:2] == ["À l’adresse de votre siège", "À une autre adresse"]
    assert page.fields("Enregistrer")["location"] == "head_office"


def test_an_itinerant_structure_is_warned_that_the_default_is_its_head_office(
    alice_client: Client, draft: Offer
) -> None:
    page = read(alice_client.get(step(draft, "lieu")))
    assert any("indiquez le lieu de la projection" in said and "Cajarc" in said for said in page.banners)


def test_a_fixed_cinema_is_not_warned(charlie_client: Client, other_venue: Venue) -> None:
    offer = OfferFactory(venue=other_venue, draft=True, address=None)
    assert read(charlie_client.get(step(offer, "lieu"))).banners == []


def test_the_head_office_kept_on_purpose_is_said_again_before_publishing(
    alice_client: Client, draft: Offer
) -> None:
    page = post(alice_client, step(draft, "lieu"), location="head_office")
    draft.refresh_from_db()
    assert draft.address == draft.venue.address
    assert page.status == 302
    summary = read(alice_client.get(step(draft, "verifier")))
    assert any("Est-ce bien là que vous projetez ?" in said for said in summary.banners)


def test_another_address_is_found_with_its_coordinates(alice_client: Client, draft: Offer) -> None:
    answers = {"location": "elsewhere", "label": "Salle des fêtes", "where": "place du Foirail 46160 Cajarc"}
    assert alice_client.post(step(draft, "lieu"), answers).url == step(draft, "dates")
    draft.refresh_from_db()
    assert draft.address is not None
    assert (draft.address.label, draft.address.city, draft.address.time_zone) == (
        "Salle des fêtes",
        "Cajarc",
        "Europe/Paris",
    )
    assert (round(draft.address.latitude), round(draft.address.longitude)) == (44, 2)


@pytest.mark.parametrize(
    "where", ["", "12 rue qui n’existe pas, 99999 Nulle-Part", "Genève", "10 Downing Street, London"]
)
def test_an_address_that_is_nowhere_in_france_is_refused_and_kept(
    alice_client: Client, draft: Offer, where: str
) -> None:
    page = post(alice_client, step(draft, "lieu"), location="elsewhere", label="Salle", where=where)
    assert page.status == 422
    assert list(page.errors) == ["where"]
    assert page.fields("Enregistrer")["label"] == "Salle"
    assert page.fields("Enregistrer").get("where", "") == where
    draft.refresh_from_db()
    assert draft.address is None


def test_several_answers_are_asked_back_and_the_choice_is_taken(alice_client: Client, draft: Offer) -> None:
    page = post(alice_client, step(draft, "lieu"), location="elsewhere", where="Saint-Denis")
    assert page.status == 422
    assert len(page.all("//input[@name='choice']")) > 1
    chosen = page.all("//input[@name='choice']/@value")[1]
    page.send(alice_client, "Enregistrer", choice=chosen)
    draft.refresh_from_db()
    assert draft.address is not None


def test_a_choice_survives_another_mistake(alice_client: Client, draft: Offer) -> None:
    page = post(alice_client, step(draft, "lieu"), location="elsewhere", where="Saint-Denis")
    chosen = page.all("//input[@name='choice']/@value")[1]
    again = page.send(alice_client, "Enregistrer", choice=chosen, label="x" * 121)
    assert "label" in again.errors
    assert again.fields("Enregistrer")["choice"] == chosen


def test_a_forged_choice_is_no_choice(alice_client: Client, draft: Offer) -> None:
    page = post(
        alice_client, step(draft, "lieu"), location="elsewhere", where="Saint-Denis", choice="forged:token"
    )
    assert page.status == 422


def test_a_recent_place_is_picked_again_in_two_clicks(
    alice_client: Client, draft: Offer, venue: Venue
) -> None:
    hall = AddressFactory(village=2, label="Salle des fêtes", street="Le Bourg")
    OfferFactory(venue=venue, address=hall)
    page = read(alice_client.get(step(draft, "lieu"))).follow(alice_client, "Salle des fêtes, Marcilhac")
    assert page.fields("Enregistrer")["where"] == "Le Bourg 46160 Marcilhac-sur-Célé"
    page.send(alice_client, "Enregistrer")
    draft.refresh_from_db()
    assert draft.address == hall


def test_a_recent_place_of_somebody_else_is_no_place(alice_client: Client, draft: Offer) -> None:
    theirs = OfferFactory(address=AddressFactory(village=2))
    page = read(alice_client.get(f"{step(draft, 'lieu')}?lieu={theirs.pk}"))
    assert "where" not in page.fields("Enregistrer")


def test_a_place_already_chosen_comes_back_as_it_is(alice_client: Client, placed: Offer) -> None:
    addresses = Address.objects.count()
    page = read(alice_client.get(step(placed, "lieu"))).send(alice_client, "Enregistrer")
    assert page.url == step(placed, "dates")
    assert Address.objects.count() == addresses
