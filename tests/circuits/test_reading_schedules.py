"""Several days written together."""

import pytest

from circuits.reading.schedules import days_of
from tests.circuits.reading_support import ALONE

LISTS = [
    ("les jeudis 14 janvier, 11 février et 11 mars", ["2027-01-14", "2027-02-11", "2027-03-11"]),
    ("14, 21 et 28 janvier", ["2027-01-14", "2027-01-21", "2027-01-28"]),
    ("14 / 21 / 28 janvier 2027", ["2027-01-14", "2027-01-21", "2027-01-28"]),
    ("les 14, 21 et 28 janvier", ["2027-01-14", "2027-01-21", "2027-01-28"]),
    ("14/01, 11/02 et 11/03", ["2027-01-14", "2027-02-11", "2027-03-11"]),
    ("14/01\n15/01", ["2027-01-14", "2027-01-15"]),
    ("jeudi 14, vendredi 15 et samedi 16 janvier", ["2027-01-14", "2027-01-15", "2027-01-16"]),
    ("jeudi 14 et vendredi 15 janvier 2027", ["2027-01-14", "2027-01-15"]),
    ("du 14 au 16 janvier", ["2027-01-14", "2027-01-15", "2027-01-16"]),
    ("du jeudi 14 au samedi 16 janvier 2027", ["2027-01-14", "2027-01-15", "2027-01-16"]),
    ("du 14/01 au 16/01", ["2027-01-14", "2027-01-15", "2027-01-16"]),
    ("du 30 janvier au 2 février", ["2027-01-30", "2027-01-31", "2027-02-01", "2027-02-02"]),
    ("du 30 décembre au 1er janvier", ["2026-12-30", "2026-12-31", "2027-01-01"]),
    ("du 14 au 16 janvier et le 20 janvier", ["2027-01-14", "2027-01-15", "2027-01-16", "2027-01-20"]),
    ("tous les jeudis de janvier", ["2027-01-07", "2027-01-14", "2027-01-21", "2027-01-28"]),
    ("chaque jeudi de janvier 2027", ["2027-01-07", "2027-01-14", "2027-01-21", "2027-01-28"]),
    ("les jeudis de janvier", ["2027-01-07", "2027-01-14", "2027-01-21", "2027-01-28"]),
    ("tous les jeudis du mois de janvier", ["2027-01-07", "2027-01-14", "2027-01-21", "2027-01-28"]),
    ("tous les jeudis de janvier sauf le 21", ["2027-01-07", "2027-01-14", "2027-01-28"]),
    ("tous les jeudis de janvier (sauf les 7 et 21)", ["2027-01-14", "2027-01-28"]),
    ("tous les jeudis de janvier, excepté le 21 janvier", ["2027-01-07", "2027-01-14", "2027-01-28"]),
    ("tous les jeudis de janvier, relâche le 21", ["2027-01-07", "2027-01-14", "2027-01-28"]),
    ("du 14 au 16 janvier, pas de séance le 15", ["2027-01-14", "2027-01-16"]),
    ("tous les mardis du 5 au 26 janvier", ["2027-01-05", "2027-01-12", "2027-01-19", "2027-01-26"]),
    ("le premier jeudi de février", ["2027-02-04"]),
    ("un jeudi sur deux du 14 janvier au 12 février", ["2027-01-14", "2027-01-28", "2027-02-11"]),
    ("le dernier samedi de mars", ["2027-03-27"]),
    ("les 1er et 3e jeudis de janvier et février", ["2027-01-07", "2027-01-21", "2027-02-04", "2027-02-18"]),
    ("les mardis et jeudis de novembre", ["2026-11-24", "2026-11-26"]),
]


@pytest.mark.parametrize(("text", "days"), LISTS)
def test_days_written_together_are_all_read(text: str, days: list[str]) -> None:
    found = days_of(text, ALONE)
    assert found
    assert [read.value.isoformat() if read.value else read.problem for read in found] == days


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("les vendredis 14 et 15 janvier", ["wrong_weekday", None]),
        ("14 et 31 février", [None, "no_such_day"]),
        ("du 16 au 14 janvier", ["range_reversed"]),
        ("du 1er décembre au 30 juin", ["range_too_long"]),
        ("tous les jeudis", ["no_period"]),
        ("un jeudi sur deux", ["no_period"]),
        ("le premier jeudi du mois", ["no_period"]),
        ("jeudi 14 et vendredi 15", ["no_month", "no_month"]),
    ],
)
def test_what_is_wrong_in_a_list_is_said_of_that_day(text: str, codes: list[str | None]) -> None:
    found = days_of(text, ALONE)
    assert found
    assert [read.problem.code if read.problem else None for read in found] == codes


@pytest.mark.parametrize("text", ["14 janvier, 4 séances", "Cajarc", "", "20h30", "5 places"])
def test_what_holds_something_else_is_no_list(text: str) -> None:
    assert days_of(text, ALONE) is None


def test_a_dash_between_two_days_may_be_a_range() -> None:
    found = days_of("14-16 janvier", ALONE)
    assert found
    assert [note.code for note in found[0].notes] == ["range_or_list"]


def test_what_a_recurrence_gives_is_said() -> None:
    found = days_of("tous les jeudis de janvier", ALONE)
    assert found
    assert (
        found[0].notes[0].message.replace("\u00a0", " ")
        == "« tous les jeudis de janvier » : lu 7, 14, 21, 28."
    )
