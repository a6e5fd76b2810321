"""What a person typed as an address, and the place they chose: signed, so that it cannot be forged. Reads only."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.core import signing

from venues.errors import UnknownPlace
from venues.geocoding import Place, search_places
from venues.geocoding.base import CERTAIN
from venues.models import Address

SALT = "venues.places"
CHOICE_SECONDS = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One place a text may mean, with the value of its radio button."""

    place: Place
    token: str


def candidates(*, text: str, limit: int = 5) -> list[Candidate]:
    """Places a text may mean, best first."""
    if len(text.strip()) < 3:
        return []
    return [
        Candidate(place=place, token=sign(place=place, text=text))
        for place in search_places(text, limit=limit)
    ]


def candidate_of(address: Address) -> Candidate:
    """A place kept before, as the only candidate for its own words."""
    names = [field.name for field in fields(Place)]
    known: dict[str, Any] = {"label": address.typed, "score": 1.0, "ban_id": address.ban_id or None}
    place = Place(**{name: known[name] if name in known else getattr(address, name) for name in names})
    return Candidate(place=place, token=sign(place=place, text=address.typed))


def sign(*, place: Place, text: str) -> str:
    """The value of a radio button: the place, and the text it answers."""
    return signing.dumps({"place": asdict(place), "text": text.strip()}, salt=SALT, compress=True)


def chosen(*, token: str, text: str) -> Place | None:
    """The place behind a radio button; None when forged, too old, or when the text was changed since."""
    try:
        content = signing.loads(token, salt=SALT, max_age=CHOICE_SECONDS)
    except signing.BadSignature:
        return None
    return Place(**content["place"]) if content["text"] == text.strip() else None


def resolve(*, text: str, token: str = "") -> Place:
    """The place meant. Raises UnknownPlace: `address_unknown`, or `address_choice` when the person must choose."""
    place = chosen(token=token, text=text) if token else None
    if place is not None:
        return place
    found = search_places(text, limit=5) if len(text.strip()) >= 3 else []
    if not found:
        raise UnknownPlace("address_unknown", field="where")
    sure = [place for place in found if place.score >= CERTAIN]
    if len(sure) == 1:
        return sure[0]
    raise UnknownPlace("address_choice", field="where")
