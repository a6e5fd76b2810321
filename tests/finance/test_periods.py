"""Half-months and years of Paris: golden values of reliability §4.3, R14."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from finance import periods

PARIS = ZoneInfo("Europe/Paris")
NOUMEA, TAHITI = ZoneInfo("Pacific/Noumea"), ZoneInfo("Pacific/Tahiti")


def at(*parts: int, zone: ZoneInfo = PARIS) -> datetime:
    return datetime(*parts, tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("instant", "days", "hours"),
    [
        (at(2026, 10, 20), 16, 1),
        (at(2026, 3, 20), 15, 23),
        (at(2026, 2, 20), 13, 0),
        (at(2028, 2, 20), 14, 0),
        (at(2026, 11, 3), 15, 0),
        (at(2026, 12, 31), 16, 0),
    ],
)
def test_a_half_month_lasts_its_civil_days(instant: datetime, days: int, hours: int) -> None:
    period = periods.containing(instant)
    assert period.cutoff - period.starts_at == timedelta(days=days, hours=hours)


@pytest.mark.parametrize(
    ("last_day", "cutoff"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 23, tzinfo=UTC)),
        (date(2026, 1, 31), datetime(2026, 1, 31, 23, tzinfo=UTC)),
        (date(2026, 3, 31), datetime(2026, 3, 31, 22, tzinfo=UTC)),
        (date(2026, 6, 30), datetime(2026, 6, 30, 22, tzinfo=UTC)),
        (date(2026, 10, 15), datetime(2026, 10, 15, 22, tzinfo=UTC)),
        (date(2026, 10, 31), datetime(2026, 10, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_cutoff_is_midnight_in_paris(last_day: date, cutoff: datetime) -> None:
    period = periods.containing(at(last_day.year, last_day.month, last_day.day, 12))
    assert (period.cutoff, period.last_day) == (cutoff, last_day)


@pytest.mark.parametrize(
    ("instant", "label"),
    [
        (datetime(2026, 7, 31, 22, 30, tzinfo=UTC), "1er au 15 août 2026"),
        (at(2026, 8, 1, 8, zone=NOUMEA), "16 au 31 juillet 2026"),
        (at(2026, 7, 31, 20, zone=TAHITI), "1er au 15 août 2026"),
        (at(2026, 11, 15, 23, 59), "1er au 15 novembre 2026"),
        (at(2028, 2, 29, 23, 59), "16 au 29 février 2028"),
    ],
)
def test_an_instant_falls_in_the_half_month_of_paris(instant: datetime, label: str) -> None:
    assert periods.containing(instant).label.replace("\u00a0", " ") == label


def test_the_year_is_that_of_paris() -> None:
    assert periods.year_of(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == 2027
    assert periods.year_of(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)) == 2026


def boundaries(day: date) -> list[datetime]:
    midnight = at(day.year, day.month, day.day)
    tick = timedelta(microseconds=1)
    return [
        midnight - tick,
        midnight,
        midnight + tick,
        at(day.year, day.month, day.day, 12),
        midnight - timedelta(hours=1),
    ]


def expected(instant: datetime) -> tuple[int, int, int]:
    """(year, month, half) straight from the calendar: the 15th belongs to the first half."""
    day = instant.astimezone(PARIS)
    return day.year, day.month, 1 if day.day <= 15 else 2


def test_every_instant_of_nine_years_is_in_exactly_one_window() -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(3_288)]
    for day in days:
        for instant in boundaries(day):
            found = periods.containing(instant)
            assert found.starts_at <= instant < found.cutoff
            half = 1 if found.number % 2 else 2
            assert (found.year, found.first_day.month, half) == expected(instant)
    assert days[-1] == date(2032, 12, 31)


def test_windows_follow_each_other_twenty_four_a_year() -> None:
    period, seen = periods.containing(at(2024, 1, 1)), []
    while period.year < 2033:
        after = periods.following(period)
        assert after.starts_at == period.cutoff
        assert periods.previous(after) == period
        seen.append((period.year, period.number))
        period = after
    assert seen == [(year, number) for year in range(2024, 2033) for number in range(1, 25)]


def test_the_half_month_that_ended_last_ends_at_the_cutoff_itself() -> None:
    cutoff = at(2026, 11, 16)
    assert periods.last_ended(cutoff).cutoff == cutoff
    assert periods.last_ended(cutoff - timedelta(microseconds=1)).cutoff == at(2026, 11, 1)
    assert periods.next_cutoff(cutoff) == at(2026, 12, 1)


def test_a_cutoff_names_its_half_month_and_nothing_else_does() -> None:
    assert periods.ending_at(at(2026, 11, 16)).number == 21
    with pytest.raises(ValueError, match="no half-month ends"):
        periods.ending_at(at(2026, 11, 17))


def test_money_is_expected_nine_days_after_the_cutoff() -> None:
    assert periods.payment_date(at(2026, 11, 16), days=9) == date(2026, 11, 25)


def test_a_year_is_bounded_by_the_midnights_of_paris() -> None:
    assert periods.year_bounds(2026) == (
        datetime(2025, 12, 31, 23, tzinfo=UTC),
        datetime(2026, 12, 31, 23, tzinfo=UTC),
    )
