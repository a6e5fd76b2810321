"""What was pasted or sent, as a sheet. The content decides what it is, never the name of the file."""

from circuits.reading import refusals
from circuits.reading.delimited import read_delimited
from circuits.reading.encodings import decode
from circuits.reading.refusals import UnreadableFile
from circuits.reading.sheets import Cell, Row, Sheet
from circuits.reading.workbooks import read_workbook

__all__ = ["Cell", "Row", "Sheet", "UnreadableFile", "read_file", "read_text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"BM", "bitmap"),
    (b"%PDF", "pdf"),
    (b"{\\rtf", "document"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
)
_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<svg")


def read_text(text: str) -> Sheet:
    """What was pasted from Excel, LibreOffice, a web page or a message. Raises UnreadableFile."""
    return read_delimited(text)


def read_file(content: bytes, name: str, *, sheet: str | None = None) -> Sheet:
    """A CSV or XLSX file; `sheet` names one of a workbook. `name` only tells an old .xls. Raises UnreadableFile."""
    if len(content) > refusals.MAX_BYTES:
        raise UnreadableFile("too_big")
    if not content.strip():
        raise UnreadableFile("empty")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_workbook(content, sheet=sheet)
    if reason := _other_kind(content, name):
        raise UnreadableFile(reason)
    text, notes = decode(content)
    return read_delimited(text, kind="csv", notes=notes)


def _other_kind(content: bytes, name: str) -> str:
    """Why it is neither text nor a workbook; empty when it may be text."""
    if content.startswith(_OLE):
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in content else "old_excel"
    if content[4:8] == b"ftyp":
        return "image"
    for start, reason in _STARTS:
        if content.startswith(start) and reason != "bitmap":
            return reason
        if content.startswith(start) and b"\0" in content[:32]:  # a text may begin with BM
            return "image"
    if content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        return "web_page"
    if (
        name.lower().endswith(".xls")
        and b"\0" in content[:512]
        and not content.startswith((b"\xff\xfe", b"\xfe\xff"))
    ):
        return "old_excel"
    return ""
