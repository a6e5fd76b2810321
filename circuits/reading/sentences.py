"""What was understood, said in French to the person who wrote it."""

from collections.abc import Iterator, Sequence

from circuits.reading.calendar_words import DAYS, MONTHS
from circuits.reading.values import Line
from core.french import count, typeset
from core.money import show_euros
from core.text import fold

_GROUPS = 12
_NAMES = 4


def understood(lines: Sequence[Line]) -> tuple[str, ...]:
    """One sentence for the whole, then one for each film."""
    if not lines:
        return ()
    return tuple(typeset(sentence) for sentence in (*_whole(lines), *_by_film(lines), *_prices(lines)))


def screenings(number: int) -> str:
    """`3 séances`."""
    return count(number, one="séance", many="séances")


def _whole(lines: Sequence[Line]) -> Iterator[str]:
    days = sorted({line.day.value for line in lines if line.day.value})
    if not days:
        yield f"{screenings(len(lines))}, sans date lisible."
        return
    first, last = days[0], days[-1]
    number = "1er" if first.day == 1 else str(first.day)
    until = "1er" if last.day == 1 else str(last.day)
    if first == last:
        yield f"{screenings(len(lines))}, le {number} {MONTHS[first.month - 1]} {first.year}."
        return
    begin = f"{number} {MONTHS[first.month - 1]}" + (f" {first.year}" if first.year != last.year else "")
    yield f"{screenings(len(lines))}, du {begin} au {until} {MONTHS[last.month - 1]} {last.year}."


def _by_film(lines: Sequence[Line]) -> Iterator[str]:
    films: dict[str, list[Line]] = {}
    for line in lines:
        films.setdefault(fold(line.film.value or ""), []).append(line)
    for group in list(films.values())[:_GROUPS]:
        title = f"« {group[0].film.value} »" if group[0].film.value else "Sans film indiqué"
        about = [screenings(len(group)), *_when(group), *_where(group), *_versions(group)]
        yield f"{title} : {', '.join(about)}."
    if len(films) > _GROUPS:
        yield f"Et {len(films) - _GROUPS} autres films."


def _when(group: Sequence[Line]) -> Iterator[str]:
    days = [line.day.value for line in group if line.day.value]
    weekdays = {day.weekday() for day in days}
    if len(weekdays) == 1 and len(days) == len(group):
        yield f"le {DAYS[weekdays.pop()]}"
    times = sorted({line.time.value for line in group if line.time.value})
    if 0 < len(times) <= 3:
        yield " ou ".join(f"à {at.hour} h" + (f" {at.minute:02d}" if at.minute else "") for at in times)


def _where(group: Sequence[Line]) -> Iterator[str]:
    halls = {fold(line.hall.value): line.hall.value for line in group if line.hall.value}
    if len(halls) == 1 and all(line.hall.value for line in group):
        yield next(iter(halls.values()))
    communes = {fold(line.commune.value): line.commune.value for line in group if line.commune.value}
    names = list(communes.values())
    if 0 < len(names) <= _NAMES:
        yield " et ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    elif names:
        yield f"{len(names)} communes"


def _versions(group: Sequence[Line]) -> Iterator[str]:
    versions = {line.version.value for line in group}
    if len(versions) == 1 and None not in versions:
        yield f"en {versions.pop()}"


def _prices(lines: Sequence[Line]) -> Iterator[str]:
    prices = {(line.price.value, line.reduced.value) for line in lines}
    if len(prices) == 1 and None not in next(iter(prices))[:1]:
        full, reduced = prices.pop()
        more = f", {show_euros(reduced)} en tarif réduit" if reduced is not None else ""
        yield f"Tarif : {show_euros(full or 0)}{more}."
