"""Every route says who may enter, and keeps its word."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from core.guards import anyone, public, requires, signed_in
from tests.architecture.busy import *  # noqa: F403 the fixture
from tests.architecture.busy import Busy
from tests.architecture.site import Route, address, pages, routes
from tests.support.world import signed_in as browser_of

#: Open to everyone, signed in or not. Opening another page is a decision: it is made here too.
PUBLIC_PAGES = {
    "accounts:check_mailbox",
    "accounts:confirm",
    "accounts:forgotten",
    "accounts:reset_confirm",
    "accounts:reset_sent",
    "accounts:sign_in",
    "accounts:sign_up",
    "core:live",
    "core:ready",
    "front",
    "help:article",
    "help:collection",
    "help:contact",
    "help:contact_sent",
    "help:home",
    "help:webinar_calendar",
    "help:webinars",
    "help:webinars_calendar",
}
PUBLIC_API = {"api:docs", "api:index", "api:refresh", "api:schema", "api:token", "api:unknown"}
#: Open to whoever is signed in, whatever the structure.
ANY_ACCOUNT = {
    *("accounts:sign_out", "home", "venues:confirm", "venues:search", "venues:suggestions"),
    *("help:webinar_leave", "help:webinar_register"),
}
CATCH_ALL = "^(?!static/).*$"


def unguarded(found: tuple[Route, ...]) -> list[str]:
    """Routes that do not say who may enter."""
    return [str(route) for route in found if route.area != "admin" and route.guard is None]


def test_every_route_says_who_may_enter() -> None:
    assert unguarded(routes()) == []


def test_what_is_public_was_decided() -> None:
    found = {str(route) for route in routes() if route.guard is anyone}
    assert found == PUBLIC_PAGES | PUBLIC_API | {CATCH_ALL}


def test_what_any_account_sees_was_decided() -> None:
    assert {str(route) for route in pages() if route.guard is signed_in} == ANY_ACCOUNT


@pytest.mark.parametrize("route", [route for route in routes() if route.area == "api"], ids=str)
def test_every_resource_of_the_api_asks_a_permission(route: Route) -> None:
    permissions = route.view.cls.permission_classes
    assert permissions
    assert AllowAny not in permissions or str(route) in PUBLIC_API
    if str(route) not in PUBLIC_API:
        assert route.view.cls.authentication_classes


GUARDED = [route for route in pages() if route.guard not in (None, anyone)]
OWNED = [route for route in pages() if "pk" in route.takes and route.area != "core"]
#: What a volunteer of the door needs.
DOOR = {"bookings:desk", "bookings:undo", "venues:detail", "venues:list", "venues:switch"}


def status(client: Client, verb: str, route: Route, values: dict[str, Any]) -> int:
    """What a browser is answered."""
    url = address(route, values)
    assert url is not None, f"busy.py gives no value for {route}"
    return getattr(client, verb)(url).status_code


def test_whoever_is_not_signed_in_is_sent_to_the_door(busy: Busy) -> None:
    door, entered = reverse("accounts:sign_in"), []
    for route in GUARDED:
        answer = Client().get(address(route, busy.values(str(route))))
        if answer.status_code != 404 and not answer.headers.get("Location", "").startswith(door):
            entered.append(str(route))
    assert entered == []


def test_what_belongs_to_somebody_else_does_not_exist(busy: Busy, charlie_client: Client) -> None:
    seen = {
        f"{verb} {route}": found
        for route in OWNED
        for verb in ("get", "post")
        if (found := status(charlie_client, verb, route, busy.values(str(route)))) not in {404, 405}
    }
    assert seen == {}


def test_what_is_not_mine_and_what_never_was_look_the_same(busy: Busy, charlie_client: Client) -> None:
    differ = []
    for route in OWNED:
        values = busy.values(str(route))
        foreign, unknown = values, {**values, "pk": 999_999_999}
        if any(
            status(charlie_client, verb, route, foreign) != status(charlie_client, verb, route, unknown)
            for verb in ("get", "post")
        ):
            differ.append(str(route))
    assert differ == []


def test_her_own_pages_open_for_alice(busy: Busy, alice_client: Client) -> None:
    closed = {
        str(route): found
        for route in OWNED
        if (found := status(alice_client, "get", route, busy.values(str(route)))) not in {200, 302, 405}
    }
    assert closed == {}


def test_a_volunteer_of_the_door_sees_the_door_alone(busy: Busy, bob_client: Client) -> None:
    others = [route for route in GUARDED if str(route) not in DOOR | ANY_ACCOUNT]
    seen = [
        str(route) for route in others if status(bob_client, "get", route, busy.values(str(route))) != 404
    ]
    assert seen == []


ADMIN = [
    route for route in routes() if route.area == "admin" and route.name not in {"admin:login", "admin:logout"}
]


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["nobody", "alice"])
def test_the_admin_is_for_the_staff(person: str, alice: User) -> None:
    client = browser_of(alice) if person == "alice" else Client()
    entered = {}
    for route in ADMIN:
        url = address(route, dict.fromkeys(route.takes, "1"))
        if url is not None:
            entered[str(route)] = client.get(url).status_code
    assert len(entered) > 20
    assert {name: status for name, status in entered.items() if status not in {302, 403, 404}} == {}


def forgotten(request: HttpRequest) -> HttpResponse:
    """A view whose author forgot the guard."""
    return HttpResponse()


class ForgottenResource(APIView):
    """A resource that lets everyone in by its default."""

    permission_classes = [AllowAny]

    def get(self, request: Any) -> Response:
        """Answer."""
        return Response()


urlpatterns = [
    path("a/", forgotten, name="a"),
    path("b/", requires(signed_in)(forgotten), name="b"),
    path("c/", public(forgotten), name="c"),
    path("d/", LoginView.as_view(), name="d"),
    path("e/", ForgottenResource.as_view(), name="e"),
]


def test_a_view_without_a_guard_is_seen() -> None:
    assert unguarded(routes(__name__)) == ["a", "d", "e"]


def test_a_guard_is_asked() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        requires(signed_in)(forgotten)(request)
