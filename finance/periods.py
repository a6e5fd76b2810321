"""Half-months and civil years of Paris, as UTC instants, half-open. Pure. Source: contract §5."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.french import NBSP, month_name

PARIS = ZoneInfo("Europe/Paris")
FIRST, SIXTEENTH = 1, 16


@dataclass(frozen=True, order=True)
class HalfMonthPeriod:
    """[starts_at, cutoff): the 1st to the 15th, or the 16th to the last day of a month."""

    starts_at: datetime
    cutoff: datetime

    @property
    def first_day(self) -> date:
        """First civil day in Paris."""
        return self.starts_at.astimezone(PARIS).date()

    @property
    def last_day(self) -> date:
        """Last civil day in Paris."""
        return self.cutoff.astimezone(PARIS).date() - timedelta(days=1)

    @property
    def year(self) -> int:
        """Civil year in Paris."""
        return self.first_day.year

    @property
    def number(self) -> int:
        """1 to 24 within the year."""
        return self.first_day.month * 2 - (1 if self.first_day.day == FIRST else 0)

    @property
    def label(self) -> str:
        """`1er au 15 novembre 2026`."""
        return f"{self.label_short}{NBSP}{self.year}"

    @property
    def label_short(self) -> str:
        """`1er au 15 novembre`."""
        first = "1er" if self.first_day.day == FIRST else str(self.first_day.day)
        return f"{first} au {self.last_day.day}{NBSP}{month_name(self.first_day.month)}"


def containing(at: datetime) -> HalfMonthPeriod:
    """The half-month an instant falls in."""
    day = at.astimezone(PARIS).date()
    start = day.replace(day=FIRST if day.day < SIXTEENTH else SIXTEENTH)
    return HalfMonthPeriod(starts_at=_midnight(start), cutoff=_midnight(_next_start(start)))


def last_ended(at: datetime) -> HalfMonthPeriod:
    """The half-month that ended last, at this instant or before."""
    return previous(containing(at))


def previous(period: HalfMonthPeriod) -> HalfMonthPeriod:
    """The half-month just before."""
    return containing(period.starts_at - timedelta(microseconds=1))


def following(period: HalfMonthPeriod) -> HalfMonthPeriod:
    """The half-month just after."""
    return containing(period.cutoff)


def next_cutoff(at: datetime) -> datetime:
    """The first cut-off strictly after an instant."""
    return containing(at).cutoff


def ending_at(cutoff: datetime) -> HalfMonthPeriod:
    """The half-month that a cut-off ends. ValueError when no half-month ends there."""
    period = containing(cutoff - timedelta(microseconds=1))
    if period.cutoff != cutoff:
        raise ValueError(f"no half-month ends at {cutoff.isoformat()}")
    return period


def year_of(at: datetime) -> int:
    """The civil year of Paris an instant falls in: the one whose revenue it counts for."""
    return at.astimezone(PARIS).year


def day_of(at: datetime) -> date:
    """The civil day of Paris an instant falls in."""
    return at.astimezone(PARIS).date()


def payment_date(cutoff: datetime, *, days: int) -> date:
    """The day the money of a half-month is expected on the account, `days` after its cut-off."""
    return day_of(cutoff) + timedelta(days=days)


def year_bounds(year: int) -> tuple[datetime, datetime]:
    """First instant of a civil year of Paris, and first instant of the next one."""
    return _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))


def _next_start(start: date) -> date:
    if start.day == FIRST:
        return start.replace(day=SIXTEENTH)
    return (start + timedelta(days=16)).replace(day=FIRST)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)
