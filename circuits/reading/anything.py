"""Whatever was pasted or sent: a table when it is one, a programme in prose otherwise."""

from collections.abc import Mapping

from circuits.reading.columns import Columns, guess
from circuits.reading.cross import read_cross
from circuits.reading.prose import read as read_prose
from circuits.reading.rows import read_sheet
from circuits.reading.sheets import Sheet
from circuits.reading.tables import read_text
from circuits.reading.values import Context, Field, Reading

_WHEN = {Field.DAY, Field.TIME, Field.MOMENT}
_WHAT = {Field.COMMUNE, Field.PLACE, Field.HALL, Field.FILM, Field.POSTAL_CODE}
_COMPARED = 300  # rows: a longer text with commas on most lines is a table


def read_any(
    source: str | Sheet, context: Context, *, corrections: Mapping[int, Field] | None = None
) -> Reading:
    """Read a text or a sheet. `corrections` say what columns are, and make it a table. Raises UnreadableFile."""
    sheet = read_text(source) if isinstance(source, str) else source
    if corrections is None and (crossed := read_cross(sheet, context)):
        return crossed
    columns = guess(sheet, context, corrections=corrections)
    if corrections is None and not is_table(sheet, columns):
        return read_prose(source if isinstance(source, str) else sheet.text, context)
    table = read_sheet(sheet, columns, context)
    if (
        corrections is None
        and isinstance(source, str)
        and sheet.separator in ",|;"
        and len(sheet.rows) <= _COMPARED
    ):
        prose = read_prose(source, context)
        return prose if _score(prose) > _score(table) else table
    return table


def is_table(sheet: Sheet, columns: Columns) -> bool:
    """Several cells on several rows, among which a column that says when and one that says what or where."""
    full = [row for row in sheet.rows if len(row.filled) >= 2]
    alone = len(sheet.rows) == 1 and len(sheet.rows[0].filled) >= 3
    found = columns.fields.keys()
    if len(full) * 2 < len(sheet.rows) and not columns.header:
        return False
    if not (len(full) >= 2 or alone):
        return False
    return bool(columns.header) or bool(found & _WHEN and (found & _WHAT or len(found & _WHEN) > 1))


def _score(reading: Reading) -> int:
    """How much of a programme a reading finds: screenings with a day, an hour, and a film or a place."""
    return sum(
        bool(line.day.value and line.time.value) + bool(line.commune.value) + bool(line.film.value)
        for line in reading.lines
    )
