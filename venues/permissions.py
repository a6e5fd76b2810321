"""Who may do what at a structure: the predicates that pages, API and admin share."""

from collections.abc import Callable, Collection

from django.http import HttpRequest

from core.errors import NotAllowed
from venues import selectors
from venues.models import Membership, Venue
from venues.states import Role, Status

PROGRAMMERS = frozenset({Role.ADMIN, Role.PROGRAMMING})
ACCOUNTANTS = frozenset({Role.ADMIN, Role.FINANCE})
DOOR = frozenset(Role)
FOLLOWERS = frozenset({Role.ADMIN, Role.PROGRAMMING, Role.FINANCE})


def holds(roles: Collection[Role]) -> Callable[[HttpRequest], bool]:
    """A guard: signed in, and with one of these roles at the structure being worked on."""

    def predicate(request: HttpRequest) -> bool:
        membership = current_membership(request)
        return membership is not None and opens(membership, to=roles)

    return predicate


def opens(membership: Membership, *, to: Collection[Role]) -> bool:
    """Does it open what is for these roles? At a refused structure, not what is only about money."""
    if membership.role not in to:
        return False
    return membership.venue.status != Status.REJECTED or Role.PROGRAMMING in to or Role.DESK in to


def memberships(request: HttpRequest) -> list[Membership]:
    """Where the person works; read once per request."""
    if not request.user.is_authenticated:
        return []
    if not hasattr(request, "_memberships"):
        request._memberships = selectors.memberships_of(user=request.user)  # type: ignore[attr-defined]
    return request._memberships  # type: ignore[attr-defined]


def current_membership(request: HttpRequest) -> Membership | None:
    """The membership through which the person works now: remembered choice, else the oldest one."""
    found = memberships(request)
    chosen = request.session.get("venue") if found else None
    return next((one for one in found if one.venue_id == chosen), found[0] if found else None)


def current_venue(request: HttpRequest) -> Venue:
    """The structure being worked on. Call it behind a guard only."""
    membership = current_membership(request)
    if membership is None:
        raise NotAllowed("not_allowed")
    return membership.venue


works_somewhere = holds(DOOR)
can_follow = holds(FOLLOWERS)
can_program = holds(PROGRAMMERS)
can_see_money = holds(ACCOUNTANTS)
can_use_desk = holds(DOOR)
can_administer = holds({Role.ADMIN})
