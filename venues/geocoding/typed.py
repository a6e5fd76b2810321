"""An address as people type it, cut in words; and where, in it, the town is."""

import re
import unicodedata
from dataclasses import dataclass, replace

from venues import communes
from venues.communes import Commune

LONGEST_NAME = 8  # words
LONGEST_ADDRESS = 400  # characters


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


WAYS = _words(
    "rue avenue av boulevard bd chemin impasse route rte place square allee allees quai cours voie sentier"
    " passage esplanade faubourg fbg rond point pont promenade ruelle venelle montee cote traverse street"
)
LANDMARKS = _words(
    "mairie eglise chapelle ecole college lycee gare halle halles stade chateau salle salles fetes foyer"
    " theatre cinema mediatheque bibliotheque musee parc jardin plage port marche camping village bourg"
)
# Communes bear these names; in an address they are almost always something else.
_PLAIN_WORDS = WAYS | LANDMARKS | _words("bar lac moulin ville centre champ champs source fontaine four")
_ARTICLES = _words("la le les l")
_LINKS = _ARTICLES | _words("de du des d")
_TO = _words("a au aux")
_WITHIN_A_NAME = _words("sur sous en lez pres et")
_MONTHS = _words("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre")
_SAINTS = _words("saint sainte notre")
_NAMED_AFTER_SAINTS = _words("eglise chapelle ecole college lycee salle foyer theatre cinema chateau parc")
_TOKEN = re.compile(r"[^\W_]+")
_NEW_PART = re.compile(r"[,;()\n]|\s[-\u2013\u2014]\s")
_EDGES = " ,;-\u2013\u2014()\n"
_LINK_AT_END = re.compile(r"(?:^|[\s,])(?:à|À|a|(?i:au|aux|de|du|des|d['\u2019]))$")
_DEPARTMENT = re.compile(r"\d{2,3}|2[ab]")


@dataclass(frozen=True, slots=True)
class Word:
    """`key` is compared, `start` and `end` point into the text; `gap` is what was typed before it."""

    key: str
    start: int
    end: int
    gap: str

    @property
    def opens_a_part(self) -> bool:
        return bool(_NEW_PART.search(self.gap))


@dataclass(frozen=True, slots=True)
class Town:
    """Communes that the words from `start` to the end may name, and how far to believe it (0 to 1)."""

    communes: tuple[Commune, ...]
    start: int
    score: float


def cut(text: str) -> list[Word]:
    """The words of an address, without a last "France" or "Cedex 9"."""
    words: list[Word] = []
    end = 0
    for found in _TOKEN.finditer(text):
        words.append(Word(communes.key_of(found[0]), found.start(), found.end(), text[end : found.start()]))
        end = found.end()
    if len(words) > 1 and words[-1].key == "france":
        words.pop()
    for place in range(max(1, len(words) - 2), len(words)):
        if words[place].key == "cedex":
            return words[:place]
    return words


def clean(text: str) -> str:
    """`text` in composed letters and simple spaces, cut where no address goes."""
    return re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", text[:LONGEST_ADDRESS])).strip()


def street_in(text: str) -> str:
    """The part typed before the town, without the comma or the "à" that led to it."""
    street = text.strip(_EDGES)
    while (shorter := _LINK_AT_END.sub("", street).strip(_EDGES)) != street:
        street = shorter
    return street


def town_at_end(words: list[Word]) -> Town | None:
    """The town an address ends with, when its longest name there cannot be part of a street's name.

    A last "(46)" is the department it must be in.
    """
    if len(words) > 1 and _DEPARTMENT.fullmatch(words[-1].key):
        return _in_department(town_at_end(words[:-1]), words[-1].key.upper())
    for start in range(max(0, len(words) - LONGEST_NAME), len(words)):
        found = communes.named(_joined(words[start:]))
        if found:
            score = _trust(words, start)
            return Town(found, start, score) if score else None
    return None


def starts_with_name(
    words: list[Word], *, among: tuple[Commune, ...] | None
) -> tuple[tuple[Commune, ...], int]:
    """The communes (of `among` when given) named by the first words, and how many words the name takes."""
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        found = communes.named(_joined(words[:length]))
        kept = tuple(commune for commune in found if among is None or commune in among)
        if kept:
            return kept, length
    return (), 0


def _joined(words: list[Word]) -> str:
    return " ".join(word.key for word in words)


def _in_department(town: Town | None, department: str) -> Town | None:
    found = tuple(commune for commune in town.communes if commune.department == department) if town else ()
    return replace(town, communes=found) if town and found else None


def _trust(words: list[Word], start: int) -> float:
    """How sure it is that a town's name starts here: 0 when it is part of something else."""
    if start == 0:
        return 0.85
    name = [word.key for word in words[start:]]
    if all(word in _PLAIN_WORDS or word in _ARTICLES for word in name):
        return 0.0
    if not _may_follow(words, start, name=name):
        return 0.0
    return 0.75 if words[start].opens_a_part else 0.6


def _may_follow(words: list[Word], start: int, *, name: list[str]) -> bool:
    before = words[start - 1].key
    if before.isdigit():
        return _number_may_precede(words, start - 1)
    if words[start].opens_a_part:
        return True
    if words[start].gap == "-" or before in _WITHIN_A_NAME or before in WAYS or _is_short(name):
        return False
    if name[0] in _SAINTS and len(name) == 2 and before in _NAMED_AFTER_SAINTS:
        return False
    return before not in _LINKS or _link_leads_to_town(words, start - 1)


def _is_short(name: list[str]) -> bool:
    return len(name) == 1 and len(name[0]) <= 2


def _number_may_precede(words: list[Word], place: int) -> bool:
    """A year ("8 mai 1945 Cahors") or a road ("D 662 Cajarc"), not a foreign code ("1000 Mons")."""
    if place == 0:
        return False
    return len(words[place].key) < 4 or words[place - 1].key in _MONTHS


def _link_leads_to_town(words: list[Word], place: int) -> bool:
    """Whether the "de" before a name leads to a town ("salle des fêtes de Cajarc"), not to a street."""
    while place >= 0 and words[place].key in _LINKS:
        place -= 1
    if place < 0 or words[place].key in _TO or words[place].key in LANDMARKS:
        return True
    part = _part_before(words, place)
    return not any(word in WAYS for word in part)


def _part_before(words: list[Word], place: int) -> list[str]:
    """The words from the last comma up to `place`, this one included."""
    part: list[str] = []
    for word in reversed(words[: place + 1]):
        part.append(word.key)
        if word.opens_a_part:
            break
    return part
