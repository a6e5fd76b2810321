"""A line of prose as tokens: what is surely a day, an hour, a film, a place; and names that may be several things."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import circuits.reading.prose_words as words
from circuits.reading.amounts import read_duration, read_price, read_seats, read_version
from circuits.reading.calendar_words import WEEKDAY_OF
from circuits.reading.films import read_film
from circuits.reading.lexemes import Lex, Lexeme, lexemes
from circuits.reading.places import Kind, cut, read_place
from circuits.reading.schedules import Days, Month, days_at
from circuits.reading.texts import flat, trimmed
from circuits.reading.times import read_time
from circuits.reading.values import Context, Origin, Read, Span
from core.text import fold


class Tok(StrEnum):
    """Kinds of tokens."""

    DAYS = "days"
    MONTH = "month"
    TIME = "time"
    FILM = "film"
    NAME = "name"
    HALL = "hall"
    STREET = "street"
    COMMUNE = "commune"
    POSTAL_CODE = "postal_code"
    PRICE = "price"
    REDUCED = "reduced"
    SEATS = "seats"
    VERSION = "version"
    DURATION = "duration"
    CONTACT = "contact"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; offsets are those of the whole text. `read` is its value, `days` those of a group."""

    kind: Tok
    start: int
    end: int
    read: Read[Any] | None = None
    days: Days | None = None
    month: Month | None = None
    labelled: bool = False  # `Tarif : 5 €` is about everything around, `(5 €)` about its film


_LONGEST_NAME = 200  # past that, it is a sentence


def _typed(raw: str) -> Read[str]:
    return Read(" ".join(raw.split()), raw, (Span(0, len(raw)),), None, (), Origin.TYPED)


def _moved(read: Read, offset: int) -> Read:
    return Read(
        read.value,
        read.raw,
        tuple(span.moved(offset) for span in read.spans),
        read.problem,
        read.notes,
        read.origin,
    )


def tokens(text: str, start: int, context: Context, month: Month | None) -> list[Token]:
    """The tokens of one line; `start` is where it begins in the whole text."""
    return _Tokeniser(text, start, context, month).run()


class _Tokeniser:
    def __init__(self, text: str, start: int, context: Context, month: Month | None) -> None:
        self.text, self.start, self.context, self.month = text, start, context, month
        self.low = flat(text)
        self.found = lexemes(self.low)
        self.tokens: list[Token] = []
        self.begin: int | None = None  # where the words being gathered begin

    def run(self) -> list[Token]:
        at = 0
        while at < len(self.found):
            at = self._days(at) or self._month(at) or self._step(at)
        self._words(len(self.text))
        return self.tokens

    def _put(self, kind: Tok, start: int, end: int, read: Read | None = None, **more: Any) -> None:
        if read is not None:
            read = _moved(read, start + self.start)
        self.tokens.append(Token(kind, start + self.start, end + self.start, read, **more))

    def _days(self, at: int) -> int:
        if not _may_begin_days(self.found, at):
            return 0
        group = days_at(self.low, self.found, at, self.context, self.month)
        if group is None:
            return 0
        self._words(group.start)
        reads = tuple(_moved(read, self.start) for read in group.reads)
        moved = Days(reads, group.start, group.end, group.until, group.specs, group.except_, group.doubt)
        self._put(Tok.DAYS, group.start, group.end, days=moved)
        return group.until

    def _month(self, at: int) -> int:
        """`JANVIER 2027` alone on its line, or after `programme de`."""
        here = self.found[at]
        if here.month is None or (len(here.text) < 4 and here.text != "mai"):
            return 0
        last = self.found[at + 1] if at + 1 < len(self.found) else None
        year = int(last.text) if last and last.kind is Lex.NUMBER and len(last.text) == 4 else None
        end = last.end if last and year else here.end
        if self.low[end:].strip(" :.-") or any(token.kind is not Tok.WORDS for token in self.tokens):
            return 0
        self._words(here.start)
        self._put(Tok.MONTH, here.start, end, month=Month(here.month, year))
        return at + (2 if year else 1)

    def _step(self, at: int) -> int:
        here = self.found[at]
        if here.kind in (Lex.CONTACT, Lex.QUOTED, Lex.PRICE, Lex.SEATS, Lex.DURATION, Lex.TIME):
            self._words(here.start)
            self._known(here)
        elif self._is_break(here):
            self._words(here.start)
        elif self.begin is None:
            self.begin = here.start
        return at + 1

    def _is_break(self, here: Lexeme) -> bool:
        if here.kind is not Lex.MARK:
            return False
        before, after = self.low[here.start - 1 : here.start], self.low[here.end : here.end + 1]
        if here.text == "-":
            return not (before.strip() and after.strip())
        if here.text in ".!?":
            return (
                here.text == "." and after in ("", " ") and len(self.low[: here.start].rpartition(" ")[2]) > 2
            )
        return here.text in words.BREAKS or not (here.text.isalnum() or here.text in "'’&+°%@\"«»“”")

    def _known(self, here: Lexeme) -> None:
        raw = self.text[here.start : here.end]
        if here.kind is Lex.CONTACT:
            self._put(Tok.CONTACT, here.start, here.end, _typed(raw))
        elif here.kind is Lex.QUOTED:
            self._put(Tok.FILM, here.start, here.end, read_film(raw).title)
        elif here.kind is Lex.PRICE:
            self._price(here, raw)
        elif here.kind is Lex.SEATS:
            self._put(Tok.SEATS, here.start, here.end, read_seats(raw))
        elif here.kind is Lex.DURATION:
            self._put(Tok.DURATION, here.start, here.end, read_duration(raw))
        else:
            self._time(here, raw)

    def _price(self, here: Lexeme, raw: str) -> None:
        reduced = bool(words.REDUCED.search(self.low[max(0, here.start - 25) : here.start])) or bool(
            words.REDUCED_AFTER.match(self.low, here.end)
        )
        named = bool(
            re.search(
                r"(?:tarifs?|prix|entrees?)(?: \w+)? ?:? ?$", self.low[max(0, here.start - 20) : here.start]
            )
        )
        kind = Tok.REDUCED if reduced else Tok.PRICE
        self._put(kind, here.start, here.end, read_price(raw)[0], labelled=named)

    def _time(self, here: Lexeme, raw: str) -> None:
        """An hour; `durée 1h35` and `(1h35, VF)` are lengths."""
        before = self.low[max(0, here.start - 8) : here.start]
        length = read_duration(raw) if here.text[:1] in "123" and not here.text[1:2].isdigit() else Read()
        if length.value and (before.rstrip().endswith("(") or "duree" in before):
            self._put(Tok.DURATION, here.start, here.end, length)
        else:
            self._put(Tok.TIME, here.start, here.end, read_time(raw))

    def _words(self, until: int) -> None:
        """What was gathered since the last mark: labels, versions, places, names, or mere words."""
        if self.begin is None:
            return
        start, end = trimmed(self.text, self.begin, until, words.TRIM)
        self.begin = None
        start, end = self._without_links(start, end)
        if start >= end:
            return
        low = self.low[start:end]
        if all(
            word in words.LINKS or word in WEEKDAY_OF for word in re.findall(r"[^\W_]+'?", low)
        ) and not words.VERSION.fullmatch(low):
            return
        if words.VERSION.fullmatch(low):
            self._put(Tok.VERSION, start, end, read_version(self.text[start:end]))
        elif label := words.FILM_LABEL.match(low):
            self._film(start + label.end(), end)
        elif self._after_colon(start) == "film":
            self._film(start, end)
        elif words.NOT_A_TITLE.match(low):
            self._put(Tok.WORDS, start, end, _typed(self.text[start:end]))
        else:
            self._place_or_name(start, end, labelled=self._after_colon(start) == "place")

    def _after_colon(self, start: int) -> str:
        """`Film : X`, `Lieu : X`: what the label before a colon says of what follows."""
        before = self.low[max(0, start - 20) : start].rstrip(" ")
        match = re.search(r"(?:^|[\s,;.•*-])(films?|titre|programme|lieu|commune|village|salle) ?:$", before)
        if not match:
            return ""
        return "film" if match[1].startswith(("film", "titre", "prog")) else "place"

    def _film(self, start: int, end: int) -> None:
        film = read_film(self.text[start:end])
        if film.title.value:
            self._put(Tok.FILM, start, end, film.title)
        if film.version.value:
            self._put(Tok.VERSION, start, end, film.version)

    def _without_links(self, start: int, end: int) -> tuple[int, int]:
        while (
            (said := self.low[start:end].split(" ", 1)) and said[0] in words.DROP_AT_START and len(said) > 1
        ):
            start += len(said[0]) + 1
        while (said := self.low[start:end].rsplit(" ", 1)) and len(said) > 1 and said[1] in words.DROP_AT_END:
            end = start + len(said[0].rstrip())
        return trimmed(self.text, start, end, words.TRIM)

    def _place_or_name(self, start: int, end: int, *, labelled: bool) -> None:
        shown = self.text[start:end]
        if len(shown) > _LONGEST_NAME or (
            not any(letter.isalpha() for letter in shown) and not re.fullmatch(r"\d{5}", shown)
        ):
            self._put(Tok.WORDS, start, end, _typed(shown))
            return
        pieces = cut(shown, self.context)
        sure = [piece for piece in pieces if piece.kind not in (Kind.UNCLEAR, Kind.DEPARTMENT)]
        if pieces and len(sure) == len(pieces):
            for piece in pieces:
                read = _typed(shown[piece.start : piece.end])
                self._put(Tok(piece.kind.value), start + piece.start, start + piece.end, read)
            self._commune_of_hall(shown, start)
        elif labelled:
            self._put(Tok.COMMUNE, start, end, _typed(shown))
        elif split := self._ends_with_place(start, end):
            self._place_or_name(start, split[0], labelled=False)
            self._put(Tok.COMMUNE, *split[1:], _typed(self.text[split[1] : split[2]]))
        elif (until := self._begins_with_commune(start, end)) is not None:
            self._put(Tok.COMMUNE, start, until, _typed(self.text[start:until]))
            self._place_or_name(*trimmed(self.text, until, end, words.TRIM), labelled=False)
        elif self._is_name(start, end):
            self._put(Tok.NAME, start, end, read_film(shown).title)
        else:
            self._put(Tok.WORDS, start, end, _typed(shown))

    def _commune_of_hall(self, shown: str, start: int) -> None:
        """`Salle des fêtes de Cajarc` names its commune when the register knows it."""
        inside = read_place(shown, self.context).commune
        if inside.value and inside.notes:
            span = inside.spans[0]
            token = Token(
                Tok.COMMUNE,
                start + span.start + self.start,
                start + span.end + self.start,
                _moved(inside, start + self.start),
            )
            self.tokens.append(token)

    def _ends_with_place(self, start: int, end: int) -> tuple[int, int, int] | None:
        """`Les Noyers de Marthe à Cajarc`: only when the register knows Cajarc, as titles have towns too."""
        for match in re.finditer(r" a (?=\S)", self.low[start:end]):
            begin = start + match.end()
            if self.context.known is not None and self.context.known(fold(self.text[begin:end])):
                return start + match.start(), begin, end
        return None

    def _begins_with_commune(self, start: int, end: int) -> int | None:
        """`Cajarc Les Noyers de Marthe`: a known commune, then a capital."""
        if self.context.known is None:
            return None
        for match in list(re.finditer(r" +(?=\S)", self.text[start:end]))[:5]:
            after = start + match.end()
            if self.text[after].isupper() and self.context.known(
                fold(self.text[start : start + match.start()])
            ):
                return start + match.start()
        return None

    def _is_name(self, start: int, end: int) -> bool:
        shown = self.text[start:end].lstrip('«“"')
        if self.context.answers.get(f"role:{fold(shown)}") == "ignore":
            return False
        return (
            bool(shown)
            and (shown[0].isupper() or shown[0].isdigit())
            and len(shown.split()) <= 9
            and len(shown) >= 2
        )


def _may_begin_days(found: list[Lexeme], at: int) -> bool:
    """Cheap look: a word that can open a group of days."""
    here = found[at]
    if here.kind in (Lex.SLASH, Lex.ISO, Lex.NUMBER, Lex.ORDINAL):
        return True
    return here.kind is Lex.WORD and (here.text in words.OPENERS or here.text in WEEKDAY_OF)
