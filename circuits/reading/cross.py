"""Tables with dates on one side and villages (or films) on the other; each cell is a screening, or blank."""

import re
from dataclasses import dataclass, replace

from circuits.reading.dates import read_day
from circuits.reading.headers import field_of
from circuits.reading.places import read_place
from circuits.reading.prose import left_over
from circuits.reading.roles import resolve_names
from circuits.reading.rows import finished
from circuits.reading.schedules import Days
from circuits.reading.sections import read_section
from circuits.reading.sheets import Cell, Row, Sheet
from circuits.reading.shows import Show, shows_of
from circuits.reading.tokens import Tok, Token, tokens
from circuits.reading.values import Context, Field, Ignored, Origin, Read, Reading, Span
from circuits.reading.writing import lines_of

_HEADER_WITHIN = 12
_MARKS = re.compile(r"[xX✓✔☑•●*-]|oui|ok", re.IGNORECASE)
_PLACES = (
    (Tok.COMMUNE, "commune"),
    (Tok.HALL, "hall"),
    (Tok.STREET, "street"),
    (Tok.POSTAL_CODE, "postal_code"),
)


@dataclass(frozen=True)
class _Axes:
    """The header's row, the columns of screenings, those of labels; which side holds the days."""

    header: int
    columns: tuple[int, ...]
    labels: tuple[int, ...]
    days_above: bool


def read_cross(sheet: Sheet, context: Context) -> Reading | None:
    """The screenings of such a table; None when the sheet is not one."""
    axes = _days_above(sheet, context) or _days_aside(sheet, context)
    return _Reader(sheet, axes, context).read() if axes else None


def _days_above(sheet: Sheet, context: Context) -> _Axes | None:
    """Dates in the header, villages down the first columns."""
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        days = tuple(at for at in row.filled if _is_day(row.cells[at], context))
        if len(days) < 2 or len(days) * 2 < len(row.filled) or index + 1 >= len(sheet.rows):
            continue
        wide = tuple(
            at
            for at, cell in enumerate(row.cells)
            if at in days or (cell.merged == "left" and _is_day(cell, context))
        )
        labels = tuple(range(days[0]))
        below = sheet.rows[index + 1 :]
        if labels and not any(_is_day(cell, context) for other in below[:20] for cell in other.cells):
            return _Axes(index, wide, labels, days_above=True)
    return None


def _days_aside(sheet: Sheet, context: Context) -> _Axes | None:
    """Dates down the first column, villages in the header, hours in the cells."""
    if len(sheet.rows) < 3:
        return None
    for index, row in enumerate(sheet.rows[:3]):
        below = [other for other in sheet.rows[index + 1 :] if other.filled]
        days = [other for other in below if 0 in other.filled and _is_day(other.cells[0], context)]
        columns = tuple(at for at in row.filled if at > 0 and _is_plain(row.cells[at].text))
        hours = [at for at in columns if any(_has_time(other.cell(at), context) for other in below[:50])]
        if (
            len(days) * 10 >= len(below) * 6
            and len(columns) >= 2
            and len(hours) >= 2
            and len(columns) + 1 >= len(row.filled)
        ):
            return _Axes(index, columns, (0,), days_above=False)
    return None


def _is_plain(text: str) -> bool:
    """A name, not the title of a usual column."""
    return bool(text.strip()) and field_of(text)[0] is None and any(letter.isalpha() for letter in text)


def _is_day(cell: Cell, context: Context) -> bool:
    if not cell.text.strip() or len(cell.text) > 60:
        return False
    read = read_day(cell.text, context, value=cell.value)
    wrong = read.problem.code if read.problem else ""
    return read.value is not None or wrong in ("wrong_weekday", "past_day", "no_such_day", "far_day")


def _has_time(cell: Cell | None, context: Context) -> bool:
    return (
        cell is not None
        and len(cell.text) <= 200
        and any(token.kind is Tok.TIME for token in tokens(cell.text, 0, context, None))
    )


class _Reader:
    def __init__(self, sheet: Sheet, axes: _Axes, context: Context) -> None:
        self.sheet, self.axes, self.context = sheet, axes, context
        self.header = sheet.rows[axes.header]
        self.shows: list[Show] = []
        self.ignored: list[Ignored] = list(sheet.ignored)
        self.found: list[tuple[int, list[Token]]] = []
        self.above: tuple[Token, int] | None = None

    def read(self) -> Reading:
        for row in self.sheet.rows[: self.axes.header]:
            self._title(row)
        for row in self.sheet.rows[self.axes.header + 1 :]:
            self._row(row)
        resolve_names(self.shows, self.context)
        lines, used = lines_of(self.shows)
        left = left_over(((number, found) for number, found in self.found), used, self.sheet.text)
        ignored = tuple(sorted([*self.ignored, *left], key=lambda one: one.number))
        return finished(
            lines, self.context, shape="cross", text=self.sheet.text, ignored=ignored, notes=self.sheet.notes
        )

    def _title(self, row: Row) -> None:
        """Above the header: the film of the whole table, or nothing."""
        for at in row.filled:
            cell = row.cells[at]
            film = read_section(cell.text, self.context, missing=()).values.get(Field.FILM)
            if film:
                moved = replace(film, spans=tuple(span.moved(cell.start) for span in film.spans))
                self.above = (Token(Tok.FILM, cell.span.start, cell.span.end, moved), row.number)
            else:
                self._ignore(row.number, cell, "above_header", "C’est au-dessus de l’en-tête du tableau.")

    def _ignore(self, number: int, cell: Cell, code: str, reason: str) -> None:
        self.ignored.append(Ignored(number, cell.text, code, reason, cell.span))

    def _row(self, row: Row) -> None:
        labels = [
            row.cells[at] for at in self.axes.labels if at < len(row.cells) and row.cells[at].text.strip()
        ]
        cells = [at for at in self.axes.columns if (cell := row.cell(at)) and cell.text.strip()]
        others = set(row.filled) - set(self.axes.labels) - set(self.axes.columns)
        for at in others:
            self._ignore(row.number, row.cells[at], "unknown_column", "Cette colonne n’est pas utilisée.")
        if not cells:
            for cell in labels:
                self._ignore(row.number, cell, "no_screening", "Aucune séance n’est écrite sur cette ligne.")
        for at in cells:
            self._cell(row, at)

    def _cell(self, row: Row, at: int) -> None:
        cell = row.cells[at]
        found = (
            [] if _MARKS.fullmatch(cell.text.strip()) else tokens(cell.text, cell.start, self.context, None)
        )
        self.found.append((row.number, found))
        shows = shows_of(found, number=row.number, raw=row.raw)
        for show in shows:
            if self.above:
                show.carried[Tok.FILM] = self.above
            self._day(show, row, at)
            self._labels(show, row, at)
        self.shows += shows

    def _day(self, show: Show, row: Row, at: int) -> None:
        source, number = (self.header, self.header.number) if self.axes.days_above else (row, row.number)
        cell = (
            source.cells[at if self.axes.days_above else 0]
            if len(source.cells) > (at if self.axes.days_above else 0)
            else Cell("")
        )
        read = read_day(cell.text, self.context, value=cell.value)
        read = replace(read, spans=(cell.span,) if read.origin is Origin.TYPED else ())
        show.days = [Token(Tok.DAYS, cell.span.start, cell.span.end, days=Days((read,), 0, 0, 0))]
        if self.axes.days_above:
            show.carried[Tok.DAYS] = (show.days[0], number)

    def _labels(self, show: Show, row: Row, at: int) -> None:
        """The village (or the film) of the row, or of the column."""
        if not self.axes.days_above:
            self._label(show, self.header.cells[at], Field.PLACE, self.header.number)
            return
        for column in self.axes.labels:
            cell = row.cell(column)
            above = self.header.cell(column)
            about = field_of(above.text)[0] if above and above.text.strip() else None
            if cell and cell.text.strip():
                self._label(show, cell, about or Field.PLACE, None)

    def _label(self, show: Show, cell: Cell, about: Field, number: int | None) -> None:
        if about is Field.FILM:
            show.said.setdefault(Tok.FILM, _token(Tok.FILM, cell, cell.text.strip()))
            return
        place = read_place(cell.text, self.context, about=about)
        for kind, name in _PLACES:
            read: Read[str] = getattr(place, name)
            if read.origin is Origin.ABSENT:
                continue
            moved = replace(read, spans=tuple(span.moved(cell.start) for span in read.spans))
            token = Token(kind, cell.span.start, cell.span.end, moved)
            if number is None:
                show.said.setdefault(kind, token)
            elif kind not in show.said:
                show.carried[kind] = (token, number)


def _token(kind: Tok, cell: Cell, text: str) -> Token:
    span = Span(cell.start, cell.start + len(text))
    return Token(kind, span.start, span.end, Read(text, text, (span,), None, (), Origin.TYPED))
