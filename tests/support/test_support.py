"""The tools of the tests, tried on pages of three lines."""

from typing import Any

import pytest
from django.http import HttpResponse

from accounts.models import User
from tests.support.html import Page
from tests.support.htmx import swapped
from tests.support.queries import budget
from tests.support.races import just_before, together, without
from venues import selectors

PAGE = Page("""
<main id="contenu"><h1>Offres&nbsp;à venir</h1>
<table id="live" hx-get="?live" hx-swap="outerHTML"><thead><tr><th>Titre</th><th>Places</th></tr></thead>
<tbody><tr><td>Les Noyers</td><td>3</td></tr></tbody></table>
<form method="post"><input name="title" value="Noyers" aria-describedby="id_title_hint id_title_error">
<div id="id_title_error"><p class="error"><span class="sr">Erreur&nbsp;: </span>Trop court.</p></div>
<select name="kind"><option value="a">A</option><option value="b" selected>B</option></select>
<button>Enregistrer</button></form></main><div id="toasts"></div>
""")


def test_a_page_is_read_by_its_headings_tables_and_fields() -> None:
    assert PAGE.headings == ["Offres à venir"]
    assert PAGE.rows() == [{"Titre": "Les Noyers", "Places": "3"}]
    assert PAGE.fields("Enregistrer") == {"title": "Noyers", "kind": "b"}


def test_an_error_is_found_beside_its_field() -> None:
    assert PAGE.errors == {"title": ["Trop court."]}


def answer(html: str, **fields: Any) -> HttpResponse:
    return HttpResponse(html, **fields)


def test_an_answer_replaces_its_target() -> None:
    after = swapped(PAGE, answer('<table id="live"><tbody></tbody></table>'), by=PAGE.by_id("live"))
    assert after.rows() == []
    assert PAGE.rows() != []


def test_what_is_out_of_band_goes_where_it_says() -> None:
    toast = '<div hx-swap-oob="beforeend:#toasts"><p class="toast">Fait</p></div>'
    after = swapped(PAGE, answer(f'<table id="live"></table>{toast}'), by=PAGE.by_id("live"))
    assert after.by_id("toasts").text_content() == "Fait"
    assert "toasts" not in after.normalised()


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("innerHTML", "<p>b</p>"),
        ("afterbegin", "<p>b</p><i>a</i>"),
        ("beforeend", "<i>a</i><p>b</p>"),
        ("delete", None),
        ("none", "<i>a</i>"),
    ],
)
def test_each_way_to_swap(style: str, shown: str | None) -> None:
    page = Page(
        f'<main id="contenu"><div id="x" hx-get="?" hx-swap="{style} settle:1s"><i>a</i></div></main>'
    )
    after = swapped(page, answer("<p>b</p>"), by=page.by_id("x")).normalised()
    assert (f"{shown}</div>" in after) if shown else ("<div" not in after)


@pytest.mark.parametrize(("style", "order"), [("beforebegin", "ba"), ("afterend", "ab"), ("outerHTML", "b")])
def test_each_way_to_swap_around(style: str, order: str) -> None:
    page = Page(f'<main id="contenu"><div id="x" hx-get="?" hx-swap="{style}">a</div></main>')
    assert swapped(page, answer("<p>b</p>"), by=page.by_id("x")).text.replace(" ", "") == order


def test_an_empty_answer_changes_nothing() -> None:
    assert swapped(PAGE, answer("", status=204), by=PAGE.by_id("live")).normalised() == PAGE.normalised()


@pytest.mark.django_db
def test_a_budget_kept_says_nothing() -> None:
    with budget("count"):
        User.objects.count()


@pytest.mark.django_db
def test_a_budget_exceeded_shows_the_sql_and_its_line() -> None:
    with pytest.raises(AssertionError, match=r"2 queries for 1 purposes(.|\n)*SELECT COUNT"), budget("count"):
        assert User.objects.count() == User.objects.count()


@pytest.mark.django_db
def test_a_budget_not_spent_is_wrong_too() -> None:
    with pytest.raises(AssertionError, match="0 queries"), budget("count"):
        pass


def test_acts_run_together_and_give_their_results() -> None:
    def fails() -> None:
        raise ValueError("no")

    first, second, third = together(lambda: 1, fails, lambda: 3)
    assert (first, str(second), third) == (1, "no", 3)


def test_an_act_slips_in_once_before_a_function() -> None:
    seen: list[str] = []
    asked = without(target := "venues.selectors.is_registered", instead=lambda **_: seen.append("asked"))
    with asked, just_before(target, lambda: seen.append("slipped in")):
        selectors.is_registered(siret="1")
        selectors.is_registered(siret="2")
    assert seen == ["slipped in", "asked", "asked"]


def test_an_act_that_never_slipped_in_is_said() -> None:
    with (
        pytest.raises(AssertionError, match="never called"),
        just_before("venues.selectors.is_registered", list),
    ):
        pass
