"""The identifier of a school."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools import uai

DIGITS = st.from_regex(r"[0-9]{7}", fullmatch=True)


@pytest.mark.parametrize("known", ["0750655E", "0750654D", "0690026D", "0130001F"])
def test_schools_that_exist_have_the_right_letter(known: str) -> None:
    assert uai.is_valid(known)


@given(DIGITS)
def test_the_letter_is_the_rest_by_twenty_three(digits: str) -> None:
    assert uai.is_valid(digits + uai.key_of(digits))
    assert uai.key_of(digits) == uai.key_of(f"{int(digits) % 23:07d}")


@given(DIGITS, st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_any_other_letter_is_wrong(digits: str, letter: str) -> None:
    assert uai.is_valid(digits + letter) is (letter == uai.key_of(digits))


@given(DIGITS, st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_is_seen(digits: str, place: int, shift: int) -> None:
    wrong = f"{digits[:place]}{(int(digits[place]) + shift) % 10}{digits[place + 1 :]}"
    assert not uai.is_valid(wrong + uai.key_of(digits))


@pytest.mark.parametrize("typed", [" 0750655e ", "075 0655 E", "0750655e"])
def test_what_is_typed_is_tidied(typed: str) -> None:
    assert uai.normalise(typed) == "0750655E"


@pytest.mark.parametrize("wrong", ["", "0750655", "0750655EE", "075O655E", "٠٧٥٠٦٥٥E", "0750655e"])
def test_another_form_is_refused(wrong: str) -> None:
    assert not uai.is_valid(wrong)
