"""Public holidays, against the official calendar of the Ministry of Labour."""

from datetime import date

import pytest

from core.holidays import holiday_name, public_holidays


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 5, 6), "Ascension"),
        (date(2027, 3, 29), "lundi de Pâques"),
        (date(2027, 5, 17), "lundi de Pentecôte"),
        (date(2027, 11, 11), "armistice de 1918"),
        (date(2026, 5, 14), "Ascension"),
        (date(2024, 4, 1), "lundi de Pâques"),
        (date(2027, 5, 13), ""),
    ],
)
def test_a_day_is_known_by_the_name_of_its_holiday(day: date, name: str) -> None:
    assert holiday_name(day) == name


def test_a_year_has_eleven_holidays_unless_two_fall_together() -> None:
    assert len(public_holidays(2027)) == 11
    assert len(public_holidays(2008)) == 10  # Ascension was on 1 May
