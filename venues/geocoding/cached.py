"""What the geocoder found is kept a day, that it found nothing ten minutes, that it was down never."""

import hashlib
from dataclasses import asdict

from django.core.cache import cache

from core.text import fold
from venues.geocoding.base import Geocoder, Place

FOUND_SECONDS = 24 * 60 * 60
NOTHING_SECONDS = 10 * 60
SHAPE = 1  # raised when Place changes, so that what an older version kept is not read


class CachedGeocoder:
    def __init__(self, geocoder: Geocoder, *, name: str) -> None:
        self.geocoder = geocoder
        self.name = name

    def search(self, text: str, *, postal_code: str | None = None, limit: int = 5) -> list[Place]:
        """The same as the geocoder behind, asked once a day; raises `GeocoderUnavailable`."""
        key = self._key(text, postal_code=postal_code, limit=limit)
        kept = cache.get(key)
        if kept is not None:
            return [Place(**place) for place in kept]
        places = self.geocoder.search(text, postal_code=postal_code, limit=limit)
        seconds = FOUND_SECONDS if places else NOTHING_SECONDS
        cache.set(key, [asdict(place) for place in places], timeout=seconds)
        return places

    def _key(self, text: str, *, postal_code: str | None, limit: int) -> str:
        asked = f"{fold(text)}|{postal_code or ''}|{limit}"
        return f"geocoding:{SHAPE}:{self.name}:{hashlib.sha256(asked.encode()).hexdigest()}"
