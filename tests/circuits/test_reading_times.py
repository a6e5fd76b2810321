"""Hours, and days with their hour."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circuits.reading.times import read_moment, read_time
from circuits.reading.values import Origin
from tests.circuits.reading_support import ALONE

HALF_PAST_EIGHT = [
    *(
        "20h30",
        "20H30",
        "20 h 30",
        "20h 30",
        "20 h30",
        "20:30",
        "20.30",
        "20:30:00",
        "20h30mn",
        "20h30 min",
        "à 20h30",
    ),
    *(
        "20 heures 30",
        "20heures30",
        "20\u00a0h\u00a030",
        " 20h30 ",
        "20h30.",
        "20h30-22h30",
        "20h30 à 22h",
        "de 20h30 à 22h30",
    ),
    *(
        "vers 20h30",
        "20h30 environ",
        "20h30 précises",
        "8h30 du soir",
        "0,854166666666667",
        "0.8541666",
        "20,30",
        "dès 20h30",
    ),
]
REFUSED = [
    ("8h30 pm", "english_time", "20h30"),
    ("8:30 PM", "english_time", "20h30"),
    ("8h30 am", "english_time", "8h30"),
    ("12:15 a.m.", "english_time", "0h15"),
    ("minuit", "midnight", "23h59"),
    ("24h00", "midnight", "0h"),
    ("24h", "midnight", "0h"),
    ("25:00", "no_such_time", "20h"),
    ("25h30", "no_such_time", "20h30"),
    ("20h75", "no_such_time", "20h30"),
    ("20", "bare_hour", "20h"),
    ("2030", "bare_hour", "20h30"),
    ("930", "bare_hour", "9h30"),
    ("à la tombée de la nuit", "not_fixed", "21h30"),
    ("soirée", "not_fixed", "21h30"),
    ("à définir", "undecided", "20h30"),
    ("?", "undecided", "20h30"),
    ("Cajarc", "unreadable_time", "20h30"),
    ("20h30h", "unreadable_time", "20h30"),
]


@pytest.mark.parametrize("text", HALF_PAST_EIGHT)
def test_half_past_eight_is_read_however_it_is_written(text: str) -> None:
    assert read_time(text).value == time(20, 30)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("20h", 20),
        ("20 h", 20),
        ("20 heures", 20),
        ("midi", 12),
        ("9h", 9),
        ("0h", 0),
        ("00h00", 0),
        ("14:00", 14),
        ("8h du matin", 8),
    ],
)
def test_a_whole_hour_is_read(text: str, hour: int) -> None:
    assert read_time(text).value == time(hour)


@pytest.mark.parametrize(("text", "code", "remedy"), REFUSED)
def test_what_is_no_hour_says_why_and_what_would_be_right(text: str, code: str, remedy: str) -> None:
    read = read_time(text)
    assert read.problem is not None
    assert (read.value, read.problem.code) == (None, code)
    assert remedy in read.problem.remedy


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("20h30-22h", "end_time"),
        ("vers 20h30", "about_time"),
        ("midi", "noon"),
        ("20,30", "comma_time"),
        ("3h", "early"),
        ("0,75", "excel_serial"),
        ("8h du soir", "half_day"),
    ],
)
def test_what_was_understood_in_its_own_way_is_said(text: str, code: str) -> None:
    assert code in {note.code for note in read_time(text).notes}


def test_blank_is_neither_an_hour_nor_a_problem() -> None:
    assert read_time("").origin is Origin.ABSENT


@given(
    st.times(),
    st.sampled_from(
        [
            "{t.hour}h{t.minute:02d}",
            "{t.hour} h {t.minute:02d}",
            "{t:%H:%M}",
            "{t:%H:%M}:00",
            "à {t.hour}h{t.minute:02d}",
        ]
    ),
)
def test_an_hour_shown_is_read_back(at: time, how: str) -> None:
    assert read_time(how.format(t=at)).value == at.replace(second=0, microsecond=0)


MOMENTS = [
    *(
        "samedi 13 mars 2027 à 20h30",
        "samedi 13 mars à 20h30",
        "13/03/2027 20:30",
        "13/03 20h30",
        "2027-03-13T20:30",
    ),
    *(
        "2027-03-13 20:30:00",
        "2027-03-13T20:30:00Z",
        "13 mars, 20h30",
        "13 mars - 20h30",
        "Sam. 13/03 à 20 h 30",
        "13/03/2027 (20h30)",
    ),
    *("46459,8541666", "13/03/2027 à 20H30", "le 13 mars 2027 20 heures 30"),
]


@pytest.mark.parametrize("text", MOMENTS)
def test_a_day_and_its_hour_are_read_in_one_cell(text: str) -> None:
    value = 46_459.8541666 if text.startswith("46459") else None
    day, hour = read_moment(text, ALONE, value=value)
    assert (day.value, hour.value) == (date(2027, 3, 13), time(20, 30))


def test_offsets_say_where_each_was_read() -> None:
    text = "samedi 13 mars 2027 à 20h30"
    day, hour = read_moment(text, ALONE)
    found = [text[read.spans[0].start : read.spans[0].end] for read in (day, hour)]
    assert found == ["samedi 13 mars 2027", "20h30"]


def test_the_night_the_clocks_change_is_kept_naive() -> None:
    day, hour = read_moment("dimanche 28 mars 2027 à 2h30", ALONE)
    assert (day.value, hour.value) == (date(2027, 3, 28), time(2, 30))
    assert hour.value.tzinfo is None


def test_a_cell_of_a_workbook_holds_both() -> None:
    day, hour = read_moment("x", ALONE, value=datetime(2027, 1, 14, 20, 30))
    assert (day.value, hour.value) == (date(2027, 1, 14), time(20, 30))


@pytest.mark.parametrize(
    ("text", "found"), [("14/01", (True, False)), ("20h30", (False, True)), ("", (False, False))]
)
def test_either_may_be_missing(text: str, found: tuple[bool, bool]) -> None:
    day, hour = read_moment(text, ALONE)
    assert (day.value is not None, hour.value is not None) == found


def test_a_wrong_day_keeps_its_hour() -> None:
    day, hour = read_moment("31 février à 20h30", ALONE)
    assert day.problem
    assert hour.value == time(20, 30)
