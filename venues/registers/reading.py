"""Reading what registers send: hidden values, dates, numbers, capitals. A missing value is never an error."""

import math
import re
from collections.abc import Iterable
from datetime import date

from venues import communes

HIDDEN = ("[NON-DIFFUSIBLE]", "[ND]")

_WAYS = {
    "ALL": "ALLEE",
    "AV": "AVENUE",
    "BD": "BOULEVARD",
    "CHE": "CHEMIN",
    "CRS": "COURS",
    "FG": "FAUBOURG",
    "IMP": "IMPASSE",
    "LD": "LIEU-DIT",
    "LOT": "LOTISSEMENT",
    "PAS": "PASSAGE",
    "PL": "PLACE",
    "QUA": "QUARTIER",
    "RES": "RESIDENCE",
    "RTE": "ROUTE",
    "SQ": "SQUARE",
}
_SMALL_WORDS = (
    "rue avenue boulevard chemin cours faubourg impasse lieu dit lotissement passage place quai quartier"
    " allee residence route square voie sentier a au aux d de des du en et l la le les sous sur bis ter"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_INDEXES = {"B", "BIS", "T", "TER", "Q", "QUATER"}
_WORD = re.compile(r"\w+")
_ELISION = re.compile(r"\b([DL]) (?=[AEIOUYHÉÈÊÂÎÔ])")
_ROMAN = re.compile(r"[IVX]{2,}")


def text(value: object) -> str:
    """A published text, trimmed; empty when missing or hidden."""
    if not isinstance(value, str) or is_hidden(value):
        return ""
    return " ".join(value.split())


def is_hidden(value: object) -> bool:
    return isinstance(value, str) and any(mask in value for mask in HIDDEN)


def names(values: Iterable[object]) -> tuple[str, ...]:
    """Published names, once each, in the order given."""
    return tuple(dict.fromkeys(name for name in map(text, values) if name))


def day(value: object) -> date | None:
    """A calendar day; None when missing, hidden or not a date."""
    try:
        return date.fromisoformat(text(value)[:10])
    except ValueError:
        return None


def degrees(value: object) -> float | None:
    """A coordinate sent as a number or as text; None when it is neither."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def naf(value: object) -> str:
    """A main-activity code with its dot, `59.14Z`, however it was written."""
    code = text(value).replace(".", "").upper()
    return f"{code[:2]}.{code[2:]}" if len(code) == 5 else code


def street(*parts: object) -> str:
    """Number, index, kind of way (its abbreviation opened) and name, as one line that does not shout."""
    words = " ".join(filter(None, map(text, parts))).split()
    for place, word in enumerate(words):
        if not word[0].isdigit() and word not in _INDEXES:
            words[place] = _WAYS.get(word, word)
            break
    return calm(" ".join(words))


def city(insee_code: str, *, register_name: str) -> str:
    """The commune's proper name, `Saint-Céré`; what the register wrote when the code is unknown."""
    commune = communes.by_insee(insee_code)
    return commune.name if commune else calm(register_name)


def calm(line: str) -> str:
    """`9 RUE DE L EGLISE` as `9 rue de l’Eglise`; a line that already has small letters stays as it is."""
    if line != line.upper():
        return line
    return _WORD.sub(_calm_word, _ELISION.sub(r"\1’", line))


def _calm_word(found: re.Match[str]) -> str:
    word = found[0].lower()
    if word in _SMALL:
        return word
    return found[0] if _ROMAN.fullmatch(found[0]) else word.capitalize()
