"""Prices, seats, versions, durations and films of a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circuits.reading.amounts import read_duration, read_price, read_seats, read_version
from circuits.reading.films import read_film
from circuits.reading.values import Origin
from core.money import show_euros

PRICES = [
    *(
        ("4,50 €", 450),
        ("4,50€", 450),
        ("4.50", 450),
        ("4,5", 450),
        ("4.5", 450),
        ("4€50", 450),
        ("4 € 50", 450),
    ),
    *(
        ("4", 400),
        ("4 €", 400),
        ("4 euros", 400),
        ("4,50 euros", 450),
        ("4 EUR", 400),
        ("0", 0),
        ("0 €", 0),
        ("300", 30_000),
    ),
    *(
        ("gratuit", 0),
        ("Gratuite", 0),
        ("entrée libre", 0),
        ("Entrée gratuite", 0),
        ("accès libre", 0),
        ("offert", 0),
    ),
    *(
        ("tarif unique : 4 €", 400),
        ("Tarif : 5 €", 500),
        ("5 € la place", 500),
        ("5 € par personne", 500),
        ("4,50\u00a0€", 450),
    ),
]
PAIRS = [
    *(
        "5 € / 3,50 €",
        "5€/3,50€",
        "5 € - 3,50 €",
        "5/3,50",
        "5 € ; 3,50 €",
        "5 € (réduit 3,50 €)",
        "5 €, réduit : 3,50 €",
    ),
    *(
        "plein 5 €, réduit 3,50 €",
        "TP 5 € TR 3,50 €",
        "TR 3,50 € TP 5 €",
        "3,50 € / 5 €",
        "5 € adultes / 3,50 € enfants",
    ),
    *(
        "Tarif plein : 5 € – tarif réduit : 3,50 €",
        "5€ et 3,50€ pour les enfants",
        "5 € / 3€50",
        "5 € (3,50 € - de 18 ans)",
    ),
]
NOT_PRICES = [
    ("-4 €", "negative_price", "4,00 €"),
    ("−4,50", "negative_price", "4,50 €"),
    ("450", "price_too_high", "4,50 €"),
    ("300,01", "price_too_high", "4,50 €"),
    ("1 200 €", "price_too_high", "12,00 €"),
    ("quatre euros", "not_a_price", "4,50 €"),
    ("O,50", "not_a_price", "0,50 €"),
    ("4,5O", "not_a_price", "4,50 €"),
    ("4,505", "not_a_price", "4,50 €"),
    ("5 € / 4 € / 3 €", "too_many_prices", "5 € / 3,50 €"),
    ("prix libre", "free_amount", "0 €"),
    ("au chapeau", "free_amount", "0 €"),
    ("10 $", "not_euros", "4,50 €"),
    ("5 € sauf mardi", "not_a_price", "4,50 €"),
    ("x", "not_a_price", "4,50 €"),
]


@pytest.mark.parametrize(("text", "cents"), PRICES)
def test_a_price_is_read_in_cents(text: str, cents: int) -> None:
    full, reduced = read_price(text)
    assert (full.value, reduced.origin) == (cents, Origin.ABSENT)


@pytest.mark.parametrize("text", PAIRS)
def test_two_prices_are_told_apart_and_said(text: str) -> None:
    full, reduced = read_price(text)
    assert (full.value, reduced.value) == (500, 350)
    assert full.notes[0].code == "two_prices"


@pytest.mark.parametrize(("text", "code", "remedy"), NOT_PRICES)
def test_what_is_no_price_says_why_and_what_would_be_right(text: str, code: str, remedy: str) -> None:
    full, _ = read_price(text)
    assert full.problem is not None
    assert (full.value, full.problem.code) == (None, code)
    assert remedy in full.problem.remedy.replace("\u00a0", " ")


@pytest.mark.parametrize("text", ["", "   "])
def test_a_blank_price_is_the_usual_one(text: str) -> None:
    assert [read.origin for read in read_price(text)] == [Origin.ABSENT, Origin.ABSENT]


@pytest.mark.parametrize("text", ["tarif habituel", "-"])
def test_the_usual_price_may_be_said(text: str) -> None:
    full, _ = read_price(text)
    assert (full.value, full.problem, full.notes[0].code) == (None, None, "usual_price")


@given(st.integers(0, 30_000))
def test_a_price_shown_is_read_back(cents: int) -> None:
    assert read_price(show_euros(cents))[0].value == cents


@pytest.mark.parametrize(
    ("text", "seats"),
    [
        *(
            ("80", 80),
            ("80 places", 80),
            ("80 pl.", 80),
            ("jauge 80", 80),
            ("Jauge : 80", 80),
            ("jauge : 80 pers.", 80),
        ),
        *(
            ("80 personnes", 80),
            ("max 80", 80),
            ("80 max", 80),
            ("1 200", 1_200),
            ("80,0", 80),
            ("capacité 80", 80),
        ),
        *(
            ("illimité", "unlimited"),
            ("illimitée", "unlimited"),
            ("sans limite", "unlimited"),
            ("∞", "unlimited"),
        ),
    ],
)
def test_seats_are_read(text: str, seats: int | str) -> None:
    assert read_seats(text).value == seats


@pytest.mark.parametrize(
    ("text", "code", "remedy"),
    [
        ("0", "seats_too_few", "1 ou plus"),
        ("-5", "seats_too_few", "5"),
        ("80,5", "seats_decimals", "80"),
        ("100001", "seats_too_many", "80"),
        ("une centaine", "not_seats", "par exemple 80"),
        ("80 + 2 PMR", "not_seats", "80"),
        ("9" * 5_000, "not_seats", "Écrivez"),
    ],
)
def test_what_is_no_number_of_seats_says_why(text: str, code: str, remedy: str) -> None:
    read = read_seats(text)
    assert read.problem is not None
    assert read.problem.code == code
    assert remedy in read.problem.remedy


@pytest.mark.parametrize(
    ("text", "version"),
    [
        *(
            ("VO", "VO"),
            ("vo", "VO"),
            ("V.O.", "VO"),
            ("VOST", "VO"),
            ("VOSTFR", "VO"),
            ("VO st", "VO"),
            ("vo-stfr", "VO"),
        ),
        *(
            ("VF", "VF"),
            ("v.f.", "VF"),
            ("(VF)", "VF"),
            ("version française", "VF"),
            ("VFST", "VF"),
            ("Version originale", "VO"),
        ),
    ],
)
def test_versions_are_read(text: str, version: str) -> None:
    assert read_version(text).value == version


@pytest.mark.parametrize("text", ["VO/VF", "muet", "anglais", "V"])
def test_an_unknown_version_is_refused(text: str) -> None:
    read = read_version(text)
    assert read.problem
    assert read.problem.code == "not_a_version"


@pytest.mark.parametrize(
    "text", ["1h35", "1 h 35", "95", "95 min", "95 mn", "95'", "1:35", "1h35mn", "durée : 1h35"]
)
def test_durations_are_minutes(text: str) -> None:
    assert read_duration(text).value == 95


@pytest.mark.parametrize("text", ["0", "1h75", "long", "999"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert read_duration(text).problem


@pytest.mark.parametrize(
    ("text", "film"),
    [
        ("Les Noyers de Marthe", ("Les Noyers de Marthe", None, None)),
        ("« Les Noyers de Marthe »", ("Les Noyers de Marthe", None, None)),
        ('"Les Noyers" (VF)', ("Les Noyers", "VF", None)),
        ("Les Noyers (1h35, VO)", ("Les Noyers", "VO", 95)),
        ("Les Noyers – VOSTFR", ("Les Noyers", "VO", None)),
        ("Les Noyers (la suite)", ("Les Noyers (la suite)", None, None)),
        ("2001", None),
        ("300 000 signes", ("300 000 signes", None, None)),
        ("Le 14 juillet", ("Le 14 juillet", None, None)),
    ],
)
def test_a_title_is_told_from_what_follows_it(
    text: str, film: tuple[str, str | None, int | None] | None
) -> None:
    found = read_film(text)
    assert (found.title.value, found.version.value, found.duration.value) == (film or (text, None, None))


@pytest.mark.parametrize("text", ["14/01/2027", "20h30", "4,50 €", "???", "@"])
def test_what_is_no_title_is_refused(text: str) -> None:
    read = read_film(text).title
    assert read.problem
    assert read.problem.code == "not_a_film"
