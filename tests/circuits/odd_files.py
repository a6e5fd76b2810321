"""Files as people send them, and files as attackers make them. Built here: none is kept."""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADER = ("Date", "Heure", "Commune", "Film", "Tarif")
ROW = ("14/01/2027", "20h30", "Cajarc", "Les Noyers", "4,50 €")
CSV = "\r\n".join(
    ";".join(cells) for cells in (HEADER, ROW, ("15/01/2027", "18h", "Figeac", "L’été d’Agnès", "5 €"))
)


def workbook(rows: Iterable[Iterable[object]], change: Callable[[Worksheet], object] | None = None) -> bytes:
    """An XLSX file; `change` may merge, hide or format."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in rows:
        page.append(list(row))
    if change:
        change(page)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Its bytes."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def real_cells() -> bytes:
    """Dates, hours and numbers as Excel keeps them."""
    return workbook(
        [
            ("Date", "Heure", "Commune", "Film", "Tarif", "Places"),
            (date(2027, 1, 14), time(20, 30), "Cajarc", "Les Noyers", 4.5, 80),
            (datetime(2027, 1, 15, 18, 0), time(18), "Figeac", "Les Noyers", 5, 60),
            (46_403, 0.75, "Figeac", "Les Noyers", 5, 60),
        ]
    )


def rewritten(content: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The same archive with parts replaced, added, or removed (None)."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def bomb(megabytes: int) -> bytes:
    """A workbook that unzips into much more than it weighs."""
    return rewritten(workbook([HEADER, ROW]), {"xl/media/image1.png": b"\0" * (megabytes * 1_000_000)})


def lying_bomb() -> bytes:
    """The same, whose directory declares a size of ten bytes."""
    content = bytearray(bomb(60))
    size = (60 * 1_000_000).to_bytes(4, "little")
    return bytes(content.replace(size, (10).to_bytes(4, "little")))


def xml_bomb(part: str = "xl/workbook.xml", encoding: str = "utf-8") -> bytes:
    """Entities that swell."""
    text = '<?xml version="1.0" encoding="ENC"?>'
    text += '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w>&b;</w>'
    return rewritten(workbook([HEADER, ROW]), {part: text.replace("ENC", encoding).encode(encoding)})


def external_entity() -> bytes:
    """An entity that would read a file."""
    text = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
    return rewritten(workbook([HEADER, ROW]), {"xl/sharedStrings.xml": text.encode()})


def archive(names: Iterable[str], content: bytes = b"x") -> bytes:
    """A zip that is no workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        for name in names:
            new.writestr(name, content)
    return file.getvalue()


def encrypted_entry() -> bytes:
    """A zip whose entries ask for a password."""
    content = bytearray(workbook([HEADER, ROW]))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flag] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)
