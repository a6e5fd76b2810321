"""Screenings gathered from prose, written as lines: one for each day and hour."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from itertools import product
from typing import Any

from circuits.reading.carry import carried
from circuits.reading.prose_words import USEFUL
from circuits.reading.refusals import MAX_LINES, too_many_screenings
from circuits.reading.roles import unsettled
from circuits.reading.schedules import with_doubt, without
from circuits.reading.shows import Show
from circuits.reading.texts import flat
from circuits.reading.tokens import Tok, Token
from circuits.reading.values import Field, Line, Origin, Read

_ATTRIBUTES = {
    Tok.FILM: Field.FILM,
    Tok.HALL: Field.HALL,
    Tok.STREET: Field.STREET,
    Tok.COMMUNE: Field.COMMUNE,
    Tok.POSTAL_CODE: Field.POSTAL_CODE,
    Tok.PRICE: Field.PRICE,
    Tok.REDUCED: Field.REDUCED,
    Tok.SEATS: Field.SEATS,
    Tok.VERSION: Field.VERSION,
    Tok.DURATION: Field.DURATION,
    Tok.CONTACT: Field.CONTACT,
}
Used = set[tuple[int, int]]


def lines_of(shows: Sequence[Show]) -> tuple[list[Line], Used]:
    """The lines, and the offsets of every token that served."""
    lines: list[Line] = []
    used: Used = set()
    parts: dict[int, int] = {}
    for show in shows:
        values, served = _values(show)
        used |= served
        days, times = _days(show, used), _times(show, used)
        if len(lines) + len(days) * len(times) > MAX_LINES:
            raise too_many_screenings()
        for day, hour in product(days, times):
            parts[show.number] = parts.get(show.number, 0) + 1
            lines.append(
                Line(number=show.number, raw=show.raw, part=parts[show.number], day=day, time=hour, **values)
            )
    return lines, used


def _values(show: Show) -> tuple[dict[str, Any], Used]:
    values: dict[str, Any] = {}
    used: Used = set()
    for kind, about in _ATTRIBUTES.items():
        token = show.said.get(kind)
        if token and token.read:
            values[about.value] = token.read
        elif kind in show.carried:
            token, number = show.carried[kind]
            values[about.value] = carried(token.read or Read(), number, about=about)
        if token:
            used.add((token.start, token.end))
    if (film := unsettled(show)).origin is Origin.TYPED:
        values["film"] = film
        used |= _places((*show.names, *(token for token, _ in show.names_above)))
    if remarks := [token for token in show.words if token.read and USEFUL.match(flat(token.read.raw))]:
        values["remarks"] = _joined(remarks)
        used |= _places(remarks)
    return values, used


def _places(found: Iterable[Token]) -> Used:
    return {(token.start, token.end) for token in found}


def _joined(found: Sequence[Token]) -> Read[str]:
    raws = [token.read.raw for token in found if token.read]
    spans = tuple(span for token in found if token.read for span in token.read.spans)
    return Read(" ; ".join(raws), " ; ".join(raws), spans, None, (), Origin.TYPED)


def _days(show: Show, used: Used) -> list[Read[date]]:
    used |= _places(show.days)
    reads = [read for token in show.days if (days := with_doubt(token.days)) for read in days.reads]
    for token in show.left_out:
        kept = without(reads, token.days) if token.days else reads
        if len(kept) < len(reads):  # an exception that excludes nothing is left for the person to see
            used.add((token.start, token.end))
        reads = kept
    if Tok.DAYS in show.carried:
        number = show.carried[Tok.DAYS][1]
        reads = [carried(read, number, about=Field.DAY) for read in reads]
    return reads or [Read()]


def _times(show: Show, used: Used) -> list[Read[time]]:
    used |= _places(show.times)
    reads = [token.read for token in show.times if token.read]
    if Tok.TIME in show.carried:
        number = show.carried[Tok.TIME][1]
        reads = [carried(read, number, about=Field.TIME) for read in reads]
    return reads or [Read()]
