"""The communes of France, read once from `data/communes.csv.gz` and kept in memory.

A point is the centre of what `precision` says (commune, postal code, district, department, territory): good
enough to place an offer roughly, never to be shown as an exact address.
"""

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from core.text import fold

_DATA = Path(__file__).parent / "data"
PARIS = "Europe/Paris"

# Polynesia keeps three times; the file, whose islands share one point, only knows Tahiti's.
_ISLAND_ZONES = {
    "98719": "Pacific/Gambier",
    **dict.fromkeys(("98718", "98723", "98731", "98746", "98756", "98757"), "Pacific/Marquesas"),
}
_ZONES_BY_DEPARTMENT = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
# South, north, west, east.
_MAINLAND = (41.3, 51.2, -5.3, 9.7)
_OVERSEAS = (
    (15.8, 16.6, -61.9, -60.9),  # Guadeloupe
    (14.3, 15.0, -61.3, -60.7),  # Martinique
    (2.0, 6.0, -54.7, -51.5),  # Guyane
    (-21.5, -20.8, 55.1, 55.9),  # La Réunion
    (46.7, 47.2, -56.5, -56.0),  # Saint-Pierre-et-Miquelon
    (-13.1, -12.5, 44.9, 45.4),  # Mayotte
    (17.8, 18.2, -63.2, -62.7),  # Saint-Barthélemy, Saint-Martin
    (-14.5, -13.1, -178.3, -176.0),  # Wallis-et-Futuna
    (-28.0, -7.5, -155.0, -134.0),  # Polynésie française
    (-23.2, -19.3, 163.0, 168.3),  # Nouvelle-Calédonie
)
_NEAR = (0.27, 0.40)  # degrees of latitude and longitude: about 30 km at 47° north

_SAME_WORD = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_WORD = re.compile(r"[a-z0-9]+")


class Commune(NamedTuple):
    """One commune of today; `siren` is empty in some overseas territories.

    Named tuples, here and below: 35,000 of them are made at once, in half the time frozen dataclasses take.
    """

    insee_code: str
    name: str
    postal_codes: tuple[str, ...]
    department: str
    siren: str
    population: int
    latitude: float
    longitude: float
    time_zone: str
    precision: str


@dataclass(frozen=True, slots=True)
class _Index:
    by_insee: dict[str, Commune]
    by_postal_code: dict[str, tuple[Commune, ...]]
    by_siren: dict[str, Commune]
    formers: tuple[tuple[str, str, str], ...]  # former code, former name, code of today


class _Name(NamedTuple):
    key: str
    padded: str  # a space before each word, the first too
    commune: Commune
    is_former: bool


def by_insee(code: str) -> Commune | None:
    """The commune of an INSEE code; also of a merged one, or of a district of Paris, Lyon or Marseille."""
    index = _index()
    return index.by_insee.get(code) or index.by_insee.get(_successors().get(code, ""))


def by_postal_code(code: str) -> tuple[Commune, ...]:
    """Every commune the post serves under this code, the most populous first."""
    return _index().by_postal_code.get(code, ())


def by_siren(siren: str) -> Commune | None:
    """The commune whose town hall has this SIREN."""
    return _index().by_siren.get(siren) if siren else None


def named(text: str) -> tuple[Commune, ...]:
    """Communes called exactly this (accents, hyphens and "St" aside), the most populous first.

    A former name leads to the commune of today, after those that bear the name now.
    """
    return _by_name().get(key_of(text), ())


def search(text: str, limit: int = 10) -> list[Commune]:
    """Communes for a field that suggests: those of the same name, then of the same beginning, then words.

    The most populous come first. Digits are the beginning of a postal code.
    """
    words = key_of(text).split()
    letters = [word for word in words if not word.isdigit()]
    digits = [word for word in words if word.isdigit()]
    best: dict[str, tuple[int, int, str]] = {}
    for name in _matching(letters, digits) if words else ():
        code = name.commune.insee_code
        order = (_rank(name, " ".join(letters)), -name.commune.population, code)
        best[code] = min(order, best.get(code, order))
    return [_index().by_insee[code] for _, _, code in sorted(best.values())[:limit]]


def time_zone_of(insee_code: str) -> str:
    """The time zone where this commune is: its own, else its overseas department's, else Paris."""
    commune = by_insee(insee_code)
    if commune:
        return commune.time_zone
    return _ZONES_BY_DEPARTMENT.get(insee_code[:3], PARIS)


def in_france(lat: float, lng: float) -> bool:
    """Whether a point may be in France: in an overseas territory's box, or 30 km from a mainland commune.

    A check of common sense, not a border: Geneva passes, Brussels and Turin do not.
    """
    if any(_inside(box, lat, lng) for box in _OVERSEAS):
        return True
    return _inside(_MAINLAND, lat, lng) and any(
        abs(commune.latitude - lat) < _NEAR[0] and abs(commune.longitude - lng) < _NEAR[1]
        for commune in _index().by_insee.values()
    )


def key_of(text: str) -> str:
    """The words by which names are compared: folded, without punctuation, "st" read as "saint"."""
    return " ".join(_SAME_WORD.get(word, word) for word in _WORD.findall(fold(text)))


def _inside(box: tuple[float, float, float, float], lat: float, lng: float) -> bool:
    south, north, west, east = box
    return south <= lat <= north and west <= lng <= east


def _matching(letters: list[str], digits: list[str]) -> Iterable[_Name]:
    """Names with words that begin like each of `letters`, and a postal code like each of `digits`."""
    names: Iterable[_Name] = _names()
    for word in letters:
        beginning = f" {word}"
        names = [name for name in names if beginning in name.padded]
    return [name for name in names if _has_codes(name.commune, digits)]


def _rank(name: _Name, letters: str) -> int:
    if name.key == letters:
        return 0 + name.is_former
    if name.key.startswith(letters):
        return 2 + name.is_former
    return 4 + name.is_former


def _has_codes(commune: Commune, digits: list[str]) -> bool:
    return all(any(code.startswith(typed) for code in commune.postal_codes) for typed in digits)


@lru_cache(maxsize=1)
def _index() -> _Index:
    communes = sorted(_read_communes(), key=lambda commune: -commune.population)
    by_code: defaultdict[str, list[Commune]] = defaultdict(list)
    for commune in communes:
        for code in commune.postal_codes:
            by_code[code].append(commune)
    return _Index(
        by_insee={commune.insee_code: commune for commune in communes},
        by_postal_code={code: tuple(found) for code, found in by_code.items()},
        by_siren={commune.siren: commune for commune in communes if commune.siren},
        formers=tuple(_read_formers()),
    )


@lru_cache(maxsize=1)
def _successors() -> dict[str, str]:
    """Codes that name no commune of today, and the one that holds the place now."""
    districts = {
        **{f"751{number:02}": "75056" for number in range(1, 21)},
        **{f"132{number:02}": "13055" for number in range(1, 17)},
        **{f"6938{number}": "69123" for number in range(1, 10)},
    }
    return districts | {former: today for former, _, today in _index().formers}


@lru_cache(maxsize=1)
def _names() -> tuple[_Name, ...]:
    index = _index()
    present = [_name(commune.name, commune, is_former=False) for commune in index.by_insee.values()]
    former = [
        _name(name, index.by_insee[today], is_former=True)
        for _, name, today in index.formers
        if key_of(name) != key_of(index.by_insee[today].name)
    ]
    return (*present, *former)


def _name(name: str, commune: Commune, *, is_former: bool) -> _Name:
    key = key_of(name)
    return _Name(key, f" {key}", commune, is_former)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Commune, ...]]:
    """Present names first; "Château-Chinon (Ville)" also answers to its name without the parenthesis."""
    found: defaultdict[str, list[Commune]] = defaultdict(list)
    for key, _, commune, is_former in _names():
        bearers = found[key]
        if commune not in bearers:
            bearers.append(commune)
        if "(" in commune.name and not is_former:
            found[key_of(commune.name.partition("(")[0])].append(commune)
    return {key: tuple(bearers) for key, bearers in found.items()}


def _read_communes() -> Iterator[Commune]:
    with gzip.open(_DATA / "communes.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for insee, name, codes, department, siren, population, latitude, longitude, zone, precision in rows:
            yield Commune(
                insee,
                name,
                tuple(codes.split("|")),
                department,
                siren,
                int(population),
                float(latitude),
                float(longitude),
                _ISLAND_ZONES.get(insee, zone),
                precision,
            )


def _read_formers() -> Iterator[tuple[str, str, str]]:
    with (_DATA / "former_communes.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for former_code, former_name, code, _ in rows:
            yield former_code, former_name, code
