"""SIRET: what people type, what is wrong with it, and the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venues import siret

NBSP, NNBSP = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
GOOD = "12345678200010"
SEPARATORS = [" ", NBSP, NNBSP, ".", "-", "\N{NON-BREAKING HYPHEN}", "\t", "\N{ZERO WIDTH SPACE}"]

sirens = (
    st.integers(min_value=1, max_value=99_999_999)
    .map(lambda stem: f"{stem:08d}")
    .map(lambda stem: next(stem + key for key in "0123456789" if siret.is_siren(stem + key)))
)
nics = st.integers(min_value=0, max_value=9999).map(lambda nic: f"{nic:04d}")


@pytest.mark.parametrize(
    "raw",
    [GOOD, "123 456 782 00010", f"123{NBSP}456{NNBSP}782{NBSP}00010", "123.456.782-00010", f"\t{GOOD}\n"],
)
def test_what_people_type_between_digits_is_dropped(raw: str) -> None:
    assert siret.normalise(raw) == GOOD
    assert siret.problem(raw) is None


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("", "empty"),
        (f" {NBSP}.-", "empty"),
        ("SIRET 12345678200010", "not_digits"),
        ("1234567820001O", "not_digits"),
        ("١٢٣٤٥٦٧٨٢٠٠٠١٠", "not_digits"),
        ("1234567820001²", "not_digits"),
        ("123456782", "length"),
        (GOOD + "0", "length"),
        ("12345678200011", "check_digits"),
        ("12345678900015", "check_digits"),
        ("0" * 14, "check_digits"),
        ("00000000000018", "check_digits"),
    ],
)
def test_what_is_wrong_is_said(raw: str, problem: str) -> None:
    assert siret.problem(raw) == problem


def test_the_legal_entity_is_the_first_nine_digits() -> None:
    assert siret.siren_of("123 456 782 00010") == "123456782"


def test_it_is_shown_in_groups() -> None:
    assert siret.formatted(GOOD) == "123 456 782 00010"


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("35600000000048", None),  # head office, whose key is the usual one
        ("35600000049837", None),  # a post office: its digits add up to 45
        ("35600000049838", "check_digits"),
    ],
)
def test_post_offices_have_a_key_of_their_own(number: str, problem: str | None) -> None:
    assert siret.problem(number) == problem


@pytest.mark.parametrize(("siren", "nic"), [("123456789", "0001"), ("12345678", "0001"), ("123456782", "1")])
def test_no_key_is_made_for_what_is_not_a_siren(siren: str, nic: str) -> None:
    with pytest.raises(ValueError, match="123"):
        siret.with_key(siren, nic)


@given(sirens, nics)
def test_a_key_makes_a_siret(siren: str, nic: str) -> None:
    number = siret.with_key(siren, nic)
    assert number.startswith(siren + nic)
    assert siret.problem(number) is None


@given(sirens, nics, st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(siren: str, nic: str, place: int, shift: int) -> None:
    number = siret.with_key(siren, nic)
    wrong = str((int(number[place]) + shift) % 10)
    assert siret.problem(number[:place] + wrong + number[place + 1 :]) == "check_digits"


@given(sirens, nics, st.lists(st.sampled_from(SEPARATORS), min_size=14, max_size=14))
def test_separators_never_matter(siren: str, nic: str, separators: list[str]) -> None:
    number = siret.with_key(siren, nic)
    spread = "".join(digit + separator for digit, separator in zip(number, separators, strict=True))
    assert siret.normalise(spread) == number
    assert siret.normalise(siret.formatted(spread)) == number


@given(st.text())
def test_any_text_gets_a_verdict(raw: str) -> None:
    assert siret.problem(raw) in {None, "empty", "not_digits", "length", "check_digits"}
