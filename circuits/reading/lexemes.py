"""A line of prose cut into the smallest pieces that mean something: days, hours, prices, words, marks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from circuits.reading.calendar_words import MONTH_OF, WEEKDAY_OF


class Lex(StrEnum):
    """Kinds of pieces."""

    CONTACT = "contact"
    QUOTED = "quoted"
    ISO = "iso"
    SLASH = "slash"
    PRICE = "price"
    SEATS = "seats"
    DURATION = "duration"
    TIME = "time"
    ORDINAL = "ordinal"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """`text` is flat; offsets are those of the line."""

    kind: Lex
    text: str
    start: int
    end: int

    @property
    def weekday(self) -> int | None:
        """0 for Monday."""
        return WEEKDAY_OF.get(self.text) if self.kind is Lex.WORD else None

    @property
    def month(self) -> int | None:
        """1 for January."""
        return MONTH_OF.get(self.text) if self.kind is Lex.WORD else None


_CONTACT = (
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\d])(?:\+33 ?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)"
)
_QUOTED = r"«[^»\n]{1,200}»|“[^”\n]{1,200}”|\"[^\"\n]{1,200}\""
_PRICE = (
    r"(?<![\d.,])-?\d{1,4}(?:[.,]\d{1,2})? ?(?:€|euros?\b)(?:\d{2}(?![\dh:])| \d{2}(?= ?(?:[,;.)]|$)))?"
    r"|\b(?:entree|acces|seance) (?:libre et gratuite?|libre|gratuite?)|\bgratuite?s?\b"
    r"|\bprix libre\b|\bparticipation libre\b"
)
_SEATS = (
    r"\bjauge(?: de| limitee a)? ?:? ?\d{1,6}(?: (?:places?|pers(?:onnes?)?)\b)?"
    r"|(?<!\d)\d{1,5} (?:places?|fauteuils?)\b"
)
_DURATION = (
    r"\bduree ?:? ?(?:\d{1,2} ?h ?(?:\d{2})?|\d{1,3} ?(?:mn|min(?:utes?)?))\b|(?<!\d)\d{1,2} ?h ?\d{2} ?(?:mn|min)\b"
    r"|(?<!\d)\d{1,3} ?(?:mn|min(?:utes?)?)\b"
)
_TIME = (
    r"(?<![\d:,.])\d{1,2} ?(?:heures?|h) ?\d{2}(?!\d)(?: ?[ap]\.?m\b\.?)?"
    r"|(?<![\d:,.])\d{1,2}:\d{2}(?::\d{2})?(?!\d)(?: ?[ap]\.?m\b\.?)?"
    r"|(?<![\d:,.])\d{1,2} ?(?:heures?|h)\b(?: ?[ap]\.?m\b\.?)?|(?<=\ba )\d{1,2}\.\d{2}(?![\d.])|\bmidi\b|\bminuit\b"
)
_MASTER = re.compile(
    rf"(?P<contact>{_CONTACT})|(?P<quoted>{_QUOTED})|(?P<iso>(?<!\d)\d{{4}}-\d{{2}}-\d{{2}}(?!\d))"
    r"|(?P<slash>(?<![\d/.])(?:\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?(?![\d/])|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)))"
    rf"|(?P<price>{_PRICE})|(?P<seats>{_SEATS})|(?P<duration>{_DURATION})|(?P<time>{_TIME})"
    r"|(?P<ordinal>\d{1,2}(?:ers?|emes?|e)\b)|(?P<number>\d+)|(?P<word>[^\W\d_]+'?)|(?P<mark>\S)"
)


class Lexemes(list[Lexeme]):
    """The pieces of a line. `next_dated` gives, for each, how far the next weekday, month or whole date is."""

    def __init__(self, found: Iterable[Lexeme]) -> None:
        super().__init__(found)
        self.next_dated = [0] * len(self)
        away = len(self)
        for at in range(len(self) - 1, -1, -1):
            here = self[at]
            dated = here.kind in (Lex.SLASH, Lex.ISO) or here.text in MONTH_OF or here.text in WEEKDAY_OF
            away = 0 if dated else away + 1
            self.next_dated[at] = away


def lexemes(low: str) -> Lexemes:
    """The pieces of a flat line, in order; every letter but spaces is in one."""
    return Lexemes(_lexed(low))


def _lexed(low: str) -> Iterator[Lexeme]:
    for match in _MASTER.finditer(low):
        yield Lexeme(Lex(match.lastgroup or "mark"), match.group(), match.start(), match.end())
