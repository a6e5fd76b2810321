"""What is computed from the words of an article: its address, its length, what a search shows of it. Pure."""

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.text import fold

WORDS_A_MINUTE = 200  # an adult reads 200 to 250 words of plain French a minute
MAX_SLUG = 130  # leaves room for `-2`
MAX_WORDS = 8
AROUND = 90  # characters of extract on each side of the first word found
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of text; `found` when it is one of the words searched."""

    text: str
    found: bool = False


def slug_of(title: str) -> str:
    """`Séance : l’œuvre` gives `seance-l-oeuvre`; `article` when no letter is left."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > MAX_SLUG:
            break
        slug = longer
    return slug or "article"


def first_free(slug: str, *, taken: Iterable[str]) -> str:
    """`slug`, or `slug-2`, `slug-3`… the first that nobody has."""
    others = set(taken)
    rank, candidate = 1, slug
    while candidate in others:
        rank += 1
        candidate = f"{slug}-{rank}"
    return candidate


def minutes_of(text: str) -> int:
    """Whole minutes to read a text, at least one."""
    return max(1, math.ceil(len(_WORD.findall(text)) / WORDS_A_MINUTE))


def words_of(query: str) -> list[str]:
    """Folded words of a search, each once, eight at most."""
    return list(dict.fromkeys(fold(query).split()))[:MAX_WORDS]


def digest_of(*, title: str, summary: str, body: str, place: str, related: Sequence[str]) -> str:
    """What tells two versions of an article apart. `place` is collection and rank, `related` are slugs."""
    parts = [title, summary, body, place, *sorted(related)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def marked(*, text: str, words: Sequence[str]) -> list[Piece]:
    """The whole text, the words searched set apart. Compared folded: `seance` is found in « séances »."""
    return _pieces(text, hits=list(_found(text, words)), begin=0, end=len(text))


def extract(*, text: str, words: Sequence[str]) -> list[Piece]:
    """The passage of `text` around the first word found, the words set apart; empty when none is there."""
    first = next(_found(text, words), None)  # the rest of a long article is not read
    if first is None:
        return []
    begin, end = _bounds(text, around=first.span())
    hits = list(_found(text[:end], words, since=begin))
    before = [Piece(text="… ")] if begin > 0 else []
    after = [Piece(text=" …")] if end < len(text) else []
    return [*before, *_pieces(text, hits=hits, begin=begin, end=end), *after]


def _found(text: str, words: Sequence[str], *, since: int = 0) -> Iterator[re.Match[str]]:
    return (match for match in _WORD.finditer(text, since) if _is_found(match[0], words))


def _pieces(text: str, *, hits: Sequence[re.Match[str]], begin: int, end: int) -> list[Piece]:
    pieces, here = [], begin
    for hit in hits:
        if hit.start() >= begin and hit.end() <= end:
            pieces += [Piece(text=text[here : hit.start()]), Piece(text=hit[0], found=True)]
            here = hit.end()
    pieces.append(Piece(text=text[here:end]))
    return [piece for piece in pieces if piece.text]


def _is_found(word: str, words: Sequence[str]) -> bool:
    folded = fold(word)
    return any(sought in folded for sought in words)


def _bounds(text: str, *, around: tuple[int, int]) -> tuple[int, int]:
    """From a space to a space, so that no word is cut."""
    begin, end = max(0, around[0] - AROUND), min(len(text), around[1] + AROUND)
    if begin:
        begin = text.find(" ", begin, around[0]) + 1 or around[0]
    if end < len(text):
        end = max(text.rfind(" ", around[1], end), around[1])
    return begin, end
