"""One line of prose into screenings: which hour goes with which film, which day, which place.

The order people keep within a line is found from the line itself: film then hour, or hour then film.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from circuits.reading.tokens import Tok, Token

PLACE = (Tok.COMMUNE, Tok.HALL, Tok.STREET, Tok.POSTAL_CODE)
CONTENT = (Tok.FILM, Tok.NAME, *PLACE)
FILM = (Tok.FILM, Tok.NAME)
DETAILS = (Tok.PRICE, Tok.REDUCED, Tok.SEATS, Tok.VERSION, Tok.DURATION, Tok.CONTACT)


@dataclass
class Show:
    """A screening being gathered. `said` is what its own line says; `carried`, what is written elsewhere."""

    number: int
    raw: str
    times: list[Token] = field(default_factory=list)
    days: list[Token] = field(default_factory=list)
    left_out: list[Token] = field(default_factory=list)
    said: dict[Tok, Token] = field(default_factory=dict)
    names: list[Token] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)
    carried: dict[Tok, tuple[Token, int]] = field(default_factory=dict)
    names_above: list[tuple[Token, int]] = field(default_factory=list)
    unused: list[Token] = field(default_factory=list)

    def take(self, tokens: Iterable[Token]) -> None:
        """Add what a piece of the line says; a second value of the same kind is left unused."""
        for token in tokens:
            self._take(token)

    def _take(self, token: Token) -> None:
        if token.kind is Tok.DAYS and token.days is not None:
            if token.days.except_:
                self.left_out.append(token)
            else:
                self.days.append(token)
        elif token.kind is Tok.NAME:
            self.names.append(token)
        elif token.kind is Tok.WORDS:
            self.words.append(token)
        elif token.kind in self.said:
            self.unused.append(token)
        elif token.kind not in (Tok.TIME, Tok.MONTH):
            self.said[token.kind] = token

    def has(self, kind: Tok) -> bool:
        """Said here or elsewhere."""
        return kind in self.said or kind in self.carried


def is_days(token: Token) -> bool:
    """Days, those left out apart."""
    return token.kind is Tok.DAYS and token.days is not None and not token.days.except_


def shows_of(tokens: Sequence[Token], *, number: int, raw: str) -> list[Show]:
    """The screenings of a line that has at least an hour, or a day."""
    clauses = _clauses(tokens)
    shared = _before_first_moment(clauses[0]) if len(clauses) > 1 else []
    shows: list[Show] = []
    for position, clause in enumerate(clauses):
        found = _of_clause(clause, number, raw)
        for show in found if position else ():
            show.take(token for token in shared if not _has_kind(show, token))
        shows += found
    _spread_labelled_prices(shows)
    return shows


def _has_kind(show: Show, token: Token) -> bool:
    if token.kind in FILM:
        return bool(show.names) or Tok.FILM in show.said
    return token.kind in show.said or token.kind is Tok.WORDS


def _before_first_moment(clause: Sequence[Token]) -> list[Token]:
    first = next(
        (index for index, token in enumerate(clause) if is_days(token) or token.kind is Tok.TIME), len(clause)
    )
    return [token for token in clause[:first] if token.kind in (*CONTENT, *DETAILS)]


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    """Cut where another day begins; where another hour begins when hours come before days."""
    moments = [token for token in tokens if is_days(token) or token.kind is Tok.TIME]
    hours_first = bool(moments) and moments[0].kind is Tok.TIME
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        opens = token.kind is Tok.TIME if hours_first else is_days(token)
        if opens and _is_complete(clauses[-1], hours_first=hours_first):
            clauses.append(_pulled(clauses[-1], hours_first=hours_first))
        clauses[-1].append(token)
    return clauses


def _is_complete(clause: Sequence[Token], *, hours_first: bool) -> bool:
    days = [index for index, token in enumerate(clause) if is_days(token)]
    if not days:
        return False
    if any(token.kind is Tok.TIME for token in clause):
        return True
    return not hours_first and any(token.kind in PLACE for token in clause[days[-1] :])


def _pulled(clause: list[Token], *, hours_first: bool) -> list[Token]:
    """`Cajarc : jeudi 14 à 20h30 – Limogne : vendredi 15 à 20h30`: the place before a day goes with it."""
    if hours_first:
        return []
    first = next(index for index, token in enumerate(clause) if is_days(token))
    heads = {token.kind for token in clause[:first] if token.kind in CONTENT}
    last = max(
        (index for index, token in enumerate(clause) if token.kind is Tok.TIME or is_days(token)), default=0
    )
    pulled = [token for token in clause[last + 1 :] if token.kind in heads]
    for token in pulled:
        clause.remove(token)
    return pulled


def _of_clause(clause: Sequence[Token], number: int, raw: str) -> list[Show]:
    head, groups = _groups(clause)
    if not groups:
        show = Show(number, raw)
        show.take(head)
        return [show]
    own_head = head
    bodies = [body for _, body in groups]
    shared: list[Token] = []
    if len(groups) > 1:
        shared = [token for token in head if token.kind in (Tok.DAYS, *PLACE)]
        own_head = [token for token in head if token not in shared]
        if _film_comes_first(own_head, bodies[-1]):
            bodies = [[*own_head], *bodies[:-2], [*bodies[-2], *bodies[-1]]]
            own_head = []
    shows = []
    for position, ((times, _), body) in enumerate(zip(groups, bodies, strict=True)):
        show = Show(number, raw, times=times)
        show.take([*shared, *(own_head if position == 0 or not _has_film(body) else ()), *body])
        shows.append(show)
    _share_days(shows)
    return shows


def _share_days(shows: list[Show]) -> None:
    """`à 18h A, à 20h30 B, le 14 janvier`: one day said once is that of all."""
    with_days = [show for show in shows if show.days]
    if len(with_days) == 1 and len(shows) > 1:
        for show in shows:
            show.days = with_days[0].days
            show.left_out = with_days[0].left_out


def _has_film(tokens: Sequence[Token]) -> bool:
    return any(token.kind in FILM for token in tokens)


def _film_comes_first(head: Sequence[Token], last: Sequence[Token]) -> bool:
    return _has_film(head) and not _has_film(last)


def _groups(clause: Sequence[Token]) -> tuple[list[Token], list[tuple[list[Token], list[Token]]]]:
    """What stands before the first hour; then hours, each with what follows it. Hours side by side go together."""
    head: list[Token] = []
    groups: list[tuple[list[Token], list[Token]]] = []
    for token in clause:
        if token.kind is not Tok.TIME:
            (groups[-1][1] if groups else head).append(token)
        elif groups and not any(other.kind in CONTENT for other in groups[-1][1]):
            groups[-1][0].append(token)
        else:
            groups.append(([token], []))
    return head, groups


def _spread_labelled_prices(shows: list[Show]) -> None:
    """`… Tarif : 5 €` at the end of a line is the price of each of its screenings."""
    for kind in (Tok.PRICE, Tok.REDUCED):
        last = shows[-1].said.get(kind) if shows else None
        if last and (last.labelled or (kind is Tok.REDUCED and shows[-1].said.get(Tok.PRICE, last).labelled)):
            for show in shows:
                show.said.setdefault(kind, last)
