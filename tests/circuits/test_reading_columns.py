"""Which column is what: from its header, from its content, or from a correction."""

import pytest

from circuits.reading.columns import Columns, guess
from circuits.reading.headers import field_of
from circuits.reading.tables import read_text
from circuits.reading.values import Context, Field
from tests.circuits.reading_support import ALONE, CONTEXT

F = Field


def columns(text: str, context: Context = CONTEXT, **corrections: Field) -> Columns:
    wanted = {int(name[1:]): about for name, about in corrections.items()}
    return guess(read_text(text), context, corrections=wanted)


def fields(text: str, context: Context = CONTEXT) -> list[Field]:
    return [column.field for column in columns(text, context).columns]


@pytest.mark.parametrize(
    ("header", "about"),
    [
        *(
            ("Date", F.DAY),
            ("DATE DE PROJECTION", F.DAY),
            ("Dates séances", F.DAY),
            ("Jour", F.WEEKDAY),
            ("Date et heure", F.MOMENT),
        ),
        *(
            ("Heure", F.TIME),
            ("Horaires", F.TIME),
            ("Heure de début", F.TIME),
            ("H", F.TIME),
            ("Commune", F.COMMUNE),
        ),
        *(
            ("Village", F.COMMUNE),
            ("VILLE", F.COMMUNE),
            ("Localité", F.COMMUNE),
            ("Nom de la commune", F.COMMUNE),
        ),
        *(
            ("Code postal", F.POSTAL_CODE),
            ("CP", F.POSTAL_CODE),
            ("C.P.", F.POSTAL_CODE),
            ("Salle", F.HALL),
            ("Lieu", F.PLACE),
        ),
        *(
            ("Lieu de projection", F.HALL),
            ("Adresse", F.STREET),
            ("Adresse de la salle", F.STREET),
            ("Film", F.FILM),
            ("Titre du film", F.FILM),
        ),
        *(
            ("Œuvre", F.FILM),
            ("Tarif", F.PRICE),
            ("Prix (€)", F.PRICE),
            ("Plein tarif", F.PRICE),
            ("Tarif réduit", F.REDUCED),
        ),
        *(
            ("Tarif réduit (- 18 ans)", F.REDUCED),
            ("Jauge", F.SEATS),
            ("Nb de places", F.SEATS),
            ("Capacité", F.SEATS),
            ("VO/VF", F.VERSION),
        ),
        *(
            ("Version", F.VERSION),
            ("Durée", F.DURATION),
            ("Contact", F.CONTACT),
            ("Tél.", F.CONTACT),
            ("E-mail", F.CONTACT),
        ),
        *(
            ("Remarques", F.NOTES),
            ("Observations", F.NOTES),
            ("Date (jj/mm/aaaa)", F.DAY),
            ("Film projeté", F.FILM),
        ),
        *(("Réf.", None), ("", None), ("Salle des fêtes 12", None)),
    ],
)
def test_a_header_names_its_field(header: str, about: Field | None) -> None:
    assert field_of(header)[0] is about


def test_a_usual_table_is_understood() -> None:
    header = "Jour;Date;Heure;CP;Commune;Salle;Film;VO/VF;Tarif;TR;Places"
    text = f"{header}\njeudi;14/01;20h30;46160;Cajarc;Foyer;X;VF;5;3;80"
    assert fields(text) == [
        F.WEEKDAY,
        F.DAY,
        F.TIME,
        F.POSTAL_CODE,
        F.COMMUNE,
        F.HALL,
        F.FILM,
        F.VERSION,
        F.PRICE,
        F.REDUCED,
        F.SEATS,
    ]


def test_without_header_the_content_says_it() -> None:
    text = "14/01/2027;20h30;Cajarc;Les Noyers;4,50 €;VF\n15/01/2027;18h;Figeac;Capitaine;5 €;VO"
    assert fields(text) == [F.DAY, F.TIME, F.COMMUNE, F.FILM, F.PRICE, F.VERSION]
    assert columns(text).header == ()


def test_days_with_their_hours_are_one_column() -> None:
    assert fields("14/01/2027 20h30;Cajarc\n15/01/2027 18h;Figeac")[0] is F.MOMENT


@pytest.mark.parametrize(
    ("header", "cells", "about"),
    [
        ("Date", ("14/01 20h30", "15/01 18h"), F.MOMENT),
        ("Jour", ("14/01", "15/01"), F.DAY),
        ("Jour", ("jeudi", "vendredi"), F.WEEKDAY),
        ("Séance", ("20h30", "18h"), F.TIME),
        ("Séance", ("14/01", "15/01"), F.DAY),
        ("Lieu", ("Cajarc", "Figeac"), F.COMMUNE),
        ("Lieu", ("Cajarc, foyer", "Figeac, salle"), F.PLACE),
        ("Commune", ("46160 Cajarc", "46100 Figeac"), F.PLACE),
    ],
)
def test_a_header_of_two_meanings_is_settled_by_the_content(
    header: str, cells: tuple[str, str], about: Field
) -> None:
    text = f"{header}\tFilm\tTarif\n" + "\n".join(f"{cell}\tX\t4 €" for cell in cells)
    assert fields(text)[0] is about


def test_two_header_lines_are_one() -> None:
    found = columns(
        "Séance\t\tLieu\t\tFilm\nDate\tHeure\tCommune\tSalle\tTitre\n14/01\t20h30\tCajarc\tFoyer\tX"
    )
    assert [column.field for column in found.columns] == [F.DAY, F.TIME, F.COMMUNE, F.HALL, F.FILM]
    assert (found.header, found.first) == ((0, 1), 2)


def test_a_header_with_its_units_below() -> None:
    found = columns("Date\tHeure\tTarif\n(jj/mm)\t(hh:mm)\t(euros)\n14/01\t20h30\t4")
    assert found.header == (0, 1)


def test_a_title_above_is_not_the_header() -> None:
    found = columns("Programme de l’hiver\t\t\nDate\tHeure\tCommune\n14/01\t20h30\tCajarc")
    assert found.header == (1,)


def test_each_guess_says_why_and_how_sure() -> None:
    found = columns("Date;Heure;Commune;Réf.\n14/01;20h30;Cajarc;A1").columns
    assert [column.confidence for column in found] == ["sure", "sure", "sure", "none"]
    assert all(column.why.endswith(".") for column in found)


def test_a_correction_wins_and_takes_the_role() -> None:
    found = columns("Date;Heure;Ville;Étape\n14/01;20h30;A;Cajarc", c3=F.COMMUNE).columns
    assert [column.field for column in found] == [F.DAY, F.TIME, F.UNKNOWN, F.COMMUNE]
    assert found[3].confidence == "corrected"


def test_two_columns_of_one_name_are_not_both_taken() -> None:
    assert fields("Date;Date;Commune\n14/01;15/01;Cajarc") == [F.DAY, F.UNKNOWN, F.COMMUNE]


def test_without_register_two_columns_of_words_stay_unknown() -> None:
    assert fields("14/01;20h30;Aaa;Bbb\n15/01;18h;Ccc;Ddd", ALONE)[2:] == [F.UNKNOWN, F.UNKNOWN]
