"""Names that are neither quoted nor known: film or commune, by what the screening still lacks, or asked."""

from collections.abc import Sequence
from dataclasses import replace

from circuits.reading.shows import Show
from circuits.reading.tokens import Tok, Token
from circuits.reading.values import Context, Field, Origin, Problem, Read, note, problem, quoted
from core.text import fold

_ROLES = {"film": Tok.FILM, "commune": Tok.COMMUNE, "hall": Tok.HALL}


def resolve_names(shows: Sequence[Show], context: Context) -> None:
    """Give each name its role; what stays unsettled becomes a problem of the film, and then a question."""
    for _ in range(2):  # what one screening settles may be the film of another
        films = {_name(token) for show in shows for token in _films(show)} - {""}
        for show in shows:
            _settle_known(show, films, context)
            _settle_own(show, context)
            _settle_above(show, context)


def _films(show: Show) -> list[Token]:
    """What is surely a film: quoted, or called one."""
    above = show.carried.get(Tok.FILM)
    return [token for token in (show.said.get(Tok.FILM), above[0] if above else None) if token]


def _name(token: Token) -> str:
    return fold(token.read.value or "") if token.read else ""


def _settle_known(show: Show, films: set[str], context: Context) -> None:
    """Names that were answered, or written as a film elsewhere."""
    for token in list(show.names):
        role = _ROLES.get(context.answers.get(f"role:{_name(token)}", ""))
        if role is None and _name(token) in films:
            role = Tok.FILM
        if role and role not in show.said:
            show.said[role] = token
            show.names.remove(token)
    for token, number in list(show.names_above):
        role = _ROLES.get(context.answers.get(f"role:{_name(token)}", ""))
        if role and not show.has(role):
            show.carried[role] = (token, number)
            show.names_above.remove((token, number))


def _place_is_known(show: Show, context: Context) -> bool:
    if show.has(Tok.COMMUNE):
        return True
    hall = show.said.get(Tok.HALL) or (show.carried[Tok.HALL][0] if Tok.HALL in show.carried else None)
    return hall is not None and hall.read is not None and fold(hall.read.value or "") in context.halls


def _settle_own(show: Show, context: Context) -> None:
    """One name on the line, and one thing missing."""
    if len(show.names) != 1:
        return
    has_own_film, has_place = Tok.FILM in show.said, _place_is_known(show, context)
    if not has_own_film and has_place:
        show.said[Tok.FILM] = show.names.pop()
        show.carried.pop(Tok.FILM, None)
    elif show.has(Tok.FILM) and not has_place:
        show.said[Tok.COMMUNE] = _eliminated(show.names.pop(), "la commune")


def _settle_above(show: Show, context: Context) -> None:
    """One name in the title above, and one thing missing."""
    if show.names or len(show.names_above) != 1:
        return
    token, number = show.names_above[0]
    if not show.has(Tok.FILM) and _place_is_known(show, context):
        show.carried[Tok.FILM] = (token, number)
    elif show.has(Tok.FILM) and not _place_is_known(show, context):
        show.carried[Tok.COMMUNE] = (_eliminated(token, "la commune"), number)
    else:
        return
    show.names_above.clear()


def _eliminated(token: Token, role: str) -> Token:
    if token.read is None:
        return token
    about = note("by_elimination", f"{quoted(token.read.raw)} est lu comme {role} : le film est déjà nommé.")
    return replace(token, read=replace(token.read, notes=(*token.read.notes, about)))


def unsettled(show: Show) -> Read[str]:
    """The film of a screening whose names may be several things: asked, with the first name as it is written."""
    pending = [*(token for token, _ in show.names_above), *show.names]
    if not pending or show.has(Tok.FILM):
        return Read()
    first = pending[0].read or Read()
    spans = tuple(span for token in pending if token.read for span in token.read.spans)
    return Read(None, first.raw, spans, unclear_name(first.raw), (), Origin.TYPED)


def unclear_name(name: str) -> Problem:
    """A film, a commune, a hall?"""
    return problem(
        "unclear_name",
        about=Field.FILM,
        message=f"{quoted(name)} : est-ce un film, une commune ou une salle ?",
        remedy="Mettez le titre du film entre guillemets : « … ».",
    )
