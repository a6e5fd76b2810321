"""Reading registers: hidden values, abbreviations, capitals."""

from datetime import date

import pytest

from venues.registers import naf, reading


@pytest.mark.parametrize(
    "value", [None, 12, "", "  ", "[ND]", "[NON-DIFFUSIBLE]", "[NON-DIFFUSIBLE] 46000 CAHORS"]
)
def test_what_is_missing_or_hidden_reads_as_nothing(value: object) -> None:
    assert reading.text(value) == ""


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("14", None, "RUE", "DE LA HALLE"), "14 rue de la Halle"),
        (("9", "BIS", "AV", "DU LOT"), "9 bis avenue du Lot"),
        (("3 RUE DE L EGLISE",), "3 rue de l’Eglise"),
        (("PL", "D ARMES"), "place d’Armes"),
        (("QUAI DU LOT",), "quai du Lot"),
        (("2", "RTE", "LOUIS XIV"), "2 route Louis XIV"),
        (("5 rue des Hibiscus bleus",), "5 rue des Hibiscus bleus"),
        (("[ND]", "[ND]", "[ND]"), ""),
        ((), ""),
    ],
)
def test_a_street_reads_as_a_person_writes_it(parts: tuple[object, ...], line: str) -> None:
    assert reading.street(*parts) == line


@pytest.mark.parametrize(
    ("value", "code"),
    [("59.14Z", "59.14Z"), ("5914Z", "59.14Z"), ("5914z", "59.14Z"), (None, ""), ("92.1J", "921J")],
)
def test_an_activity_code_has_its_dot(value: object, code: str) -> None:
    assert reading.naf(value) == code


@pytest.mark.parametrize(
    ("value", "degrees"),
    [
        ("44.44", 44.44),
        (44.44, 44.44),
        ("-5", -5.0),
        (None, None),
        ("[ND]", None),
        ("", None),
        ("nan", None),
        (True, None),
    ],
)
def test_degrees_come_as_text_or_numbers(value: object, degrees: float | None) -> None:
    assert reading.degrees(value) == degrees


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1983-05-01", date(1983, 5, 1)),
        ("1983-05-01T00:00:00", date(1983, 5, 1)),
        ("soon", None),
        (None, None),
    ],
)
def test_a_day_is_a_date_or_nothing(value: object, day: date | None) -> None:
    assert reading.day(value) == day


def test_a_commune_gets_its_proper_name() -> None:
    assert reading.city("46251", register_name="SAINT CERE") == "Saint-Céré"
    assert reading.city("", register_name="LA VILLE PERDUE") == "la Ville Perdue"


def test_names_are_given_once() -> None:
    assert reading.names(["A", None, "B", "A", "[ND]"]) == ("A", "B")


def test_usual_activities_have_a_label() -> None:
    assert naf.label_of("59.14Z") == "Projection de films cinématographiques"
    assert naf.label_of("01.13Z") is None
