"""French public holidays: the eleven of the Labour Code (article L3133-1). Pure.

Good Friday and 26 December (Moselle, Bas-Rhin, Haut-Rhin) and the days of abolition overseas are local: they are
not here.
"""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

_FIXED = {
    (1, 1): "jour de l’An",
    (5, 1): "fête du Travail",
    (5, 8): "victoire de 1945",
    (7, 14): "fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "armistice de 1918",
    (12, 25): "Noël",
}
_AFTER_EASTER = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}


@lru_cache(maxsize=64)
def public_holidays(year: int) -> dict[date, str]:
    """Day → name, in French, without its article. Ascension may fall on 1 or 8 May: the fixed day gives its name."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=after): name for after, name in _AFTER_EASTER.items()}
    return moving | {date(year, month, day): name for (month, day), name in _FIXED.items()}


def holiday_name(day: date) -> str:
    """The holiday a day is, or nothing."""
    return public_holidays(day.year).get(day, "")
