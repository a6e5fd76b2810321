"""A programme in prose: lines are read one after the other, and a title holds for what follows it.

What is a film and what is a village is taken from the words (quotes, `à Cajarc`, `salle des fêtes`) and from
`Context.known`; a name that could be either is asked, never guessed. Every fragment left over is listed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from circuits.reading.delimited import checked
from circuits.reading.prose_words import USEFUL
from circuits.reading.roles import resolve_names
from circuits.reading.rows import finished
from circuits.reading.shows import CONTENT, DETAILS, FILM, PLACE, Show, is_days, shows_of
from circuits.reading.texts import flat
from circuits.reading.tokens import Tok, Token, tokens
from circuits.reading.values import Context, Ignored, Reading, Span
from circuits.reading.writing import lines_of

_ALL_OF_THEM = re.compile(r"\b(?:seances?|projections?|toutes|tous|horaires?|debut|films)\b")


@dataclass
class Passage:
    """A line of the text, and what is in it."""

    number: int
    start: int
    text: str
    tokens: list[Token] = field(default_factory=list)

    @property
    def has_time(self) -> bool:
        """An hour is written."""
        return any(token.kind is Tok.TIME for token in self.tokens)

    @property
    def has_days(self) -> bool:
        """A day is written."""
        return any(is_days(token) for token in self.tokens)

    @property
    def is_item(self) -> bool:
        """It begins with a bullet."""
        return self.text.lstrip()[:1] in tuple("•-*▪●►–—+→·")

    @property
    def has_details(self) -> bool:
        """Only prices, seats, lengths… and words about them."""
        return all(token.kind in (*DETAILS, Tok.WORDS) for token in self.tokens) and bool(self.tokens)

    @property
    def titles(self) -> list[Token]:
        """What may hold for the lines below; a sentence gives no name."""
        sentence = any(
            token.kind is Tok.WORDS and not USEFUL.match(flat(_shown(token))) for token in self.tokens
        )
        return [token for token in self.tokens if not (sentence and token.kind is Tok.NAME)]

    @property
    def is_blank(self) -> bool:
        """Nothing is written."""
        return not self.text.strip()


def _shown(token: Token) -> str:
    return token.read.raw if token.read else ""


@dataclass
class Scope:
    """What holds for the lines below, and the line it was written on."""

    said: dict[Tok, tuple[Token, int]] = field(default_factory=dict)
    names: list[tuple[Token, int]] = field(default_factory=list)
    days: tuple[list[Token], int] | None = None

    def title(self, found: list[Token], number: int) -> None:
        """A title: a new film makes the old one forgotten, a new place the old place."""
        kinds = {token.kind for token in found}
        if kinds & {Tok.COMMUNE, Tok.HALL}:
            self._forget(PLACE)
        if kinds & set(FILM):
            self._forget((Tok.FILM, Tok.VERSION, Tok.DURATION))
        if Tok.NAME in kinds:
            self.names = []
        for token in found:
            if token.kind is Tok.NAME:
                self.names.append((token, number))
            elif token.kind in (Tok.FILM, *PLACE, *DETAILS):
                self.said[token.kind] = (token, number)

    def _forget(self, kinds: tuple[Tok, ...]) -> None:
        for kind in kinds:
            self.said.pop(kind, None)


def read(text: str, context: Context) -> Reading:
    """A programme in prose. Raises UnreadableFile when there is nothing to read."""
    source = checked(text)
    gathered = _Gatherer(_passages(source, context), context).run()
    resolve_names(gathered.shows, context)
    lines, used = lines_of(gathered.shows)
    used |= gathered.used
    ignored = tuple(left_over(((one.number, one.tokens) for one in gathered.passages), used, source))
    return finished(lines, context, shape="prose", text=source, ignored=ignored, notes=())


def _passages(source: str, context: Context) -> list[Passage]:
    passages, start, month = [], 0, None
    for number, text in enumerate(source.split("\n"), 1):
        passage = Passage(number, start, text)
        passage.tokens = tokens(text, start, context, month)
        month = next((token.month for token in passage.tokens if token.month), month)
        passages.append(passage)
        start += len(text) + 1
    return passages


class _Gatherer:
    """Goes down the text once, with what holds so far."""

    def __init__(self, passages: list[Passage], context: Context) -> None:
        self.passages = passages
        self.context = context
        self.shows: list[Show] = []
        self.used: set[tuple[int, int]] = set()
        self.scope = Scope()
        self.overall: dict[Tok, list[tuple[Token, int]]] = {}

    def run(self) -> "_Gatherer":
        block: list[int] = []
        for index, passage in enumerate([*self.passages, Passage(0, 0, "")]):
            if not passage.is_blank:
                block.append(index)
            elif block:
                self._block(block)
                block = []
        self._apply_overall()
        return self

    def _block(self, block: list[int]) -> None:
        """Lines without a blank one between them."""
        inside: list[list[Show]] = []
        if not any(self._is_moment(index) for index in block) and self._is_overall(block):
            self._keep_overall(block)
        opened_by_moment = self._is_moment(block[0]) and not self._is_day_title(block[0])
        for index in block:
            passage = self.passages[index]
            if self._is_day_title(index):
                self._day_title(passage)
            elif self._is_moment(index):
                if found := self._moment(passage):
                    inside.append(found)
            elif inside:
                self._after(
                    passage,
                    inside,
                    opened_by_moment=opened_by_moment,
                    more=any(self._is_moment(later) for later in block if later > index),
                )
            else:
                self.scope.title(
                    [token for token in passage.titles if not self._is_kept(token)], passage.number
                )
                self._leave_out(passage)

    def _is_moment(self, index: int) -> bool:
        return self.passages[index].has_time or self.passages[index].has_days

    def _is_day_title(self, index: int) -> bool:
        """Days without an hour, above lines with hours and no days."""
        if self.passages[index].has_time or not self.passages[index].has_days:
            return False
        for passage in self.passages[index + 1 : index + 6]:
            if passage.has_days:
                return False
            if passage.has_time:
                return not self._is_about_all(passage)
        return False

    def _is_about_all(self, passage: Passage) -> bool:
        """`Toutes les séances sont à 20h30`."""
        return bool(_ALL_OF_THEM.search(flat(passage.text))) and not any(
            token.kind in CONTENT for token in passage.tokens
        )

    def _day_title(self, passage: Passage) -> None:
        self.scope.title(passage.titles, passage.number)
        self.scope.days = ([token for token in passage.tokens if token.kind is Tok.DAYS], passage.number)
        self.used |= {(token.start, token.end) for token in passage.tokens if token.kind is Tok.DAYS}

    def _moment(self, passage: Passage) -> list[Show]:
        if not passage.has_days and self.scope.days is None and self._is_about_all(passage):
            for token in passage.tokens:
                if token.kind in (Tok.TIME, *DETAILS):
                    self.overall.setdefault(token.kind, []).append((token, passage.number))
            return []
        found = shows_of(passage.tokens, number=passage.number, raw=passage.text.strip())
        for show in found:
            self._complete(show)
        self.shows += found
        return found

    def _complete(self, show: Show) -> None:
        """What the titles above say and the line does not."""
        has_place = Tok.COMMUNE in show.said or Tok.HALL in show.said
        has_film = Tok.FILM in show.said
        for kind, (token, number) in self.scope.said.items():
            own = (
                has_place
                if kind in PLACE and (kind is not Tok.COMMUNE or Tok.COMMUNE in show.said)
                else False
            )
            if kind in (Tok.FILM, Tok.VERSION, Tok.DURATION):
                own = has_film or (bool(show.names) and kind is not Tok.FILM)
            if not own and not _says_already(show, kind):
                show.carried[kind] = (token, number)
        show.names_above = list(self.scope.names)
        if not show.days and self.scope.days:
            show.days, show.left_out = self._days_above(show)

    def _days_above(self, show: Show) -> tuple[list[Token], list[Token]]:
        above, number = self.scope.days or ([], 0)
        show.carried[Tok.DAYS] = (above[0], number)
        left_out = [token for token in above if token.days and token.days.except_]
        return [token for token in above if is_days(token)], [*show.left_out, *left_out]

    def _after(
        self, passage: Passage, inside: list[list[Show]], *, opened_by_moment: bool, more: bool
    ) -> None:
        """A line below screenings: about them, or the title of those that follow."""
        self._leave_out(passage)
        if passage.is_item and not passage.has_details:
            return  # another item of a list: not about the one above
        about_all = all(token.kind in (*DETAILS, Tok.WORDS, Tok.DAYS) for token in passage.tokens)
        if about_all and ((len(inside) > 1 and not more) or not opened_by_moment):
            for shows in inside:
                self._add(passage, shows)
        elif opened_by_moment or not more:
            self._add(passage, inside[-1])
        else:
            self.scope.title(passage.titles, passage.number)

    def _add(self, passage: Passage, shows: list[Show]) -> None:
        for show in shows:
            has_film = Tok.FILM in show.said or bool(show.names)
            for token in passage.tokens:
                if token.kind is Tok.NAME and not (has_film and Tok.COMMUNE in show.said):
                    show.names.append(token)
                elif token.kind in (Tok.FILM, *PLACE, *DETAILS) and token.kind not in show.said:
                    show.said[token.kind] = token
                elif token.kind is Tok.WORDS and USEFUL.match(flat(_shown(token))):
                    show.words.append(token)

    def _leave_out(self, passage: Passage) -> None:
        """`sauf le 21` on a line of its own."""
        for token in passage.tokens:
            if token.kind is Tok.DAYS and token.days and token.days.except_ and self.shows:
                for show in self.shows:
                    if show.number == self.shows[-1].number:
                        show.left_out.append(token)

    def _is_overall(self, block: list[int]) -> bool:
        """Prices, seats and contacts on their own are about the whole programme."""
        kinds = {token.kind for index in block for token in self.passages[index].tokens}
        return bool(kinds & set(DETAILS)) and not kinds & {Tok.FILM, *PLACE}

    def _is_kept(self, token: Token) -> bool:
        """Already said of the whole programme."""
        return any(other is token for other, _ in self.overall.get(token.kind, ()))

    def _keep_overall(self, block: list[int]) -> None:
        for index in block:
            for token in self.passages[index].tokens:
                if token.kind in DETAILS:
                    self.overall.setdefault(token.kind, []).append((token, self.passages[index].number))

    def _apply_overall(self) -> None:
        """Said once for everything: given to each screening that says nothing else. Said twice, it is left unused."""
        for kind, found in self.overall.items():
            if len(found) > 1 and kind is not Tok.CONTACT:
                continue
            for show in self.shows:
                if kind is Tok.TIME and not show.times:
                    show.times = [found[0][0]]
                    show.carried[Tok.TIME] = found[0]
                elif kind is not Tok.TIME and not _says_already(show, kind):
                    show.carried[kind] = found[0]


def _says_already(show: Show, kind: Tok) -> bool:
    """A screening with its own price has its own prices: the general reduced one may be dearer."""
    return show.has(kind) or (
        kind in (Tok.PRICE, Tok.REDUCED) and bool({Tok.PRICE, Tok.REDUCED} & show.said.keys())
    )


def left_over(
    found: Iterable[tuple[int, Iterable[Token]]], used: set[tuple[int, int]], source: str
) -> list[Ignored]:
    """Every token that serves no screening, by the number of its line."""
    return [
        Ignored(
            number,
            source[token.start : token.end],
            "not_used",
            "Ce texte n’est pas utilisé.",
            Span(token.start, token.end),
        )
        for number, tokens_of_line in found
        for token in tokens_of_line
        if (token.start, token.end) not in used and token.kind is not Tok.MONTH
    ]
