"""What the pages of « Gestion financière » share."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from finance.permissions import venues_of
from finance.selectors import years_of
from venues.models import Venue

TABS = (
    ("transfers", "Virements"),
    ("statements", "Justificatifs"),
    ("bank_accounts", "Informations bancaires"),
    ("revenue", "Chiffre d’affaires"),
    ("terms", "Modalités"),
)


def frame(here: str) -> dict[str, Any]:
    """Navigation and tabs of a page."""
    tabs = [
        {"label": label, "url": reverse(f"finance:{name}"), "current": name == here} for name, label in TABS
    ]
    return {"nav": "finance", "tabs": tabs}


def year_asked(request: HttpRequest, *, venues: list[Venue], now: Any) -> tuple[int, list[int]]:
    """(the year to show, the years that can be): this year unless told. One query."""
    years = years_of(venues=venues, now=now)
    raw = request.GET.get("annee", "")
    return (int(raw) if raw.isdecimal() and len(raw) == 4 and int(raw) in years else years[0]), years


__all__ = ["frame", "venues_of", "year_asked"]
