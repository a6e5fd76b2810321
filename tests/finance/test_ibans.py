"""What is typed as an IBAN."""

import pytest

from finance import ibans
from finance.errors import CannotDeposit


@pytest.mark.parametrize(
    ("typed", "bic"),
    [
        ("FR14 2004 1010 0505 0001 3M02 606", "PSSTFRPPXXX"),
        ("fr1420041010050500013m02606", "PSSTFRPPXXX"),
        ("DE89 3704 0044 0532 0130 00", "COBADEFFXXX"),
    ],
)
def test_an_iban_is_read_with_its_bic_however_it_is_typed(typed: str, bic: str) -> None:
    found = ibans.read(iban=typed)
    assert (found.iban, found.bic) == (typed.replace(" ", "").upper(), bic)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("FR15 2004 1010 0505 0001 3M02 606", "iban_wrong_key"),
        ("FR14 2004 1010 0505 0001 3M02 607", "iban_wrong_key"),
        ("FR14 2004 1010", "iban_invalid"),
        ("bonjour", "iban_invalid"),
        ("", "iban_invalid"),
        ("ZZ14 2004 1010 0505 0001 3M02 606", "iban_invalid"),
        ("BR1800360305000010009795493C1", "iban_not_sepa"),
    ],
)
def test_a_wrong_iban_is_refused_beside_its_field(typed: str, code: str) -> None:
    with pytest.raises(CannotDeposit) as refusal:
        ibans.read(iban=typed)
    assert (refusal.value.code, refusal.value.field) == (code, "iban")


def test_a_typed_bic_wins_and_a_wrong_one_is_refused() -> None:
    assert ibans.read(iban="FR1420041010050500013M02606", bic="BNPAFRPP").bic == "BNPAFRPPXXX"
    with pytest.raises(CannotDeposit) as refusal:
        ibans.read(iban="FR1420041010050500013M02606", bic="BNP")
    assert (refusal.value.code, refusal.value.field) == ("bic_invalid", "bic")
