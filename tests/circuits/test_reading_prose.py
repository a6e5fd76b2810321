"""Programmes in prose, in the many orders people use."""

import pytest

from circuits.reading.anything import read_any
from circuits.reading.prose import read
from circuits.reading.values import Context, Origin, Reading
from tests.circuits.reading_support import ALONE, CONTEXT, TODAY, asked, briefly, codes, notes

THE_SAME = [
    "Jeudi 14 janvier à 20h30 à Cajarc : Les Noyers",
    "Jeudi 14 janvier, Cajarc, 20h30 : Les Noyers",
    "20h30 – jeudi 14 janvier – Cajarc – Les Noyers",
    "Les Noyers, jeudi 14 janvier 2027 à 20 h 30, Cajarc",
    "« Les Noyers » le 14/01 à 20h30 à Cajarc",
    "« Les Noyers » le 14/01 à 20.30 à Cajarc",
    "Cajarc : jeudi 14 janvier, 20h30, « Les Noyers »",
    "- Cajarc | jeu. 14 janv. | 20:30 | Les Noyers",
    "Cajarc\nJeudi 14 janvier\n20h30 : Les Noyers",
    "Jeudi 14 janvier à 20h30\nCajarc\nLes Noyers",
    "Film : Les Noyers\nDate : 14/01/2027\nHeure : 20h30\nLieu : Cajarc",
    "LES NOYERS\n\nCajarc, jeudi 14 janvier à 20h30".replace("LES NOYERS", "Les Noyers"),
    "Janvier 2027\nJeudi 14, 20h30, Cajarc : Les Noyers",
    "Projection du film « Les Noyers » à Cajarc le jeudi 14 janvier à 20h30",
    "jeudi 14 janvier 20h30 Cajarc Les Noyers",
]


@pytest.mark.parametrize("text", THE_SAME)
def test_one_screening_is_read_in_any_order(text: str) -> None:
    reading = read(text, CONTEXT)
    assert [briefly(line) for line in reading.lines] == ["14/01 20:30 Cajarc | Les Noyers"]
    assert (asked(reading), codes(reading.lines[0])) == ([], [])


SEVERAL = [
    (
        "Vendredi 15 janvier à Limogne : 18h Aaa, 20h30 Bbb",
        ["15/01 18:00 Limogne | Aaa", "15/01 20:30 Limogne | Bbb"],
    ),
    (
        "Vendredi 15 janvier à Limogne : Aaa à 18h, Bbb à 20h30",
        ["15/01 18:00 Limogne | Aaa", "15/01 20:30 Limogne | Bbb"],
    ),
    (
        "Vendredi 15 janvier à Limogne : Aaa à 18h et 20h30",
        ["15/01 18:00 Limogne | Aaa", "15/01 20:30 Limogne | Aaa"],
    ),
    (
        "« Aaa » à Cajarc : jeudi 14 janvier à 20h30, vendredi 15 janvier à 18h",
        ["14/01 20:30 Cajarc | Aaa", "15/01 18:00 Cajarc | Aaa"],
    ),
    (
        "« Aaa » : Cajarc jeudi 14 janvier 20h30, Figeac vendredi 15 janvier 18h",
        ["14/01 20:30 Cajarc | Aaa", "15/01 18:00 Figeac | Aaa"],
    ),
    (
        "Tous les jeudis de janvier à 20h30, sauf le 21 : « Aaa » à Cajarc",
        ["07/01 20:30 Cajarc | Aaa", "14/01 20:30 Cajarc | Aaa", "28/01 20:30 Cajarc | Aaa"],
    ),
    (
        "« Aaa » à Cajarc, du 14 au 16 janvier à 20h30",
        ["14/01 20:30 Cajarc | Aaa", "15/01 20:30 Cajarc | Aaa", "16/01 20:30 Cajarc | Aaa"],
    ),
    (
        "VENDREDI 15 JANVIER – LIMOGNE\n18h : Aaa (VF)\n20h30 : Bbb (VO)",
        ["15/01 18:00 LIMOGNE | Aaa", "15/01 20:30 LIMOGNE | Bbb"],
    ),
    (
        "CAJARC\n14/01 20h30 Aaa\n15/01 18h Bbb\n\nFIGEAC\n16/01 20h30 Aaa",
        ["14/01 20:30 CAJARC | Aaa", "15/01 18:00 CAJARC | Bbb", "16/01 20:30 FIGEAC | Aaa"],
    ),
    (
        "Aaa\n• Cajarc : 14/01 à 20h30\n• Figeac : 15/01 à 18h",
        ["14/01 20:30 Cajarc | Aaa", "15/01 18:00 Figeac | Aaa"],
    ),
    (
        "« Aaa » à Cajarc le 14 janvier\n« Bbb » à Figeac le 15 janvier\n\nToutes les séances sont à 20h30.",
        ["14/01 20:30 Cajarc | Aaa", "15/01 20:30 Figeac | Bbb"],
    ),
    (
        "14/01 20h30 Cajarc « Aaa »\nsauf le 14\n15/01 20h30 Figeac « Aaa »",
        ["? 20:30 Cajarc | Aaa", "15/01 20:30 Figeac | Aaa"],
    ),
]


@pytest.mark.parametrize(("text", "lines"), SEVERAL)
def test_several_screenings_are_told_apart(text: str, lines: list[str]) -> None:
    assert [briefly(line) for line in read(text, CONTEXT).lines] == lines


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("« Aaa » les jeudis 14 et 21 janvier à 20h30", ["missing:commune"]),
        ("« Aaa » à Cajarc jeudi 14 janvier", ["missing:time"]),
        ("« Aaa » à Cajarc à 20h30", ["missing:day"]),
        ("Jeudi 14 janvier à 20h30 à Cajarc", ["missing:film"]),
        ("« Aaa » à Cajarc, tous les jeudis à 20h30", ["period:tous les jeudis"]),
        ("« Aaa » à Cajarc le 14 janvier à minuit", ["midnight"]),
        ("Jeudi 14 janvier à 20h30, Zzz", ["role:zzz"]),
    ],
)
def test_what_is_missing_is_asked(text: str, questions: list[str]) -> None:
    assert asked(read(text, CONTEXT)) == questions


TITLE = "ZZZ\nJeudi 14 janvier 20h30 : Aaa\nVendredi 15 janvier 20h30 : Bbb"


def test_a_name_that_may_be_anything_is_asked_and_nothing_is_filled() -> None:
    reading = read(TITLE, ALONE)
    assert asked(reading) == ["role:zzz"]
    assert [value for value, _ in reading.questions[0].choices] == ["film", "commune", "hall", "ignore"]
    assert [(line.film.value, line.commune.value) for line in reading.lines] == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("role", "lines"),
    [
        ("commune", ["14/01 20:30 ZZZ | Aaa", "15/01 20:30 ZZZ | Bbb"]),
        ("film", ["14/01 20:30 Aaa | ZZZ", "15/01 20:30 Bbb | ZZZ"]),
    ],
)
def test_the_answer_settles_the_names(role: str, lines: list[str]) -> None:
    context = Context(today=TODAY, answers={"role:zzz": role})
    assert [briefly(line) for line in read(TITLE, context).lines] == lines


def test_the_last_thing_missing_is_settled_by_elimination_and_said() -> None:
    line = read("« Aaa », jeudi 14 janvier à 20h30, Zzz", CONTEXT).lines[0]
    assert briefly(line) == "14/01 20:30 Zzz | Aaa"
    assert "by_elimination" in notes(line)


def test_a_price_said_once_is_that_of_all_and_noted() -> None:
    lines = read(
        "14/01 20h30 Cajarc « Aaa »\n15/01 20h30 Figeac « Bbb » (4 €)\n\nTarif : 5 €, réduit 3 €", CONTEXT
    ).lines
    assert [(line.price.value, line.reduced.value) for line in lines] == [(500, 300), (400, None)]
    assert lines[0].price.origin is Origin.CARRIED


def test_an_exception_that_leaves_nothing_out_is_listed() -> None:
    reading = read("Tous les jeudis de janvier à 20h30 à Cajarc : « Aaa », sauf le 22", CONTEXT)
    assert len(reading.lines) == 4
    assert [one.text for one in reading.ignored] == ["sauf le 22"]


def test_a_dash_between_days_is_read_as_two_days_and_said() -> None:
    lines = read("« Aaa » à Cajarc, 14-16 janvier à 20h30", CONTEXT).lines
    assert [line.day.value.day for line in lines if line.day.value] == [14, 16]
    assert "range_or_list" in notes(lines[0])


def test_a_title_with_a_town_is_not_cut_when_the_town_is_no_commune() -> None:
    assert (
        briefly(read("14/01 20h30 à Cajarc : Mort à Venise", CONTEXT).lines[0])
        == "14/01 20:30 Cajarc | Mort à Venise"
    )


def test_wrong_days_keep_the_rest_of_the_line() -> None:
    line = read("Jeudi 31 février à 20h30 à Cajarc : « Aaa »", CONTEXT).lines[0]
    assert (briefly(line), codes(line)) == ("? 20:30 Cajarc | Aaa", ["no_such_day"])


def test_lines_of_one_day_under_the_other_are_a_cross_table() -> None:
    text = "Date\tCajarc\tFigeac\n14/01\t20h30\t\n15/01\t\t18h\n16/01\t20h30\t18h"
    reading = read_any(text, CONTEXT)
    assert reading.shape == "cross"
    assert [briefly(line)[:-4] for line in reading.lines] == [
        "14/01 20:30 Cajarc",
        "15/01 18:00 Figeac",
        "16/01 20:30 Cajarc",
        "16/01 18:00 Figeac",
    ]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("14/01\t20h30\tCajarc\tAaa", "table"),
        ("Date;Heure;Commune\n14/01;20h30;Cajarc", "table"),
        ("Bonjour,\nle 14 janvier à 20h30, à Cajarc,\nmerci", "prose"),
        ("\tjeu 14/01\tven 15/01\nCajarc\t20h30\t18h", "cross"),
    ],
)
def test_the_shape_is_found(text: str, shape: str) -> None:
    assert read_any(text, CONTEXT).shape == shape


def reading_of(text: str) -> Reading:
    return read(text, CONTEXT)


def test_nothing_readable_gives_no_line_and_lists_everything() -> None:
    reading = reading_of("Bonjour,\nMerci beaucoup pour votre accueil")
    assert reading.lines == ()
    assert [one.text for one in reading.ignored] == ["Bonjour", "Merci beaucoup pour votre accueil"]
