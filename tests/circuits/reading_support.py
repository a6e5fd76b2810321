"""A day to stand on, a few communes, and short ways to look at a reading."""

from datetime import date

from circuits.reading.values import Context, Field, Line, Reading

TODAY = date(2026, 11, 22)
COMMUNES = frozenset(("cajarc", "limogne", "limogne en quercy", "saint cirq", "figeac", "le vigan"))
ALONE = Context(today=TODAY)
CONTEXT = Context(today=TODAY, known=COMMUNES.__contains__, halls=frozenset(("le foirail",)))


def codes(line: Line) -> list[str]:
    """Codes of its problems."""
    return [problem.code for problem in line.all_problems]


def notes(line: Line) -> set[str]:
    """Codes of its notes."""
    return {note.code for note in line.all_notes}


def briefly(line: Line) -> str:
    """`14/01 20:30 Cajarc | Les Noyers`."""
    day = f"{line.day.value:%d/%m}" if line.day.value else "?"
    hour = f"{line.time.value:%H:%M}" if line.time.value else "?"
    return f"{day} {hour} {line.commune.value or '?'} | {line.film.value or '?'}"


def asked(reading: Reading) -> list[str]:
    """Keys of its questions."""
    return [question.key for question in reading.questions]


def left_over(reading: Reading) -> set[str]:
    """Why fragments were ignored."""
    return {one.code for one in reading.ignored}


def written(reading: Reading, line: Line, about: Field) -> str:
    """What the spans of a value cover in the text."""
    return "".join(reading.text[span.start : span.end] for span in line.fields[about].spans)
