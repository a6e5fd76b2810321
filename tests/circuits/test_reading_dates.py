"""Days: what is read, what is refused and what is proposed instead."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circuits.reading.calendar_words import DAYS, MONTHS
from circuits.reading.dates import read_day
from circuits.reading.values import Context, Origin
from tests.circuits.reading_support import ALONE, TODAY

THURSDAY = [
    *(
        "2027-01-14",
        "2027/01/14",
        "2027.01.14",
        "20270114",
        "14/01/2027",
        "14/1/2027",
        "14/01/27",
        "14/1/27",
        "14/01",
    ),
    *(
        "14/1",
        "14/1/",
        "14.01.27",
        "14.01.2027",
        "14-01-2027",
        "14-01-27",
        "14 / 01 / 2027",
        "14 janvier",
        "14 Janvier",
    ),
    *(
        "14 JANVIER",
        "14 janvier 2027",
        "14 janv. 2027",
        "14 janv 27",
        "14 jan 2027",
        "14-janv-27",
        "14-janv.-2027",
    ),
    *(
        "14-Jan-27",
        "14 janvier '27",
        "jeudi 14 janvier",
        "Jeudi 14 janvier 2027",
        "JEUDI 14 JANVIER",
        "jeudi 14/01",
    ),
    *(
        "jeu 14/01",
        "jeu. 14/01",
        "Jeu. 14 janv.",
        "jeudi, 14 janvier",
        "jeudi : 14 janvier",
        "jeudi le 14 janvier",
    ),
    *(
        "le 14 janvier",
        "le jeudi 14 janvier",
        "le 14/01/2027",
        "jeudi 14-01-2027",
        " 14/01/2027 ",
        "14/01/2027.",
        "jeudis 14/01",
    ),
    *(
        "14\u00a0janvier\u00a02027",
        "14 janvier, 2027",
        "46401",
        "46401,85",
        "14janvier",
        "jeudi 14 janvier 27",
        "jeudi 2027-01-14",
    ),
]
OTHERS = [
    *(("1er février", "2027-02-01"), ("1er fév.", "2027-02-01"), ("1 fevrier 2027", "2027-02-01")),
    *(("lundi 1er février 2027", "2027-02-01"), ("31 août", "2027-08-31"), ("15 aout", "2027-08-15")),
    *(
        ("25 décembre", "2026-12-25"),
        ("25 dec", "2026-12-25"),
        ("22/11", "2026-11-22"),
        ("21/11", "2027-11-21"),
    ),
    *(("1/7", "2027-07-01"), ("7/1", "2027-01-07"), ("13 mars", "2027-03-13"), ("13 mar", "2027-03-13")),
    *(
        ("mar 12 janvier", "2027-01-12"),
        ("mardi 12 mai", None),
        ("12 mai", "2027-05-12"),
        ("29/02/2028", "2028-02-29"),
    ),
    *(
        ("14-mars-27", "2027-03-14"),
        ("3 sept.", "2027-09-03"),
        ("03 octobre 2027", "2027-10-03"),
        ("7 Aug 2027", "2027-08-07"),
    ),
]
REFUSED = [
    ("demain", "relative_day", "23/11/2026"),
    ("après-demain", "relative_day", "24/11/2026"),
    ("aujourd’hui", "relative_day", "22/11/2026"),
    ("jeudi prochain", "relative_day", "par exemple"),
    ("31 février", "no_such_day", "28/02/2027 ou 01/03/2027"),
    ("30/02", "no_such_day", "28/02/2027 ou 01/03/2027"),
    ("32/01", "no_such_day", "31/01/2027 ou 01/02/2027"),
    ("31/04/2027", "no_such_day", "30/04/2027 ou 01/05/2027"),
    ("29/02/2027", "no_such_day", "28/02/2027"),
    ("29/02", "no_such_day", "28/02/2027"),
    ("0/01", "no_such_day", "01/01/2027"),
    ("01/14/2027", "month_first", "14/01/2027"),
    ("1/25", "month_first", "25/01/2027"),
    ("14/13", "no_such_month", "de 1 à 12"),
    ("14/01/2026", "past_day", "14/01/2027"),
    ("21/11/2026", "past_day", "21/11/2027"),
    ("14/01/2072", "far_day", "14/01/2027"),
    ("vendredi 14 janvier", "wrong_weekday", "jeudi 14 janvier 2027"),
    ("samedi 14 mars", "wrong_weekday", "samedi 13 mars 2027"),
    ("samedi 14 mars 2027", "wrong_weekday", "samedi 20 mars 2027"),
    ("jeudi", "no_day_number", "jeudi 26 novembre 2026"),
    ("les jeudis", "no_day_number", "par exemple"),
    ("janvier 2027", "no_day_number", "par exemple"),
    ("jeudi 14", "no_month", "jeudi 14 janvier 2027"),
    ("14", "no_month", "14 décembre 2026"),
    ("14 janver", "unknown_month", "14 janvier"),
    ("3 fevirer", "unknown_month", "3 février"),
    ("14 abcdef", "unreadable_day", "par exemple"),
    ("20h30", "time_for_day", "par exemple"),
    ("à définir", "undecided", "par exemple"),
    ("???", "undecided", "par exemple"),
    ("Cajarc", "unreadable_day", "22/12/2026"),
    ("14/01/2027/3", "unreadable_day", "22/12/2026"),
    ("99999", "unreadable_day", "22/12/2026"),
    ("0000-01-14", "no_such_year", "22/12/2026"),
]


@pytest.mark.parametrize("text", THURSDAY)
def test_a_thursday_is_read_however_it_is_written(text: str) -> None:
    assert read_day(text, ALONE).value == date(2027, 1, 14)


@pytest.mark.parametrize(("text", "day"), OTHERS)
def test_a_day_is_the_next_of_its_name(text: str, day: str | None) -> None:
    value = read_day(text, ALONE).value
    assert (value.isoformat() if value else None) == day


@pytest.mark.parametrize(("text", "code", "remedy"), REFUSED)
def test_what_is_no_day_says_why_and_what_would_be_right(text: str, code: str, remedy: str) -> None:
    read = read_day(text, ALONE)
    assert read.problem is not None
    assert (read.value, read.problem.code) == (None, code)
    assert remedy in read.problem.remedy.replace("\u00a0", " ")


def test_blank_is_neither_a_day_nor_a_problem() -> None:
    assert read_day("  ", ALONE).origin is Origin.ABSENT


def test_a_wrong_weekday_names_the_right_one() -> None:
    read = read_day("samedi 14 mars", ALONE)
    assert read.problem
    assert read.problem.message == "Le 14 mars 2027 est un dimanche, pas un samedi."


def test_the_weekday_chooses_the_year_when_the_span_holds_two() -> None:
    two_years = Context(today=TODAY, months=24)
    assert read_day("vendredi 14 janvier", two_years).value == date(2028, 1, 14)


def test_a_leap_day_is_found_when_the_span_reaches_it() -> None:
    assert read_day("29/02", Context(today=TODAY, months=24)).value == date(2028, 2, 29)


def test_the_column_beside_gives_the_weekday() -> None:
    assert read_day("14/01", ALONE, weekday=3).value == date(2027, 1, 14)
    assert read_day("14/01", ALONE, weekday=4).problem


@pytest.mark.parametrize("value", [date(2027, 1, 14), datetime(2027, 1, 14, 20, 30), 46_401, 46_401.85])
def test_a_cell_of_a_workbook_is_a_day(value: date | float) -> None:
    assert read_day("x", ALONE, value=value).value == date(2027, 1, 14)


def test_an_excel_number_says_that_it_was_one() -> None:
    assert read_day("46401", ALONE).notes[0].code == "excel_serial"


def test_a_day_far_away_without_its_year_says_which() -> None:
    assert [note.code for note in read_day("21/11", ALONE).notes] == ["far_year"]


FORMATS = [
    "{d:%Y-%m-%d}",
    "{d:%d/%m/%Y}",
    "{d.day}/{d.month}/{d.year}",
    "{d:%d/%m/%y}",
    "{d:%d.%m.%Y}",
    "{d:%d-%m-%Y}",
    "{number} {month} {d.year}",
    "{weekday} {number} {month} {d.year}",
    "le {weekday} {number} {month} {d.year}",
    "{short}. {d:%d/%m/%Y}",
    "{weekday} {number} {month}",
    "{d.day}/{d.month}",
]


@given(st.dates(TODAY, date(2027, 11, 21)), st.sampled_from(FORMATS))
def test_a_day_shown_in_french_is_read_back(day: date, how: str) -> None:
    names = {
        "number": "1er" if day.day == 1 else day.day,
        "month": MONTHS[day.month - 1],
        "weekday": DAYS[day.weekday()],
        "short": DAYS[day.weekday()][:3],
    }
    assert read_day(how.format(d=day, **names), ALONE).value == day


@given(st.integers(1, 99), st.integers(1, 99), st.integers(2026, 2030))
def test_figures_are_a_real_day_or_a_problem_with_a_remedy(day: int, month: int, year: int) -> None:
    read = read_day(f"{day}/{month}/{year}", ALONE)
    try:
        right = date(year, month, day)
    except ValueError:
        right = None
    if read.value:
        assert read.value == right
    else:
        assert read.problem
        assert read.problem.remedy
