"""Several days written together, however they are: lists, ranges, recurrences, exceptions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from circuits.reading.dates import DayParts
from circuits.reading.daylists import AND, ARTICLES, Days, Month, list_at
from circuits.reading.lexemes import Lexemes, lexemes
from circuits.reading.ranges import except_at, range_at
from circuits.reading.recurrences import recurring_at
from circuits.reading.texts import flat
from circuits.reading.values import Context, Read, note

__all__ = ["Days", "Month", "days_at", "days_of", "with_doubt", "without"]


def days_at(low: str, found: Lexemes, at: int, context: Context, month: Month | None = None) -> Days | None:
    """The days that begin at a lexeme; None when none do."""
    return (
        except_at(low, found, at, context, month)
        or recurring_at(low, found, at, context)
        or range_at(low, found, at, context, month)
        or list_at(low, found, at, context, month)
    )


def days_of(text: str, context: Context) -> tuple[Read[date], ...] | None:
    """Every day of a cell that holds nothing else; None when it holds something else."""
    low = flat(text)
    found = lexemes(low)
    kept: list[Read[date]] = []
    at = 0
    while at < len(found):
        group = with_doubt(days_at(low, found, at, context))
        if group is None and found[at].text in AND | ARTICLES | {"\n", "(", ")", "."}:
            at += 1
        elif group is None:
            return None
        else:
            kept = without(kept, group) if group.except_ else [*kept, *group.reads]
            at = group.until
    return tuple(kept) or None


def with_doubt(group: Days | None) -> Days | None:
    if group is None or not group.doubt:
        return group
    first, last = group.specs[0].parts.day, group.specs[-1].parts.day
    about = note(
        group.doubt,
        f"Lu : le {first} et le {last}. Pour chaque jour entre les deux, écrivez « du {first} au {last} ».",
    )
    return replace(group, reads=tuple(replace(read, notes=(*read.notes, about)) for read in group.reads))


def without(reads: Sequence[Read[date]], left_out: Days) -> list[Read[date]]:
    """The days but those left out: a bare number is that day of whichever month is there."""
    return [
        read
        for read in reads
        if read.value is None or not any(_is(read.value, spec.parts) for spec in left_out.specs)
    ]


def _is(day: date, wanted: DayParts) -> bool:
    return day.day == wanted.day and wanted.month in (None, day.month) and wanted.year in (None, day.year)
