"""What the frame of every page shows about the structure being worked on."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from venues.permissions import current_membership, memberships


def current_structure(request: HttpRequest) -> dict[str, Any]:
    """`structure`, `structures`, `membership`; empty for whoever is not signed in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"structure": None, "structures": [], "membership": None}
    membership = current_membership(request)
    return {
        "structure": membership.venue if membership else None,
        "structures": [one.venue for one in memberships(request)],
        "membership": membership,
        "structure_switch_url": reverse("venues:switch"),
    }
