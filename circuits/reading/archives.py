"""A workbook is a zip of XML files: what may not be opened is refused before anything reads it.

Sizes are those declared, then those met while unzipping. An XML part may not declare entities: they only serve
to make it swell or to read other files.
"""

import zipfile
import zlib
from io import BytesIO
from typing import IO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from circuits.reading import refusals
from circuits.reading.refusals import UnreadableFile

_CHUNK = 65_536
_SMALL = 1_000_000


class _RootReached(Exception):
    """A document type can only be declared before the root element."""


class _UntilRoot(ContentHandler):
    def startElementNS(self, *_: object) -> None:  # noqa: N802 the name belongs to SAX
        raise _RootReached

    def startElement(self, *_: object) -> None:  # noqa: N802
        raise _RootReached


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive of a workbook, once it is known to be harmless. Raises UnreadableFile."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        _refuse_other_kinds(set(archive.namelist()), archive)
        _check(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as wrong:
        raise UnreadableFile("broken") from wrong
    except RuntimeError as wrong:  # zipfile's word for an entry that wants a password
        raise UnreadableFile("encrypted") from wrong
    return archive


def _refuse_other_kinds(names: set[str], archive: zipfile.ZipFile) -> None:
    if "xl/workbook.bin" in names:
        raise UnreadableFile("binary_excel")
    if "mimetype" in names:
        with archive.open("mimetype") as declared:
            kind = declared.read(100)
        raise UnreadableFile("open_document" if b"spreadsheet" in kind else "document")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise UnreadableFile("document")
    if "[Content_Types].xml" not in names:
        raise UnreadableFile("archive")


def _check(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > refusals.MAX_ENTRIES or declared > refusals.MAX_UNZIPPED:
        raise UnreadableFile("zip_bomb")
    if len({entry.filename for entry in entries}) != len(entries):
        raise UnreadableFile("broken")
    unzipped = 0
    for entry in entries:
        if entry.file_size > max(_SMALL, entry.compress_size * refusals.MAX_RATIO):
            raise UnreadableFile("zip_bomb")
        unzipped += _real_size(archive, entry, refusals.MAX_UNZIPPED - unzipped)
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(entry) as part:
                _refuse_entities(part)


def _real_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """What an entry really holds, counted as it unzips."""
    size = 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise UnreadableFile("zip_bomb")
    return size


def _refuse_entities(part: IO[bytes]) -> None:
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(_UntilRoot())
    try:
        while chunk := part.read(_CHUNK):
            parser.feed(chunk)
    except _RootReached:
        return
    except DefusedXmlException as wrong:
        raise UnreadableFile("unsafe_xml") from wrong
    except SAXParseException as wrong:
        raise UnreadableFile("broken") from wrong
