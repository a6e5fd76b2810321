"""The calendar of the welcome session: 2027 by hand, any month by properties."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.holidays import holiday_name
from help import rules

#: Made by hand with a 2027 calendar: first and third Thursday, Ascension on 6 May.
YEAR_2027 = {
    1: (7, 21),
    2: (4, 18),
    3: (4, 18),
    4: (1, 15),
    5: (13, 20),  # the 6th is Ascension
    6: (3, 17),
    7: (1, 15),
    8: (5, 19),
    9: (2, 16),
    10: (7, 21),
    11: (4, 18),  # the 11th is a holiday, and the second Thursday: nothing moves
    12: (2, 16),
}
MONTHS = st.tuples(st.integers(2000, 2100), st.integers(1, 12))
ORDINALS = st.sets(st.sampled_from(rules.ORDINALS), min_size=1).map(sorted)


def days_of(**month: Any) -> list[date]:
    return sorted(rules.days_of_month(**month).values())


@pytest.mark.parametrize(("month", "days"), YEAR_2027.items())
def test_the_calendar_of_2027_is_the_one_made_by_hand(month: int, days: tuple[int, int]) -> None:
    assert days_of(year=2027, month=month) == [date(2027, month, day) for day in days]


COLLISIONS = [
    # May 2025: the 1st and the 8th are holidays, the 15th is the third Thursday's own.
    (2025, 5, (1, 3), [date(2025, 5, 15), date(2025, 5, 22)]),
    # May 2008: the 1st is both a holiday and Ascension, the 8th a holiday.
    (2008, 5, (1, 3), [date(2008, 5, 15), date(2008, 5, 22)]),
    # May 2027: the first moves to the second's own day, which is taken, then the third's.
    (2027, 5, (1, 2, 3), [date(2027, 5, 13), date(2027, 5, 20), date(2027, 5, 27)]),
    # December 2025: Christmas, then New Year's Day; the 8th of January is free, or January's own.
    (2025, 12, (1, 4), [date(2025, 12, 4), date(2026, 1, 8)]),
    (2025, 12, (2, 4), [date(2025, 12, 11), date(2026, 1, 15)]),
    # January 2026: the 1st is a holiday, the 8th was taken by December, the 15th is free.
    (2026, 1, (1, 4), [date(2026, 1, 15), date(2026, 1, 22)]),
]


@pytest.mark.parametrize(("year", "month", "ordinals", "days"), COLLISIONS)
def test_a_day_that_moves_takes_no_other_day(
    year: int, month: int, ordinals: tuple[int, ...], days: list[date]
) -> None:
    assert days_of(year=year, month=month, ordinals=ordinals) == days


def test_a_day_keeps_the_ordinal_it_was_asked_by() -> None:
    """The 1st and the 8th are holidays, the 15th is the third Thursday: the first one lands after it."""
    found = rules.days_of_month(year=2025, month=5)
    assert found == {1: date(2025, 5, 22), 3: date(2025, 5, 15)}


@given(MONTHS, ORDINALS)
def test_each_ordinal_asked_for_has_its_day(month: tuple[int, int], ordinals: list[int]) -> None:
    assert set(rules.days_of_month(year=month[0], month=month[1], ordinals=ordinals)) == set(ordinals)


@given(MONTHS)
def test_there_are_always_two_thursdays_that_are_worked(month: tuple[int, int]) -> None:
    first, second = days_of(year=month[0], month=month[1])
    assert first < second
    assert {first.weekday(), second.weekday()} == {rules.THURSDAY}
    assert {first.month, second.month} == {month[1]}
    assert not holiday_name(first)
    assert not holiday_name(second)


@given(MONTHS, ORDINALS, st.integers(0, 6))
def test_as_many_as_asked_and_never_twice_the_same_day(
    month: tuple[int, int], ordinals: list[int], weekday: int
) -> None:
    after = (month[0], month[1] + 1) if month[1] < 12 else (month[0] + 1, 1)
    here, there = (
        days_of(year=year, month=number, ordinals=ordinals, weekday=weekday)
        for year, number in (month, after)
    )
    assert len(here) == len(there) == len(ordinals)
    assert len({*here, *there}) == 2 * len(ordinals)
    assert not [day for day in here if holiday_name(day) or day.weekday() != weekday]


@given(MONTHS)
def test_without_a_holiday_nothing_moves(month: tuple[int, int]) -> None:
    regular = [date(*month, day) for day in range(1, 22) if date(*month, day).weekday() == rules.THURSDAY]
    asked = [regular[0], regular[2]]
    if not [day for day in asked if holiday_name(day)]:
        assert days_of(year=month[0], month=month[1]) == asked


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2026, 11, 30), date(2026, 11, 30), [(2026, 11)]),
        (date(2026, 11, 30), date(2027, 1, 1), [(2026, 11), (2026, 12), (2027, 1)]),
    ],
)
def test_months_that_two_days_touch(since: date, until: date, months: list[tuple[int, int]]) -> None:
    assert rules.months_between(since=since, until=until) == months


@pytest.mark.parametrize(("day", "hour"), [(date(2027, 1, 7), 13), (date(2027, 7, 1), 12)])
def test_two_in_the_afternoon_in_paris_follows_the_season(day: date, hour: int) -> None:
    begins = rules.starts_at(day=day, at=time(14), zone="Europe/Paris")
    assert begins == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 12, 1), True),
        (date(2026, 12, 2), False),
    ],
)
def test_the_card_shows_for_thirty_one_days(today: date, shown: bool) -> None:
    assert rules.shows_card(first_day=date(2026, 11, 1), today=today) is shown


@pytest.mark.parametrize(("before", "recalled"), [(25, True), (24, True), (23, False)])
def test_who_registers_the_day_before_is_not_recalled(before: int, recalled: bool) -> None:
    begins = datetime(2027, 5, 13, 12, tzinfo=UTC)
    assert rules.is_recalled(registered_at=begins - timedelta(hours=before), begins=begins) is recalled


def test_an_account_without_a_first_day_is_no_newcomer() -> None:
    assert not rules.shows_card(first_day=None, today=date(2026, 11, 1))


FAULTS = [
    ({}, []),
    ({"ordinals": []}, ["ordinals_unknown"]),
    ({"ordinals": [1, 5]}, ["ordinals_unknown"]),
    ({"meeting_url": "http://visio.example/"}, ["address_unsafe"]),
    ({"meeting_url": ""}, []),
    ({"zone": "Europe/Cajarc"}, ["zone_unknown"]),
    ({"zone": "../etc"}, ["zone_unknown"]),
    ({"zone": ""}, ["zone_unknown"]),
]


@pytest.mark.parametrize(("said", "codes"), FAULTS)
def test_what_a_pattern_cannot_say(said: dict[str, object], codes: list[str]) -> None:
    sound = {"ordinals": [1, 3], "zone": "Europe/Paris", "meeting_url": "https://visio.example/"}
    assert [code for _, code in rules.pattern_faults(**{**sound, **said})] == codes  # type: ignore[arg-type]
