"""XLSX files: one pass over one sheet, in which merged ranges, hidden rows and empty formulas are seen too.

openpyxl's own read-only sheet says nothing of those three, so its parser is read directly.
"""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from circuits.reading import refusals
from circuits.reading.archives import opened
from circuits.reading.refusals import UnreadableFile
from circuits.reading.sheets import Builder, Cell, CellValue, Sheet
from circuits.reading.texts import clean
from circuits.reading.values import Field, Note, Problem, note, problem, quoted

_MALFORMED = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, AssertionError),
    *(SyntaxError, OSError, BadZipFile, EOFError, DefusedXmlException),
)
_MAX_ROW = 1_048_576
_EMPTY = Cell("")


class _Parser(WorkSheetParser):
    """openpyxl's, that remembers which formulas were never computed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.never_computed: set[tuple[int, int]] = set()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None and cell["data_type"] != "str":
            self.never_computed.add((cell["row"], cell["column"]))
        return cell


def read_workbook(content: bytes, *, sheet: str | None = None) -> Sheet:
    """The sheet named, or the first visible one with something in it. Raises UnreadableFile."""
    archive = opened(content)
    try:
        with archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what is not read: drawings, validations, extensions
            return _read(archive, sheet)
    except UnreadableFile:
        raise
    except _MALFORMED as wrong:
        raise UnreadableFile("broken") from wrong


def _read(archive: ZipFile, wanted: str | None) -> Sheet:
    book = load_workbook(archive.fp, read_only=True, data_only=True, keep_links=False)
    pages = [page for page in book.worksheets if isinstance(page, ReadOnlyWorksheet)]
    visible = [page for page in pages if page.sheet_state == "visible"]
    if wanted is not None:
        visible = [page for page in pages if page.title == wanted]
        if not visible:
            raise UnreadableFile("unknown_sheet")
    for page in visible:
        found = _page(book, page)
        if found.rows:
            others = tuple(other.title for other in pages if other is not page)
            return replace(
                found, other_names=others, notes=(*found.notes, *_about_others(page.title, others))
            )
    raise UnreadableFile("no_sheet" if visible else "empty")


def _about_others(title: str, others: tuple[str, ...]) -> tuple[Note, ...]:
    if not others:
        return ()
    names = ", ".join(quoted(name) for name in others[:5])
    return (note("other_sheets", f"La feuille {quoted(title)} est lue. Non lues : {names}."),)


def _page(book: Any, page: ReadOnlyWorksheet) -> Sheet:
    with page._get_source() as source:
        parser = _Parser(
            source,
            page._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        grid = dict(_cells(parser))
    merged = _merge(grid, parser)
    builder, hidden = Builder(), 0
    for number in sorted(grid):
        row = grid[number]
        if not any(cell.text or cell.problem for cell in row.values()):
            continue
        is_hidden = parser.row_dimensions.get(str(number), {}).get("hidden") in ("1", "true")
        hidden += is_hidden
        builder.add(number, (row.get(column, _EMPTY) for column in range(1, max(row) + 1)), hidden=is_hidden)
    notes = (*_about_hidden(hidden), *_about_merged(merged))
    return Sheet(rows=tuple(builder.rows), text=builder.text(), kind="xlsx", name=page.title, notes=notes)


def _cells(parser: _Parser) -> Iterator[tuple[int, dict[int, Cell]]]:
    written = 0
    for number, cells in parser.parse():
        row = {}
        for cell in cells:
            shown = _cell(cell, computed=(cell["row"], cell["column"]) not in parser.never_computed)
            if shown.text or shown.problem:
                row[cell["column"]] = shown
        written += bool(row)
        if written > refusals.MAX_LINES:
            raise refusals.too_many_lines()
        if row and max(row) > refusals.MAX_COLUMNS:
            raise UnreadableFile("too_many_columns")
        if row:
            yield number, row


def _cell(cell: dict[str, Any], *, computed: bool) -> Cell:
    value = cell["value"]
    if not computed:
        return Cell(
            "", problem=_formula("formula_without_value", "Cette formule n’a pas encore de résultat.")
        )
    if cell["data_type"] == "e":
        return Cell(
            str(value or ""), problem=_formula("formula_error", f"La formule donne une erreur : {value}.")
        )
    return Cell(_shown(value), value=_known(value))


def _formula(code: str, message: str) -> Problem:
    remedy = "Ouvrez le classeur, enregistrez-le, ou écrivez la valeur à la place de la formule."
    return problem(code, about=Field.UNKNOWN, message=message, remedy=remedy)


def _known(value: object) -> CellValue:
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, timedelta):
        return (datetime(1900, 1, 1) + value).time() if timedelta() <= value < timedelta(days=1) else None  # noqa: DTZ001
    return value if isinstance(value, date | time | int | float) else None


def _shown(value: object) -> str:
    """A value of the workbook as French readers write it."""
    known = _known(value)
    if isinstance(known, datetime):
        return f"{known:%d/%m/%Y %H:%M}"
    if isinstance(known, date):
        return f"{known:%d/%m/%Y}"
    if isinstance(known, time):
        return f"{known:%H:%M}"
    if isinstance(known, float):
        return str(round(known, 10)).removesuffix(".0").replace(".", ",")
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else clean(str(value).replace("\0", " ")).replace("\t", " ").strip()


def _merge(grid: dict[int, dict[int, Cell]], parser: _Parser) -> int:
    """Give its value to every cell of a merged range, within the rows that exist. Returns how many ranges."""
    count, last = 0, max(grid, default=0)
    width = max((max(row) for row in grid.values()), default=0)
    ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    room = refusals.MAX_LINES * 20
    for merged in ranges:
        left, top, right, bottom = (bound or 1 for bound in range_boundaries(merged.ref))
        origin = grid.get(top, {}).get(left)
        right, bottom = min(right, width), min(bottom, last, _MAX_ROW)
        if origin is None:
            continue
        count += 1
        room -= (right - left + 1) * (bottom - top + 1)
        if room < 0 or bottom - top > refusals.MAX_LINES:
            raise UnreadableFile("broken")
        _spread(grid, origin, (left, top, right, bottom))
    return count


def _spread(grid: dict[int, dict[int, Cell]], origin: Cell, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    for number in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (number, column) != (top, left):
                side = "left" if column > left else "above"
                row = grid.setdefault(number, {})
                row[column] = replace(origin, merged=side)  # type: ignore[arg-type]


def _about_hidden(count: int) -> tuple[Note, ...]:
    if not count:
        return ()
    return (note("hidden_rows", f"Lignes masquées dans le classeur : {count}. Elles sont lues aussi."),)


def _about_merged(count: int) -> tuple[Note, ...]:
    if not count:
        return ()
    return (note("merged_cells", f"Cellules fusionnées : {count}. Leur contenu vaut pour toute la fusion."),)
