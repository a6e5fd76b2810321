"""The identifier of a school (UAI): seven digits and a letter that checks them. Pure.

The letter is the remainder by 23 of the seven digits, in an alphabet without I, O and Q.
"""

import re

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_FORM = re.compile(r"\d{7}[A-Z]", re.ASCII)


def normalise(raw: str) -> str:
    """`0460012 x` → `0460012X`: what was typed, without spaces, in capitals."""
    return "".join(raw.split()).upper()


def key_of(digits: str) -> str:
    """The letter that ends a UAI that begins with these seven digits."""
    return _LETTERS[int(digits) % len(_LETTERS)]


def is_valid(uai: str) -> bool:
    """Seven digits and the right letter?"""
    return bool(_FORM.fullmatch(uai)) and key_of(uai[:7]) == uai[7]
