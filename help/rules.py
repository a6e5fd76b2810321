"""The calendar of the welcome webinar, and what a message to the team may say. Pure: days and instants are given."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.holidays import holiday_name

THURSDAY = 3
FIRST_AND_THIRD = (1, 3)
#: A fifth Thursday is not in every month: it cannot be promised.
ORDINALS = (1, 2, 3, 4)
PLANNED_AHEAD = timedelta(days=90)
REMINDED_BEFORE = timedelta(hours=24)
CARD_DAYS = 31
WEEK = timedelta(days=7)


def days_of_month(
    *, year: int, month: int, ordinals: Sequence[int] = FIRST_AND_THIRD, weekday: int = THURSDAY
) -> dict[int, date]:
    """Ordinal asked for → the day its webinar takes place: as many as `ordinals`, none on a public holiday.

    A holiday moves its webinar to the next same weekday that is neither a holiday nor taken. That may be in the
    month after (a fourth Thursday on Christmas): the months around are counted as taken too. Source: the partner
    guide, « Deux jeudis par mois ».
    """
    months = [_month(year, month, shift) for shift in (-1, 0, 1)]
    wanted = [_regular(first, ordinals, weekday) for first in months]
    taken = {day for days in wanted for day in days if not holiday_name(day)}
    found: list[date] = []
    for days in wanted[:2]:  # the month before first: what it pushes forward is taken
        found = []
        for day in days:
            kept = _next_free(day, taken) if holiday_name(day) else day
            taken.add(kept)
            found.append(kept)
    return dict(zip(sorted(set(ordinals)), found, strict=True))


def _month(year: int, month: int, shift: int) -> date:
    years, index = divmod(month - 1 + shift, 12)
    return date(year + years, index + 1, 1)


def _regular(first: date, ordinals: Sequence[int], weekday: int) -> list[date]:
    start = first + timedelta(days=(weekday - first.weekday()) % 7)
    return [start + WEEK * (ordinal - 1) for ordinal in sorted(set(ordinals))]


def _next_free(day: date, taken: Collection[date]) -> date:
    while holiday_name(day) or day in taken:
        day += WEEK
    return day


def pattern_faults(*, ordinals: Collection[int], zone: str, meeting_url: str) -> Iterator[tuple[str, str]]:
    """(field, code) of what a pattern cannot say. An empty address is one that is not known yet."""
    if not ordinals or not set(ordinals) <= set(ORDINALS):
        yield "ordinals", "ordinals_unknown"
    if meeting_url and not meeting_url.startswith("https://"):
        yield "meeting_url", "address_unsafe"
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, or no name at all (`../x`, a folder)
        yield "zone", "zone_unknown"


def months_between(*, since: date, until: date) -> list[tuple[int, int]]:
    """(year, month) of every month that two days touch, in order."""
    count = (until.year - since.year) * 12 + until.month - since.month
    firsts = [_month(since.year, since.month, shift) for shift in range(count + 1)]
    return [(first.year, first.month) for first in firsts]


def slot_key(*, year: int, month: int, ordinal: int) -> str:
    """`2027-05/3`: the webinar of the third Thursday asked for in May 2027, whatever the day it lands on."""
    return f"{year:04d}-{month:02d}/{ordinal}"


def starts_at(*, day: date, at: time, zone: str) -> datetime:
    """The instant of a wall-clock hour: 14:00 in Paris is 12:00 or 13:00 UTC with the season."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone))


def shows_card(*, first_day: date | None, today: date) -> bool:
    """Is the account in its first 31 days, the day it was opened being the first?"""
    return first_day is not None and timedelta(0) <= today - first_day < timedelta(days=CARD_DAYS)


def reminder_from(*, begins: datetime) -> datetime:
    """From when a webinar is recalled. Who registers after that is not: the confirmation has just said it."""
    return begins - REMINDED_BEFORE


def is_recalled(*, registered_at: datetime, begins: datetime) -> bool:
    """Will who registered then receive a reminder?"""
    return registered_at <= reminder_from(begins=begins)


#: What follows these opens an account: it is never written down.
SECRET_PATHS = ("/inscription/confirmation/", "/mot-de-passe/")


def without_secret(path: str) -> str:
    """The path, cut before the token of a link that was sent to one person."""
    return next((start for start in SECRET_PATHS if path.startswith(start)), path)


def is_our_path(page: str) -> bool:
    """Is it a path of this site, and not `//elsewhere` nor `/\\elsewhere`, which browsers read as other sites?"""
    return page.startswith("/") and page[1:2] not in {"/", "\\"} and page.isprintable()
