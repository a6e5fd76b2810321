"""Dates, hours and numbers as a French reader writes them. Pure: the instant and the zone are given.

Spaces that must not break are U+00A0. The first of a month is `1er`; the page raises its letters.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

PARIS = "Europe/Paris"
NBSP = "\u00a0"
THIN = "\u202f"
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_BEFORE = re.compile(r" (?=[:;!?»€%])")
_AFTER = re.compile(r"(?<=«) ")
_PLACES = {
    "America/Guadeloupe": "de la Guadeloupe",
    "America/Marigot": "de Saint-Martin",
    "America/St_Barthelemy": "de Saint-Barthélemy",
    "America/Martinique": "de la Martinique",
    "America/Cayenne": "de la Guyane",
    "America/Miquelon": "de Saint-Pierre-et-Miquelon",
    "Indian/Reunion": "de La Réunion",
    "Indian/Mayotte": "de Mayotte",
    "Pacific/Wallis": "de Wallis-et-Futuna",
    "Pacific/Tahiti": "de Tahiti",
    "Pacific/Marquesas": "des Marquises",
    "Pacific/Gambier": "des Gambier",
    "Pacific/Noumea": "de la Nouvelle-Calédonie",
}


def at_zone(at: datetime, zone: str | None = None) -> datetime:
    """The same instant on the clocks of a zone, Paris unless told. A naive datetime is refused."""
    if at.tzinfo is None:
        raise ValueError("an instant carries its time zone")
    return at.astimezone(ZoneInfo(zone or PARIS))


def zone_name(zone: str | None) -> str:
    """`heure de La Réunion`; empty for Paris, which goes without saying."""
    if not zone or zone == PARIS:
        return ""
    return f"heure {_PLACES.get(zone) or 'de ' + zone.rpartition('/')[2].replace('_', ' ')}"


def _local(day: date, zone: str | None) -> date:
    return at_zone(day, zone) if isinstance(day, datetime) else day


def _number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def month_name(number: int) -> str:
    """`novembre` for 11."""
    return _MONTHS[number - 1]


def show_day(day: date, zone: str | None = None, *, year: bool = True) -> str:
    """`vendredi 13 novembre 2026`; a datetime is read in the zone, a date as it is."""
    local = _local(day, zone)
    parts = [
        _DAYS[local.weekday()],
        _number(local),
        _MONTHS[local.month - 1],
        *([str(local.year)] if year else []),
    ]
    return parts[0] + " " + NBSP.join(parts[1:])


def show_day_short(day: date, zone: str | None = None, *, year: bool = False) -> str:
    """`ven. 13 nov.`, with the year when asked."""
    local = _local(day, zone)
    parts = [f"{_DAYS[local.weekday()][:3]}.", _number(local), _SHORT_MONTHS[local.month - 1]]
    return NBSP.join([*parts, *([str(local.year)] if year else [])])


def show_hour(at: datetime, zone: str | None = None) -> str:
    """In a sentence: `20 h 30`, `20 h`; the zone is named when it is not Paris."""
    local = at_zone(at, zone)
    hour = f"{local.hour}{NBSP}h" + (f"{NBSP}{local.minute:02d}" if local.minute else "")
    return _with_zone(hour, zone)


def show_clock(at: datetime, zone: str | None = None) -> str:
    """In a table: `20:30`; the zone is named when it is not Paris."""
    return _with_zone(f"{at_zone(at, zone):%H:%M}", zone)


def show_moment(at: datetime, zone: str | None = None) -> str:
    """`ven. 13 nov., 20:30`; the zone is named when it is not Paris."""
    return _with_zone(f"{show_day_short(at, zone)}, {at_zone(at, zone):%H:%M}", zone)


def _with_zone(text: str, zone: str | None) -> str:
    name = zone_name(zone)
    return f"{text} ({name})" if name else text


def show_number(number: int) -> str:
    """`12 345`."""
    return f"{number:,}".replace(",", THIN)


def count(number: int, *, one: str, many: str) -> str:
    """`0 place`, `1 place`, `2 places`: in French the plural begins at two."""
    return f"{show_number(number)}{NBSP}{many if abs(number) >= 2 else one}"


def typeset(text: str) -> str:
    """The spaces of French punctuation made unbreakable: before `: ; ! ? » € %`, after `«`."""
    return _AFTER.sub(NBSP, _BEFORE.sub(NBSP, text))


def masked_iban(last_four: str) -> str:
    """`•••• •••• •••• 0142`: enough to recognise an account, never enough to use it."""
    return NBSP.join(["••••"] * 3 + [last_four])
