"""A film as it is written in a cell: its title, and what follows it in brackets."""

import re
from dataclasses import dataclass, field

from circuits.reading.amounts import read_duration, read_version
from circuits.reading.texts import flat
from circuits.reading.values import Field, Origin, Read, Span, problem, quoted, refused

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*$")
_TAIL = re.compile(r"[\s,–-]+(v\.?o\.?(?:st(?:f|fr)?)?|v\.?f\.?)\s*$", re.IGNORECASE)
_QUOTES = '«»“”"„ \u00a0\u202f\t\n'
_NOT_A_TITLE = re.compile(
    r"\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2} ?[h:] ?\d{2}|-?\d{1,3}(?:[.,]\d{1,2})? ?€|\d{4}-\d{2}-\d{2}|@.*"
)
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Film:
    """What a film cell says."""

    title: Read[str]
    version: Read[str] = field(default_factory=Read)
    duration: Read[int] = field(default_factory=Read)


def read_film(text: str) -> Film:
    """The title without its quotes; version and length when they follow it in brackets. Blank gives blanks."""
    start, end = 0, len(text)
    version: Read[str] = Read()
    duration: Read[int] = Read()
    if (match := _BRACKETS.search(text[-80:])) and (about := _details(match[1])):
        offset = max(0, len(text) - 80)
        version, duration = (_moved(read, offset + match.start(1)) for read in about)
        end = offset + match.start()
    elif match := _TAIL.search(text[-20:]):
        offset = max(0, len(text) - 20)
        version = _moved(read_version(match[1]), offset + match.start(1))
        end = offset + match.start()
    return Film(_title(text, start, end), version, duration)


def _title(text: str, start: int, end: int) -> Read[str]:
    while start < end and text[start] in _QUOTES:
        start += 1
    while end > start and text[end - 1] in _QUOTES:
        end -= 1
    raw = text[start:end]
    if not raw:
        return Read()
    if _NOT_A_TITLE.fullmatch(flat(raw)) or not _LETTERS.search(raw):
        wrong = problem(
            "not_a_film",
            about=Field.FILM,
            message=f"{quoted(raw)} n’est pas un titre de film.",
            remedy="Écrivez le titre du film, ou vérifiez que les colonnes ne sont pas décalées.",
        )
        return refused(raw, wrong)
    return Read(" ".join(raw.split()), raw, (Span(start, end),), None, (), Origin.TYPED)


def _details(inside: str) -> tuple[Read[str], Read[int]] | None:
    """Version and length out of `1h35, VF`; None when the brackets hold something else."""
    version: Read[str] = Read()
    duration: Read[int] = Read()
    at = 0
    for part in inside.split(","):
        shown = part.strip()
        begin = at + len(part) - len(part.lstrip())
        at += len(part) + 1
        length = (
            read_duration(shown) if any(mark in flat(shown) for mark in ("h", "min", "mn", "'")) else Read()
        )
        if length.value and duration.value is None:
            duration = _moved(length, begin)
        elif (found := read_version(shown)).value and version.value is None:
            version = _moved(found, begin)
        else:
            return None
    return version, duration


def _moved(read: Read, offset: int) -> Read:
    spans = tuple(span.moved(offset) for span in read.spans)
    return Read(read.value, read.raw, spans, read.problem, read.notes, read.origin)
