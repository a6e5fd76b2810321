"""Days as French people write them. The year is decided by the context; what cannot be a day says why.

`1/7` is the first of July: the French order. Whether the other lines make that doubtful is for `doubts.py`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches

from circuits.reading.calendar_words import DAY_CELL, DAYS, MONTH_OF, MONTHS, RELATIVE, WEEKDAY_OF
from circuits.reading.sheets import CellValue
from circuits.reading.texts import flat
from circuits.reading.values import (
    Context,
    Field,
    Note,
    Problem,
    Read,
    note,
    problem,
    quoted,
    refused,
    typed,
)

_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050  # 2000 to 2099, as Excel counts days
_EPOCH = date(1899, 12, 30)
_FAR = 24  # months: past that, a typed year is more likely a slip
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class DayParts:
    """What a day is made of, before a year is found for it. `numeric`: written `1/7`, hence reversible."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    numeric: bool = False


def read_day(
    text: str, context: Context, *, value: CellValue = None, weekday: int | None = None
) -> Read[date]:
    """The one day of a cell; `weekday` is what the column beside it says. Blank gives a blank."""
    raw = text.strip()
    if not raw and value is None:
        return Read()
    if isinstance(value, datetime | date):
        return resolve(_parts_of(value, weekday), context, raw)
    if isinstance(value, int | float) and _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return _serial(int(value), context, raw)
    low = flat(raw).strip(" .,;:")
    if match := DAY_CELL.fullmatch(low):
        return _matched(match, context, raw, weekday)
    if serial := _SERIAL.fullmatch(low):
        return _in_range(int(serial[1]), context, raw)
    return refused(raw, _unreadable(low, raw, context))


def parts(text: str) -> DayParts | None:
    """The parts of a day written alone; None when it is not one."""
    match = DAY_CELL.fullmatch(flat(text.strip()).strip(" .,;:"))
    return _parts(match) if match else None


def _parts_of(value: date, weekday: int | None = None) -> DayParts:
    return DayParts(value.day, value.month, value.year, weekday)


def _serial(number: int, context: Context, raw: str) -> Read[date]:
    day = _EPOCH + timedelta(days=number)
    found = resolve(_parts_of(day), context, raw)
    said = note("excel_serial", f"Le nombre {number} est lu comme une date d’Excel : {show(day)}.")
    return replace(found, notes=(*found.notes, said))


def _in_range(number: int, context: Context, raw: str) -> Read[date]:
    if _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return _serial(number, context, raw)
    return refused(raw, _unreadable(raw, raw, context))


def _matched(match: re.Match[str], context: Context, raw: str, weekday: int | None) -> Read[date]:
    word = match["word"]
    if word and word not in MONTH_OF:
        return refused(raw, _unknown_month(match, context, raw))
    found = _parts(match)
    if found and found.weekday is None and weekday is not None:
        found = replace(found, weekday=weekday, numeric=False)
    return resolve(found, context, raw) if found else refused(raw, _unreadable(flat(raw), raw, context))


def _parts(match: re.Match[str]) -> DayParts | None:
    named = match.groupdict()
    weekday = WEEKDAY_OF[named["weekday"].rstrip(".")] if named["weekday"] else None
    if named["iso_year"]:
        return DayParts(int(named["iso_day"]), int(named["iso_month"]), int(named["iso_year"]), weekday)
    if named["compact"]:
        compact = named["compact"]
        return DayParts(int(compact[6:]), int(compact[4:6]), int(compact[:4]), weekday)
    if named["word"]:
        month = MONTH_OF.get(named["word"])
        return (
            DayParts(int(named["number"]), month, full_year(named["word_year"]), weekday) if month else None
        )
    if named["month"]:
        return DayParts(
            int(named["day"]), int(named["month"]), full_year(named["year"]), weekday, numeric=weekday is None
        )
    return DayParts(int(named["bare"]), weekday=weekday)


def full_year(typed_year: str | None) -> int | None:
    """27 is 2027."""
    if not typed_year:
        return None
    year = int(typed_year.lstrip("'"))
    return year + 2000 if year < 100 else year


def resolve(found: DayParts, context: Context, raw: str) -> Read[date]:
    """The day that these parts mean, or what is wrong with them."""
    if found.month is None:
        return refused(raw, _no_month(found, context))
    if wrong := _impossible(found, context):
        return refused(raw, wrong)
    if found.year is not None:
        return _with_year(found, context, raw, date(found.year, found.month, found.day))
    return _without_year(found, context, raw)


def _with_year(found: DayParts, context: Context, raw: str, day: date) -> Read[date]:
    if found.weekday is not None and day.weekday() != found.weekday:
        return refused(raw, _wrong_weekday(found.weekday, day, context))
    if day < context.today:
        return refused(raw, _past(day, context))
    if day > _months_later(context.today, max(context.months, _FAR)):
        return refused(raw, _far(day, context))
    return typed(day, raw)


def _without_year(found: DayParts, context: Context, raw: str) -> Read[date]:
    coming = occurrences(found, context)
    if not coming:
        return refused(raw, _never(found, context))
    right = [day for day in coming if found.weekday is None or day.weekday() == found.weekday]
    if not right:
        return refused(raw, _wrong_weekday(found.weekday or 0, coming[0], context))
    return typed(right[0], raw, *_about_year(right[0], context))


def _about_year(day: date, context: Context) -> tuple[Note, ...]:
    """Say the year when it is not the one that comes to mind: the day and month are months away."""
    if (day - context.today).days > 270:
        return (note("far_year", f"Sans année, cette date est lue {show(day)} : la prochaine de ce nom."),)
    return ()


def occurrences(found: DayParts, context: Context) -> list[date]:
    """The coming days of that number and month within the span of the context."""
    last = _months_later(context.today, context.months)
    years = range(context.today.year, last.year + 1)
    days = (_real(year, found.month or 0, found.day) for year in years)
    return [day for day in days if day and context.today <= day <= last]


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = min(day.year + years, 9_999)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def show(day: date) -> str:
    """`jeudi 14 janvier 2027`."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{DAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}"


def short(day: date) -> str:
    """`14/01/2027`."""
    return f"{day:%d/%m/%Y}"


def example(context: Context) -> str:
    """A day that would be read, for sentences."""
    return short(context.today + timedelta(days=30))


def _day(code: str, message: str, remedy: str) -> Problem:
    return problem(code, about=Field.DAY, message=message, remedy=remedy)


def _impossible(found: DayParts, context: Context) -> Problem | None:
    month = found.month or 0
    if found.year is not None and not 1 <= found.year <= 9_999:
        return _day(
            "no_such_year", f"L’année {found.year} n’existe pas.", f"Écrivez par exemple {example(context)}."
        )
    if not 1 <= month <= 12:
        return _no_such_month(found, context)
    year = found.year or _likely_year(month, context)
    last = 29 if found.year is None and month == 2 else monthrange(year, month)[1]
    if found.day == 0:
        return _day(
            "no_such_day", "Le jour 0 n’existe pas.", f"Écrivez par exemple {short(date(year, month, 1))}."
        )
    if found.day > last:
        return _no_such_day(found, date(year, month, monthrange(year, month)[1]))
    return None


def _no_such_day(found: DayParts, last: date) -> Problem:
    name, after = MONTHS[last.month - 1], last + timedelta(days=1) if last < date.max else last
    when = f" {last.year}" if last.month == 2 else ""
    return _day(
        "no_such_day",
        f"Le {found.day} {name} n’existe pas : {name}{when} a {last.day} jours.",
        f"Écrivez par exemple {short(last)} ou {short(after)}.",
    )


def _no_such_month(found: DayParts, context: Context) -> Problem:
    month = found.month or 0
    if 1 <= found.day <= 12 and 1 <= month <= 31:
        year = found.year or _likely_year(found.day, context)
        swapped = _real(year, found.day, month)
        if swapped:
            return _day(
                "month_first",
                f"Le mois {month} n’existe pas.",
                f"Écrivez le jour avant le mois : {short(swapped)}.",
            )
    return _day(
        "no_such_month", f"Le mois {month} n’existe pas.", f"Écrivez un mois de 1 à 12 : {example(context)}."
    )


def _likely_year(month: int, context: Context) -> int:
    return context.today.year + (month < context.today.month)


def _past(day: date, context: Context) -> Problem:
    again = _real(max(context.today.year, day.year), day.month, day.day)
    if again is None or again < context.today:
        again = _real(context.today.year + 1, day.month, day.day) or context.today + timedelta(days=30)
    return _day(
        "past_day", f"Le {show(day)} est passé.", f"Écrivez une date à venir, par exemple {short(again)}."
    )


def _far(day: date, context: Context) -> Problem:
    coming = occurrences(DayParts(day.day, day.month), context)
    near = short(coming[0]) if coming else example(context)
    return _day("far_day", f"Le {show(day)} est dans plus de deux ans.", f"Vérifiez l’année : {near} ?")


def _wrong_weekday(weekday: int, day: date, context: Context) -> Problem:
    """The right name of that day, and the nearest days of the name that was written."""
    before = day - timedelta(days=(day.weekday() - weekday) % 7)
    near = [other for other in (before, before + timedelta(days=7)) if other >= context.today]
    dates = " ou ".join(f"« {show(other)} »" for other in near)
    number = "1er" if day.day == 1 else str(day.day)
    return _day(
        "wrong_weekday",
        f"Le {number} {MONTHS[day.month - 1]} {day.year} est un {DAYS[day.weekday()]}, pas un {DAYS[weekday]}.",
        f"Écrivez « {show(day)} », ou bien {dates}.",
    )


def _never(found: DayParts, context: Context) -> Problem:
    name = f"{found.day} {MONTHS[(found.month or 1) - 1]}"
    last = _likely_year(found.month or 1, context)
    near = _real(last, found.month or 1, 28) or context.today
    return _day(
        "no_such_day",
        f"Le {name} n’existe pas dans les {context.months} mois à venir.",
        f"Écrivez par exemple {short(near)}.",
    )


def _no_month(found: DayParts, context: Context) -> Problem:
    months = ((context.today.month - 1 + ahead) % 12 + 1 for ahead in range(context.months + 1))
    days = (day for month in months for day in occurrences(DayParts(found.day, month), context))
    near = min((day for day in days if found.weekday in (None, day.weekday())), default=None)
    remedy = (
        f"Écrivez le mois aussi, par exemple {show(near)}."
        if near
        else f"Écrivez par exemple {example(context)}."
    )
    return _day("no_month", f"Le mois manque : {_called(found)}.", remedy)


def _called(found: DayParts) -> str:
    name = f"{DAYS[found.weekday]} {found.day}" if found.weekday is not None else str(found.day)
    return f"« {name} »"


def _unknown_month(match: re.Match[str], context: Context, raw: str) -> Problem:
    near = get_close_matches(match["word"], [name for name in MONTH_OF if len(name) > 3], n=1, cutoff=0.7)
    if not near:
        return _unreadable(flat(raw), raw, context)
    month = MONTHS[MONTH_OF[near[0]] - 1]
    return _day(
        "unknown_month",
        f"{quoted(match['word'])} n’est pas un mois.",
        f"Écrivez « {match['number']} {month} » si c’est bien ce mois.",
    )


def _unreadable(low: str, raw: str, context: Context) -> Problem:
    for test, code, message in _REASONS:
        if test.search(low):
            return _day(code, message.format(raw=quoted(raw)), _remedy(low, context))
    return _day(
        "unreadable_day", f"{quoted(raw)} n’est pas une date.", f"Écrivez par exemple {example(context)}."
    )


def _remedy(low: str, context: Context) -> str:
    ahead = {"aujourd'hui": 0, "ce soir": 0, "demain": 1, "apres-demain": 2}.get(low)
    if ahead is not None:
        return f"Écrivez la date elle-même : {short(context.today + timedelta(days=ahead))}."
    if low.rstrip(".") in WEEKDAY_OF:
        near = context.today + timedelta(days=(WEEKDAY_OF[low.rstrip(".")] - context.today.weekday()) % 7)
        return f"Écrivez le jour et le mois, par exemple « {show(near)} »."
    return f"Écrivez la date elle-même, par exemple {example(context)}."


_REASONS = (
    (RELATIVE, "relative_day", "{raw} change de sens chaque jour."),
    (
        re.compile(rf"^(?:le |les |tous les )?(?:{'|'.join(WEEKDAY_OF)})\.?$"),
        "no_day_number",
        "{raw} ne dit pas quel jour du mois.",
    ),
    (
        re.compile(r"^(?:" + "|".join(MONTH_OF) + r")\.?(?: \d{4})?$"),
        "no_day_number",
        "{raw} ne dit pas quel jour du mois.",
    ),
    (re.compile(r"^\d{1,2} ?[h:] ?(?:\d{2})?$"), "time_for_day", "{raw} est une heure, pas une date."),
    (
        re.compile(r"^(?:\?+|a definir|a confirmer|a preciser|tbd|nc|x|-+)$"),
        "undecided",
        "{raw} : la date n’est pas fixée.",
    ),
)
