"""The same page whole, or a part of it for htmx."""

import copy
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from core import htmx

PAGE = (
    "{% load partials %}<h1>Offres</h1>{% partialdef rows inline %}<p>{{ n }} offres</p>{% endpartialdef %}"
)
LOADERS = "django.template.loaders"


@pytest.fixture(autouse=True)
def one_page(settings: Any) -> None:
    """`offers.html`, three lines long, beside the real templates."""
    engine = copy.deepcopy(settings.TEMPLATES[0])
    files = [(f"{LOADERS}.locmem.Loader", {"offers.html": PAGE}), f"{LOADERS}.filesystem.Loader"]
    engine["OPTIONS"]["loaders"] = [
        ("template_partials.loader.Loader", [(f"{LOADERS}.cached.Loader", files)])
    ]
    engine["OPTIONS"]["context_processors"] = []
    settings.TEMPLATES = [engine]


def ask(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/offres/", headers=headers)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    HtmxMiddleware(lambda request: HttpResponse())(request)
    return request


def body(request: HttpRequest) -> str:
    return htmx.page(request, "offers.html", {"n": 3}, partial="rows").content.decode()


def test_a_browser_gets_the_whole_page() -> None:
    assert body(ask()) == "<h1>Offres</h1><p>3 offres</p>"


def test_htmx_gets_the_part_it_shows() -> None:
    assert body(ask(HX_Request="true")) == "<p>3 offres</p>"


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_htmx_gets_the_whole_page_when_it_changes_page(header: str) -> None:
    assert "<h1>" in body(ask(**{"HX-Request": "true", header: "true"}))


def test_a_page_without_a_part_is_always_whole() -> None:
    assert b"<h1>" in htmx.page(ask(HX_Request="true"), "offers.html", {"n": 3}).content


def test_caches_keep_the_page_and_its_part_apart() -> None:
    assert "HX-Request" in htmx.page(ask(), "offers.html", {"n": 3}, partial="rows").headers["Vary"]


def test_the_status_is_the_one_given() -> None:
    assert htmx.page(ask(), "offers.html", {"n": 3}, status=422).status_code == 422


def test_a_toast_comes_with_the_next_part() -> None:
    request = ask(HX_Request="true")
    htmx.toast(request, "Séance en pause")
    html = body(request)
    assert html.startswith("<p>3 offres</p>")
    assert 'hx-swap-oob="beforeend:#toasts"' in html
    assert "<span>Séance en pause</span>" in html


def test_a_toast_is_shown_once() -> None:
    request = ask(HX_Request="true")
    htmx.toast(request, "Séance en pause")
    body(request)
    assert "Séance" not in body(request)


def test_a_toast_waits_for_the_page_when_there_is_no_part() -> None:
    request = ask()
    htmx.toast(request, "Raté", level="error")
    body(request)
    assert [message.level_tag for message in messages.get_messages(request)] == ["error"]


def test_a_toast_of_an_unknown_level_is_refused() -> None:
    with pytest.raises(KeyError):
        htmx.toast(ask(), "Bravo", level="triumph")


def test_a_browser_is_redirected_as_usual() -> None:
    response = htmx.redirect(ask(), "/accueil/")
    assert (response.status_code, response.headers["Location"]) == (302, "/accueil/")


def test_htmx_is_told_to_change_page() -> None:
    response = htmx.redirect(ask(HX_Request="true"), "/accueil/")
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/accueil/")


def answer_with(url: str, request: HttpRequest) -> HttpResponse:
    return htmx.sign_in_again(lambda request: HttpResponseRedirect(url))(request)


def test_an_ended_session_leads_the_whole_page_to_the_sign_in() -> None:
    sign_in = resolve_url("accounts:sign_in")
    request = ask(HX_Request="true", HX_Current_URL="http://testserver/reservations/?q=a")
    response = answer_with(f"{sign_in}?next=/fragment/", request)
    assert response.headers["HX-Redirect"] == f"{sign_in}?next=%2Freservations%2F%3Fq%3Da"


def test_other_redirects_are_left_alone() -> None:
    assert answer_with("/ailleurs/", ask(HX_Request="true")).headers["Location"] == "/ailleurs/"


def test_a_browser_goes_to_the_sign_in_by_itself() -> None:
    sign_in = resolve_url("accounts:sign_in")
    assert answer_with(f"{sign_in}?next=/x/", ask()).headers["Location"].startswith(sign_in)
