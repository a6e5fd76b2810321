"""The navigation: one list of entries, filtered by what the person may do at the structure."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from venues.permissions import ACCOUNTANTS, DOOR, FOLLOWERS, PROGRAMMERS, current_membership, opens


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the menu."""

    key: str
    label: str
    route: str
    icon: str
    roles: frozenset[Any] | None = None
    url: str = ""
    count: int = 0


MAIN = (
    Entry(key="home", label="Accueil", route="home", icon="house", roles=FOLLOWERS),
    Entry(key="offers", label="Offres", route="offers:list", icon="film", roles=PROGRAMMERS),
    Entry(key="circuits", label="Circuits", route="offers:circuits", icon="route", roles=PROGRAMMERS),
    Entry(key="bookings", label="Réservations", route="bookings:list", icon="ticket", roles=FOLLOWERS),
    Entry(key="desk", label="Guichet", route="bookings:desk", icon="scan-line", roles=frozenset(DOOR)),
)
SECOND = (
    Entry(
        key="schools",
        label="Groupes scolaires",
        route="schools:offers",
        icon="graduation-cap",
        roles=PROGRAMMERS,
    ),
    Entry(
        key="finance", label="Gestion financière", route="finance:transfers", icon="wallet", roles=ACCOUNTANTS
    ),
    Entry(key="structures", label="Structures", route="venues:list", icon="building-2", roles=FOLLOWERS),
)
END = (
    Entry(key="help", label="Aide et contact", route="help:home", icon="life-buoy"),
    Entry(key="out", label="Se déconnecter", route="accounts:sign_out", icon="log-out"),
)
BAR = ("home", "offers", "desk", "bookings")


def _add_structure() -> dict[str, str]:
    return {"label": "Ajouter une structure", "url": reverse("venues:search")}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation.main`, `.second`, `.end` and `.bar` (the phone's shortcuts)."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"navigation": None}
    membership = current_membership(request)

    def may(roles: frozenset[Any] | None) -> bool:
        return roles is None or (membership is not None and opens(membership, to=roles))

    def shown(entries: tuple[Entry, ...]) -> list[Entry]:
        return [replace(entry, url=reverse(entry.route)) for entry in entries if may(entry.roles)]

    main = shown(MAIN)
    create = {"label": "Créer une offre", "url": reverse("offers:create")}
    return {
        "navigation": {
            "create": create if may(PROGRAMMERS) else None,
            "add_structure": _add_structure() if membership is None or may(FOLLOWERS) else None,
            "main": main,
            "second": shown(SECOND),
            "end": shown(END),
            "bar": [entry for entry in main if entry.key in BAR],
        }
    }
