"""What a row of a table is: a line, a title, a header written again, a total, a footer."""

import re
from enum import StrEnum

from circuits.reading.columns import Columns, is_header
from circuits.reading.sheets import Row
from circuits.reading.texts import flat

_TOTAL = re.compile(
    r"(?:sous[- ])?total(?:ux)?\b|somme\b|nombre (?:total|de seances)\b|nb (?:de )?seances\b|recapitulatif\b"
)
_FOOTER = re.compile(
    r"page \d+|sous reserve|\* |source ?:|document |imprime|edite le|mis a jour|mise a jour|merci\b|contact ?:"
    r"|renseignements|"
    r"reservations?\b|nb ?:|legende|bonjour|cordialement|association |www\.|https?:"
)


class Kind(StrEnum):
    """Kinds of rows."""

    LINE = "line"
    SECTION = "section"
    HEADER = "repeated_header"
    TOTAL = "total"
    FOOTER = "footer"
    DITTO = "rule"


REASONS = {
    Kind.HEADER: "C’est l’en-tête, écrit à nouveau.",
    Kind.TOTAL: "C’est un total, pas une séance.",
    Kind.FOOTER: "C’est un texte autour du tableau, pas une séance.",
    Kind.DITTO: "C’est un trait, pas une ligne.",
}


def kind_of(row: Row, columns: Columns) -> Kind:
    """What a row is, by its own words."""
    filled = row.filled
    texts = [flat(row.cells[index].text.strip()) for index in filled]
    if not any(letter.isalnum() for text in texts for letter in text) and any(texts):
        return Kind.DITTO
    if texts and _TOTAL.match(texts[0]):
        return Kind.TOTAL
    if _is_repeated(row, columns) or is_header(row):
        return Kind.HEADER
    if len(filled) == 1:
        return Kind.FOOTER if _FOOTER.match(texts[0]) or len(texts[0].split()) > 12 else Kind.SECTION
    return Kind.LINE


def _is_repeated(row: Row, columns: Columns) -> bool:
    """Most of its cells are the words above their column."""
    if not columns.header:
        return False
    labels = columns.labels
    same = sum(
        flat(row.cells[index].text.strip()) == labels[index] for index in row.filled if index < len(labels)
    )
    return same >= 2 and same * 2 > len(row.filled)
