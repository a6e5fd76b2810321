"""Addresses, lengths and extracts of articles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold
from help import texts

SENTENCE = "Chaque séance a son prix. " * 20 + "L’œuvre est projetée en plein air. " + "Fin de page. " * 20


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Cinéma : l’œuvre", "cinema-l-oeuvre"),
        ("  Être payé ?  ", "etre-paye"),
        ("« 48 h »", "48-h"),
        ("!!!", "article"),
        ("", "article"),
    ],
)
def test_an_address_comes_from_the_title(title: str, slug: str) -> None:
    assert texts.slug_of(title) == slug


@given(st.text(max_size=300))
def test_an_address_is_always_plain_and_short(title: str) -> None:
    slug = texts.slug_of(title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= texts.MAX_SLUG


def test_the_first_free_address_is_taken() -> None:
    assert texts.first_free("a", taken=["b"]) == "a"
    assert texts.first_free("a", taken=["a", "a-2", "a-4"]) == "a-3"


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (900, 5)])
def test_reading_takes_a_minute_by_two_hundred_words(words: int, minutes: int) -> None:
    assert texts.minutes_of("mot " * words) == minutes


@pytest.mark.parametrize("query", ["séance", "SEANCE", "seance", "Séance séance"])
def test_a_word_is_the_same_however_it_is_typed(query: str) -> None:
    assert texts.words_of(query) == ["seance"]


def test_a_search_has_eight_words_at_most() -> None:
    assert len(texts.words_of("a b c d e f g h i j k")) == 8


@pytest.mark.parametrize(("word", "found"), [("oeuvre", "œuvre"), ("plein", "plein"), ("projet", "projetée")])
def test_an_extract_marks_the_word_as_it_is_written(word: str, found: str) -> None:
    pieces = texts.extract(text=SENTENCE, words=[word])
    assert [piece.text for piece in pieces if piece.found] == [found]


def test_an_extract_says_where_it_was_cut() -> None:
    shown = "".join(piece.text for piece in texts.extract(text=SENTENCE, words=["oeuvre"]))
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "L’œuvre est projetée" in shown


def test_there_is_no_extract_without_the_word() -> None:
    assert texts.extract(text=SENTENCE, words=["zébu"]) == []


@given(st.text(max_size=400), st.text(min_size=1, max_size=3))
def test_an_extract_never_invents(text: str, query: str) -> None:
    words = texts.words_of(query)
    pieces = texts.extract(text=text, words=words)
    shown = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert shown in text
    assert all(any(word in fold(piece.text) for word in words) for piece in pieces if piece.found)


@given(st.text(max_size=200), st.text(max_size=5))
def test_marking_keeps_the_text(text: str, query: str) -> None:
    assert "".join(piece.text for piece in texts.marked(text=text, words=texts.words_of(query))) == text


def test_each_part_of_an_article_changes_its_digest() -> None:
    whole = {"title": "a", "summary": "b", "body": "c", "place": "cinema:1", "related": ["x", "y"]}
    changed = [{**whole, name: "z"} for name in ("title", "summary", "body", "place")]
    digests = {texts.digest_of(**one) for one in (whole, *changed, {**whole, "related": ["x"]})}
    assert len(digests) == 6
    assert texts.digest_of(**{**whole, "related": ["y", "x"]}) in digests
