"""Hours are elapsed hours, the nights the clocks change too: golden values, then a grid over twelve zones (R11)."""

from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings import rules

PARIS = ZoneInfo("Europe/Paris")
ZONES = [
    *("Europe/Paris", "America/Guadeloupe", "America/St_Barthelemy", "America/Martinique", "America/Cayenne"),
    *("Indian/Reunion", "Indian/Mayotte", "America/Miquelon", "Pacific/Wallis", "Pacific/Tahiti"),
    *("Pacific/Marquesas", "Pacific/Noumea"),
]
FRENCH_NIGHTS = [datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 3, 28, tzinfo=UTC)]
AMERICAN_NIGHTS = [datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC)]
QUARTER, LONG_BEFORE = timedelta(minutes=15), timedelta(days=60)


def paris(month: int, day: int, hour: int, minute: int = 30) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def shown(at: datetime | None) -> str:
    assert at is not None
    return at.astimezone(PARIS).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("starts_at", "validated"),
    [
        (paris(10, 23, 20), "2026-10-26T19:30+01:00"),
        (paris(3, 27, 20), "2026-03-30T21:30+02:00"),
    ],
)
def test_seventy_two_hours_across_a_change(starts_at: datetime, validated: str) -> None:
    assert shown(rules.automatic_validation_at(starts_at=starts_at)) == validated


@pytest.mark.parametrize(
    ("starts_at", "limit"),
    [
        (paris(10, 26, 20), "2026-10-24T21:30+02:00"),
        (paris(3, 30, 20), "2026-03-28T19:30+01:00"),
    ],
)
def test_forty_eight_hours_before_an_event_across_a_change(starts_at: datetime, limit: str) -> None:
    booked_at = (starts_at - timedelta(hours=72)).astimezone(UTC)
    assert shown(rules.cancellation_limit(booked_at=booked_at, starts_at=starts_at)) == limit


def grid(nights: list[datetime], zones: list[str]) -> Iterator[datetime]:
    """Every quarter of an hour of four days, on the clocks of each zone."""
    for zone in zones:
        for night in nights:
            for step in range(4 * 96):
                yield (night + step * QUARTER).astimezone(ZoneInfo(zone))


def elapsed(at: datetime, hours: int) -> int:
    """Seconds since 1970, worked out from the wall clock and its offset: no date arithmetic on the way."""
    offset = at.utcoffset()
    assert offset is not None
    return timegm(at.timetuple()) - int(offset.total_seconds()) + hours * 3600


@pytest.mark.parametrize(
    ("nights", "zones", "how_many"),
    [(FRENCH_NIGHTS, ZONES, 9_216), (AMERICAN_NIGHTS, ["America/Miquelon"], 768)],
    ids=["France", "Saint-Pierre-et-Miquelon"],
)
def test_no_instant_around_a_change_is_an_hour_off(
    nights: list[datetime], zones: list[str], how_many: int
) -> None:
    seen = 0
    for start in grid(nights, zones):
        late = rules.automatic_validation_at(starts_at=start)
        moved = rules.limit_after_move(moved_at=start, starts_at=start + LONG_BEFORE)
        assert late is not None
        assert late.timestamp() == elapsed(start, 72)
        assert moved.timestamp() == elapsed(start, 48)
        seen += 1
    assert seen == how_many


def test_the_limit_before_an_event_is_never_an_hour_off() -> None:
    for start in grid(FRENCH_NIGHTS, ZONES):
        booked_at = (start.astimezone(UTC) - timedelta(hours=90)).astimezone(start.tzinfo)
        limit = rules.cancellation_limit(booked_at=booked_at, starts_at=start)
        assert limit is not None
        assert limit.timestamp() == elapsed(start, -48)
