"""No query leaves a template: what a page needs was read by its view."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Template
from django.test import Client
from django.urls import path

from accounts.models import User
from core import mail
from core.guards import anyone, public
from core.models import Email
from tests.architecture.busy import *  # noqa: F403 the fixture
from tests.architecture.busy import Busy
from tests.architecture.site import Route, address, pages
from tests.offers.factories import OfferFactory

#: Answers that are no page: files, redirects, acts.
NO_PAGE = {"core:live", "core:ready"}
#: Pages that only somebody else may read.
BY_STAFF = {"components:catalogue", "core:letter", "core:mailbox"}
HTMX = {"HX-Request": "true"}


@contextmanager
def drawing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Notes the queries made while a template is drawn (its context was made before)."""
    draw, depth, seen = Template._render, [0], []

    def noted(self: Template, context: Any) -> Any:
        depth[0] += 1
        try:
            return draw(self, context)
        finally:
            depth[0] -= 1

    def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if depth[0]:
            seen.append(f"{_template()}: {sql[:160]}")
        return execute(sql, params, many, context)

    with monkeypatch.context() as patched, connection.execute_wrapper(watch):
        patched.setattr(Template, "_render", noted)
        yield seen


def _template() -> str:
    """The innermost tag being drawn."""
    for frame, _ in reversed(list(traceback.walk_stack(None))):
        node = frame.f_locals.get("self")
        if hasattr(node, "token") and hasattr(node, "origin"):
            found = (
                f"{getattr(node.origin, 'template_name', '?')}:{node.token.lineno} {node.token.contents[:60]}"
            )
    return locals().get("found", "?")


def readable(busy: Busy, *, as_staff: bool = False) -> list[tuple[Route, str]]:
    """Pages of the portal and their addresses."""
    found = [(route, address(route, busy.values(str(route)))) for route in pages()]
    return [(route, url) for route, url in found if url and (str(route) in BY_STAFF) is as_staff]


def queries_while_drawing(
    client: Client, found: list[tuple[Route, str]], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """By page: the queries that its template made."""
    faults, drawn = {}, []
    for route, url in found:
        for headers in ({}, HTMX):
            with drawing(monkeypatch) as seen:
                answer = client.get(url, headers=headers, follow=True)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                drawn.append(str(route))
            if seen:
                faults[str(route)] = seen
    assert drawn
    return faults


@pytest.mark.slow
def test_no_page_of_a_partner_queries_while_it_is_drawn(
    busy: Busy, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert queries_while_drawing(alice_client, readable(busy), monkeypatch) == {}


def test_no_page_of_the_staff_queries_while_it_is_drawn(
    busy: Busy, staff_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert queries_while_drawing(staff_client, readable(busy, as_staff=True), monkeypatch) == {}


def test_no_page_for_everyone_queries_while_it_is_drawn(busy: Busy, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(route, url) for route, url in readable(busy) if route.guard is anyone]
    assert queries_while_drawing(Client(), found, monkeypatch) == {}


#: What only acts.
ACTS = {
    *("bookings:undo", "finance:attach", "offers:pause", "offers:publish", "venues:switch"),
    *("schools:publish", "schools:unpublish", "schools:archive", "schools:duplicate"),
    *("schools:referencing_start", "schools:referencing_remove_piece"),
}


@pytest.mark.slow
def test_every_page_is_among_those_that_are_drawn(busy: Busy, alice_client: Client) -> None:
    missing = [
        str(route) for route in pages() if route.name and address(route, busy.values(str(route))) is None
    ]
    closed = {
        str(route): status
        for route, url in readable(busy)
        if (status := alice_client.get(url, follow=True).status_code) != 200
        and str(route) not in ACTS | NO_PAGE
    }
    assert missing == []
    assert closed == {}


def test_an_email_of_every_kind_is_drawn_from_its_values_alone(
    busy: Busy, monkeypatch: pytest.MonkeyPatch
) -> None:
    with drawing(monkeypatch) as seen:
        for email in Email.objects.order_by("pk"):
            assert mail.render(kind=email.kind, context=email.context).subject
    assert seen == []


@public
def greedy(request: HttpRequest) -> HttpResponse:
    """A page whose template goes and reads the rows."""
    return render(
        request, "offers/partials/_upcoming.html", {"slots": OfferFactory._meta.model.objects.order_by("pk")}
    )


urlpatterns = [path("greedy/", greedy)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_query_in_a_template_is_seen(client: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with drawing(monkeypatch) as seen:
        client.get("/greedy/")
    assert any("offers/partials/_upcoming.html" in query for query in seen)
