"""Folding: what people type and what we keep become the same string."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ciné-Théâtre", "cine theatre"),
        ("L’Œil qui écoute", "l oeil qui ecoute"),
        ("CURRICULUM VITÆ", "curriculum vitae"),
        ("d'Artagnan", "d artagnan"),
        ("Saint\N{NO-BREAK SPACE}Cirq  \n Lapopie ", "saint cirq lapopie"),
        ("A – B — C", "a b c"),
        ("Straße", "strasse"),
        ("Ça va ?", "ca va ?"),
        ("Łódź", "lodz"),
        ("nul\0", "nul"),
        ("", ""),
    ],
)
def test_a_text_is_folded(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_what_is_folded_fits_in_a_search_column(text: str) -> None:
    folded = fold(text)
    assert "\0" not in folded
    assert folded == " ".join(folded.split())


@given(st.text(alphabet="aàâäéèêëïîôöùûüçœæ'’- bcdz"))
def test_capitals_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text)
