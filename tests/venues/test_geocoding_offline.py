"""Addresses without a network: the town is found, and nothing that is not a town."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venues import communes
from venues.communes import Commune
from venues.geocoding.base import Place
from venues.geocoding.offline import OfflineGeocoder

ALL = tuple(communes._index().by_insee.values())
search = OfflineGeocoder().search


@pytest.fixture(autouse=True, scope="module")
def names_are_loaded() -> None:
    """Once, so that no generated example pays for it."""
    communes.named("Cajarc")


def only(text: str, *, postal_code: str | None = None) -> Place:
    (place,) = search(text, postal_code=postal_code)
    return place


def test_a_place_is_the_centre_of_its_commune() -> None:
    assert only("12 rue de la Mairie 46160 Cajarc") == Place(
        label="12 rue de la Mairie 46160 Cajarc",
        street="12 rue de la Mairie",
        postal_code="46160",
        city="Cajarc",
        insee_code="46045",
        latitude=44.48546,
        longitude=1.84261,
        time_zone="Europe/Paris",
        precision="municipality",
        score=0.9,
        source="offline",
    )


@pytest.mark.parametrize(
    ("text", "street", "city"),
    [
        ("place du Foirail cajarc", "place du Foirail", "Cajarc"),
        ("Place du Foirail - Cajarc", "Place du Foirail", "Cajarc"),
        ("12 rue de la Mairie, 46160 CAJARC, France", "12 rue de la Mairie", "Cajarc"),
        ("place du Foirail, Cajarc (46160)", "place du Foirail", "Cajarc"),
        ("place du Foirail, Cajarc (46)", "place du Foirail", "Cajarc"),
        ("46160 Cajarc\nplace du Foirail", "place du Foirail", "Cajarc"),
        ("Saint Cirq Lapopie", "", "Saint-Cirq-Lapopie"),
        ("le bourg st-cirq lapopie", "le bourg", "Saint-Cirq-Lapopie"),
        ("salle des fêtes de Cajarc", "salle des fêtes", "Cajarc"),
        ("SALLE DES FÊTES À CAJARC", "SALLE DES FÊTES", "Cajarc"),
        ("bâtiment A, Cajarc", "bâtiment A", "Cajarc"),
        ("8 place du 8 mai 1945 Cahors", "8 place du 8 mai 1945", "Cahors"),
        ("5 avenue Anatole France, Cahors", "5 avenue Anatole France", "Cahors"),
        ("D662 Cajarc", "D662", "Cajarc"),
        ("12 quai Valin 17000 La Rochelle", "12 quai Valin", "La Rochelle"),
        ("BP 12, 46005 CAHORS CEDEX 9", "BP 12", "Cahors"),
        ("12 rue Oberkampf 75011 Paris 11e", "12 rue Oberkampf", "Paris"),
        ("46160 caj", "", "Cajarc"),
        ("12 rue du Lot 46160 Cajarrc", "12 rue du Lot", "Cajarc"),
        ("Bellegarde-sur-Valserine", "", "Valserhône"),
        ("80120 Rue", "", "Rue"),
        ("12 rue de l’Église 80120 rue", "12 rue de l’Église", "Rue"),
    ],
)
def test_the_town_is_found_and_the_street_kept_as_typed(text: str, street: str, city: str) -> None:
    place = only(text)
    assert (place.street, place.city, place.approximate) == (street, city, True)


@pytest.mark.parametrize(
    "text",
    [
        "10 Downing Street, London",
        "10 Downing Street London",
        "Rue de la Loi 16, 1000 Bruxelles",
        "Grand-Place 1, 7000 Mons",
        "B-7000 Mons",
        "Mons, Belgique",
        "rue du Rhône 3, CH-1950 Sion",
        "Vienne (Autriche)",
        "Paris, Texas",
        "10117 Berlin",
        "Via Roma 1, 10100 Torino",
        "20121 Milano",
        "28013 Madrid",
    ],
)
def test_an_address_abroad_finds_nothing(text: str) -> None:
    assert search(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "12 rue",
        "12 rue de Paris",
        "rue de la Rochelle",
        "rue Saint Martin",
        "église Saint Martin",
        "rue Chrétien de Troyes",
        "5 avenue Anatole France",
        "12 avenue du Lac",
        "chemin le lac",
        "4 rue de la mairie, le bourg",
        "derrière le bar",
        "Trifouilly-sur-Vienne",
        "Saint-Trifouilly-Vienne",
    ],
)
def test_a_word_of_a_street_is_not_a_town(text: str) -> None:
    assert search(text) == []


@pytest.mark.parametrize(
    "text", ["", "  ", "—", "99999", "99999 Cajarc", "Cajarc (47)", "東京", "xyzzy", "\0"]
)
def test_what_says_nothing_finds_nothing(text: str) -> None:
    assert search(text) == []


def test_a_postal_code_alone_gives_its_communes() -> None:
    found = search("46160", limit=3)
    assert [place.city for place in found] == ["Cajarc", "Gréalou", "Calvignac"]
    assert all(place.to_confirm and place.score >= 0.5 for place in found)


def test_a_shared_name_gives_several_places() -> None:
    found = search("salle des fêtes, Saint-Martin")
    assert len(found) == 5
    assert {place.city for place in found} == {"Saint-Martin"}
    assert len({place.insee_code for place in found}) == 5
    assert all(place.to_confirm for place in found)


def test_a_postal_code_chooses_among_shared_names() -> None:
    assert only("salle des fêtes 65360 Saint-Martin").insee_code == "65392"
    assert only("salle des fêtes, Saint-Martin", postal_code="65360").insee_code == "65392"


def test_a_postal_code_given_apart_places_a_street() -> None:
    found = search("place du Foirail", postal_code="46160")
    assert (found[0].city, found[0].street) == ("Cajarc", "place du Foirail")


def test_a_postal_code_given_apart_must_agree() -> None:
    assert search("46000 Cahors", postal_code="46160") == []
    assert search("place du Foirail", postal_code="99999") == []


def test_an_imprecise_row_says_so() -> None:
    assert only("Saint Cirq Lapopie").precision == "postal_code"


def test_overseas_has_its_own_time() -> None:
    assert only("5 rue des Hibiscus, 97413 Cilaos").time_zone == "Indian/Reunion"


@given(st.sampled_from(ALL), st.sampled_from(["", "12 rue des Lilas ", "Salle polyvalente, ", "le bourg - "]))
def test_street_code_and_name_always_agree(commune: Commune, street: str) -> None:
    found = search(f"{street}{commune.postal_codes[0]} {commune.name}", limit=50)
    assert commune.insee_code in {place.insee_code for place in found}
    assert all(place.score >= 0.5 for place in found)


@given(st.text(max_size=60), st.integers(0, 5))
def test_any_text_is_answered_within_the_limit(text: str, limit: int) -> None:
    assert len(search(text, limit=limit)) <= limit


@pytest.mark.parametrize("text", ["a" + "," * 50_000 + "b Cajarc", "à " * 50_000, "de " * 50_000 + "Cajarc"])
def test_a_monstrous_text_is_answered_at_once(text: str) -> None:
    start = time.perf_counter()
    search(text)
    assert time.perf_counter() - start < 1
