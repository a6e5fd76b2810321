"""Text folded for search columns: the same word, however it was typed, is the same string."""

import unicodedata

_FOLDED = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "\0": " ",
        **dict.fromkeys("'`\u00b4\u02b9\u02bc\u2018\u2019\u201b\u2032\uff07", " "),  # apostrophes
        **dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", " "),  # hyphens, dashes, minus
    }
)


def fold(text: str) -> str:
    """`text` without accents or capitals; ligatures opened, apostrophes and hyphens as spaces.

    Other punctuation stays. Folding twice changes nothing more.
    """
    folded = text.casefold() if text.isascii() else _without_accents(text)
    return " ".join(folded.translate(_FOLDED).split())


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_FOLDED)
    spread = unicodedata.normalize("NFKD", decomposed)
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
