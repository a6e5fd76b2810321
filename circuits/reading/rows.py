"""A sheet, row by row, into lines. What is not a line is listed with the reason; nothing is dropped unsaid."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import product
from typing import Any

from circuits.reading.carry import Above, carried, is_ditto
from circuits.reading.cells import RowReader
from circuits.reading.columns import Columns
from circuits.reading.dates import parts, resolve
from circuits.reading.doubts import about_missing, about_problems, about_swaps, ask
from circuits.reading.duplicates import flag_duplicates
from circuits.reading.kinds import REASONS, Kind, kind_of
from circuits.reading.refusals import MAX_LINES, too_many_screenings
from circuits.reading.schedules import Month
from circuits.reading.sections import Section, read_section
from circuits.reading.sentences import understood
from circuits.reading.sheets import Cell, Row, Sheet
from circuits.reading.values import (
    ATTRIBUTES,
    LABELS,
    Context,
    Field,
    Ignored,
    Line,
    Note,
    Origin,
    Question,
    Read,
    Reading,
    Span,
    note,
    quoted,
)
from core.french import typeset

_FEW = 10  # percent: when so few cells of a column are blank, a blank is an omission, not "the same as above"
_ENOUGH = 10  # lines: below, nothing can be said of a column's habits
_OWN_SECTION = (Field.COMMUNE, Field.PLACE, Field.HALL, Field.FILM, Field.DAY, Field.MOMENT)


def read_sheet(sheet: Sheet, columns: Columns, context: Context) -> Reading:
    """Every screening of a table, every row that is not one, and what is to be asked."""
    return _Reader(sheet, columns, context).read()


@dataclass
class _Reader:
    sheet: Sheet
    columns: Columns
    context: Context
    lines: list[Line] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    above: Above = field(default_factory=Above)
    month: Month | None = None
    notes: tuple[Note, ...] = ()

    def read(self) -> Reading:
        self.fields = self.columns.fields
        self.omitted = self._where_blank_is_an_omission()
        for index, row in enumerate(self.sheet.rows):
            if index in self.columns.header:
                continue
            following = self.sheet.rows[index + 1] if index + 1 < len(self.sheet.rows) else None
            self._row(row, following, above_header=index < self.columns.first)
        found = finished(
            self.lines,
            self.context,
            shape="table",
            text=self.sheet.text,
            ignored=self._all_ignored(),
            notes=(*self.sheet.notes, *self.notes),
        )
        return replace(found, questions=(*self._column_questions(), *found.questions))

    def _column_questions(self) -> Iterator[Question]:
        """A column of words that nothing explains, while the film or the place is still missing."""
        missing = [about for about in (Field.FILM, Field.COMMUNE) if about not in self.fields]
        if Field.PLACE in self.fields and Field.COMMUNE in missing:
            missing.remove(Field.COMMUNE)
        for column in self.columns.columns if missing else ():
            cells = [cell.text.strip() for row in self.sheet.rows if (cell := row.cell(column.index))]
            words = next((text for text in cells if len(text) > 2 and text != column.header), "")
            if column.field is Field.UNKNOWN and any(letter.isalpha() for letter in words):
                name = quoted(column.header) if column.header else f"n° {column.index + 1} ({quoted(words)}…)"
                choices = tuple((about.value, LABELS[about]) for about in (*missing, Field.HALL, Field.NOTES))
                key = f"column:{column.index}"
                yield ask(key, Field.UNKNOWN, f"Colonne {name} : qu’est-ce que c’est ?", (), choices=choices)

    def _where_blank_is_an_omission(self) -> set[Field]:
        rows = [row for row in self.sheet.rows[self.columns.first :] if len(row.filled) > 1]
        found = set()
        for about, index in self.fields.items():
            blank = sum(not ((cell := row.cell(index)) and cell.text.strip()) for row in rows)
            if len(rows) >= _ENOUGH and blank * 100 <= len(rows) * _FEW:
                found.add(about)
        return found

    def _row(self, row: Row, following: Row | None, *, above_header: bool) -> None:
        kind = kind_of(row, self.columns)
        if kind in REASONS:
            self._ignore(row, kind.value, REASONS[kind])
        elif above_header:
            self._title(row)
        elif kind is Kind.SECTION and not self._is_line(row, following):
            self._section(row, following)
        else:
            self._line(row)

    def _ignore(self, row: Row, code: str, reason: str) -> None:
        start = row.cells[row.filled[0]].start if row.filled else 0
        span = Span(start, row.cells[-1].span.end) if row.cells else None
        self.ignored.append(Ignored(row.number, row.raw, code, typeset(reason), span))

    def _title(self, row: Row) -> None:
        """Above the header: a film, a month or a place that holds for the whole table, or nothing."""
        if len(row.filled) == 1 and self._understood(row, row.cells[row.filled[0]]):
            return
        self._ignore(row, "above_header", "C’est au-dessus de l’en-tête du tableau.")

    def _is_line(self, row: Row, following: Row | None) -> bool:
        """A lone cell in its own column, with that column filled below: a line that lacks the rest."""
        index = row.filled[0]
        about = self._field_of(index)
        if about in (Field.UNKNOWN, Field.NOTES, Field.CONTACT) or self.sheet.width < 3:
            return self.sheet.width < 3 and about not in (Field.UNKNOWN, Field.NOTES)
        if about not in _OWN_SECTION:
            return True
        below = following.cell(index) if following else None
        if not (below and below.text.strip()):
            return following is None
        return not self._section_of(row.cells[index]).values and not self._section_of(row.cells[index]).month

    def _field_of(self, index: int) -> Field:
        return self.columns.columns[index].field if index < len(self.columns.columns) else Field.UNKNOWN

    def _section(self, row: Row, following: Row | None) -> None:
        cell = row.cells[row.filled[0]]
        about = self._field_of(row.filled[0])
        below = following.cell(row.filled[0]) if following else None
        if about in _OWN_SECTION and not (below and below.text.strip()) and self._own(row):
            return
        if not self._understood(row, cell):
            self._ignore(row, "unclear_title", "Ce titre n’est pas compris : ni commune, ni film, ni date.")

    def _own(self, row: Row) -> bool:
        """Written once in its own column, blank below."""
        reader = RowReader(row, self.fields, self.context).read()
        for about, read in reader.values.items():
            if read.value is not None:
                self.above.put(about, read, row.number)
        days = tuple(read for read in reader.days if read.value)
        if days:
            self.above.days = (days, row.number)
        return bool(days) or any(read.value is not None for read in reader.values.values())

    def _section_of(self, cell: Cell) -> Section:
        missing = (
            {Field.FILM, Field.COMMUNE}
            - self.fields.keys()
            - ({Field.COMMUNE} if Field.PLACE in self.fields else set())
        )
        return read_section(cell.text, self.context, missing=missing)

    def _understood(self, row: Row, cell: Cell) -> bool:
        section = self._section_of(cell)
        for about in (Field.COMMUNE, Field.HALL, Field.STREET, Field.POSTAL_CODE):
            if Field.COMMUNE in section.values or Field.HALL in section.values:
                self.above.values.pop(about, None)
        for about, read in section.values.items():
            self.above.put(about, _at(read, cell), row.number)
        if section.day:
            self.above.days = ((_at(section.day, cell),), row.number)
        if section.month:
            self.month = section.month
        self.notes = (*self.notes, *section.notes)
        return bool(section.values or section.day or section.month)

    def _line(self, row: Row) -> None:
        reader = RowReader(row, self.fields, self.context).read()
        for span in reader.unused:
            text = self.sheet.text[span.start : span.end]
            self.ignored.append(
                Ignored(
                    row.number, text, "part_of_cell", "Cette partie de la cellule n’est pas utilisée.", span
                )
            )
        typed_place = Field.COMMUNE in reader.values and not is_ditto(reader.values[Field.COMMUNE])
        values = self._completed(reader, row)
        days = self._days(reader, row, typed_place=typed_place)
        times = reader.times or (Read(),)
        if any(is_ditto(read) for read in times) and self.above.times:
            times = tuple(
                carried(read, self.above.times[1], about=Field.TIME) for read in self.above.times[0]
            )
        self._remember(days, times, row.number)
        self._add(row, values, days, times)

    def _completed(self, reader: RowReader, row: Row) -> dict[Field, Read]:
        values: dict[Field, Read] = dict(reader.values)
        hidden = {
            about for about in (Field.FILM, Field.COMMUNE) if about in self.omitted and about not in values
        }
        self.above.complete(values, row.number)
        return {about: read for about, read in values.items() if about not in hidden}

    def _days(self, reader: RowReader, row: Row, *, typed_place: bool) -> tuple[Read[date], ...]:
        """The days of a row; blank means the day above for another screening of the same place."""
        days = tuple(self._with_month(read) for read in reader.days)
        if days and not (len(days) == 1 and is_ditto(days[0])):
            return days
        can_carry = (
            bool(days) or (not typed_place and Field.DAY not in self.omitted) or not self._has_day_column()
        )
        if self.above.days and can_carry:
            reads, number = self.above.days
            return tuple(carried(read, number, about=Field.DAY) for read in reads)
        return days or (Read(),)

    def _has_day_column(self) -> bool:
        return bool({Field.DAY, Field.MOMENT} & self.fields.keys())

    def _with_month(self, read: Read[date]) -> Read[date]:
        if self.month is None or read.problem is None or read.problem.code != "no_month":
            return read
        found = parts(read.raw)
        if found is None:
            return read
        again = resolve(replace(found, month=self.month.month, year=self.month.year), self.context, read.raw)
        about = note("month_above", "Le mois est celui du titre au-dessus.")
        return replace(again, spans=read.spans, notes=(*again.notes, about))

    def _remember(self, days: tuple[Read[date], ...], times: tuple[Read[time], ...], number: int) -> None:
        if any(read.origin is Origin.TYPED for read in days):
            readable = tuple(read for read in days if read.value)
            self.above.days = (readable, number) if readable else None
        if any(read.origin is Origin.TYPED and read.value for read in times):
            self.above.times = (times, number)

    def _add(
        self, row: Row, values: dict[Field, Read], days: tuple[Read[date], ...], times: tuple[Read[time], ...]
    ) -> None:
        about = (note("hidden_row", "Cette ligne est masquée dans le classeur."),) if row.hidden else ()
        given: dict[str, Any] = {
            ATTRIBUTES[name]: read for name, read in values.items() if name in ATTRIBUTES
        }
        if len(self.lines) + len(days) * len(times) > MAX_LINES:
            raise too_many_screenings()
        pairs = list(product(days, times))
        if len(pairs) > 1:
            about = (*about, note("several", f"Cette ligne donne {len(pairs)} séances."))
        for part, (day, hour) in enumerate(pairs, 1):
            self.lines.append(
                Line(number=row.number, raw=row.raw, part=part, day=day, time=hour, notes=about, **given)
            )

    def _all_ignored(self) -> tuple[Ignored, ...]:
        found = [*self.sheet.ignored, *self.ignored, *self._blank_rows(), *self._unknown_columns()]
        return tuple(sorted(found, key=lambda one: (one.number, one.code)))

    def _blank_rows(self) -> Iterator[Ignored]:
        ruled = {one.number for one in self.sheet.ignored}
        before = 0
        for row in self.sheet.rows:
            blank = [
                number
                for number in range(before + 1, min(row.number, before + 100_000))
                if number not in ruled
            ]
            if blank:
                shown = str(blank[0]) if len(blank) == 1 else f"{blank[0]} à {blank[-1]}"
                yield Ignored(blank[0], "", "blank", f"Vide : {shown}.")
            before = row.number + max((cell.text.count("\n") for cell in row.cells), default=0)

    def _unknown_columns(self) -> Iterator[Ignored]:
        """A column that no field claims: said once, with what it holds."""
        rows = [row for index, row in enumerate(self.sheet.rows) if index not in self.columns.header]
        for column in self.columns.columns:
            cells = [
                cell.text.strip()
                for row in rows
                if len(row.filled) > 1
                and (cell := row.cell(column.index))
                and cell.text.strip()
                and not cell.merged
            ]
            if column.field is Field.UNKNOWN and cells:
                name = column.header or f"n° {column.index + 1}"
                number = (
                    self.sheet.rows[self.columns.header[-1]].number
                    if self.columns.header
                    else self.sheet.rows[0].number
                )
                reason = typeset(f"Colonne « {name} » : elle n’est pas utilisée ({len(cells)} cellules).")
                yield Ignored(number, ", ".join(dict.fromkeys(cells[:20])), "unknown_column", reason)


def _at(read: Read, cell: Cell) -> Read:
    return replace(read, spans=tuple(span.moved(cell.start) for span in read.spans))


def finished(
    lines: list[Line],
    context: Context,
    *,
    shape: str,
    text: str,
    ignored: tuple[Ignored, ...],
    notes: tuple[Note, ...],
) -> Reading:
    """The last looks, over all the lines: doubtful days, what is missing, what is written twice."""
    sound, swapped = about_swaps(lines, context)
    complete, missing = about_missing(sound, context, always_ask=shape != "table")
    flagged = flag_duplicates(complete)
    return Reading(
        shape=shape,
        text=text,
        lines=tuple(flagged),
        questions=(*swapped, *missing, *about_problems(flagged)),
        understood=understood(flagged),
        ignored=ignored,
        notes=notes,
    )
