"""A table, whatever it came from: rows of cells, and one text in which every cell has its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from circuits.reading import refusals
from circuits.reading.refusals import UnreadableFile
from circuits.reading.values import Ignored, Note, Problem, Span

CellValue = date | datetime | time | int | float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` as a person would read it; `value` when the workbook knows better than the text.

    `merged` says that the value stands in another cell of a merged range: the one above, or the one on the left.
    """

    text: str
    start: int = 0
    value: CellValue = None
    problem: Problem | None = None
    merged: Literal["", "above", "left"] = ""

    @property
    def span(self) -> Span:
        """Where it stands in `Sheet.text`."""
        return Span(self.start, self.start + len(self.text))


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the line of the text or the row of the workbook, from 1."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False

    def cell(self, column: int) -> Cell | None:
        """The cell of a column, None past the end."""
        return self.cells[column] if column < len(self.cells) else None

    @property
    def raw(self) -> str:
        """What is written, cell after cell."""
        return "\t".join("" if cell.merged else cell.text for cell in self.cells).strip("\t")

    @property
    def filled(self) -> tuple[int, ...]:
        """Columns where something is written, merged continuations apart."""
        return tuple(index for index, cell in enumerate(self.cells) if cell.text.strip() and not cell.merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`text` holds every cell: joined by tabs, one row after the other. `separator` is the one found."""

    rows: tuple[Row, ...]
    text: str
    kind: Literal["text", "csv", "xlsx"]
    separator: str = "\t"
    name: str = ""
    other_names: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


class Builder:
    """Takes rows one by one, keeps the limits, and gives every cell its offset."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._lines: list[str] = []
        self._at = 0
        self._written = 0

    def add(self, number: int, cells: Iterable[Cell], *, hidden: bool = False) -> None:
        """One more row. Raises UnreadableFile past 5,000 written lines or 10,000 characters."""
        placed = self._placed(cells)
        if len(placed) > refusals.MAX_COLUMNS:
            raise UnreadableFile("too_many_columns")
        if any(cell.text for cell in placed):
            self._written += 1
        if self._written > refusals.MAX_LINES:
            raise refusals.too_many_lines()
        if sum(len(cell.text) for cell in placed if not cell.merged) > refusals.MAX_LINE:
            raise refusals.line_too_long(number)
        if self._at > refusals.MAX_TEXT:
            raise UnreadableFile("too_long")
        self.rows.append(Row(number, placed, hidden))

    def _placed(self, cells: Iterable[Cell]) -> tuple[Cell, ...]:
        given = list(cells)
        while given and not given[-1].text and given[-1].problem is None:
            given.pop()
        placed = []
        for cell in given:
            placed.append(Cell(cell.text, self._at, cell.value, cell.problem, cell.merged))
            self._at += len(cell.text) + 1
        self._at += not given
        self._lines.append("\t".join(cell.text for cell in given))
        return tuple(placed)

    def text(self) -> str:
        """Every cell where its offset says: rows are lines, cells are cut by tabs."""
        return "\n".join(self._lines)
