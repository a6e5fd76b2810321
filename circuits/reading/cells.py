"""One row of a table into values, cell by cell. Offsets are moved into the text of the sheet."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from circuits.reading.amounts import read_duration, read_price, read_seats, read_version
from circuits.reading.calendar_words import WEEKDAY_OF
from circuits.reading.columns import kind_of
from circuits.reading.dates import read_day
from circuits.reading.films import read_film
from circuits.reading.places import read_place
from circuits.reading.schedules import days_of
from circuits.reading.sheets import Cell, Row
from circuits.reading.texts import flat
from circuits.reading.times import read_moment, read_time
from circuits.reading.values import (
    Context,
    Field,
    Origin,
    Problem,
    Read,
    Span,
    note,
    problem,
    quoted,
    refused,
)

Values = dict[Field, Any]
_SHIFTED = {Field.DAY, Field.TIME, Field.MOMENT, Field.PRICE}
_BETWEEN = re.compile(r"\s*(?:/|,|;|\n|\bet\b|&|\+|\bpuis\b)\s*")
_POSTAL = re.compile(r"(?:f ?-? ?)?(\d{2}) ?(\d{3})")


class RowReader:
    """Reads the cells of one row; what it finds is in `values`, lists of days and hours apart."""

    def __init__(self, row: Row, fields: Mapping[Field, int], context: Context) -> None:
        self.row = row
        self.context = context
        self.values: Values = {}
        self.unused: tuple[Span, ...] = ()
        self.days: tuple[Read[date], ...] = ()
        self.times: tuple[Read[time], ...] = ()
        self._fields = fields

    def read(self) -> "RowReader":
        """Every cell, in an order where the clearest column of a field wins."""
        self._moments()
        for about, reader in _READERS.items():
            if (cell := self._cell(about)) is not None:
                reader(self, cell)
        return self

    def _cell(self, about: Field) -> Cell | None:
        """The cell of a field when it holds something: a range merged sideways counts in its first column only."""
        index = self._fields.get(about)
        cell = self.row.cell(index) if index is not None else None
        if cell is None or cell.merged == "left" or not (cell.text.strip() or cell.problem):
            return None
        return cell

    def keep(self, about: Field, read: Read, cell: Cell, *, offset: int = 0) -> None:
        """One value at its place in the sheet's text; the first found stays."""
        if read.origin is Origin.ABSENT or about in self.values:
            return
        self.values[about] = placed(read, cell, offset=offset)

    def broken(self, about: Field, cell: Cell) -> bool:
        """A formula without result is the problem of its field."""
        if cell.problem is None:
            return False
        read: Read[Any] = Read(
            None, cell.text, (cell.span,), replace(cell.problem, field=about), (), Origin.TYPED
        )
        if about is Field.DAY:
            self.days = (read,)
        elif about is Field.TIME:
            self.times = (read,)
        else:
            self.values[about] = read
        return True

    def _weekday(self) -> int | None:
        cell = self._cell(Field.WEEKDAY)
        return WEEKDAY_OF.get(flat(cell.text).strip(" .,").removeprefix("le ")) if cell else None

    def _moments(self) -> None:
        weekday = self._weekday()
        if cell := self._cell(Field.DAY):
            self._day(cell, weekday)
        if (cell := self._cell(Field.TIME)) and not self.broken(Field.TIME, cell):
            self.times = tuple(placed(read, cell) for read in _times(cell))
        if (cell := self._cell(Field.MOMENT)) and not self.broken(Field.DAY, cell):
            self._moment(cell)
        if (cell := self._cell(Field.WEEKDAY)) and weekday is None and not self.days:
            self._day(cell, None)

    def _day(self, cell: Cell, weekday: int | None) -> None:
        if self.broken(Field.DAY, cell):
            return
        read = read_day(cell.text, self.context, value=cell.value, weekday=weekday)
        if read.problem and read.problem.code in ("unreadable_day", "time_for_day"):
            day, hour = read_moment(cell.text, self.context, value=cell.value)
            if hour.origin is Origin.TYPED and day.origin is Origin.TYPED:
                self.times = (placed(hour, cell),)
                read = day
            elif several := days_of(cell.text, self.context):
                self.days = tuple(placed(one, cell) for one in several)
                return
        self.days = (placed(read, cell),)

    def _moment(self, cell: Cell) -> None:
        day, hour = read_moment(cell.text, self.context, value=cell.value)
        if (
            day.problem
            and day.problem.code == "unreadable_day"
            and (several := days_of(day.raw, self.context))
        ):
            offset = day.spans[0].start + len(day.raw) - len(day.raw.lstrip())
            self.days = self.days or tuple(placed(one, cell, offset=offset) for one in several)
        elif day.origin is Origin.TYPED:
            self.days = self.days or (placed(day, cell),)
        if hour.origin is Origin.TYPED:
            self.times = self.times or (placed(hour, cell),)


def placed(read: Read, cell: Cell, *, offset: int = 0) -> Read:
    """The same value, its spans in the sheet's text; a merged cell says that it is one."""
    if read.origin is Origin.ABSENT:
        return read
    lead = len(cell.text) - len(cell.text.lstrip())
    move = cell.start + lead + offset
    spans = tuple(
        Span(min(span.start + move, cell.span.end), min(span.end + move, cell.span.end))
        for span in read.spans
    )
    notes, origin = read.notes, read.origin
    if cell.merged:
        notes, origin = (*notes, note("merged", "La valeur vient d’une cellule fusionnée.")), Origin.CARRIED
    return Read(read.value, read.raw, spans, read.problem, notes, origin)


def _times(cell: Cell) -> tuple[Read[time], ...]:
    """One hour, or several cut by `/`, `et` or a comma."""
    whole = read_time(cell.text, value=cell.value)
    if whole.problem is None or whole.problem.code != "unreadable_time":
        return (whole,)
    text = cell.text.strip()
    reads, at = [], 0
    for match in [*_BETWEEN.finditer(text), None]:
        end = match.start() if match else len(text)
        read = read_time(text[at:end])
        lead = len(text[at:end]) - len(text[at:end].lstrip())
        reads.append(replace(read, spans=tuple(span.moved(at + lead) for span in read.spans)))
        at = match.end() if match else end
    return tuple(reads) if len(reads) > 1 and all(read.value for read in reads) else (whole,)


def _film(reader: RowReader, cell: Cell) -> None:
    if reader.broken(Field.FILM, cell):
        return
    found = read_film(cell.text.strip())
    reader.keep(Field.FILM, found.title, cell)
    if reader._cell(Field.VERSION) is None:
        reader.keep(Field.VERSION, found.version, cell)
    if reader._cell(Field.DURATION) is None:
        reader.keep(Field.DURATION, found.duration, cell)


def _price(reader: RowReader, cell: Cell) -> None:
    if reader.broken(Field.PRICE, cell):
        return
    full, reduced = read_price(cell.text)
    reader.keep(Field.PRICE, full, cell)
    if reader._cell(Field.REDUCED) is None:
        reader.keep(Field.REDUCED, reduced, cell)


def _reduced(reader: RowReader, cell: Cell) -> None:
    if reader.broken(Field.REDUCED, cell):
        return
    full, second = read_price(cell.text)
    if second.origin is Origin.TYPED:
        full = refused(full.raw, _two_reduced(full.raw))
    wrong = replace(full.problem, field=Field.REDUCED) if full.problem else None
    reader.keep(Field.REDUCED, replace(full, problem=wrong), cell)


def _two_reduced(raw: str) -> Problem:
    return problem(
        "too_many_prices",
        about=Field.REDUCED,
        message=f"{quoted(raw)} donne deux tarifs réduits.",
        remedy="N’en gardez qu’un, par exemple 3,50 €.",
    )


def _seats(reader: RowReader, cell: Cell) -> None:
    if not reader.broken(Field.SEATS, cell):
        reader.keep(Field.SEATS, read_seats(cell.text), cell)


def _version(reader: RowReader, cell: Cell) -> None:
    if not reader.broken(Field.VERSION, cell):
        reader.keep(Field.VERSION, read_version(cell.text), cell)


def _duration(reader: RowReader, cell: Cell) -> None:
    if not reader.broken(Field.DURATION, cell):
        reader.keep(Field.DURATION, read_duration(cell.text, value=cell.value), cell)


def _postal_code(reader: RowReader, cell: Cell) -> None:
    if reader.broken(Field.POSTAL_CODE, cell):
        return
    raw = cell.text.strip()
    match = _POSTAL.fullmatch(flat(raw))
    if match:
        read = Read(match[1] + match[2], raw, (Span(0, len(raw)),), None, (), Origin.TYPED)
    elif re.fullmatch(r"\d{4}", raw):
        about = note("leading_zero", f"Le code postal {raw} est lu 0{raw}.")
        read = Read(f"0{raw}", raw, (Span(0, len(raw)),), None, (about,), Origin.TYPED)
    else:
        read = refused(raw, _not_postal(raw))
    reader.keep(Field.POSTAL_CODE, read, cell)


def _not_postal(raw: str) -> Problem:
    digits = "".join(character for character in raw if character.isdigit())[:5]
    remedy = f"Écrivez cinq chiffres, par exemple {(digits + '00000')[:5] if digits else '46160'}."
    return problem(
        "not_a_postal_code",
        about=Field.POSTAL_CODE,
        message=f"{quoted(raw)} n’est pas un code postal.",
        remedy=remedy,
    )


def _commune(reader: RowReader, cell: Cell) -> None:
    if not reader.broken(Field.COMMUNE, cell):
        _place(reader, cell, Field.COMMUNE)


def _mixed(reader: RowReader, cell: Cell) -> None:
    if not reader.broken(Field.COMMUNE, cell):
        _place(reader, cell, Field.PLACE)


def _hall(reader: RowReader, cell: Cell) -> None:
    if reader.broken(Field.HALL, cell):
        return
    commune = reader.values.get(Field.COMMUNE)
    if commune is not None and (commune.value or commune.problem):
        raw = cell.text.strip()
        reader.keep(
            Field.HALL, Read(" ".join(raw.split()), raw, (Span(0, len(raw)),), None, (), Origin.TYPED), cell
        )
    else:
        _place(reader, cell, Field.HALL)


def _place(reader: RowReader, cell: Cell, about: Field) -> None:
    text = cell.text.strip()
    if kind_of(text) in _SHIFTED or not any(letter.isalnum() for letter in text):
        target = Field.HALL if about is Field.HALL else Field.COMMUNE
        reader.keep(target, refused(text, _not_a_place(text, target)), cell)
        return
    place = read_place(text, reader.context, about=about)
    for found, read in (
        (Field.COMMUNE, place.commune),
        (Field.HALL, place.hall),
        (Field.STREET, place.street),
        (Field.POSTAL_CODE, place.postal_code),
    ):
        if reader._cell(found) is None or found is about:
            reader.keep(found, read, cell)
        else:
            reader.unused += placed(read, cell).spans
    lead = len(cell.text) - len(cell.text.lstrip())
    reader.unused += tuple(span.moved(cell.start + lead) for span in place.rest)


def _not_a_place(raw: str, about: Field) -> Problem:
    name = "une salle" if about is Field.HALL else "une commune"
    return problem(
        "not_a_place",
        about=about,
        message=f"{quoted(raw)} n’est pas {name}.",
        remedy="Écrivez le nom, ou vérifiez que les colonnes ne sont pas décalées.",
    )


def _plain(about: Field) -> Any:
    def keep(reader: RowReader, cell: Cell) -> None:
        raw = cell.text.strip()
        if not reader.broken(about, cell):
            reader.keep(about, Read(raw, raw, (Span(0, len(raw)),), None, (), Origin.TYPED), cell)

    return keep


_READERS: dict[Field, Any] = {
    Field.COMMUNE: _commune,
    Field.PLACE: _mixed,
    Field.POSTAL_CODE: _postal_code,
    Field.HALL: _hall,
    Field.STREET: _plain(Field.STREET),
    Field.FILM: _film,
    Field.VERSION: _version,
    Field.DURATION: _duration,
    Field.PRICE: _price,
    Field.REDUCED: _reduced,
    Field.SEATS: _seats,
    Field.CONTACT: _plain(Field.CONTACT),
    Field.NOTES: _plain(Field.NOTES),
}
