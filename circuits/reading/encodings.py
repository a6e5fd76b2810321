"""Bytes into text: UTF-8, UTF-16, Windows-1252 or the old Macintosh, told apart by the letters they give."""

import re

from circuits.reading.refusals import UnreadableFile
from circuits.reading.values import Note, note

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_FRENCH = frozenset("éèêëàâçùûîïôœÉÈÀÇÊÔ’«»€–°… \u00a0\u202f")
_TWICE_ENCODED = re.compile(r"Ã[\u0080-\u00bf©¨ª´§¢®¯¹»]|â€™|Â°|Ã ")


def decode(content: bytes) -> tuple[str, tuple[Note, ...]]:
    """The text, and what was chosen when the file does not say. Raises UnreadableFile."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _strict(content, name), ()
    if b"\0" in content:
        return _strict(content, _wide(content)), ()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte(content)
    return text, _about_accents(text)


def _strict(content: bytes, name: str) -> str:
    try:
        text = content.decode(name)
    except UnicodeDecodeError as wrong:
        raise UnreadableFile("broken") from wrong
    if "\0" in text:
        raise UnreadableFile("null_bytes")
    return text


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: nearly every other byte is null."""
    sample = content[:4_096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = len(sample) // 2 * 6 // 10
    if len(content) % 2 == 0 and min(even, odd) == 0 and max(even, odd) > enough:
        return "utf-16-be" if even else "utf-16-le"
    raise UnreadableFile("null_bytes")


def _one_byte(content: bytes) -> tuple[str, tuple[Note, ...]]:
    windows = content.decode("cp1252", errors="replace")
    macintosh = content.decode("mac_roman")
    if _french_letters(macintosh) > _french_letters(windows):
        chosen, name = macintosh, "Macintosh"
    else:
        chosen, name = windows, "Windows"
    said = note("encoding", f"Les accents sont lus comme ceux d’un fichier {name}. Vérifiez-en quelques-uns.")
    return chosen, (said, *_about_accents(chosen))


def _french_letters(text: str) -> int:
    return sum(letter in _FRENCH for letter in text if letter >= "\x80")


def _about_accents(text: str) -> tuple[Note, ...]:
    if _TWICE_ENCODED.search(text) or "\ufffd" in text:
        return (note("broken_accents", "Des accents sont abîmés (« Ã© »). Enregistrez le fichier en UTF-8."),)
    return ()
