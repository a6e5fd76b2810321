"""Who sees what: every page of the portal for every kind of person. A page nobody classified fails here."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.factories import StaffFactory, UserFactory
from tests.architecture.busy import *  # noqa: F403 the fixture
from tests.architecture.busy import Busy
from tests.architecture.site import address, pages
from tests.support.world import signed_in
from tests.venues.factories import VenueFactory, member
from venues.states import Role

PUBLIC = {
    *("front", "core:live", "core:ready", "accounts:sign_in", "accounts:sign_up", "accounts:check_mailbox"),
    *("accounts:confirm", "accounts:forgotten", "accounts:reset_sent", "accounts:reset_confirm"),
    *("help:contact", "help:contact_sent", "help:webinar_calendar", "help:webinars_calendar"),
    *("help:webinars", "help:home", "help:collection", "help:article"),
}
ANY_ACCOUNT = {
    *("home", "accounts:sign_out", "venues:search", "venues:confirm", "venues:suggestions"),
    *("help:webinar_leave", "help:webinar_register"),
}
DOOR = {"bookings:desk", "bookings:undo", "venues:switch"}
FOLLOW = {
    *("venues:list", "venues:detail", "bookings:list", "bookings:detail", "bookings:export"),
    *("bookings:of_offer", "bookings:export_of_offer"),
    *("schools:referencing", "schools:referencing_piece"),
}
PROGRAM = {
    *(
        "offers:list",
        "offers:export",
        "offers:create",
        "offers:new_description",
        "offers:detail",
        "offers:circuits",
    ),
    *(
        "offers:description",
        "offers:place",
        "offers:dates",
        "offers:summary",
        "offers:publish",
        "offers:pause",
    ),
    *("bookings:move_place", "bookings:move_date", "bookings:withdraw_date"),
    *("schools:offers", "schools:export", "schools:institutions", "schools:create", "schools:offer"),
    *("schools:edit", "schools:publish", "schools:unpublish", "schools:archive", "schools:duplicate"),
}
ADMINISTER = {
    *("schools:referencing_start", "schools:referencing_project", "schools:referencing_interventions"),
    *("schools:referencing_pieces", "schools:referencing_remove_piece", "schools:referencing_sending"),
}
STAFF = {"core:mailbox", "core:letter", "components:catalogue"}
FINANCE = {str(route) for route in pages() if route.area == "finance"}
CATCH_ALL = "^(?!static/).*$"

SEEN = {
    Role.ADMIN: DOOR | FOLLOW | PROGRAM | FINANCE | ADMINISTER,
    Role.PROGRAMMING: DOOR | FOLLOW | PROGRAM,
    Role.FINANCE: DOOR | FOLLOW | FINANCE,
    Role.DESK: DOOR,
}
METHODS = ["post", "put", "delete"]


def test_every_page_is_classified_once() -> None:
    classes = [PUBLIC, ANY_ACCOUNT, DOOR, FOLLOW, PROGRAM, FINANCE, ADMINISTER, STAFF, {CATCH_ALL}]
    assert sum(map(len, classes)) == len(set().union(*classes))
    assert {str(route) for route in pages()} == set().union(*classes)


def entered(
    client: Client, busy: Busy, method: str = "get", *, closed: frozenset[int] = frozenset({404})
) -> set[str]:
    """Pages that answer something other than « no such page » or « sign in first »."""
    found = set()
    for route in pages():
        url = address(route, busy.values(str(route)))
        if url is None or str(route) == CATCH_ALL or (str(route) == "accounts:sign_out" and method != "get"):
            continue
        answer = getattr(client, method)(url)
        if answer.status_code not in closed and not answer.headers.get("Location", "").startswith(
            "/connexion/?"
        ):
            found.add(str(route))
    return found


ACCOUNT = PUBLIC | ANY_ACCOUNT


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_each_role_sees_its_pages_and_no_other(busy: Busy, role: Role) -> None:
    client = signed_in(member(venue=busy.venue, role=role))
    assert entered(client, busy) == ACCOUNT | SEEN[role]


@pytest.mark.slow
@pytest.mark.django_db
def test_whoever_is_not_signed_in_sees_what_is_public(busy: Busy) -> None:
    assert entered(Client(), busy) == PUBLIC


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["without a structure", "of another structure", "gone", "staff"])
def test_everybody_else_sees_nothing_that_belongs_to_the_structure(busy: Busy, kind: str) -> None:
    person: Any = (
        UserFactory() if kind == "without a structure" else StaffFactory() if kind == "staff" else None
    )
    if kind == "gone":
        person = member(venue=busy.venue)
        person.memberships.update(ended_at=busy.venue.created_at.replace(year=2040))
    person = person or member(venue=VenueFactory())
    seen = entered(signed_in(person), busy, closed=frozenset({404, 405})) - ACCOUNT - STAFF
    general = {str(route) for route in pages() if not {"pk", "venue_pk"} & route.takes}
    assert seen - (general if kind == "of another structure" else set()) == set()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
def test_no_method_opens_what_is_closed_to_a_volunteer(busy: Busy, method: str) -> None:
    client = signed_in(member(venue=busy.venue, role=Role.DESK))
    assert entered(client, busy, method) <= ACCOUNT | DOOR


@pytest.mark.django_db
def test_a_volunteer_lands_at_the_desk_and_is_shown_nothing_else(bob_client: Client) -> None:
    assert bob_client.get("/accueil/").url == "/guichet/"
    content = bob_client.get("/guichet/").content.decode()
    for route in (
        "offers:list",
        "bookings:list",
        "finance:transfers",
        "venues:list",
        "venues:search",
        "offers:create",
    ):
        assert f'href="{reverse(route)}"' not in content


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_no_link_of_the_menu_leads_nowhere(busy: Busy, role: Role) -> None:
    client = signed_in(member(venue=busy.venue, role=role))
    shown = client.get("/accueil/", follow=True).context["navigation"]
    entries = [*shown["main"], *shown["second"], *shown["bar"]]
    assert {entry.url: client.get(entry.url, follow=True).status_code for entry in entries} == {
        entry.url: 200 for entry in entries
    }
