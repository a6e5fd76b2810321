"""Tables written as text: tabs, semicolons, commas or bars; quotes; Markdown."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from circuits.reading import refusals
from circuits.reading.refusals import UnreadableFile
from circuits.reading.sheets import Builder, Cell, Sheet
from circuits.reading.texts import clean
from circuits.reading.values import Ignored, Note, note

_SAMPLE = 200
_LONGEST_CELL = 20  # lines: past that, a quote was left open
_RULE = re.compile(r"^[\s|:+=_-]*[-=_]{2,}[\s|:+=_-]*$")
_QUOTED = re.compile(r'"[^"\n]{0,2000}"')
Record = tuple[int, list[str]]


def read_delimited(text: str, *, kind: str = "text", notes: tuple[Note, ...] = ()) -> Sheet:
    """A table out of a text. Raises UnreadableFile when it is empty, too long, or not text."""
    source = checked(text)
    separator = find_separator(source)
    records, about_quotes = _records(source, separator)
    builder, ignored = Builder(), []
    for number, values in records:
        shown = [value.strip(" ") for value in values]
        if separator == "|":
            shown = _without_edges(shown)
        if _is_rule(shown):
            ignored.append(Ignored(number, separator.join(values), "rule", "C’est un trait, pas une ligne."))
        elif any(shown):
            builder.add(number, [Cell(value.replace("\t", " ").strip()) for value in shown])
    if not builder.rows:
        raise UnreadableFile("empty")
    return Sheet(
        rows=tuple(builder.rows),
        text=builder.text(),
        kind="csv" if kind == "csv" else "text",
        separator=separator,
        notes=(*notes, *about_quotes),
        ignored=tuple(ignored),
    )


def checked(text: str) -> str:
    """The text made clean, once it is known to be one. Raises UnreadableFile."""
    if "\0" in text:
        raise UnreadableFile("null_bytes")
    if len(text) > refusals.MAX_TEXT:
        raise UnreadableFile("too_long")
    source = clean(text)
    written = 0
    for number, line in enumerate(source.split("\n"), 1):
        if len(line) > refusals.MAX_LINE:
            raise refusals.line_too_long(number)
        written += bool(line.strip())
    if not written:
        raise UnreadableFile("empty")
    if written > refusals.MAX_LINES:
        raise refusals.too_many_lines()
    return source


def find_separator(text: str) -> str:
    """The mark that cuts most lines into the same number of cells; a tab when none does."""
    sample = [line for line in text.split("\n", _SAMPLE * 2)[: _SAMPLE * 2] if line.strip()][:_SAMPLE]
    bare = [_QUOTED.sub('""', line) for line in sample]
    for separator in ("\t", ";", "|", ","):
        counts = Counter(count for line in bare if (count := line.count(separator)))
        usual = counts.most_common(1)[0][1] if counts else 0
        share = usual if separator == "," else sum(counts.values())
        if share and share * 10 >= len(sample) * (6 if separator == "," else 4):
            return separator
    return "\t"


def _records(text: str, separator: str) -> tuple[list[Record], tuple[Note, ...]]:
    text = "\n".join(_with_ditto(line, separator) for line in text.split("\n")) if '"' in text else text
    try:
        found = list(_split(text, separator, csv.QUOTE_MINIMAL))
        if all(value.count("\n") < _LONGEST_CELL for _, values in found for value in values):
            return found, ()
    except csv.Error:
        pass  # an open quote swallowed more than a cell may hold: read again below, quotes as letters
    said = note("open_quote", "Un guillemet n’est pas fermé : les guillemets sont lus comme du texte.")
    return list(_split(text, separator, csv.QUOTE_NONE)), (said,)


def _with_ditto(line: str, separator: str) -> str:
    """A lone quote in a cell means "the same as above": it opens nothing."""
    cells = line.split(separator)
    lone = [cell.strip() == '"' for cell in cells]
    if not any(lone) or any('"' in cell and not alone for cell, alone in zip(cells, lone, strict=True)):
        return line
    return separator.join("〃" if alone else cell for cell, alone in zip(cells, lone, strict=True))


def _split(text: str, separator: str, quoting: Literal[0, 3]) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)
    before = 0
    for values in reader:
        yield before + 1, values
        before = reader.line_num


def _without_edges(values: list[str]) -> list[str]:
    """Markdown tables begin and end with a bar."""
    trimmed = values[1:] if len(values) > 1 and not values[0].strip() else values
    return trimmed[:-1] if len(trimmed) > 1 and not trimmed[-1].strip() else trimmed


def _is_rule(values: list[str]) -> bool:
    return bool(_RULE.match("|".join(values)))
