"""One writer for every CSV: columns declared once, rows streamed, nothing a spreadsheet would execute."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse

_AMOUNT = re.compile(r"-\d+,\d{2}")  # a negative amount of ours is a number, not a formula
_INVISIBLE = " \u00a0\u2003\u200b\ufeff\x0b\x0c"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A header and the value under it: they cannot drift apart."""

    title: str
    value: Callable[[Any], object]


class _Echo:
    def write(self, line: str) -> str:
        """Hand the line back to the streamer."""
        return line


def safe_cell(value: object) -> object:
    """Numbers stay numbers; a text that a spreadsheet could take for a formula gets an apostrophe (ASVS 1.2.10)."""
    if not isinstance(value, str) or _AMOUNT.fullmatch(value):
        return value
    cleaned = value.replace("\x00", "")
    return (
        f"'{cleaned}"
        if cleaned.lstrip(_INVISIBLE).startswith(_DANGEROUS) or cleaned.startswith(_DANGEROUS)
        else cleaned
    )


def lines(*, columns: Iterable[Column], rows: Iterable[Any]) -> Iterator[str]:
    """CSV lines, `;` between cells, with a byte order mark so that spreadsheets read the accents."""
    columns = list(columns)
    writer = csv.writer(_Echo(), delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
    yield "\ufeff" + writer.writerow([column.title for column in columns])
    for row in rows:
        yield writer.writerow([safe_cell(column.value(row)) for column in columns])


def csv_response(*, name: str, columns: Iterable[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """A streamed download."""
    response = StreamingHttpResponse(
        lines(columns=columns, rows=rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def euros_cell(cents: int) -> str:
    """`1234,56`: what a French spreadsheet takes for a number."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"
