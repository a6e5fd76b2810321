"""A row with one cell among full ones: a village, a film, a day or a month that holds for the rows below."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from circuits.reading.calendar_words import MONTH_OF
from circuits.reading.dates import read_day
from circuits.reading.films import read_film
from circuits.reading.places import read_place
from circuits.reading.schedules import Month
from circuits.reading.texts import flat
from circuits.reading.values import Context, Field, Note, Read, note, quoted

_MONTH = re.compile(
    rf"(?:.* )?(?:mois d[e'] ?)?(?P<month>{'|'.join(sorted(MONTH_OF, key=len, reverse=True))})\.?"
    r"(?: (?P<year>\d{4}))?"
)
_LABEL = re.compile(
    r"(?:(?P<film>films?|titre|projection de)|(?P<place>lieu|commune|village|salle)|(?P<day>date|jour|le)) ?: ?"
)
_PLACES = (Field.COMMUNE, Field.HALL, Field.STREET, Field.POSTAL_CODE)


@dataclass(frozen=True, slots=True)
class Section:
    """What a title holds; offsets are those of its text. Empty when it is not understood."""

    values: dict[Field, Read] = field(default_factory=dict)
    day: Read | None = None
    month: Month | None = None
    notes: tuple[Note, ...] = ()


def read_section(text: str, context: Context, *, missing: Collection[Field]) -> Section:
    """What a lone cell says; `missing` are the fields without a column: the one that is left settles a plain name."""
    low = flat(text.strip())
    label = _LABEL.match(low)
    offset = len(text) - len(text.lstrip()) + (label.end() if label else 0)
    shown = text[offset:].rstrip()
    if label and label["film"]:
        return Section(_film(shown, offset))
    if not label and (match := _MONTH.fullmatch(low)):
        year = int(match["year"]) if match["year"] else None
        return Section(month=Month(MONTH_OF[match["month"]], year))
    day = read_day(shown, context)
    if day.value:
        return Section(day=_moved(day, offset))
    if shown[:1] in '«“"':
        return Section(_film(shown, offset))
    return _place(shown, context, offset, missing, labelled=bool(label and label["place"]))


def _film(text: str, offset: int) -> dict[Field, Read]:
    film = read_film(text)
    found: dict[Field, Read] = {
        Field.FILM: film.title,
        Field.VERSION: film.version,
        Field.DURATION: film.duration,
    }
    return {about: _moved(read, offset) for about, read in found.items() if read.value is not None}


def _place(
    text: str, context: Context, offset: int, missing: Collection[Field], *, labelled: bool
) -> Section:
    place = read_place(text, context, about=Field.COMMUNE if labelled else Field.PLACE)
    reads = (place.commune, place.hall, place.street, place.postal_code)
    found = {about: _moved(read, offset) for about, read in zip(_PLACES, reads, strict=True) if read.value}
    if found and not place.unclear:
        return Section(found)
    names = {Field.FILM, Field.COMMUNE} & set(missing)
    if place.unclear and names == {Field.COMMUNE}:
        read = read_place(text, context, about=Field.COMMUNE)
        about = note(
            "by_elimination", f"{quoted(text)} est lu comme la commune : le film est déjà dans une colonne."
        )
        return Section({Field.COMMUNE: _moved(read.commune, offset), **found}, notes=(about,))
    if place.unclear and names == {Field.FILM} and not found:
        about = note(
            "by_elimination", f"{quoted(text)} est lu comme le film : le lieu est déjà dans une colonne."
        )
        return Section(_film(text, offset), notes=(about,))
    return Section()


def _moved(read: Read, offset: int) -> Read:
    spans = tuple(span.moved(offset) for span in read.spans)
    return Read(read.value, read.raw, spans, read.problem, read.notes, read.origin)
