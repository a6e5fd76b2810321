"""Rows for the tests of the mobile API: plain functions, dates relative to now."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import Deposit, User
from core.text import fold
from offers.models import Offer, Slot, Stock
from offers.states import State
from venues.models import Address, LegalEntity, Venue

_numbers = count(1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PASSWORD = "mot-de-passe-solide"
CAJARC = {"latitude": 44.4849, "longitude": 1.8422, "city": "Cajarc", "postal_code": "46160"}


def soon(**elapsed: float) -> datetime:
    """An instant to come."""
    return timezone.now() + timedelta(**elapsed)


def person(**fields: Any) -> User:
    """Somebody whose address is confirmed."""
    number = next(_numbers)
    values = {
        "email": f"{uuid4().hex}@test.example",
        "first_name": "Lou",
        "last_name": f"Test{number}",
        **fields,
    }
    values.setdefault("email_confirmed_at", timezone.now())
    return User.objects.create_user(values.pop("email"), PASSWORD, **values)


def beneficiary(
    *, cents: int = 300_00, spent: int = 0, expires_at: datetime | None = None, **fields: Any
) -> User:
    """A young person with credit."""
    user = person(**fields)
    granted_at = timezone.now() - 400 * DAY
    Deposit.objects.create(
        user=user,
        granted_cents=cents,
        spent_cents=spent,
        granted_at=granted_at,
        expires_at=expires_at or timezone.now() + 365 * DAY,
    )
    return user


def address(**fields: Any) -> Address:
    """A place; Cajarc unless told otherwise."""
    return Address.objects.create(
        **{"street": "Place du Foirail", "time_zone": "Europe/Paris", "precision": "street", "source": "test"}
        | CAJARC
        | fields
    )


def venue(**fields: Any) -> Venue:
    """A validated structure."""
    number, now = next(_numbers), timezone.now()
    entity = LegalEntity.objects.create(siren=f"{number:09d}", name="Circuit des Noyers", created_at=now)
    values = {
        "siret": f"{number:014d}",
        "legal_name": "Circuit des Noyers",
        "public_name": "Ciné des Noyers",
        "booking_email": "cine@test.example",
        "verification": "register",
        "status": "validated",
        "created_at": now,
        "validated_at": now,
    }
    return Venue.objects.create(
        **{"legal_entity": entity, "address": fields.pop("address", None) or address()} | values | fields
    )


def offer(*, at: Address | None = None, **fields: Any) -> Offer:
    """A published film screening."""
    now = timezone.now()
    values = {"title": "Les Noyers de Marthe", "subcategory": "SEANCE_CINE", "state": State.PUBLISHED}
    values |= {"created_at": now, "updated_at": now, "published_at": now} | fields
    place = at or address()
    values.setdefault("search_text", fold(f"{values['title']} {place.city}"))
    return Offer.objects.create(
        **{"venue": fields.get("venue") or venue(address=place), "address": place} | values
    )


def slot(
    of: Offer | None = None, *, starts_at: datetime | None = None, goods: bool = False, **fields: Any
) -> Slot:
    """A date in ten days, or a lot without a date."""
    start = None if goods else starts_at or soon(days=10)
    values = {"starts_at": start, "booking_closes_at": start, "created_at": timezone.now(), "capacity": 50}
    return Slot.objects.create(offer=of or offer(), **values | fields)


def stock(
    of: Slot | Offer | None = None, *, cents: int = 5_00, label: str = "Plein tarif", **slot_fields: Any
) -> Stock:
    """A price, on a date of its own unless one is given."""
    date = of if isinstance(of, Slot) else slot(of, **slot_fields)
    return Stock.objects.create(slot=date, price_cents=cents, label=label)
