"""Which column is what: from the words above it, from what it holds, or from a correction. Each guess says why."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from circuits.reading.calendar_words import DAY_CELL, TIME_CELL, WEEKDAY_OF
from circuits.reading.headers import field_of
from circuits.reading.places import HALL_WORDS
from circuits.reading.sheets import Row, Sheet
from circuits.reading.texts import flat
from circuits.reading.values import LABELS, Context, Field, quoted
from core.french import typeset
from core.text import fold

Confidence = Literal["corrected", "sure", "likely", "none"]
_SAMPLE = 200
_HEADER_WITHIN = 12  # rows: titles and contacts may stand above the header
_PATTERNS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (Field.POSTAL_CODE, re.compile(r"\d{5}|\d{2} \d{3}")),
    (Field.WEEKDAY, re.compile(rf"(?:le )?(?:{'|'.join(WEEKDAY_OF)})\.?")),
    (Field.VERSION, re.compile(r"\(?(?:v\.?o\.?f?|v\.?f\.?|vost(?:fr|f)?|vo[ /-]?st(?:fr)?)\)?")),
    (Field.MOMENT, re.compile(r".*\d.* (?:a )?\d{1,2} ?[h:] ?(?:\d{2})?(?::\d{2})?|\d{4}-\d{2}-\d{2}t.*")),
    (
        Field.PRICE,
        re.compile(
            r"-?\d{1,4}(?:[.,]\d{1,2})? ?(?:€|euros?|eur)(?: ?\d{2})?(?: ?[/(;,-].*)?"
            r"|\d{1,3}[.,]\d{1,2}|gratuite?|entree libre"
        ),
    ),
    (Field.DURATION, re.compile(r"\d{1,3} ?(?:mn|min|minutes?)\.?|[1-4] ?h ?\d{2} ?(?:mn|min)")),
    (Field.TIME, re.compile(rf"{TIME_CELL.pattern}|midi|minuit|\d{{1,2}} ?(?:h|:) ?\d{{2}}.*")),
    (Field.CONTACT, re.compile(r".*(?:@\w|(?:\d{2}[ .]?){4}\d{2}).*")),
    (Field.SEATS, re.compile(r"\d{1,4}(?: ?(?:places?|pers\.?|pl\.?))?|jauge.*|illimitee?s?")),
)
_HOURS = re.compile(r"\d{1,2} ?[h:] ?(?:\d{2})?(?: ?(?:/|,|et|&|-) ?\d{1,2} ?[h:] ?(?:\d{2})?)*")
_HALL = re.compile(rf"(?:(?:a|au|aux|la|le|les|l')? ?)(?:{'|'.join(HALL_WORDS)})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what it is, how sure, why (a French sentence), and the words above it."""

    index: int
    field: Field
    confidence: Confidence
    why: str
    header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Every column, and the header: the indexes of its rows in `Sheet.rows`; rows above `first` are not lines."""

    columns: tuple[Column, ...]
    header: tuple[int, ...] = ()
    first: int = 0

    def of(self, about: Field) -> int | None:
        """The column of a field."""
        return next((column.index for column in self.columns if column.field is about), None)

    @property
    def fields(self) -> dict[Field, int]:
        """The column of every field found once."""
        return {column.field: column.index for column in self.columns if column.field is not Field.UNKNOWN}

    @property
    def labels(self) -> tuple[str, ...]:
        """Words above the columns, flat: to know a repeated header."""
        return tuple(flat(column.header) for column in self.columns)


def guess(sheet: Sheet, context: Context, *, corrections: Mapping[int, Field] | None = None) -> Columns:
    """What each column is; `corrections` win."""
    header = find_header(sheet)
    first = max(header, default=-1) + 1
    rows = [row for row in sheet.rows[first : first + _SAMPLE] if len(row.filled) > 1] or sheet.rows[
        first : first + _SAMPLE
    ]
    found = [_column(index, sheet, header, rows, context) for index in range(sheet.width)]
    titled = any(len(row.filled) == 1 for row in sheet.rows[first : first + _SAMPLE])
    found = _by_elimination(_once_each(found), rows, titled=titled)
    for index, about in (corrections or {}).items():
        if 0 <= index < len(found):
            found = [_unless_corrected(column, about, index) for column in found]
    return Columns(columns=tuple(found), header=header, first=first)


def _unless_corrected(column: Column, about: Field, index: int) -> Column:
    if column.index == index:
        return replace(column, field=about, confidence="corrected", why="Vous l’avez indiqué.")
    if (
        column.field is about
        and column.confidence != "corrected"
        and about not in (Field.NOTES, Field.UNKNOWN)
    ):
        return replace(
            column, field=Field.UNKNOWN, confidence="none", why="Une autre colonne a pris ce rôle."
        )
    return column


def find_header(sheet: Sheet) -> tuple[int, ...]:
    """Rows of the header: one that names at least two fields, and the one that completes it above or below."""
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        if not is_header(row):
            continue
        after = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else None
        if after and _completes(after, row):
            return (index, index + 1)
        above = sheet.rows[index - 1] if index else None
        if above and len(above.filled) > 1 and not _has_data(above) and _is_short(above):
            return (index - 1, index)
        return (index,)
    return ()


def is_header(row: Row) -> bool:
    """At least two cells name fields, and nothing in it is a day, an hour or a price."""
    cells = [row.cells[index].text for index in row.filled]
    named = sum(field_of(text)[0] is not None for text in cells)
    return named >= 2 and named * 2 >= len(cells) and not _has_data(row)


def _completes(after: Row, header: Row) -> bool:
    """The second line of a header: it names things where the first is blank or merged, and holds no data."""
    if not after.filled or _has_data(after) or not _is_short(after):
        return False
    named = sum(field_of(after.cells[index].text)[0] is not None for index in after.filled)
    units = sum(after.cells[index].text.strip().startswith("(") for index in after.filled)
    return (named + units) * 2 >= len(after.filled) and named + units > 0


def _is_short(row: Row) -> bool:
    return all(len(row.cells[index].text) <= 30 for index in row.filled)


def _has_data(row: Row) -> bool:
    return any(
        row.cells[index].value is not None or _kind(row.cells[index].text) in _DATA for index in row.filled
    )


_DATA = {Field.DAY, Field.TIME, Field.MOMENT, Field.PRICE, Field.POSTAL_CODE, Field.DURATION}


def kind_of(text: str) -> Field | None:
    """What a cell looks like by itself: None for plain words."""
    return _kind(text)


def _kind(text: str) -> Field | None:
    low = flat(text.strip()).strip(" .;:")
    if not low or len(low) > 80:
        return None
    if _HOURS.fullmatch(low):
        return Field.TIME
    for about, pattern in _PATTERNS[:3]:
        if pattern.fullmatch(low):
            return about
    if (match := DAY_CELL.fullmatch(low)) and not match["bare"]:
        decimal = re.fullmatch(r"\d{1,2}\.\d{2}", low)
        return Field.TIME if decimal and int(low.rpartition(".")[2]) > 12 else Field.DAY
    return next((about for about, pattern in _PATTERNS[3:] if pattern.fullmatch(low)), None)


def _column(index: int, sheet: Sheet, header: tuple[int, ...], rows: object, context: Context) -> Column:
    label = _label(index, sheet, header)
    named, whole = field_of(label) if label else (None, False)
    if named is None and label:
        named, whole = next(
            (found for part in label.split(" / ") if (found := field_of(part))[0]), (None, False)
        )
    cells = [cell for row in rows if (cell := row.cell(index)) and cell.text.strip()]  # type: ignore[attr-defined]
    held, share = _held([cell.text for cell in cells], [cell.value for cell in cells], context)
    if named is None:
        return _by_content(index, label, held, share)
    return _by_both(index, label, (named, whole), (held, share))


def _label(index: int, sheet: Sheet, header: tuple[int, ...]) -> str:
    """The words above a column; two header lines are joined, the upper one carried over its blanks."""
    parts = []
    for at in header:
        cell = sheet.rows[at].cell(index)
        text = cell.text.strip() if cell else ""
        if text and text not in parts:
            parts.append(text)
    return " ".join(parts)


def _held(texts: list[str], values: list[object], context: Context) -> tuple[Field | None, int]:
    """What most cells look like, and their share in percent."""
    if not texts:
        return None, 0
    kinds = Counter(_content_kind(text, value, context) for text, value in zip(texts, values, strict=True))
    kinds[None] += 0
    if kinds[Field.DAY] and kinds[Field.MOMENT]:
        kinds[Field.MOMENT] += kinds.pop(Field.DAY)
    if kinds[Field.SEATS] and kinds[Field.PRICE]:  # whole prices look like seats
        kinds[Field.PRICE] += kinds.pop(Field.SEATS)
    best = max((kind for kind in kinds if kind), key=lambda kind: kinds[kind], default=None)
    return (best, kinds[best] * 100 // len(texts)) if best else (None, 0)


def _content_kind(text: str, value: object, context: Context) -> Field | None:
    found = _kind(text)
    if found or value is not None:
        return found
    if context.known is not None and context.known(fold(text)):
        return Field.COMMUNE
    if fold(text) in context.halls or (_HALL.match(flat(text)) and "," not in text):
        return Field.HALL
    return Field.PLACE if re.search(r"\b\d{5}\b", text) else None


def _by_content(index: int, label: str, held: Field | None, share: int) -> Column:
    above = f"L’en-tête {quoted(label)} n’est pas connu. " if label else ""
    if held and share >= 60:
        why = typeset(f"{above}Son contenu ressemble à : {LABELS[held]} ({share} % des cellules).")
        return Column(index=index, field=held, confidence="likely", why=why, header=label)
    why = typeset(f"{above}Son contenu ne dit pas ce que c’est.")
    return Column(index=index, field=Field.UNKNOWN, confidence="none", why=why, header=label)


_NEAR: dict[Field, set[Field]] = {
    Field.DAY: {Field.MOMENT, Field.WEEKDAY},
    Field.WEEKDAY: {Field.DAY, Field.MOMENT},
    Field.TIME: {Field.MOMENT, Field.DAY},
    Field.MOMENT: {Field.DAY, Field.TIME},
    Field.COMMUNE: {Field.PLACE, Field.POSTAL_CODE},
    Field.PLACE: {Field.COMMUNE, Field.HALL},
    Field.HALL: {Field.COMMUNE},
    Field.STREET: set(),
    Field.FILM: {Field.DAY, Field.TIME, Field.MOMENT},
    Field.PRICE: {Field.VERSION, Field.DURATION},
    Field.POSTAL_CODE: {Field.COMMUNE, Field.PLACE},
}


def _by_both(index: int, label: str, words: tuple[Field, bool], content: tuple[Field | None, int]) -> Column:
    """The header wins, unless most of the column plainly holds something else that it may name."""
    named, whole = words
    held, share = content
    why = f"L’en-tête dit {quoted(label)}."
    if held and held is not named and share >= 80 and held in _NEAR.get(named, set()):
        more = f"{why} Son contenu ressemble plutôt à : {LABELS[held]}."
        return Column(index=index, field=held, confidence="likely", why=typeset(more), header=label)
    return Column(
        index=index, field=named, confidence="sure" if whole else "likely", why=typeset(why), header=label
    )


_RANK = {"corrected": 3, "sure": 2, "likely": 1, "none": 0}


def _once_each(columns: list[Column]) -> list[Column]:
    """One column per field: the surest, then the first. A second price without a name is left unknown."""
    best: dict[Field, Column] = {}
    for column in columns:
        kept = best.get(column.field)
        if kept is None or _RANK[column.confidence] > _RANK[kept.confidence]:
            best[column.field] = column
    shared = (Field.NOTES, Field.UNKNOWN)
    return [
        column
        if column.field in shared or best[column.field] is column
        else replace(
            column,
            field=Field.UNKNOWN,
            confidence="none",
            why=typeset(f"Une autre colonne est déjà lue comme : {LABELS[column.field]}."),
        )
        for column in columns
    ]


def _by_elimination(columns: list[Column], rows: object, *, titled: bool) -> list[Column]:
    """One column of words is left, no film yet, and the place is in a column or in titles: it holds the films."""
    have = {column.field for column in columns}
    where = titled or have & {Field.COMMUNE, Field.PLACE, Field.HALL}
    left = [
        column
        for column in columns
        if column.field is Field.UNKNOWN and not column.header and _has_words(column.index, rows)
    ]
    if Field.FILM in have or not where or len(left) != 1:
        return columns
    only = replace(
        left[0], field=Field.FILM, confidence="likely", why="C’est la seule colonne de mots qui reste."
    )
    return [only if column is left[0] else column for column in columns]


def _has_words(index: int, rows: object) -> bool:
    cells = [cell.text for row in rows if (cell := row.cell(index)) and cell.text.strip()]  # type: ignore[attr-defined]
    return sum(bool(re.search(r"[^\W\d_]{3}", text)) for text in cells) * 2 > len(cells) > 0
