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
        return membership is not None and membership.role in roles and _opens(membership, roles)

    return predicate


def _opens(membership: Membership, roles: Collection[Role]) -> bool:
    """A refused structure opens no money: whoever only works there for it stays out."""
    return membership.venue.status != Status.REJECTED or Role.PROGRAMMING in roles or Role.DESK in roles


def current_membership(request: HttpRequest):
    """The membership through which the person works now: remembered choice, else the oldest one."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "_memberships"):
        request._memberships = selectors.memberships_of(user=request.user)  # type: ignore[attr-defined]
    chosen = request.session.get("venue")
    memberships = request._memberships  # type: ignore[attr-defined]
    return next((m for m in memberships if m.venue_id == chosen), memberships[0] if memberships else None)


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
