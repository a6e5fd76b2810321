"""The list, the page of an offer, the stops of a circuit, the export."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from offers.models import Offer
from tests.offers.factories import OfferFactory, SlotFactory, StockFactory
from tests.support.html import Page, read
from tests.support.htmx import headers
from tests.support.moments import ago, ahead
from tests.support.queries import recorded
from tests.support.world import signed_in
from tests.venues.factories import AddressFactory, VenueFactory, member
from venues.models import Venue

pytestmark = pytest.mark.django_db


def offer(venue: Venue, title: str = "Les Noyers", **known: Any) -> Offer:
    made = OfferFactory(
        venue=venue, title=title, address=known.pop("address", None) or AddressFactory(village=1), **known
    )
    StockFactory(slot__offer=made)
    return made


def titles(page: Page) -> list[str]:
    return [row["Offre"].removesuffix("Séance de cinéma") for row in page.rows()]


def test_the_list_shows_what_matters_the_latest_first(alice_client: Client, venue: Venue) -> None:
    offer(venue, "Premier film")
    SlotFactory(offer=offer(venue, "Second film"), capacity=10, booked=3)
    page = read(alice_client.get("/offres/"), status=200)
    assert titles(page) == ["Second film", "Premier film"]
    row = page.rows()[0]
    assert row["Lieu"] == "Limogne-en-Quercy"
    assert row["Réservées"] == "3 sur 60"
    assert "2 séances" in row["Prochaine séance"]
    assert row["État"] == "Publiée"


def test_it_shows_nobody_else_s(alice_client: Client, venue: Venue, other_venue: Venue) -> None:
    offer(other_venue, "Ailleurs")
    page = read(alice_client.get("/offres/"))
    assert "Ailleurs" not in page.text
    assert "Aucune offre pour le moment" in page.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "secónd"}, ["Second film"]),
        ({"q": "limogne"}, ["Second film", "Premier film"]),
        ({"status": "paused"}, ["Premier film"]),
        ({"status": "n’importe quoi"}, ["Second film", "Premier film"]),
        ({"subcategory": "FESTIVAL_CINE"}, []),
        ({"q": "rien de tel"}, []),
        ({"suite": "forgé", "taille": "²"}, ["Second film", "Premier film"]),
    ],
)
def test_the_list_is_filtered(
    alice_client: Client, venue: Venue, asked: dict[str, str], found: list[str]
) -> None:
    offer(venue, "Premier film", paused=True)
    offer(venue, "Second film")
    page = read(alice_client.get("/offres/", asked), status=200)
    assert titles(page) == found
    assert found or "Aucune offre ne correspond" in page.text


def test_the_states_are_counted_and_lead_to_themselves(alice_client: Client, venue: Venue) -> None:
    offer(venue, paused=True)
    offer(venue)
    page = read(alice_client.get("/offres/"))
    assert {"Toutes 2", "Publiée 1", "En pause 1"} <= set(page.links)
    assert titles(page.follow(alice_client, "En pause 1")) == ["Les Noyers"]


def test_pages_follow_one_another_and_lose_nothing(alice_client: Client, venue: Venue) -> None:
    for number in range(27):
        offer(venue, f"Film {number:02}", address=venue.address)
    first = read(alice_client.get("/offres/"))
    second = first.follow(alice_client, "Suivante")
    assert [len(first.rows()), len(second.rows())] == [25, 2]
    assert titles(second) == ["Film 01", "Film 00"]
    assert titles(second.follow(alice_client, "Précédente")) == titles(first)


def test_with_htmx_only_the_list_comes(alice_client: Client, venue: Venue) -> None:
    offer(venue)
    whole = read(alice_client.get("/offres/", {"q": "noyers"}))
    part = alice_client.get("/offres/", {"q": "noyers"}, headers=headers(whole))
    assert part.content.strip().startswith(b'<section id="liste"')
    assert read(part).rows() == whole.rows()


@pytest.mark.parametrize("url", ["/offres/", "/circuits/", "/accueil/"])
def test_a_page_costs_the_same_for_one_offer_and_for_thirty(
    alice_client: Client, venue: Venue, url: str
) -> None:
    offer(venue)
    alice_client.get(url)  # the session writes once a minute
    with recorded() as few:
        alice_client.get(url)
    for _ in range(24):
        offer(venue)
    with recorded() as many:
        alice_client.get(url)
    assert [str(one.caller) for one in many] == [str(one.caller) for one in few]


# --- The page of an offer


def test_the_page_says_where_on_the_map_and_for_which_structure(alice_client: Client, venue: Venue) -> None:
    page = read(alice_client.get(f"/offres/{offer(venue).pk}/"), status=200)
    assert "44,3953 N, 1,7706 E" in page.text
    assert "Ciné des Causses" in page.text
    assert "Séance de cinéma" in page.text


def test_the_other_half_of_the_world_is_south_and_west(alice_client: Client, venue: Venue) -> None:
    guadeloupe = AddressFactory(latitude=16.1, longitude=-61.5, time_zone="America/Guadeloupe")
    assert (
        "16,1000 N, 61,5000 O"
        in read(alice_client.get(f"/offres/{offer(venue, address=guadeloupe).pk}/")).text
    )
    reunion = AddressFactory(overseas=True)
    assert (
        "20,8789 S, 55,4481 E" in read(alice_client.get(f"/offres/{offer(venue, address=reunion).pk}/")).text
    )


def test_a_date_to_come_may_be_moved_or_deleted_and_one_that_began_not(
    alice_client: Client, venue: Venue
) -> None:
    made = offer(venue)
    StockFactory(slot__offer=made, slot__starts_at=ago(hours=1))
    page = read(alice_client.get(f"/offres/{made.pk}/"))
    assert [row["Actions"] for row in page.rows()] == ["Commencée", "DéplacerSupprimer"]


def test_an_itinerant_offer_left_at_the_head_office_is_questioned(alice_client: Client, venue: Venue) -> None:
    page = read(alice_client.get(f"/offres/{offer(venue, address=venue.address).pk}/"))
    assert any("à l’adresse de votre siège" in said for said in page.banners)
    assert page.follow(alice_client, "Indiquer une autre adresse").status == 200


def test_the_tabs_lead_to_the_bookings_of_the_offer(alice_client: Client, venue: Venue) -> None:
    made = offer(venue)
    page = read(alice_client.get(f"/offres/{made.pk}/"))
    tabs = [link.get("href") for link in page.all("//nav[@aria-label='Offre']//a")]
    assert tabs == [f"/offres/{made.pk}/", f"/offres/{made.pk}/reservations/"]


# --- Circuits


def test_the_circuit_counts_the_dates_to_come_of_each_village(alice_client: Client, venue: Venue) -> None:
    here = offer(venue, "Un", address=AddressFactory(village=1, street="Salle"))
    SlotFactory(offer=here, starts_at=ahead(days=2))
    SlotFactory(offer=here, starts_at=ago(days=2))
    offer(venue, "Deux", address=AddressFactory(village=2))
    rows = read(alice_client.get("/circuits/")).rows()
    assert [(row["Commune"], row["À venir"]) for row in rows] == [
        ("Limogne-en-Quercy46260", "2 séances"),
        ("Marcilhac-sur-Célé46160", "1 séance"),
    ]


def test_the_circuit_says_that_nothing_is_imported_by_itself(alice_client: Client) -> None:
    page = read(alice_client.get("/circuits/"))
    assert any("ne s’importent pas automatiquement" in said for said in page.banners)


# --- Export


def exported(response: HttpResponse) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_the_export_holds_the_filtered_list(alice_client: Client, venue: Venue, other_venue: Venue) -> None:
    offer(venue, "Premier film", paused=True)
    offer(venue, "Second film")
    offer(other_venue, "Ailleurs")
    response = alice_client.get("/offres/export.csv", {"status": "paused"})
    rows = exported(response)
    assert rows[0][:4] == ["Titre", "Format", "État", "Lieu"]
    assert [row[0] for row in rows[1:]] == ["Premier film"]
    assert response["Content-Disposition"] == 'attachment; filename="offres.csv"'


@pytest.mark.parametrize(
    "title", ["=1+1", "+33 6", "-Film", "@import", "＝cmd", "\tTab", 'a";"b', '=HYPERLINK("x")']
)
def test_no_title_becomes_a_formula(alice_client: Client, venue: Venue, title: str) -> None:
    offer(venue, title)
    (row,) = exported(alice_client.get("/offres/export.csv"))[1:]
    assert row[0] in {title, f"'{title}"}
    assert not row[0].lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_the_link_to_the_export_keeps_the_filters(alice_client: Client, venue: Venue) -> None:
    offer(venue, paused=True)
    page = read(alice_client.get("/offres/", {"status": "paused"}))
    assert page.links["Exporter"] == "/offres/export.csv?status=paused"


def test_a_structure_without_programming_sees_no_offer(venue: Venue) -> None:
    client = signed_in(member(venue=venue, role="finance"))
    assert [client.get(url).status_code for url in ("/offres/", "/circuits/", "/offres/export.csv")] == [
        404,
        404,
        404,
    ]


def test_a_waiting_structure_is_told_that_nothing_shows_yet() -> None:
    waiting = VenueFactory(pending=True)
    page = read(signed_in(member(venue=waiting)).get(f"/offres/{offer(waiting).pk}/"))
    assert any("Pas encore visible" in said for said in page.banners)
