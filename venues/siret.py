"""SIRET: fourteen digits that name one establishment; the first nine (SIREN) name its legal entity.

Source: the numbering rule of INSEE. The last digit is a key (Luhn), save at La Poste, where the sum of the
digits is a multiple of five. New Caledonia's RIDET is another number and is refused here.
"""

import unicodedata

from stdnum import exceptions, luhn
from stdnum.fr import siret as register_rule

LENGTH = 14
SIREN_LENGTH = 9
NIC_LENGTH = 4
LA_POSTE = "356000000"

_SEPARATORS = {"Zs", "Zl", "Zp", "Pd", "Cf"}


def normalise(raw: str) -> str:
    """`raw` without the spaces (also non-breaking), dots and hyphens people type between groups of digits."""
    return "".join(sign for sign in raw if not _is_separator(sign))


def problem(raw: str) -> str | None:
    """What is wrong with it: `empty`, `not_digits`, `length` or `check_digits`; None when nothing is."""
    number = normalise(raw)
    if not number:
        return "empty"
    if not (number.isascii() and number.isdigit()):
        return "not_digits"
    if len(number) != LENGTH:
        return "length"
    return None if _keys_agree(number) else "check_digits"


def siren_of(siret: str) -> str:
    """The nine digits of the legal entity that owns this establishment."""
    return normalise(siret)[:SIREN_LENGTH]


def formatted(siret: str) -> str:
    """As people read it: `123 456 782 00010`."""
    number = normalise(siret)
    return " ".join((number[:3], number[3:6], number[6:9], number[9:]))


def with_key(siren: str, nic4: str) -> str:
    """The SIRET of the establishment `nic4` (four digits) of `siren`, its key added.

    Raises ValueError when `siren` is not a SIREN, or `nic4` not four digits.
    """
    stem = siren + nic4
    if len(siren) != SIREN_LENGTH or len(nic4) != NIC_LENGTH:
        raise ValueError(f"not a SIREN and four digits: {siren!r}, {nic4!r}")
    for key in "0123456789":
        if problem(stem + key) is None:
            return stem + key
    raise ValueError(f"no key makes a SIRET of {siren!r} and {nic4!r}")


def is_siren(siren: str) -> bool:
    """Whether these are nine digits with the right key."""
    return len(siren) == SIREN_LENGTH and siren.isascii() and siren.isdigit() and luhn.is_valid(siren)


def _is_separator(sign: str) -> bool:
    return sign in ".·" or sign.isspace() or unicodedata.category(sign) in _SEPARATORS


def _keys_agree(number: str) -> bool:
    if not siren_of(number).strip("0"):
        return False  # nine zeros pass the key and name nobody
    try:
        register_rule.validate(number)
    except exceptions.ValidationError:
        return False
    return True
