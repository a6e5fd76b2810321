"""What a reading is made of: lines, values, problems, notes, questions. Nothing here decides anything.

Offsets (`Span`) point into `Reading.text`. A value never stands beside a problem: one or the other, or neither.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from core.french import typeset

T = TypeVar("T")
Seats = int | Literal["unlimited"]


class Field(StrEnum):
    """What a cell or a fragment is about."""

    DAY = "day"
    WEEKDAY = "weekday"
    TIME = "time"
    MOMENT = "moment"
    COMMUNE = "commune"
    POSTAL_CODE = "postal_code"
    HALL = "hall"
    PLACE = "place"
    STREET = "street"
    FILM = "film"
    PRICE = "price"
    REDUCED = "reduced"
    SEATS = "seats"
    VERSION = "version"
    DURATION = "duration"
    CONTACT = "contact"
    NOTES = "notes"
    UNKNOWN = "unknown"


LABELS: dict[Field, str] = {
    Field.DAY: "date",
    Field.WEEKDAY: "jour de la semaine",
    Field.TIME: "heure",
    Field.MOMENT: "date et heure",
    Field.COMMUNE: "commune",
    Field.POSTAL_CODE: "code postal",
    Field.HALL: "salle ou lieu",
    Field.PLACE: "lieu et commune",
    Field.STREET: "adresse",
    Field.FILM: "film",
    Field.PRICE: "tarif",
    Field.REDUCED: "tarif réduit",
    Field.SEATS: "places",
    Field.VERSION: "version",
    Field.DURATION: "durée",
    Field.CONTACT: "contact",
    Field.NOTES: "remarques",
    Field.UNKNOWN: "inconnu",
}


class Origin(StrEnum):
    """Where a value comes from: written here, written once for several lines, or nowhere."""

    TYPED = "typed"
    CARRIED = "carried"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of `Reading.text`: from `start` included to `end` excluded."""

    start: int
    end: int

    def moved(self, offset: int) -> "Span":
        """The same piece, seen from a text that begins earlier."""
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and what would be right. `code` is stable."""

    code: str
    field: Field
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Note:
    """What was understood in a way worth saying. `code` is stable."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A value, or why there is none. Blank is neither: `Origin.ABSENT`."""

    value: T | None = None
    raw: str = ""
    spans: tuple[Span, ...] = ()
    problem: Problem | None = None
    notes: tuple[Note, ...] = ()
    origin: Origin = Origin.ABSENT

    def __post_init__(self) -> None:
        """Refuse what a reader could not tell apart."""
        if self.value is not None and self.problem is not None:
            raise ValueError("a value never stands beside a problem")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One screening as it was written. `number` is the line or row of the source; `part` counts its screenings."""

    number: int
    raw: str
    part: int = 1
    day: Read[date] = field(default_factory=Read)
    time: Read[time] = field(default_factory=Read)
    film: Read[str] = field(default_factory=Read)
    hall: Read[str] = field(default_factory=Read)
    street: Read[str] = field(default_factory=Read)
    commune: Read[str] = field(default_factory=Read)
    postal_code: Read[str] = field(default_factory=Read)
    price: Read[int] = field(default_factory=Read)
    reduced: Read[int] = field(default_factory=Read)
    seats: Read[Seats] = field(default_factory=Read)
    version: Read[str] = field(default_factory=Read)
    duration: Read[int] = field(default_factory=Read)
    contact: Read[str] = field(default_factory=Read)
    remarks: Read[str] = field(default_factory=Read)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    duplicate_of: int | None = None

    @property
    def fields(self) -> dict[Field, Read]:
        """Every value, under the name of its field."""
        return {name: getattr(self, attribute) for name, attribute in ATTRIBUTES.items()}

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Those of its values, then those of the line as a whole."""
        found = (read.problem for read in self.fields.values())
        return (*(problem for problem in found if problem), *self.problems)

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """Those of its values, then those of the line as a whole."""
        return (*(note for read in self.fields.values() for note in read.notes), *self.notes)


ATTRIBUTES: dict[Field, str] = {
    **{
        name: name.value
        for name in (
            *(Field.DAY, Field.TIME, Field.FILM, Field.HALL, Field.STREET, Field.COMMUNE, Field.POSTAL_CODE),
            *(Field.PRICE, Field.REDUCED, Field.SEATS, Field.VERSION, Field.DURATION, Field.CONTACT),
        )
    },
    Field.NOTES: "remarks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the text does not say. `key` is the same for the same question; `lines` are its line numbers."""

    key: str
    code: str
    field: Field
    text: str
    choices: tuple[tuple[str, str], ...] = ()  # (value, French label)
    lines: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A fragment that was not used, and why."""

    number: int
    text: str
    code: str
    reason: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that was read. `shape`: `table`, `cross` (villages × dates) or `prose`."""

    shape: str
    text: str
    lines: tuple[Line, ...] = ()
    questions: tuple[Question, ...] = ()
    understood: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the reader may lean on.

    `today` and `months` ahead decide the year of a day without one. `known` says whether a folded name is a
    commune; `halls` are the names of the address book. `answers` hold what was answered to questions, by key.
    """

    today: date
    months: int = 12
    known: Callable[[str], bool] | None = None
    halls: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)


def problem(code: str, *, about: Field, message: str, remedy: str) -> Problem:
    """A problem in typeset French."""
    return Problem(code, about, typeset(message), typeset(remedy))


def note(code: str, message: str) -> Note:
    """A note in typeset French."""
    return Note(code, typeset(message))


def typed(value: T, raw: str, *notes: Note) -> Read[T]:
    """A value that is written where it was read; its span is the whole of `raw` until it is placed."""
    return Read(value, raw, (Span(0, len(raw)),), None, notes, Origin.TYPED)


def refused(raw: str, wrong: Problem) -> Read:
    """Something is written, and cannot be used."""
    return Read(None, raw, (Span(0, len(raw)),), wrong, (), Origin.TYPED)


def quoted(text: str, limit: int = 40) -> str:
    """What was typed, in quotes, cut when it is long."""
    shown = " ".join(text.split())
    return f"« {shown if len(shown) <= limit else shown[: limit - 1].rstrip() + '…'} »"
