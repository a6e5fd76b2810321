"""Templates: each is used, says what it needs, and holds no style and no script."""

import pytest

from tests.architecture import template_rules as rules
from tests.architecture.source import modules, templates

NAMES = sorted(templates())
PAGES = [name for name in NAMES if name.endswith(".html") and not rules.is_email(name)]


def test_every_template_is_used() -> None:
    code = [module.text for module in modules()]
    used = {*rules.used_names([*code, *templates().values()]), *rules.kinds(code)}
    assert [name for name in NAMES if name not in used and not rules.overrides(name)] == []


def test_every_template_that_is_named_exists() -> None:
    named = set(rules.used_names(templates().values()))
    assert [name for name in named if name not in NAMES and not rules.overrides(name)] == []


def test_templates_say_what_they_need() -> None:
    assert [name for name in PAGES if rules.undocumented(templates()[name])] == []


def test_no_style_and_no_script_in_line() -> None:
    assert {name: found for name in PAGES if (found := rules.inline(templates()[name]))} == {}


def test_every_email_has_a_text_and_a_page() -> None:
    emails = [name.rpartition(".")[0] for name in NAMES if "/emails/" in name]
    assert [name for name in emails if emails.count(name) != 2] == []


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color:red">a</p>',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<button onclick="go()">a</button>',
        '<div hx-on:click="go()">a</div>',
        '<a href="javascript:go()">a</a>',
        '<img src="https://elsewhere.example/a.png">',
        '<script src="//elsewhere.example/a.js"></script>',
        '<link rel="stylesheet" href="https://elsewhere.example/a.css">',
        '<p{% if bad %} style="color:red"{% endif %}>a</p>',
    ],
)
def test_a_style_or_a_script_in_line_is_seen(source: str) -> None:
    assert rules.inline(source)


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{% static "js/app.js" %}" defer></script>',
        '<a href="https://elsewhere.example/">a</a>',
        '<p class="{% if a %}b{% endif %}" hx-get="{{ url }}">{{ text }}</p>',
    ],
)
def test_what_the_policy_allows_is_left_alone(source: str) -> None:
    assert rules.inline(source) == []


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("<p>{{ name }}</p>", True),
        ("{% if name %}a{% endif %}", True),
        ("{# Arguments: name. #}<p>{{ name }}</p>", False),
        ('{% extends "a.html" %}\n{# Variables: name. #}\n{{ name }}', False),
        ('{% include "a.html" with name=name only %}', True),
        ('{% include "a.html" with name="Ana" only %}', False),
        ("<p>{{ user.full_name }}</p>", False),
        ("<p>Bonjour</p>", False),
        ("{% block a %}{{ block.super }}{% endblock %}", False),
    ],
)
def test_a_template_that_does_not_say_what_it_needs_is_seen(source: str, answer: bool) -> None:
    assert rules.undocumented(source) is answer


def test_names_of_templates_are_read_in_code_and_in_templates() -> None:
    assert list(rules.used_names(['render(r, "a/b.html")', '{% include "c/_d.html" %}', "'e.html#row'"])) == [
        "a/b.html",
        "c/_d.html",
        "e.html",
    ]
    assert rules.kinds(['kind="bookings/moved"']) == {
        "bookings/emails/moved.txt",
        "bookings/emails/moved.html",
    }
