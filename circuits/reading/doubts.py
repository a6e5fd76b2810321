"""What the text does not say, or says in two ways: problems on lines, and questions with their choices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from circuits.reading.dates import DayParts, occurrences, parts, show
from circuits.reading.sentences import screenings
from circuits.reading.values import (
    ATTRIBUTES,
    Context,
    Field,
    Line,
    Origin,
    Question,
    Read,
    note,
    problem,
    quoted,
)
from core.french import typeset
from core.text import fold

_NEEDED = (Field.DAY, Field.TIME, Field.FILM, Field.COMMUNE)
_ASKED = {
    Field.DAY: "Quel jour ?",
    Field.TIME: "À quelle heure ?",
    Field.FILM: "Quel film ?",
    Field.COMMUNE: "Dans quelle commune ?",
}
_MISSING = {
    Field.DAY: ("La date manque.", "Écrivez-la, par exemple 14/01."),
    Field.TIME: ("L’heure manque.", "Écrivez-la, par exemple 20h30."),
    Field.FILM: ("Le film manque.", "Écrivez son titre, ou « idem » pour reprendre celui du dessus."),
    Field.COMMUNE: ("La commune manque.", "Écrivez-la, ou « idem » pour reprendre celle du dessus."),
}
_ROLES = (("film", "Un film"), ("commune", "Une commune"), ("hall", "Une salle"), ("ignore", "Rien de cela"))
_WIDE, _NARROW = timedelta(days=31), timedelta(days=7)


def ask(
    key: str, about: Field, text: str, lines: Sequence[Line], *, choices: tuple[tuple[str, str], ...] = ()
) -> Question:
    """A question in typeset French; its code is the first part of its key."""
    numbers = tuple(dict.fromkeys(line.number for line in lines))
    code = key.partition(":")[0]
    return Question(key=key, code=code, field=about, text=typeset(text), choices=choices, lines=numbers)


def about_missing(
    lines: Sequence[Line], context: Context, *, always_ask: bool = False
) -> tuple[list[Line], list[Question]]:
    """What no line says is asked once; what only some lack is a problem of these (a question too in prose)."""
    kept, questions = list(lines), []
    for about in _NEEDED:
        lacking = [index for index, line in enumerate(kept) if _lacks(line, about, context)]
        if lacking and (always_ask or len(lacking) == len(kept)):
            without = [kept[index] for index in lacking]
            text = f"{_ASKED[about]} {_scope(without, kept)}"
            questions.append(ask(f"missing:{about.value}", about, text, without))
        elif lacking:
            wrong = problem(
                f"missing_{about.value}", about=about, message=_MISSING[about][0], remedy=_MISSING[about][1]
            )
            for index in lacking:
                kept[index] = replace(kept[index], problems=(*kept[index].problems, wrong))
    return kept, questions


def _scope(without: Sequence[Line], lines: Sequence[Line]) -> str:
    if len(without) == len(lines):
        return "Le texte ne le dit pas."
    return f"Le texte ne le dit pas pour {screenings(len(without))}."


def _lacks(line: Line, about: Field, context: Context) -> bool:
    if about is Field.COMMUNE and line.hall.value and fold(line.hall.value) in context.halls:
        return False  # the address book knows where that hall is
    if about is Field.COMMUNE and line.film.problem and line.film.problem.code == "unclear_name":
        return False  # that name may be the commune: it is asked first
    return getattr(line, ATTRIBUTES[about]).origin is Origin.ABSENT


def about_problems(lines: Sequence[Line]) -> Iterator[Question]:
    """Problems that only the person can settle, asked once each."""
    asked: dict[str, tuple[Field, str, tuple[tuple[str, str], ...], list[Line]]] = {}
    for line in lines:
        for about, read in line.fields.items():
            if read.problem and (found := _question(read)):
                key, text, choices = found
                asked.setdefault(key, (about, text, choices, []))[3].append(line)
    for key, (about, text, choices, group) in asked.items():
        yield ask(key, about, text, group, choices=choices)


def _question(read: Read) -> tuple[str, str, tuple[tuple[str, str], ...]] | None:
    code = read.problem.code if read.problem else ""
    if code == "midnight":
        choices: tuple[tuple[str, str], ...] = (
            ("start", "Au début de ce jour"),
            ("end", "À la fin de ce jour"),
        )
        return "midnight", "Minuit : au début ou à la fin du jour écrit ?", choices
    if code == "unclear_place":
        return role_question(read.raw, (("commune", "La commune"), ("hall", "La salle")))
    if code == "unclear_name":
        return role_question(read.raw, _ROLES)
    if code == "no_period":
        return f"period:{fold(read.raw)}", f"{quoted(read.raw)} : de quel jour à quel jour ?", ()
    return None


def role_question(
    name: str, choices: tuple[tuple[str, str], ...]
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """What a name is."""
    return f"role:{fold(name)}", f"{quoted(name)} : qu’est-ce que c’est ?", choices


@dataclass(frozen=True, slots=True)
class _Swap:
    index: int
    read: Read
    other: date


def about_swaps(lines: Sequence[Line], context: Context) -> tuple[list[Line], list[Question]]:
    """`1/7` stays the first of July; when the other days make the seventh of January likelier, it is asked."""
    kept = list(lines)
    questions: dict[str, tuple[str, tuple[tuple[str, str], ...], list[Line]]] = {}
    for swap in _swaps(kept, context):
        line, read = kept[swap.index], swap.read
        key = f"swap:{read.raw}"
        if context.answers.get(key) == "swapped":
            about = note(
                "swapped", f"{quoted(read.raw)} est lu {show(swap.other)}, comme vous l’avez indiqué."
            )
            kept[swap.index] = replace(line, day=replace(read, value=swap.other, notes=(*read.notes, about)))
            continue
        shown = show(read.value) if read.value else ""
        about = note(
            "maybe_swapped", f"{quoted(read.raw)} est lu {shown}. Est-ce plutôt le {show(swap.other)} ?"
        )
        kept[swap.index] = replace(line, day=replace(read, notes=(*read.notes, about)))
        if context.answers.get(key) != "french":
            choices = (("french", typeset(f"Le {shown}")), ("swapped", typeset(f"Le {show(swap.other)}")))
            text = (
                f"{quoted(read.raw)} : le jour est-il écrit avant le mois ? Les autres dates en font douter."
            )
            questions.setdefault(key, (text, choices, []))[2].append(line)
    asked = [
        ask(key, Field.DAY, text, group, choices=choices) for key, (text, choices, group) in questions.items()
    ]
    return kept, asked


def _swaps(lines: Sequence[Line], context: Context) -> Iterator[_Swap]:
    found = [_reversible(line) for line in lines]
    sure = [line.day.value for line, one in zip(lines, found, strict=True) if line.day.value and one is None]
    month_first = any(line.day.problem and line.day.problem.code == "month_first" for line in lines)
    if len(sure) < 2 and not month_first:
        return
    low, high = min(sure, default=None), max(sure, default=None)
    for index, one in enumerate(found):
        if one is None:
            continue
        other = _swapped(one, context)
        if other and (month_first or _fits_better(lines[index].day.value, other, low, high)):
            yield _Swap(index, lines[index].day, other)


def _reversible(line: Line) -> DayParts | None:
    """A day written in figures that would be another one in the other order."""
    if line.day.value is None or line.day.origin is not Origin.TYPED:
        return None
    found = parts(line.day.raw)
    if found is None or not found.numeric or found.day > 12 or found.day == found.month:
        return None
    return found


def _swapped(found: DayParts, context: Context) -> date | None:
    reverse = DayParts(found.month or 0, found.day, found.year)
    coming = occurrences(DayParts(reverse.day, reverse.month), context)
    same_year = [day for day in coming if found.year in (None, day.year)]
    return same_year[0] if same_year else None


def _fits_better(day: date | None, other: date, low: date | None, high: date | None) -> bool:
    if day is None or low is None or high is None:
        return False
    return not low - _WIDE <= day <= high + _WIDE and low - _NARROW <= other <= high + _NARROW
