"""Every error has one shape, also those of the framework; and no door is open by mistake."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern, get_resolver

from core.api.views import bears_token
from core.guards import anyone
from tests.api import world
from tests.support.app import App, refused

pytestmark = pytest.mark.django_db
PUBLIC = {"index", "token", "refresh", "schema", "docs", "unknown"}
FOR_ACCOUNTS = {"sign_out", "me", "offers", "offer", "venue", "bookings", "booking", "cancel"}
METHODS = ["get", "post", "put", "patch", "delete", "options", "trace"]


def routes(patterns: list[Any] | None = None) -> Iterator[URLPattern]:
    """Every route under /api/."""
    if patterns is None:
        (found,) = [p for p in get_resolver().url_patterns if str(p.pattern) == "api/"]
        patterns = found.url_patterns
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from routes(pattern.url_patterns)


def test_every_route_says_who_may_enter() -> None:
    found = {route.name: route.callback.guard for route in routes()}
    assert {name for name, guard in found.items() if guard is anyone} == PUBLIC
    assert {name for name, guard in found.items() if guard is bears_token} == FOR_ACCOUNTS
    assert set(found) == PUBLIC | FOR_ACCOUNTS


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "me/"),
        ("get", "offers/"),
        ("get", "offers/1/"),
        ("get", "venues/1/"),
        ("get", "bookings/"),
        ("post", "bookings/"),
        ("get", "bookings/1/"),
        ("post", "bookings/1/cancel/"),
        ("post", "auth/sign-out/"),
    ],
)
def test_without_a_token_the_answer_is_to_sign_in(method: str, path: str) -> None:
    assert refused(getattr(App(), method)(path)) == (401, "not_authenticated")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/", "/api/v1/rien/", "/api/v1/offers", "/api/v1/offers/1/x/", "/api/docs"]
)
def test_an_unknown_address_is_not_found_in_json_whatever_the_method(method: str, path: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert refused(answer) == (404, "not_found")
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "path", ["", "me/", "offers/", "bookings/", "bookings/1/", "auth/token/", "venues/1/"]
)
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_method_that_is_not_offered_is_refused(method: str, path: str) -> None:
    answer = getattr(Client(headers={"Authorization": f"Bearer {App(world.person()).token}"}), method)(
        f"/api/v1/{path}"
    )
    assert refused(answer) == (405, "method_not_allowed")
    assert answer["Allow"]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "garbage", ""])
def test_the_answer_is_json_whatever_is_accepted(accept: str) -> None:
    answer = App(world.person()).get("me/", headers={"Accept": accept}, format="xml")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"


BODIES = [
    b"",
    b"{",
    b"{'email': 1}",
    b"\xff\xfe",
    b'{"email": NaN}',
    b'{"email": Infinity}',
    b"[" * 20_000,
    b'{"a":' * 10_000,
    b"9" * 5_000,
    b'{"email": "\\ud800", "password": "x"}',
    b"[1, 2]",
    b"true",
    b"null",
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_is_not_an_object_in_json_is_invalid(body: bytes) -> None:
    assert refused(App().post("auth/token/", body)) == (400, "invalid")


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_the_same_holds_where_a_key_is_asked_for(body: bytes) -> None:
    answer = App(world.beneficiary()).post("bookings/", body, headers={"Idempotency-Key": "k"})
    assert refused(answer) == (400, "invalid")


def test_a_body_beyond_64_kib_is_too_large() -> None:
    body = json.dumps({"email": "lou@test.example", "password": "x" * 65_536})
    assert refused(App().post("auth/token/", body)) == (413, "too_large")


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "a/b/c"]
)
def test_a_body_of_another_type_is_refused(kind: str) -> None:
    answer = App().post("auth/token/", b"email=lou", content_type=kind)
    assert refused(answer) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-16", "application/json; charset=hex", "APPLICATION/JSON"]
)
def test_json_is_utf_8_whatever_is_declared(kind: str) -> None:
    answer = App().post("auth/token/", b'{"email": "lou@test.example"}', content_type=kind)
    assert refused(answer) == (400, "invalid")
    assert list(answer.json()["fields"]) == ["password"]


def test_what_nobody_foresaw_is_logged_signalled_and_answered_without_a_word_about_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: object) -> None:
        raise ZeroDivisionError("secret of the house")

    told: list[object] = []
    listener = lambda **found: told.append(found["request"])  # noqa: E731
    got_request_exception.connect(listener)
    app = App(world.person(), safely=True)
    monkeypatch.setattr("accounts.selectors.credit_of", broken)
    with caplog.at_level(logging.ERROR, logger="core.api.errors"):
        answer = app.get("me/")
    got_request_exception.disconnect(listener)
    assert refused(answer) == (500, "server_error")
    assert "secret" not in answer.content.decode()
    assert "ZeroDivisionError: secret of the house" in caplog.text
    assert len(told) == 1


@pytest.mark.parametrize("problem", [OperationalError("down"), redis.ConnectionError("down")])
def test_a_server_that_is_down_says_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def down(**_: object) -> None:
        raise problem

    app = App(world.person(), safely=True)
    monkeypatch.setattr("accounts.selectors.credit_of", down)
    answer = app.get("me/")
    assert refused(answer) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0


def test_the_root_says_where_to_read_on() -> None:
    body = App().get("").json()
    assert body["version"] == "v1"
    assert App().get(body["schema"]).status_code == 200
    assert App().get(body["docs"]).status_code == 200


def test_the_page_of_the_document_relaxes_styles_and_nothing_else() -> None:
    policy = Client().get("/api/docs/")["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert "'unsafe-inline'" in directives["style-src"]
    assert directives["default-src"] == "'self'"
    assert "script-src" not in directives
    assert "unsafe-inline" not in App().get("")["Content-Security-Policy"]
