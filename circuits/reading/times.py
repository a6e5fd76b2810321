"""Hours as French people write them, and days with their hour. Naive: the zone is the caller's business."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from circuits.reading.calendar_words import TIME_CELL
from circuits.reading.dates import read_day
from circuits.reading.sheets import CellValue
from circuits.reading.texts import flat
from circuits.reading.values import (
    Context,
    Field,
    Note,
    Problem,
    Read,
    Span,
    note,
    problem,
    quoted,
    refused,
    typed,
)

_EARLY = 8
_MOMENT_END = re.compile(
    r"(?:[ ,;:(-]+|\b)(?:a +|- *)?(?P<time>(?:vers |des )?"
    r"\d{1,2} ?(?:heures?|h|:) ?(?:\d{2})?(?::\d{2})?(?: ?[ap]\.?m\.?)?|midi|minuit)\)?$"
)
_ISO_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?z?")
_UNDECIDED = re.compile(r"^(?:\?+|a definir|a confirmer|a preciser|tbd|nc|x|-+)$")
_NOT_FIXED = ("nuit", "crepuscule", "coucher du soleil", "soiree", "apres-midi", "matin", "soir")


def show(at: time) -> str:
    """`20h30`, `20h`: as one would write it in a cell."""
    return f"{at.hour}h{at.minute:02d}" if at.minute else f"{at.hour}h"


def read_time(text: str, *, value: CellValue = None) -> Read[time]:
    """The one hour of a cell. Blank gives a blank."""
    raw = text.strip()
    if not raw and value is None:
        return Read()
    if isinstance(value, time):
        return _found(value.hour, value.minute, raw)
    if isinstance(value, datetime):
        return _found(value.hour, value.minute, raw)
    if isinstance(value, float) and 0 < value < 1:
        return _fraction(value, raw)
    low = flat(raw).strip(" .;")
    if low == "midi":
        return typed(time(12), raw, note("noon", "« midi » est lu 12 h."))
    if match := TIME_CELL.fullmatch(low):
        return _matched(match, raw)
    return _other(low, raw)


def read_moment(text: str, context: Context, *, value: CellValue = None) -> tuple[Read[date], Read[time]]:
    """The day and the hour of one cell; either may be missing."""
    raw = text.strip()
    if isinstance(value, datetime):
        return read_day(raw, context, value=value), read_time(raw, value=value)
    if isinstance(value, date):
        return read_day(raw, context, value=value), Read()
    if isinstance(value, time):
        return Read(), read_time(raw, value=value)
    if isinstance(value, float) and value > 1 and value % 1:
        at = datetime(1899, 12, 30) + timedelta(minutes=round(value * 1440))  # noqa: DTZ001 an Excel serial has no zone
        return read_day(raw, context, value=value), read_time(raw, value=at)
    return _cut(raw, context)


def _cut(raw: str, context: Context) -> tuple[Read[date], Read[time]]:
    low = flat(raw)
    if match := _ISO_MOMENT.fullmatch(low):
        return _placed(read_day(raw[:10], context), 0), _placed(read_time(raw[11:16]), 11)
    match = _MOMENT_END.search(low[-40:])
    if not match:
        alone = read_time(raw)
        return (Read(), alone) if alone.value else (read_day(raw, context), Read())
    begin = max(0, len(low) - 40)
    at = begin + match.start("time")
    hour = _placed(read_time(raw[at : begin + match.end("time")]), at)
    before = raw[: begin + match.start()]
    offset = len(before) - len(before.lstrip())
    return _placed(read_day(before, context), offset), hour


def _placed(found: Read, offset: int) -> Read:
    return replace(found, spans=tuple(Span(span.start + offset, span.end + offset) for span in found.spans))


def _matched(match: re.Match[str], raw: str) -> Read[time]:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["mark"] in (".", ",") and (not match["minute"] or (hour == 0 and minute > 59)):
        return _other(flat(raw), raw)
    if match["half"]:
        return refused(raw, _english(hour, minute, match["half"]))
    said = _about(match, hour, minute)
    if match["moment"] and match["moment"] != "du matin" and hour < 12:
        hour += 12
    return _found(hour, minute, raw, *said)


def _about(match: re.Match[str], hour: int, minute: int) -> tuple[Note, ...]:
    said = []
    if match["about"] or match["after"] == "environ":
        said.append(note("about_time", "L’heure est donnée à peu près : elle est gardée telle quelle."))
    if match["end"]:
        said.append(note("end_time", f"L’heure de fin ({match['end'].strip()}) n’est pas utilisée."))
    if match["mark"] == ",":
        said.append(note("comma_time", f"« {hour},{minute:02d} » est lu {hour} h {minute:02d}."))
    if match["moment"]:
        said.append(note("half_day", "« matin » ou « soir » est compris dans l’heure."))
    return tuple(said)


def _found(hour: int, minute: int, raw: str, *said: Note) -> Read[time]:
    if (hour, minute) == (24, 0):
        return refused(raw, midnight(raw))
    if hour > 23:
        return refused(raw, _wrong("no_such_time", f"L’heure {hour} n’existe pas.", _nearest(minute)))
    if minute > 59:
        example = f"Écrivez des minutes de 0 à 59, par exemple {hour}h30."
        return refused(raw, _wrong("no_such_time", f"Une heure n’a pas {minute} minutes.", example))
    early = (
        (note("early", f"{show(time(hour, minute))} est très tôt : vérifiez l’heure."),)
        if hour < _EARLY
        else ()
    )
    return typed(time(hour, minute), raw, *said, *early)


def _nearest(minute: int) -> str:
    return f"Écrivez une heure de 0 à 23, par exemple {show(time(20, minute % 60))}."


def _fraction(value: float, raw: str) -> Read[time]:
    minutes = round(value * 1440)
    at = time(minutes // 60 % 24, minutes % 60)
    said = note("excel_serial", f"Le nombre {raw} est lu comme une heure d’Excel : {show(at)}.")
    return _found(at.hour, at.minute, raw, said)


def _other(low: str, raw: str) -> Read[time]:
    if low in ("minuit", "a minuit"):
        return refused(raw, midnight(raw))
    if re.fullmatch(r"0[.,]\d{2,}", low):
        return _fraction(float(low.replace(",", ".")), raw)
    if re.fullmatch(r"\d{1,2}", low):
        hour = int(low) % 24
        return refused(
            raw, _wrong("bare_hour", f"« {low} » peut être une heure ou autre chose.", f"Écrivez {hour}h.")
        )
    if re.fullmatch(r"\d{3,4}", low):
        return refused(raw, _digits(low))
    if any(word in low for word in _NOT_FIXED):
        return refused(
            raw,
            _wrong(
                "not_fixed",
                f"{quoted(raw)} n’est pas une heure fixe.",
                "Écrivez l’heure prévue, par exemple 21h30.",
            ),
        )
    if _UNDECIDED.match(low):
        return refused(
            raw,
            _wrong(
                "undecided", f"{quoted(raw)} : l’heure n’est pas fixée.", "Écrivez-la, par exemple 20h30."
            ),
        )
    return refused(
        raw, _wrong("unreadable_time", f"{quoted(raw)} n’est pas une heure.", "Écrivez par exemple 20h30.")
    )


def _digits(low: str) -> Problem:
    hour, minute = int(low[:-2]), int(low[-2:])
    shown = f"{hour}h{minute:02d}" if hour < 24 and minute < 60 else "20h30"
    return _wrong(
        "bare_hour", f"« {low} » peut être une heure ou autre chose.", f"Écrivez {shown} si c’est une heure."
    )


def _english(hour: int, minute: int, half: str) -> Problem:
    right = hour % 12 + (12 if half == "p" else 0)
    shown = show(time(right, minute % 60))
    return _wrong("english_time", "L’heure est écrite à l’anglaise.", f"Écrivez {shown} si c’est bien cela.")


def midnight(raw: str) -> Problem:
    """The night of which day? Only the person knows."""
    return _wrong(
        "midnight",
        f"{quoted(raw)} : est-ce le début ou la fin de ce jour ?",
        "Écrivez 0h et la date du jour qui commence, ou 23h59.",
    )


def _wrong(code: str, message: str, remedy: str) -> Problem:
    return problem(code, about=Field.TIME, message=message, remedy=remedy)
