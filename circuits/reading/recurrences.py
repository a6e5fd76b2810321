"""`tous les jeudis de janvier`, `chaque mardi du 5 au 26 janvier`, `le premier jeudi de février`."""

from dataclasses import replace
from datetime import date, timedelta

from circuits.reading.calendar_words import ORDINAL_OF
from circuits.reading.dates import resolve
from circuits.reading.daylists import ARTICLES, Days, Month, skip, word_at, year_at
from circuits.reading.lexemes import Lexemes
from circuits.reading.ranges import bounds_at, each_day
from circuits.reading.values import Context, Field, Origin, Read, Span, note, problem, quoted

_MOST = 12  # ranks, weekdays or months in a row
_EACH_MONTH = frozenset({"du", "de", "d'", "chaque", "mois", "tous", "les"})
_STEPS = {"deux": 2, "2": 2, "trois": 3, "3": 3, "quatre": 4, "4": 4}
_OF = frozenset({"de", "d'", "en", "du", "mois", "des", "le", "les", ":"})


def recurring_at(low: str, found: Lexemes, at: int, context: Context) -> Days | None:
    """`tous les jeudis de janvier`, `chaque mardi du 5 au 26 janvier`, `le premier jeudi de février`."""
    if word_at(found, at) in ("un", "1"):
        return _every_other(low, found, at, context)
    begin = at
    every = word_at(found, at) in ("chaque", "tous", "toutes")
    at = skip(found, at, {"chaque", "tous", "toutes", "le", "les"})
    ranks, at = _ranks(found, at)
    weekdays, at = _weekdays(found, at)
    if not weekdays or not (every or ranks or _is_plural(found, at - 1)):
        return None
    if bounds := bounds_at(found, at + 1, None) if word_at(found, at) in ("du", "de") else None:
        first, last, until = bounds
        reads = each_day(first, last, context, low, weekdays)
        return Days(
            _about(reads, found[begin].start, last.end), found[begin].start, last.end, until, (first, last)
        )
    months, until = _months(found, at)
    if months:
        days = [day for month in months for day in _in_month(month, weekdays, ranks, context)]
        return _recurred(low, found, begin, until, days)
    if not every and not ranks:
        return None  # `les jeudis 14 janvier…` is a list
    return _without_period(low, found, begin, skip(found, at, _EACH_MONTH))


def _every_other(low: str, found: Lexemes, at: int, context: Context) -> Days | None:
    """`un jeudi sur deux du 14 janvier au 11 mars`: counted from the first day, which must be one of them."""
    weekdays, until = _weekdays(found, at + 1)
    step = _STEPS.get(word_at(found, until + 1)) if word_at(found, until) == "sur" else None
    if not weekdays or step is None:
        return None
    bounds = bounds_at(found, until + 3, None) if word_at(found, until + 2) in ("du", "de") else None
    if bounds is None:
        return _without_period(low, found, at, until + 2)
    first, last, after = bounds
    start, end = found[at].start, last.end
    reads = each_day(first, last, context, low, weekdays)
    begins = resolve(first.parts, context, low[first.start : first.end]).value
    if begins is not None and reads and reads[0].value not in (None, begins):
        return _without_period(low, found, at, until + 2)  # which of the two weeks comes first is not said
    return Days(_about(reads[::step], start, end), start, end, after, (first, last))


def _about(reads: tuple[Read[date], ...], start: int, end: int) -> tuple[Read[date], ...]:
    return tuple(replace(read, spans=(Span(start, end),)) for read in reads)


def _is_plural(found: Lexemes, at: int) -> bool:
    return 0 <= at < len(found) and found[at].weekday is not None and found[at].text.endswith("s")


def _ranks(found: Lexemes, at: int) -> tuple[tuple[int, ...], int]:
    ranks: list[int] = []
    following = at
    while len(ranks) < _MOST and (rank := ORDINAL_OF.get(word_at(found, following))) is not None:
        ranks.append(rank)
        at = following + 1
        following = skip(found, at, {"et", ",", *ARTICLES})
    return tuple(ranks), at


def _weekdays(found: Lexemes, at: int) -> tuple[set[int], int]:
    days: set[int] = set()
    following = at
    while len(days) < _MOST and following < len(found) and (day := found[following].weekday) is not None:
        if day in days:
            break
        days.add(day)
        at = following + 1
        following = skip(found, at, {"et", ",", *ARTICLES})
    return days, at


def _months(found: Lexemes, at: int) -> tuple[list[Month], int]:
    months: list[Month] = []
    following = skip(found, at, _OF)
    while (
        len(months) < _MOST and at < following < len(found) and (number := found[following].month) is not None
    ):
        year = year_at(found, following + 1)
        at = following + (2 if year else 1)
        months.append(Month(number, year))
        following = skip(found, at, {"et", ",", *_OF})
    last_year = months[-1].year if months else None
    return [replace(month, year=month.year or last_year) for month in months], at


def _in_month(month: Month, weekdays: set[int], ranks: tuple[int, ...], context: Context) -> list[date]:
    year = month.year or context.today.year + (month.month < context.today.month)
    first = date(min(max(year, 1), 9_998), month.month, 1)
    days = [
        day
        for step in range(31)
        if (day := first + timedelta(days=step)).month == month.month and day.weekday() in weekdays
    ]
    if ranks:
        last = {day.weekday(): day for day in days}
        days = [
            day for day in days if (day.day + 6) // 7 in ranks or (-1 in ranks and last[day.weekday()] == day)
        ]
    return [day for day in days if day >= context.today]


def _recurred(low: str, found: Lexemes, begin: int, until: int, days: list[date]) -> Days:
    span = Span(found[begin].start, found[until - 1].end)
    raw = low[span.start : span.end]
    if not days:
        wrong = problem(
            "past_day",
            about=Field.DAY,
            message=f"{quoted(raw)} : ces jours sont passés.",
            remedy="Écrivez un mois à venir.",
        )
        return Days((Read(None, raw, (span,), wrong, (), Origin.TYPED),), span.start, span.end, until)
    listed = ", ".join(str(day.day) for day in days)
    about = note("recurring", f"{quoted(raw)} : lu {listed}.")
    reads = tuple(Read(day, raw, (span,), None, (about,), Origin.TYPED) for day in days)
    return Days(reads, span.start, span.end, until)


def _without_period(low: str, found: Lexemes, begin: int, at: int) -> Days:
    span = Span(found[begin].start, found[at - 1].end)
    raw = low[span.start : span.end]
    wrong = problem(
        "no_period",
        about=Field.DAY,
        message=f"{quoted(raw)} : il manque le mois, ou le premier et le dernier jour.",
        remedy=f"Écrivez par exemple « {raw} de janvier ».",
    )
    return Days((Read(None, raw, (span,), wrong, (), Origin.TYPED),), span.start, span.end, at)
