"""`du 14 au 16 janvier`, `sauf le 21`: days between two, and days left out."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from circuits.reading.dates import resolve, show
from circuits.reading.daylists import Days, Month, Spec, one_day, skip, specs_at, with_months, word_at
from circuits.reading.lexemes import Lexemes
from circuits.reading.values import Context, Field, Origin, Problem, Read, Span, problem

LONGEST = 100  # days: past that, a range is more likely a slip
_EXCEPT = frozenset({"sauf", "excepte", "hormis", "relache", "hors"})


def except_at(low: str, found: Lexemes, at: int, context: Context, month: Month | None) -> Days | None:
    """`sauf le 21`, `pas de séance le 21 janvier`, `relâche les 21 et 28`."""
    if word_at(found, at) in _EXCEPT:
        first = at + 1
    elif [word_at(found, at + step) for step in range(3)] == ["pas", "de", "seance"]:
        first = at + 3
    else:
        return None
    specs, until = specs_at(found, skip(found, first, {"le", "les", ":", "du", "pour"}))
    if not specs:
        return None
    end = found[until - 1].end
    return Days((), found[at].start, end, until, tuple(with_months(specs, None)), except_=True)


def range_at(low: str, found: Lexemes, at: int, context: Context, month: Month | None) -> Days | None:
    """`du 14 au 16 janvier`."""
    if word_at(found, at) not in ("du", "de"):
        return None
    bounds = bounds_at(found, at + 1, month)
    if bounds is None:
        return None
    first, last, until = bounds
    reads = each_day(first, last, context, low, range(7))
    return Days(reads, found[at].start, last.end, until, (first, last))


def bounds_at(found: Lexemes, at: int, month: Month | None) -> tuple[Spec, Spec, int] | None:
    first = one_day(found, at)
    if not first:
        return None
    following = skip(found, first[1], {"jusqu'"})
    if word_at(found, following) not in ("au", "a"):
        return None
    last = one_day(found, following + 1)
    if not last:
        return None
    both = with_months([first[0], last[0]], month)
    return (both[0], both[1], last[1]) if both[1].parts.month else None


def each_day(
    first: Spec, last: Spec, context: Context, low: str, weekdays: Collection[int]
) -> tuple[Read[date], ...]:
    begin, end = (resolve(spec.parts, context, low[spec.start : spec.end]) for spec in (first, last))
    span = (Span(first.start, last.end),)
    for read in (begin, end):
        if read.problem:
            return (replace(read, spans=span),)
    if begin.value is None or end.value is None:
        return ()
    raw = low[first.start : last.end]
    if end.value < begin.value or (end.value - begin.value).days > LONGEST:
        return (Read(None, raw, span, _bad_range(begin.value, end.value), (), Origin.TYPED),)
    days = (begin.value + timedelta(days=step) for step in range((end.value - begin.value).days + 1))
    return tuple(Read(day, raw, span, None, (), Origin.TYPED) for day in days if day.weekday() in weekdays)


def _bad_range(begin: date, end: date) -> Problem:
    if end < begin:
        wrong = f"Le {show(end)} vient avant le {show(begin)}."
        return problem(
            "range_reversed", about=Field.DAY, message=wrong, remedy="Écrivez d’abord le premier jour."
        )
    wrong = f"Du {show(begin)} au {show(end)}, il y a plus de {LONGEST} jours."
    return problem(
        "range_too_long", about=Field.DAY, message=wrong, remedy="Écrivez une période plus courte."
    )
