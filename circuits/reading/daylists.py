"""Days written one after the other, lexeme by lexeme.

A day written in a list takes the month of the next one that has one; a plural weekday holds for the whole list.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from circuits.reading.dates import DayParts, full_year, parts, resolve
from circuits.reading.lexemes import Lex, Lexemes
from circuits.reading.values import Context, Read, Span

_LINKS = 5  # words between two days: a bounded look ahead keeps a long line linear
_MOST = 40  # days in a list
AND = frozenset({",", "et", "&", "+", "puis", "/", "-", "ainsi", "que", "ou", ";"})
ARTICLES = frozenset({"le", "les", "l'"})


@dataclass(frozen=True, slots=True)
class Spec:
    """One day as written, and where."""

    parts: DayParts
    start: int
    end: int
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days written together. `until`: the first lexeme after them. `except_`: they are to be left out."""

    reads: tuple[Read[date], ...]
    start: int
    end: int
    until: int
    specs: tuple[Spec, ...] = ()
    except_: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month said above: what a day without one belongs to."""

    month: int
    year: int | None = None


def word_at(found: Lexemes, at: int) -> str:
    return found[at].text if at < len(found) else ""


def skip(found: Lexemes, at: int, words: AbstractSet[str]) -> int:
    for _ in range(_LINKS):
        if word_at(found, at) not in words:
            break
        at += 1
    return at


def one_day(found: Lexemes, at: int) -> tuple[Spec, int] | None:
    """One day: `jeudi 14 janvier 2027`, `14/01`, `14`."""
    begin = at = skip(found, at, ARTICLES)
    weekday, plural = None, False
    if at < len(found) and found[at].weekday is not None:
        weekday, plural = found[at].weekday, found[at].text.endswith("s") and found[at].text != "s"
        at = skip(found, at + 1, {".", ",", *ARTICLES})
    if at >= len(found):
        return None
    here = found[at]
    if here.kind in (Lex.SLASH, Lex.ISO) and (read := parts(here.text)):
        numeric = read.numeric and weekday is None
        return Spec(
            replace(read, weekday=weekday, numeric=numeric), found[begin].start, here.end, plural
        ), at + 1
    if here.kind not in (Lex.NUMBER, Lex.ORDINAL) or not 1 <= len(here.text.rstrip("erms")) <= 2:
        return None
    number = int(here.text.rstrip("erms"))
    month, year, until = _month_after(found, at + 1)
    return Spec(
        DayParts(number, month, year, weekday), found[begin].start, found[until - 1].end, plural
    ), until


def _month_after(found: Lexemes, at: int) -> tuple[int | None, int | None, int]:
    if at >= len(found) or found[at].month is None:
        return None, None, at
    month = found[at].month
    at += 1
    if (
        word_at(found, at) == "."
        and at < len(found)
        and found[at].start == found[at - 1].end
        and len(found[at - 1].text) <= 5
    ):
        at += 1
    year = year_at(found, at)
    return month, year, at + 1 if year else at


def year_at(found: Lexemes, at: int) -> int | None:
    if at < len(found) and found[at].kind is Lex.NUMBER and len(found[at].text) == 4:
        return full_year(found[at].text)
    return None


def specs_at(found: Lexemes, at: int) -> tuple[list[Spec], int]:
    """Days one after the other, with what stands between them."""
    specs: list[Spec] = []
    until = at
    while len(specs) < _MOST and (one := one_day(found, at)):
        specs.append(one[0])
        until = at = one[1]
        following = skip(found, at, AND)
        if following == at:
            break
        at = following
    return specs, until


def list_at(low: str, found: Lexemes, at: int, context: Context, month: Month | None) -> Days | None:
    if (
        month is None and found.next_dated[at] > 2 * _MOST
    ):  # without a day or a month, numbers are only numbers
        return None
    specs, until = specs_at(found, at)
    dashed = (
        len(specs) == 2 and specs[0].parts.month is None and low[specs[0].end : specs[1].start].strip() == "-"
    )
    specs = with_months(_with_weekdays(specs), month)
    kept = [spec for spec in specs if spec.parts.month is not None or spec.parts.weekday is not None]
    if not kept or kept != specs[: len(kept)]:
        return None
    if len(kept) < len(specs):  # `14 janvier, 4 séances`: what has no month after the last one is no day
        until = next(
            index for index in range(at, until + 1) if index == until or found[index].start >= kept[-1].end
        )
    doubt = "range_or_list" if dashed and specs[1].parts.day - specs[0].parts.day > 1 else ""
    return Days(_reads(kept, context, low), kept[0].start, kept[-1].end, until, tuple(kept), doubt=doubt)


def _reads(specs: Sequence[Spec], context: Context, low: str) -> tuple[Read[date], ...]:
    reads = []
    for spec in specs:
        read = resolve(spec.parts, context, low[spec.start : spec.end])
        reads.append(replace(read, spans=(Span(spec.start, spec.end),)))
    return tuple(reads)


def _with_weekdays(specs: list[Spec]) -> list[Spec]:
    """`les jeudis 14 janvier et 11 février`: each of them is a Thursday."""
    plural: int | None = None
    given = []
    for spec in specs:
        if spec.parts.weekday is not None:
            plural = spec.parts.weekday if spec.plural else None
        elif plural is not None:
            spec = replace(spec, parts=replace(spec.parts, weekday=plural, numeric=False))
        given.append(spec)
    return given


def with_months(specs: list[Spec], month: Month | None) -> list[Spec]:
    """`14, 21 et 28 janvier`: read from the right. A month said above serves for what is left."""
    given: list[Spec] = []
    after: DayParts | None = None
    for spec in reversed(specs):
        here = spec.parts
        if here.month is None and after is not None:
            here = replace(here, month=after.month, year=after.year)
        elif here.month is not None:
            here = replace(here, year=here.year or (after.year if after else None))
            after = here
        elif month is not None:
            here = replace(here, month=month.month, year=month.year)
        given.append(replace(spec, parts=here))
    return given[::-1]
