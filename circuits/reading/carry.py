"""What is written once and holds for the lines below: a film, a village, a day; always said in a note."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from circuits.reading.values import LABELS, Field, Note, Origin, Read, note

if TYPE_CHECKING:
    from datetime import date

_DITTO = {'"', "''", "“", "”", "〃", "idem", "id", "id.", "ibid", "ditto", '-"-'}
_CARRIED = (Field.FILM, Field.COMMUNE)
_WITH = {  # what belongs to a carried value, and goes with it only when it was not written anew
    Field.FILM: (Field.VERSION, Field.DURATION),
    Field.COMMUNE: (Field.POSTAL_CODE,),
}


def is_ditto(read: Read | None) -> bool:
    """`idem`, `"`: the same as above, whatever the field."""
    return read is not None and read.raw.strip().casefold() in _DITTO


class Above:
    """The values above a line, with the number of the line they were read on."""

    def __init__(self) -> None:
        self.values: dict[Field, tuple[Read, int]] = {}
        self.days: tuple[tuple[Read[date], ...], int] | None = None
        self.times: tuple[tuple[Read[Any], ...], int] | None = None

    def put(self, about: Field, read: Read, number: int) -> None:
        """A value written on its own holds for what follows."""
        self.values[about] = (read, number)

    def complete(self, values: dict[Field, Read], number: int) -> None:
        """Add to a line what it leaves blank and is written above; remember what it says itself."""
        for about in list(values):
            if is_ditto(values[about]) and about in self.values:
                values[about] = carried(*self.values[about], about=about)
        had_hall = Field.HALL in values or Field.STREET in values
        for about in _CARRIED:
            if about not in values and about in self.values:
                values[about] = carried(*self.values[about], about=about)
                for other in _WITH[about]:
                    self._also(other, values)
                if about is Field.COMMUNE and not had_hall:
                    self._also(Field.HALL, values)
                    self._also(Field.STREET, values)
        self._remember(values, number)

    def _also(self, about: Field, values: dict[Field, Read]) -> None:
        if about not in values and about in self.values:
            values[about] = carried(*self.values[about], about=about)

    def _remember(self, values: dict[Field, Read], number: int) -> None:
        """A new village makes the old hall forgotten; a new film, the old version."""
        typed = {
            about: read for about, read in values.items() if read.origin is Origin.TYPED or is_merged(read)
        }
        for about in typed.keys() & {Field.FILM, Field.COMMUNE}:
            for other in (*_WITH[about], *((Field.HALL, Field.STREET) if about is Field.COMMUNE else ())):
                self.values.pop(other, None)
        for about, read in typed.items():
            if read.value is not None:
                self.values[about] = (read, number)
            elif about in (Field.FILM, Field.COMMUNE):
                self.values.pop(about, None)


def is_merged(read: Read) -> bool:
    """Carried by the workbook itself."""
    return any(said.code == "merged" for said in read.notes)


def carried(read: Read, number: int, *, about: Field) -> Read:
    """The same value, said to come from another line."""
    if read.origin is Origin.CARRIED and not is_merged(read):
        return read
    return replace(read, origin=Origin.CARRIED, notes=(*read.notes, said(number, about)))


def said(number: int, about: Field) -> Note:
    """Where a carried value was written."""
    label = LABELS[about]
    return note("carried", f"{label[0].upper()}{label[1:]} : repris de la ligne {number}.")
