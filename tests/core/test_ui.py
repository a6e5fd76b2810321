"""Tags, filters and components, rendered as pages render them."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.template import TemplateSyntaxError, engines
from django.template.loader import render_to_string

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NBSP = "\u00a0"
FIRST = datetime(2026, 12, 1, 19, 30, tzinfo=UTC)


def render(source: str, **context: Any) -> str:
    return engines["django"].from_string(source).render(context)


def test_an_icon_is_decoration_beside_a_word() -> None:
    assert re.fullmatch(
        r'<svg class="i" aria-hidden="true"><use href="/static/img/icons\S*\.svg#check"></use></svg>',
        render('{% icon "check" %}'),
    )


def test_an_icon_alone_has_a_name() -> None:
    assert 'role="img" aria-label="Fermer"' in render('{% icon "x" label="Fermer" %}')


def test_a_badge_has_an_icon_and_a_word() -> None:
    html = render('{% badge "ok" "circle-check" "Publiée" %}')
    assert html.startswith('<span class="tag tag-ok"><svg')
    assert html.endswith("Publiée</span>")


def test_a_badge_escapes_its_word() -> None:
    assert "<b>" not in render('{% badge "" "check" word %}', word="<b>")


def test_a_badge_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        render('{% badge "gold" "check" "Or" %}')


def test_the_first_of_the_month_raises_its_letters_on_a_page() -> None:
    assert render("{{ at|day }}", at=FIRST) == f"mardi 1<sup>er</sup>{NBSP}décembre{NBSP}2026"


def test_the_first_of_the_month_keeps_its_letters_in_plain_text() -> None:
    source = "{% autoescape off %}{{ at|moment }}{% endautoescape %}"
    assert render(source, at=FIRST) == f"mar.{NBSP}1er{NBSP}déc., 20:30"


@pytest.mark.parametrize(
    "name", ["day", "day_no_year", "day_short", "day_short_year", "hour", "clock", "moment"]
)
def test_a_missing_instant_shows_nothing(name: str) -> None:
    assert render("{{ at|" + name + " }}", at=None) == ""


@pytest.mark.parametrize("name", ["hour", "clock", "moment"])
def test_an_hour_elsewhere_names_its_zone(name: str) -> None:
    html = render("{{ at|" + name + ":zone }}", at=FIRST, zone="Pacific/Tahiti")
    assert html.endswith("(heure de Tahiti)")


def test_amounts_come_from_cents() -> None:
    assert render("{{ cents|euros }}{{ none|euros }}", cents=123_456, none=None) == "1\u202f234,56\u00a0€"


def test_a_masked_iban_is_read_aloud_by_its_end() -> None:
    html = render("{{ last|masked_iban }}", last="0142")
    assert 'aria-hidden="true">••••' in html
    assert 'class="sr">finissant par </span>0142' in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ciné des Causses", "CC"), ("Rex", "R"), ("L’Écran vagabond", "LV"), ("« Le Rex »", "LR")],
)
def test_a_structure_has_one_or_two_letters(name: str, letters: str) -> None:
    assert render("{{ name|initials }}", name=name) == letters


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text()))
    named = {
        found
        for path in TEMPLATES
        for pair in re.findall(r'{% icon "([^"]+)"|{% badge \S+ "([^"]+)"', path.read_text())
        for found in pair
        if found
    }
    assert named
    assert named <= drawn, named - drawn


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_has_styles_or_scripts_in_line(path: Path) -> None:
    source = path.read_text()
    if "email" not in path.name and "/emails/" not in str(path):
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", source)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", source)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates/components").rglob("*.html")), ids=lambda path: path.name
)
def test_every_component_declares_its_arguments(path: Path) -> None:
    assert re.match(r"{#.*Arguments: .*#}", path.read_text())


@pytest.mark.parametrize(
    ("kind", "role", "icon"),
    [("", "note", "info"), ("ok", "status", "circle-check"), ("bad", "alert", "circle-alert")],
)
def test_a_banner_has_the_role_and_the_icon_of_its_kind(kind: str, role: str, icon: str) -> None:
    html = render_to_string("components/banner.html", {"kind": kind, "title": "Titre"})
    assert f'role="{role}"' in html
    assert f"#{icon}" in html


def test_a_title_that_is_no_sentence_stands_on_its_own_line() -> None:
    closed = render_to_string("components/banner.html", {"title": "Fini.", "text": "Suite."})
    open_ended = render_to_string("components/banner.html", {"title": "86 € attendent", "text": "Suite."})
    assert "<p><strong>Fini.</strong> Suite.</p>" in closed
    assert f"<p><strong>86{NBSP}€ attendent</strong></p>\n<p>Suite.</p>" in open_ended


def test_typography_keeps_what_is_safe_and_escapes_what_is_not() -> None:
    assert render("{{ text|typo }}", text="<b> ?") == f"&lt;b&gt;{NBSP}?"
    assert render("{{ text|safe|typo }}", text="<b>x</b> ?") == f"<b>x</b>{NBSP}?"


def test_a_step_done_can_be_visited_again() -> None:
    steps = [{"label": "Quoi", "state": "done", "url": "/quoi/"}, {"label": "Où", "state": "now"}]
    html = render_to_string("components/stepper.html", {"steps": steps})
    assert '<a href="/quoi/">Quoi</a>' in html
    assert '<li class="now" aria-current="step">' in html


def test_nothing_found_has_no_drawing() -> None:
    assert "<img" in render_to_string("components/empty.html", {"title": "Vide"})
    assert "<img" not in render_to_string("components/empty.html", {"title": "Rien", "image": False})


def test_the_active_entry_is_said_to_be_current() -> None:
    entries = [
        {"key": key, "label": key, "url": f"/{key}/", "icon": "house", "count": 0} for key in ("home", "desk")
    ]
    html = render_to_string("layout/_entries.html", {"entries": entries, "nav": "desk"})
    assert html.count("aria-current") == 1
    assert '<a href="/desk/" aria-current="page">' in html


def test_signing_out_is_a_post() -> None:
    entries = [{"key": "out", "label": "Se déconnecter", "url": "/deconnexion/", "icon": "log-out"}]
    html = render_to_string("layout/_entries.html", {"entries": entries})
    assert '<form method="post" action="/deconnexion/">' in html


LETTER = '{% extends "layout/email.html" %}'
LETTER_CONTEXT = {
    "subject": "Bonjour",
    "brand": "B",
    "site_url": "https://b.example",
    "support_email": "a@b.example",
}


def test_an_email_has_the_button_it_declares() -> None:
    url = "{% block action_url %}{{ site_url }}/?a=1{% endblock %}"
    label = "{% block action_label %}Voir la liste{% endblock %}"
    html = render(LETTER + url + label, **LETTER_CONTEXT)
    assert re.search(r'<a href="https://b\.example/\?a=1" style=[^>]+>Voir la liste</a>', html)


def test_an_email_without_an_action_has_no_button() -> None:
    assert 'role="presentation" cellpadding="0" cellspacing="0" style="margin:24px' not in render(
        LETTER, **LETTER_CONTEXT
    )


def test_the_page_of_a_failure_needs_nothing() -> None:
    assert "La séance est interrompue" in render_to_string("500.html")
