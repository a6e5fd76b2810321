"""Keep a place. The same place is kept once; it is never edited."""

from django.db import transaction

from venues.geocoding.base import Place
from venues.models import Address


@transaction.atomic
def keep_address(*, place: Place, label: str = "") -> Address:
    """The row of a place, created when it is new. `label` is what people call it (« Salle des fêtes »)."""
    values = {
        "label": label.strip(),
        "street": place.street,
        "postal_code": place.postal_code,
        "city": place.city,
        "insee_code": place.insee_code,
        "latitude": round(place.latitude, 6),
        "longitude": round(place.longitude, 6),
        "time_zone": place.time_zone,
        "precision": place.precision,
        "source": place.source,
        "ban_id": place.ban_id or "",
    }
    return Address.objects.filter(**values).order_by("pk").first() or Address.objects.create(**values)
