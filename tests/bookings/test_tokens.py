"""The code of a booking: drawn with `secrets`, typed any way."""

import secrets
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bookings import tokens

codes = st.text(alphabet=tokens.ALPHABET, min_size=6, max_size=6)
spaces = st.text(alphabet=" \t\u00a0\u202f\u200b-.", max_size=3)


def test_the_alphabet_leaves_out_what_is_misread() -> None:
    assert tokens.ALPHABET == "ABCDEFGHJKLMNPQRSTUVWXYZ234567"
    assert not set("IO0189") & set(tokens.ALPHABET)


def test_a_code_is_drawn_with_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter("KR7MQ2")
    monkeypatch.setattr(secrets, "choice", lambda letters: next(drawn))
    assert tokens.draw() == "KR7MQ2"


def test_codes_are_well_formed_and_spread_evenly() -> None:
    drawn = [tokens.draw() for _ in range(5_000)]
    assert all(tokens.is_well_formed(code) for code in drawn)
    seen = Counter("".join(drawn))
    expected = len(drawn) * 6 / 30
    chi2 = sum((seen[letter] - expected) ** 2 / expected for letter in tokens.ALPHABET)
    assert chi2 < 80, "29 degrees of freedom: above 80 once in a million"


@given(typed=st.text(max_size=40))
@example(typed="PASSCULTURE:v3;TOKEN:PASSCULTURE:v3;TOKEN:KR7MQ2")
@example(typed="P ASSCULTURE:v3;TOKEN:KR7MQ2")
def test_normalising_twice_changes_nothing_more(typed: str) -> None:
    assert tokens.normalise(tokens.normalise(typed)) == tokens.normalise(typed)


@given(code=codes, gaps=st.lists(spaces, min_size=7, max_size=7), lower=st.booleans(), scanned=st.booleans())
def test_any_way_of_typing_a_code_is_the_code(code: str, gaps: list[str], lower: bool, scanned: bool) -> None:
    spread = gaps[0] + "".join(letter + gap for letter, gap in zip(code, gaps[1:], strict=True))
    typed = ("PASSCULTURE:v3;TOKEN:" if scanned else "") + spread
    assert tokens.normalise(typed.lower() if lower else typed) == code


@pytest.mark.parametrize("code", ["", "KR7MQ", "KR7MQ22", "KR7MQO", "KR7MQ1", "kr7mq2", "KR7MQ\n", "ÉR7MQ2"])
def test_what_could_not_be_a_code(code: str) -> None:
    assert not tokens.is_well_formed(code)
