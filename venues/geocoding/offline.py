"""Addresses without a network: the commune found in what was typed, its centre as the point."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from venues import communes
from venues.communes import Commune
from venues.geocoding import typed
from venues.geocoding.base import Place
from venues.geocoding.typed import Word

AGREED = 0.9  # the postal code and the name agree
CODE_ALONE = 0.6
SHARED = 0.85  # of the score, when several communes fit

_CODE = re.compile(r"\d{5}")
_CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class _Reading:
    communes: tuple[Commune, ...]
    street: str
    score: float
    postal_code: str = ""


_NOTHING = _Reading((), "", 0.0)


class OfflineGeocoder:
    def search(self, text: str, *, postal_code: str | None = None, limit: int = 5) -> list[Place]:
        """The communes a typed address may be in, best first; none when it is not in France."""
        asked = typed.clean(text)
        reading = _read(asked, typed.cut(asked), postal_code=postal_code)
        found = reading.communes
        if postal_code:
            found = tuple(commune for commune in found if postal_code in commune.postal_codes)
        score = reading.score if len(found) == 1 else reading.score * SHARED
        code = postal_code or reading.postal_code
        return [_place(commune, street=reading.street, code=code, score=score) for commune in found[:limit]]


def _read(text: str, words: list[Word], *, postal_code: str | None) -> _Reading:
    codes = [place for place, word in enumerate(words) if _CODE.fullmatch(word.key)]
    if codes:
        return _with_code_at(text, words, codes[-1])
    if postal_code:
        return _with_code_apart(text, words, postal_code)
    town = typed.town_at_end(words)
    if town is None:
        return _NOTHING
    return _Reading(town.communes, _before(text, words[town.start]), town.score)


def _with_code_apart(text: str, words: list[Word], code: str) -> _Reading:
    served = communes.by_postal_code(code)
    return _named_before_code(text, words, served, code) or _Reading(
        served, typed.street_in(text), CODE_ALONE, code
    )


def _with_code_at(text: str, words: list[Word], place: int) -> _Reading:
    code = words[place].key
    served = communes.by_postal_code(code)
    before, after = words[:place], words[place + 1 :]
    if after:
        found, length = _named_after_code(after, served, code)
        if found:
            return _Reading(found, _street_around(text, words, place, length), AGREED, code)
    named = _named_before_code(text, before, served, code)
    if named:
        return named
    if after:
        return _NOTHING  # "10100 Torino": the name says it is not the French code
    return _Reading(served, _before(text, words[place]), CODE_ALONE, code)


def _named_after_code(
    after: list[Word], served: tuple[Commune, ...], code: str
) -> tuple[tuple[Commune, ...], int]:
    """The communes named right after the code: exactly, half typed, or with a slip; and the words it took."""
    found, length = typed.starts_with_name(after, among=served or None)
    if found:
        return _in_area(found, code), length
    spelt = " ".join(word.key for word in after)
    by_key = {communes.key_of(commune.name): commune for commune in served}
    close = [key for key in by_key if len(spelt) > 1 and key.startswith(spelt)]
    close = close or get_close_matches(spelt, by_key, n=1, cutoff=_CLOSE)
    return tuple(by_key[key] for key in close), len(after)


def _named_before_code(
    text: str, before: list[Word], served: tuple[Commune, ...], code: str
) -> _Reading | None:
    town = typed.town_at_end(before)
    if town is None:
        return None
    found = tuple(commune for commune in town.communes if not served or commune in served)
    found = _in_area(found, code)
    return _Reading(found, _before(text, before[town.start]), AGREED, code) if found else None


def _in_area(found: tuple[Commune, ...], code: str) -> tuple[Commune, ...]:
    """Those whose post begins alike: all one can check of a Cedex code, which serves no commune."""
    return tuple(
        commune for commune in found if any(served.startswith(code[:2]) for served in commune.postal_codes)
    )


def _before(text: str, word: Word) -> str:
    return typed.street_in(text[: word.start])


def _street_around(text: str, words: list[Word], place: int, length: int) -> str:
    """What was typed before the code; with nothing there, what was typed after the name."""
    return _before(text, words[place]) or typed.street_in(text[words[place + length].end : words[-1].end])


def _place(commune: Commune, *, street: str, code: str, score: float) -> Place:
    postal_code = code if code in commune.postal_codes else commune.postal_codes[0]
    return Place(
        label=f"{street} {postal_code} {commune.name}".strip(),
        street=street,
        postal_code=postal_code,
        city=commune.name,
        insee_code=commune.insee_code,
        latitude=commune.latitude,
        longitude=commune.longitude,
        time_zone=commune.time_zone,
        precision="municipality" if commune.precision == "commune" else "postal_code",
        score=round(score, 2),
        source="offline",
    )
