"""What is typed as an IBAN and a BIC, checked and put in one form. Pure of the database."""

from dataclasses import dataclass

from schwifty import BIC, IBAN
from schwifty.exceptions import InvalidBBANChecksum, InvalidChecksumDigits, SchwiftyException

from finance.errors import CannotDeposit


@dataclass(frozen=True, kw_only=True)
class Coordinates:
    """A bank account that exists on paper: compact IBAN, 11-character BIC."""

    iban: str
    bic: str


def read(*, iban: str, bic: str = "") -> Coordinates:
    """Check an IBAN, national key included, and find its BIC unless one is typed. Raises CannotDeposit."""
    account = _iban(iban)
    return Coordinates(iban=account.compact, bic=_bic(bic) if bic.strip() else _found(account))


def _iban(typed: str) -> IBAN:
    try:
        account = IBAN(typed, validate_bban=True)
    except (InvalidChecksumDigits, InvalidBBANChecksum) as problem:
        raise CannotDeposit("iban_wrong_key", field="iban") from problem
    except SchwiftyException as problem:
        raise CannotDeposit("iban_invalid", field="iban") from problem
    if not account.in_sepa_zone:
        raise CannotDeposit("iban_not_sepa", field="iban")
    return account


def _bic(typed: str) -> str:
    try:
        return BIC(typed).compact.ljust(11, "X")
    except SchwiftyException as problem:
        raise CannotDeposit("bic_invalid", field="bic") from problem


def _found(account: IBAN) -> str:
    if account.bic is None:
        raise CannotDeposit("bic_missing", field="bic")
    return account.bic.compact.ljust(11, "X")
