"""Text made comparable without moving a letter: offsets in the flat text are offsets in the text."""

import re
import unicodedata

_DROPPED = dict.fromkeys(
    [0xFEFF, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)]
)
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


class _Flat(dict[int, str]):
    """One letter for one letter: no accent, no capital, one kind of space, apostrophe and dash."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        found = self._flat(letter)
        self[code] = found
        return found

    @staticmethod
    def _flat(letter: str) -> str:
        if letter == "\n" or letter == "\t":
            return letter
        if letter.isspace():
            return " "
        if letter in "`´ʹʼ‘’‛′＇":
            return "'"
        if letter in "‐‑‒–—―−－":
            return "-"
        spread = unicodedata.normalize("NFKD", letter).casefold()
        bare = "".join(part for part in spread if not unicodedata.combining(part))
        return bare if len(bare) == 1 else letter.lower() if len(letter.lower()) == 1 else letter


_FLAT = _Flat()


def clean(text: str) -> str:
    """`text` composed (NFC), without invisible letters, with one kind of line break."""
    whole = text if text.isascii() else unicodedata.normalize("NFC", text).translate(_DROPPED)
    return _CONTROLS.sub(" ", _BREAKS.sub("\n", whole))


def flat(text: str) -> str:
    """`text` without accents or capitals, as long as it is."""
    return text.translate(_FLAT)


def words(text: str) -> list[str]:
    """The words of a folded text."""
    return re.findall(r"[^\W_]+", flat(text))


def trimmed(text: str, start: int, end: int, strip: str = " \t\n,;:-–—|•·*") -> tuple[int, int]:
    """The same piece without the blanks and marks at its ends."""
    while start < end and (text[start] in strip or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in strip or text[end - 1].isspace()):
        end -= 1
    return start, end
