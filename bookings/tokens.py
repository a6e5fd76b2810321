"""The code a young person shows (« contremarque »). Pure but for `secrets`. Source: contract §5."""

import re
import secrets

#: 30 letters and digits: no I, no O, no 0, 1, 8, 9, which are misread at a dark door.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ234567"
LENGTH = 6
_GAPS = re.compile(r"[\s\u200b\ufeff.-]+")
_QR_PREFIX = re.compile(r"^(?:PASSCULTURE:[^;]*;TOKEN:)+")


def draw() -> str:
    """A new code, from the system's own randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str:
    """What was typed, pasted or scanned, as codes are kept: capitals, no space, no QR prefix."""
    return _QR_PREFIX.sub("", _GAPS.sub("", typed).upper())


def is_well_formed(code: str) -> bool:
    """Could this be a code?"""
    return len(code) == LENGTH and all(letter in ALPHABET for letter in code)
