"""Rows for the tests of school offers: `school()`, `offer(venue)` (published), `offer(venue, draft=True)`.

`TYPED` is what the services take for a whole offer; `ANSWERS` is the same, as a form sends it.
"""

from itertools import count
from typing import Any

from core.text import fold
from schools.models import Institution, SchoolOffer
from schools.states import OfferState, PlaceKind
from schools.uai import key_of
from tests.support.moments import ago, ahead
from venues.models import Venue

_numbers = count(1)

ANSWERS = {
    "title": "Minuit à Padirac",
    "description": "Projection, puis rencontre avec la réalisatrice.",
    "domains": ["CINEMA", "PATRIMOINE"],
    "levels": ["SIXIEME"],
    "day": "2027-03-12",
    "time": "14:00",
    "duration_minutes": "150",
    "limit_day": "2027-02-26",
    "pupils": "28",
    "price_cents": "180",
    "location": "school",
    "contact_email": "scolaires@circuit.example",
    "contact_phone": "05 65 00 00 00",
}


def school(**fields: Any) -> Institution:
    """A school of Cahors that does not exist."""
    digits = f"0009{next(_numbers):03d}"
    values = {
        "uai": digits + key_of(digits),
        "name": f"Collège de l’Essai {digits[-3:]}",
        "kind": "college",
        "commune": "Cahors",
        "postal_code": "46000",
        "insee_code": "46042",
        "region": "76",
        "updated_at": ago(days=90),
        **fields,
    }
    words = f"{values['name']} {values['commune']} {values['postal_code']} {values['uai']}"
    return Institution.objects.create(**{"search_text": fold(words), **values})


def whole(**fields: Any) -> dict[str, Any]:
    """What the services take for an offer that may be published."""
    start = ahead(days=30)
    return {
        "title": "Minuit à Padirac",
        "description": "Projection, puis rencontre avec la réalisatrice.",
        "domains": ["CINEMA"],
        "levels": ["SIXIEME", "CINQUIEME"],
        "starts_at": start,
        "duration_minutes": 150,
        "booking_limit_at": ahead(days=15),
        "pupils": 28,
        "price_cents": 180_00,
        "place_kind": PlaceKind.SCHOOL.value,
        "address": None,
        "institution": fields.pop("institution", None) or school(),
        "contact_email": "scolaires@circuit.example",
        **fields,
    }


def offer(venue: Venue, *, draft: bool = False, **fields: Any) -> SchoolOffer:
    """A published offer of a structure, or a draft; any other column by its name."""
    state = OfferState.DRAFT if draft else OfferState.PUBLISHED
    values = {
        "venue": venue,
        "state": state,
        "created_at": ago(days=40),
        "updated_at": ago(days=40),
        "published_at": None if draft else ago(days=39),
        **whole(**fields),
    }
    if values["state"] == OfferState.ARCHIVED:
        values.setdefault("archived_at", ago(days=1))
    return SchoolOffer.objects.create(**{"search_text": fold(values["title"]), **values})
