"""A place cut into hall, street, commune and postal code, by words only.

What is a commune is asked of the caller (`Context.known`); without it, one lone name stays a question.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from circuits.reading.texts import flat, trimmed
from circuits.reading.values import Context, Field, Origin, Problem, Read, Span, note, problem, quoted
from core.text import fold

HALL_WORDS = (
    *(
        "salle",
        "foyer",
        "mairie",
        "ecole",
        "college",
        "lycee",
        "mediatheque",
        "bibliotheque",
        "chateau",
        "eglise",
        "halle",
    ),
    *(
        "halles",
        "gymnase",
        "stade",
        "parc",
        "jardin",
        "jardins",
        "cour",
        "theatre",
        "cinema",
        "espace",
        "centre",
        "maison",
    ),
    *(
        "mjc",
        "camping",
        "plage",
        "esplanade",
        "terrain",
        "chapelle",
        "grange",
        "ferme",
        "auberge",
        "cafe",
        "parvis",
        "place",
    ),
    *(
        "square",
        "pre",
        "preau",
        "abbaye",
        "musee",
        "port",
        "ehpad",
        "residence",
        "domaine",
        "amphitheatre",
        "hangar",
        "chapiteau",
    ),
    *(
        "tiers-lieu",
        "cloitre",
        "moulin",
        "gare",
        "complexe",
        "auditorium",
        "polyvalente",
        "pole",
    ),
)
_STREET_WORDS = (
    r"rue|avenue|av\.?|boulevard|bd\.?|route|rte|chemin|impasse|allees?|quai|ruelle|lotissement|lieu-dit|faubourg"
    r"|voie|montee|cote"
)
_LEAD = re.compile(r"(?:(?:a |au |aux |dans |sur |devant |chez |en )(?:la |le |les |l')?|@ ?)")
_HALL = re.compile(rf"(?:{'|'.join(sorted(HALL_WORDS, key=len, reverse=True))})\b")
_HALL_INSIDE = re.compile(rf"(?<=[ ,])(?:{'|'.join(sorted(HALL_WORDS, key=len, reverse=True))})\b")
_STREET = re.compile(
    rf"(?:\d{{1,4}} ?(?:bis|ter|[a-d])?,? (?:{_STREET_WORDS}|place|square|cours|esplanade)\b|(?:{_STREET_WORDS}) )"
)
_POSTAL = re.compile(r"(?<!\d)(\d{5}|\d{2} \d{3})(?!\d)")
_CUT = re.compile(r"[,;()|\n/:]| - |^-|-$|(?<=\w)- | -(?=\w)")
_AT = re.compile(r" (?:a|à|@) (?=\S)")
_OF = re.compile(r"(?: de la | du | des | de | d')(?=\S)")
_DEPARTMENT = re.compile(r"\d{2,3}|2[ab]|france")


class Kind(StrEnum):
    """What a piece of a place is."""

    HALL = "hall"
    STREET = "street"
    COMMUNE = "commune"
    POSTAL_CODE = "postal_code"
    DEPARTMENT = "department"
    UNCLEAR = "unclear"


_LONGEST = 200  # letters: past that, it is no name
_ELSEWHERE = {Kind.HALL, Kind.STREET, Kind.POSTAL_CODE, Kind.DEPARTMENT}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a place and its offsets."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a place text says. `unclear`: names that may be a commune or a hall; `rest`: what was not used."""

    hall: Read[str] = field(default_factory=Read)
    street: Read[str] = field(default_factory=Read)
    commune: Read[str] = field(default_factory=Read)
    postal_code: Read[str] = field(default_factory=Read)
    unclear: tuple[Span, ...] = ()
    rest: tuple[Span, ...] = ()


def read_place(text: str, context: Context, *, about: Field = Field.PLACE) -> Place:
    """Cut a place; `about` is what its column holds, which settles a lone name."""
    pieces = _decided(cut(text, context), about)
    said: dict[Kind, Read[str]] = {}
    rest: list[Span] = []
    for piece in pieces:
        if piece.kind is Kind.UNCLEAR:
            continue
        if piece.kind in said or piece.kind is Kind.DEPARTMENT:
            rest.append(Span(piece.start, piece.end))
        else:
            said[piece.kind] = _read(text, piece)
    unclear = tuple(Span(piece.start, piece.end) for piece in pieces if piece.kind is Kind.UNCLEAR)
    place = Place(unclear=unclear, rest=tuple(rest), **{kind.value: read for kind, read in said.items()})
    return _with_problem(text, place) if unclear else _with_commune_of_hall(text, place, context)


def _read(text: str, piece: Piece) -> Read[str]:
    raw = text[piece.start : piece.end]
    value = raw.replace(" ", "") if piece.kind is Kind.POSTAL_CODE else " ".join(raw.split())
    return Read(value, raw, (Span(piece.start, piece.end),), None, (), Origin.TYPED)


def _decided(pieces: list[Piece], about: Field) -> list[Piece]:
    """Settle what is unclear when only one reading is left, from the column or from the other pieces."""
    unclear = [piece for piece in pieces if piece.kind is Kind.UNCLEAR]
    kinds = {piece.kind for piece in pieces}
    by_column = {Field.COMMUNE: Kind.COMMUNE, Field.HALL: Kind.HALL, Field.STREET: Kind.STREET}.get(about)
    for piece in unclear:
        if by_column and by_column not in kinds:
            kind = by_column
        elif len(unclear) == 1 and Kind.COMMUNE in kinds and Kind.HALL not in kinds:
            kind = Kind.HALL
        elif len(unclear) == 1 and kinds & _ELSEWHERE and Kind.COMMUNE not in kinds:
            kind = Kind.COMMUNE
        else:
            continue
        pieces[pieces.index(piece)] = replace(piece, kind=kind)
        kinds.add(kind)
    return pieces


def _with_problem(text: str, place: Place) -> Place:
    first = place.unclear[0]
    name = text[first.start : first.end]
    wrong = unclear_place(name)
    missing = "commune" if place.commune.value is None else "hall"
    read: Read[str] = Read(None, name, place.unclear, wrong, (), Origin.TYPED)
    return replace(place, commune=read) if missing == "commune" else replace(place, hall=read)


def unclear_place(name: str) -> Problem:
    """A lone name: the commune, or the hall?"""
    return problem(
        "unclear_place",
        about=Field.COMMUNE,
        message=f"{quoted(name)} : est-ce la commune ou la salle ?",
        remedy=f"Écrivez la salle puis la commune, par exemple « Salle des fêtes, {name[:40]} ».",
    )


def _with_commune_of_hall(text: str, place: Place, context: Context) -> Place:
    """`Salle des fêtes de Cajarc`: the hall keeps its name, and its commune is read inside it."""
    if place.commune.value or not place.hall.value or context.known is None:
        return place
    span = place.hall.spans[0]
    low = flat(text[span.start : span.end])
    for match in _OF.finditer(low):
        name = text[span.start + match.end() : span.end]
        if context.known(fold(name)):
            at = Span(span.start + match.end(), span.end)
            said = note("commune_in_hall", f"La commune est lue dans le nom du lieu : {quoted(name)}.")
            return replace(place, commune=Read(name, name, (at,), None, (said,), Origin.TYPED))
    return place


def cut(text: str, context: Context) -> list[Piece]:
    """The pieces of a place, in order, each with what it is."""
    low = flat(text)
    bounds, at = [], 0
    for match in _CUT.finditer(low):
        bounds.append((at, match.start()))
        at = match.end()
    bounds.append((at, len(low)))
    found: list[Piece] = []
    for start, end in bounds:
        found += _piece(text, low, *trimmed(text, start, end), context)
    return found


def _piece(text: str, low: str, start: int, end: int, context: Context) -> list[Piece]:
    if start >= end:
        return []
    if end - start > _LONGEST:
        return [Piece(Kind.UNCLEAR, start, end)]
    if match := _POSTAL.search(low, start, end):
        sides = ((start, match.start()), (match.end(), end))
        around = [piece for side in sides for piece in _piece(text, low, *trimmed(text, *side), context)]
        around = [
            replace(piece, kind=Kind.COMMUNE) if piece.kind is Kind.UNCLEAR else piece for piece in around
        ]
        return sorted([*around, Piece(Kind.POSTAL_CODE, *match.span(1))], key=lambda piece: piece.start)
    if _DEPARTMENT.fullmatch(low, start, end):
        return [Piece(Kind.DEPARTMENT, start, end)]
    answer = context.answers.get(f"role:{fold(text[start:end])}") if context.answers else None
    if answer in ("commune", "hall"):
        return [Piece(Kind(answer), start, end)]
    if _is_known(text[start:end], context):
        return [Piece(Kind.COMMUNE, start, end)]
    if fold(text[start:end]) in context.halls:
        return [Piece(Kind.HALL, start, end)]
    return _by_words(text, low, start, end, context)


def _by_words(text: str, low: str, start: int, end: int, context: Context) -> list[Piece]:
    lead = _LEAD.match(low, start, end)
    bare = lead.end() if lead else start
    if _STREET.match(low, bare, end):
        return _split_at(text, low, bare, end, Kind.STREET)
    if _HALL.match(low, bare, end):
        return _split_at(text, low, bare, end, Kind.HALL)
    if (
        lead
        and low[start] in "a@"
        and bare < end
        and (text[bare].isupper() or _is_known(text[bare:end], context))
    ):
        return [Piece(Kind.COMMUNE, bare, end)]
    if inside := _HALL_INSIDE.search(low, bare, end):
        before = trimmed(text, start, inside.start())
        if _is_known(text[before[0] : before[1]], context) or not _ends_with_link(
            low[start : inside.start()]
        ):
            return [*_piece(text, low, *before, context), Piece(Kind.HALL, inside.start(), end)]
    return [Piece(Kind.UNCLEAR, start, end)]


def _ends_with_link(low: str) -> bool:
    """`La petite salle`, `L’ancienne école`: the hall's own words, not another name."""
    return len(low.split()) < 1 or low.split()[0] in (
        "la",
        "le",
        "les",
        "une",
        "un",
        "l'ancienne",
        "grande",
        "petite",
        "ancienne",
    )


def _split_at(text: str, low: str, start: int, end: int, kind: Kind) -> list[Piece]:
    """`place du village à Saint-Cirq`: what follows `à` and begins with a capital is the commune."""
    for match in _AT.finditer(low, start, end):
        if text[match.end()].isupper():
            return [
                Piece(kind, *trimmed(text, start, match.start())),
                Piece(Kind.COMMUNE, *trimmed(text, match.end(), end)),
            ]
    return [Piece(kind, start, end)]


def _is_known(name: str, context: Context) -> bool:
    return context.known is not None and context.known(fold(name))
