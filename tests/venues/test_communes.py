"""The communes kept in memory: found by code, by post, by town hall, by name."""

import gzip
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venues import communes, siret
from venues.communes import Commune

ALL = tuple(communes._index().by_insee.values())


@pytest.fixture(autouse=True, scope="module")
def names_are_loaded() -> None:
    """Once, so that no generated example pays for it."""
    communes.named("Cajarc")


def names(found: list[Commune] | tuple[Commune, ...]) -> list[str]:
    return [commune.name for commune in found]


def test_a_commune_is_known_in_full() -> None:
    assert communes.by_insee("46045") == Commune(
        insee_code="46045",
        name="Cajarc",
        postal_codes=("46160",),
        department="46",
        siren="214600454",
        population=1136,
        latitude=44.48546,
        longitude=1.84261,
        time_zone="Europe/Paris",
        precision="commune",
    )


def test_every_row_is_usable() -> None:
    assert len(ALL) > 34_900
    assert all(commune.postal_codes and all(commune.postal_codes) for commune in ALL)
    assert all(communes.in_france(commune.latitude, commune.longitude) for commune in ALL[::500])
    assert {ZoneInfo(zone).key for zone in {commune.time_zone for commune in ALL}}


def test_every_town_hall_has_a_real_siren() -> None:
    assert all(siret.is_siren(commune.siren) for commune in ALL if commune.siren)


@pytest.mark.parametrize(
    ("code", "name"),
    [("14628", "Thury-Harcourt-le-Hom"), ("75111", "Paris"), ("13216", "Marseille"), ("69389", "Lyon")],
)
def test_a_code_of_the_past_or_of_a_district_leads_to_the_commune(code: str, name: str) -> None:
    found = communes.by_insee(code)
    assert found is not None
    assert found.name == name


def test_an_unknown_code_is_nothing() -> None:
    assert communes.by_insee("99999") is None
    assert communes.by_postal_code("99999") == ()
    assert communes.by_siren("123456782") is None


def test_no_siren_is_not_a_siren() -> None:
    assert communes.by_siren("") is None


def test_a_postal_code_gives_the_most_populous_first() -> None:
    found = communes.by_postal_code("46160")
    assert names(found)[0] == "Cajarc"
    assert len(found) > 5
    assert sorted(found, key=lambda commune: -commune.population) == list(found)


def test_a_town_hall_is_found_by_its_siren() -> None:
    commune = communes.by_siren("216200410")
    assert commune is not None
    assert commune.name == "Arras"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("caj", "Cajarc"),
        ("CAJARC", "Cajarc"),
        ("pari", "Paris"),
        ("rue", "Rue"),
        ("st cirq lapopie", "Saint-Cirq-Lapopie"),
        ("Saint Cirq L", "Saint-Cirq-Lapopie"),
        ("ste-marie-aux-mines", "Sainte-Marie-aux-Mines"),
        ("lapopie", "Saint-Cirq-Lapopie"),
        ("l’isle-jourdain", "L'Isle-Jourdain"),
        ("bellegarde sur valserine", "Valserhône"),
        ("46160", "Cajarc"),
        ("46160 gre", "Gréalou"),
        ("4616", "Cajarc"),
    ],
)
def test_typing_finds_the_commune(typed: str, first: str) -> None:
    assert communes.search(typed, limit=5)[0].name == first


def test_the_most_populous_comes_first_among_equals() -> None:
    populations = [commune.population for commune in communes.search("sainte mar", limit=8)]
    assert populations == sorted(populations, reverse=True)


@pytest.mark.parametrize("typed", ["", "  ", "—", "bruxelles", "xyzzy", "99999"])
def test_what_fits_nothing_finds_nothing(typed: str) -> None:
    assert communes.search(typed) == []


@given(st.sampled_from(ALL))
def test_a_commune_is_found_by_its_own_name(commune: Commune) -> None:
    assert commune in communes.named(commune.name)
    assert commune in communes.named(commune.name.upper().replace("-", " "))


@given(st.text(max_size=30), st.integers(0, 5))
def test_any_text_is_answered_within_the_limit(text: str, limit: int) -> None:
    found = communes.search(text, limit=limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("46045", "Europe/Paris"),
        ("97424", "Indian/Reunion"),
        ("98735", "Pacific/Tahiti"),
        ("98731", "Pacific/Marquesas"),
        ("98719", "Pacific/Gambier"),
        ("97499", "Indian/Reunion"),
        ("99999", "Europe/Paris"),
    ],
)
def test_the_time_zone_is_that_of_the_place(code: str, zone: str) -> None:
    assert communes.time_zone_of(code) == zone


@pytest.mark.parametrize(
    ("place", "latitude", "longitude"),
    [
        ("Cajarc", 44.48, 1.84),
        ("Ouessant", 48.46, -5.09),
        ("Saint-Denis", -20.88, 55.45),
        ("Nouméa", -22.27, 166.45),
    ],
)
def test_points_of_france_are_in_france(place: str, latitude: float, longitude: float) -> None:
    assert communes.in_france(latitude, longitude), place


@pytest.mark.parametrize(
    ("place", "latitude", "longitude"),
    [
        ("Brussels", 50.85, 4.35),
        ("London", 51.507, -0.128),
        ("Turin", 45.07, 7.69),
        ("Barcelona", 41.39, 2.17),
        ("swapped", 1.84, 44.48),
        ("null island", 0.0, 0.0),
        ("nowhere", float("nan"), float("nan")),
    ],
)
def test_points_abroad_are_not(place: str, latitude: float, longitude: float) -> None:
    assert not communes.in_france(latitude, longitude), place


def test_the_file_carries_neither_name_nor_date() -> None:
    head = (communes._DATA / "communes.csv.gz").read_bytes()[:10]
    assert head[:4] == b"\x1f\x8b\x08\x00"
    assert head[4:8] == b"\0\0\0\0"
    assert gzip.decompress((communes._DATA / "communes.csv.gz").read_bytes()).startswith(b"insee_code,name,")
