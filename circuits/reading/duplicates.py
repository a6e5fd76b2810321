"""The same screening written twice."""

from collections.abc import Sequence
from dataclasses import replace

from circuits.reading.values import Line, note
from core.text import fold


def flag_duplicates(lines: Sequence[Line]) -> list[Line]:
    """Each line that says the same day, hour, place and film as one before it names that one."""
    seen: dict[tuple[object, ...], int] = {}
    kept = []
    for line in lines:
        key = _key(line)
        if key is not None and key in seen:
            about = note("duplicate", f"Cette séance est déjà écrite à la ligne {seen[key]}.")
            kept.append(replace(line, duplicate_of=seen[key], notes=(*line.notes, about)))
            continue
        if key is not None:
            seen[key] = line.number
        kept.append(line)
    return kept


def _key(line: Line) -> tuple[object, ...] | None:
    if line.day.value is None or line.time.value is None or not (line.commune.value or line.hall.value):
        return None
    names = (line.commune.value, line.hall.value, line.film.value)
    return (line.day.value, line.time.value, *(fold(name or "") for name in names))
