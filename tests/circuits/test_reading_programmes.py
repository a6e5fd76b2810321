"""Three programmes as an association writes them: what was understood, what was asked back, nothing guessed."""

from pathlib import Path

import pytest

from circuits.reading.anything import read_any
from circuits.reading.values import Field, Origin, Reading
from tests.circuits.reading_support import CONTEXT, asked, briefly, codes


def programme(name: str) -> Reading:
    text = (Path(__file__).parent / "programmes" / f"{name}.txt").read_text(encoding="utf-8")
    return read_any(text, CONTEXT)


def plain(sentences: tuple[str, ...]) -> list[str]:
    return [sentence.replace("\u00a0", " ") for sentence in sentences]


def test_the_poster_is_read_line_by_line() -> None:
    reading = programme("affiche")
    assert reading.shape == "prose"
    assert [(line.number, briefly(line)) for line in reading.lines] == [
        (5, "14/01 20:30 ? | Les Noyers de Marthe"),
        (5, "11/02 20:30 ? | Les Noyers de Marthe"),
        (5, "11/03 20:30 ? | Les Noyers de Marthe"),
        (7, "15/02 15:00 Cajarc | Capitaine Noisette"),
        (7, "16/02 15:00 Cajarc | Capitaine Noisette"),
        (7, "17/02 15:00 Cajarc | Capitaine Noisette"),
        (8, "02/03 18:00 Figeac | La Longue Route"),
        (8, "09/03 18:00 Figeac | La Longue Route"),
        (8, "23/03 18:00 Figeac | La Longue Route"),
        (8, "30/03 18:00 Figeac | La Longue Route"),
    ]


def test_the_poster_s_details_go_where_they_belong() -> None:
    lines = programme("affiche").lines
    assert {(line.price.value, line.reduced.value, line.price.origin) for line in lines} == {
        (500, 350, Origin.CARRIED)
    }
    assert [line.hall.value for line in lines] == ["salle des fêtes"] * 3 + ["foyer rural de Cajarc"] * 3 + [
        None
    ] * 4
    assert [line.version.value for line in lines] == [None] * 3 + ["VF"] * 3 + ["VO"] * 4
    assert {line.duration.value for line in lines[3:6]} == {70}
    assert {line.remarks.value for line in lines[6:]} == {"suivi d’un débat"}


def test_the_poster_s_missing_village_is_asked_once() -> None:
    reading = programme("affiche")
    assert asked(reading) == ["missing:commune"]
    assert plain((reading.questions[0].text,)) == [
        "Dans quelle commune ? Le texte ne le dit pas pour 3 séances."
    ]
    assert reading.questions[0].lines == (5,)


def test_the_poster_s_other_words_are_listed() -> None:
    assert [(one.number, one.text) for one in programme("affiche").ignored] == [
        (1, "CINÉMA ITINÉRANT DU CAUSSE"),
        (2, "PROGRAMME DE L’HIVER"),
        (9, "Ciné plein air"),
        (9, "la date sera annoncée plus tard"),
        (11, "moins de 18 ans"),
    ]


def test_the_poster_is_told_back() -> None:
    assert plain(programme("affiche").understood) == [
        "10 séances, du 14 janvier au 30 mars 2027.",
        "« Les Noyers de Marthe » : 3 séances, le jeudi, à 20 h 30, salle des fêtes.",
        "« Capitaine Noisette » : 3 séances, à 15 h, foyer rural de Cajarc, Cajarc, en VF.",
        "« La Longue Route » : 4 séances, le mardi, à 18 h, Figeac, en VO.",
        "Tarif : 5,00 €, 3,50 € en tarif réduit.",
    ]


def test_the_message_holds_two_films_an_evening() -> None:
    reading = programme("courriel")
    assert [(line.number, briefly(line), line.price.value) for line in reading.lines] == [
        (5, "15/01 18:00 Limogne | Capitaine Noisette", 400),
        (5, "15/01 20:30 Limogne | Les Noyers de Marthe", 500),
        (6, "16/01 18:00 Cajarc | Capitaine Noisette", 400),
        (6, "16/01 20:30 Cajarc | Les Noyers de Marthe", 500),
        (7, "17/01 15:00 Figeac | Capitaine Noisette", 400),
        (7, "17/01 17:30 Figeac | Les Noyers de Marthe", 500),
        (8, "? 20:30 Saint-Cirq | Les Noyers de Marthe", 500),
        (9, "28/01 20:30 ? | Les Noyers de Marthe", 500),
    ]
    assert {line.seats.value for line in reading.lines} == {80}


def test_the_message_s_wrong_weekday_is_said_with_the_right_days() -> None:
    problem = programme("courriel").lines[6].all_problems[0]
    assert (problem.code, problem.field) == ("wrong_weekday", Field.DAY)
    assert problem.message == "Le 24 janvier 2027 est un dimanche, pas un samedi."
    assert "samedi 23 janvier 2027" in problem.remedy.replace("\u00a0", " ")


def test_the_message_s_questions_and_other_words() -> None:
    reading = programme("courriel")
    assert [(question.key, question.lines) for question in reading.questions] == [("missing:commune", (9,))]
    assert [one.text for one in reading.ignored] == [
        "Bonjour Camille",
        "Comme convenu",
        "voici les séances de janvier pour le circuit",
        "partout",
        "Merci et à bientôt",
        "Dominique",
    ]


def test_the_spreadsheet_by_village_is_crossed() -> None:
    reading = programme("tableur")
    assert reading.shape == "cross"
    assert [(line.number, briefly(line), line.hall.value) for line in reading.lines] == [
        (4, "11/03 20:30 Cajarc | Les Noyers de Marthe", "Salle des fêtes"),
        (4, "13/03 18:00 Cajarc | Capitaine Noisette", "Salle des fêtes"),
        (5, "12/03 20:30 Limogne | Les Noyers de Marthe", "Foyer rural"),
        (6, "12/03 18:00 Figeac | Les Noyers de Marthe", "Le Foirail"),
        (6, "12/03 21:00 Figeac | Les Noyers de Marthe", "Le Foirail"),
        (6, "13/03 ? Figeac | Les Noyers de Marthe", "Le Foirail"),
        (7, "11/03 ? Le Vigan | Les Noyers de Marthe", None),
    ]


def test_the_spreadsheet_s_questions_problems_and_other_words() -> None:
    reading = programme("tableur")
    assert asked(reading) == ["missing:time", "midnight"]
    assert [codes(line) for line in reading.lines if codes(line)] == [["midnight"]]
    assert [(one.number, one.text) for one in reading.ignored] == [
        (1, "Circuit de mars 2027"),
        (8, "Saint-Cirq"),
        (8, "Mairie"),
    ]


@pytest.mark.parametrize("name", ["affiche", "courriel", "tableur"])
def test_every_value_is_in_the_text(name: str) -> None:
    reading = programme(name)
    for line in reading.lines:
        for about, read in line.fields.items():
            covered = " ".join(reading.text[span.start : span.end] for span in read.spans)
            assert (read.value is None and not read.problem) or covered, about
            if isinstance(read.value, str) and about is not Field.VERSION:
                assert read.value == " ".join(covered.strip("« »").split())
