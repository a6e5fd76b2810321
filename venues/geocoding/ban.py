"""The address base (BAN) through the geocoder of the Géoplateforme (IGN): no key, fifty calls a second."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from core import http
from venues import communes
from venues.geocoding.base import GeocoderUnavailable, Place

URL = "https://data.geopf.fr/geocodage/search"
LOWEST_SCORE = 0.5  # under it the geocoder has guessed
LENGTHS = (3, 200)  # what it accepts to read, starting with a letter or a digit
PRECISIONS = {"housenumber", "street", "locality", "municipality"}

Answer = Mapping[str, Any]


class Ban:
    def __init__(self, *, url: str = URL) -> None:
        self.url = url

    def search(self, text: str, *, postal_code: str | None = None, limit: int = 5) -> list[Place]:
        """The places a typed text may mean, best first; raises `GeocoderUnavailable`."""
        asked = _readable(text)
        if len(asked) < LENGTHS[0]:
            return []
        params: dict[str, str | int] = {"q": asked, "limit": limit, "autocomplete": 1}
        if postal_code:
            params["postcode"] = postal_code
        places = [_place(feature) for feature in self._features(params)]
        return [place for place in places if place and place.score >= LOWEST_SCORE]

    def _features(self, params: Mapping[str, str | int]) -> list[Answer]:
        hosts = (urlsplit(self.url).hostname or "",)
        try:
            status, data = http.get_json(self.url, allowed_hosts=hosts, params=params)
        except http.Unavailable as error:
            raise GeocoderUnavailable("ban") from error
        if status == 400:
            return []  # it cannot read this text as an address
        features = data.get("features") if isinstance(data, Mapping) else None
        if status != 200 or not isinstance(features, list):
            raise GeocoderUnavailable(f"ban: status {status}")
        return features


def _readable(text: str) -> str:
    return re.sub(r"^[\W_]+", "", " ".join(text.split()))[: LENGTHS[1]].strip()


def _place(feature: Answer) -> Place | None:
    """A feature as a place; None when it says neither where it is nor in which commune."""
    known: Answer = feature.get("properties") or {}
    point: list[float] = (feature.get("geometry") or {}).get("coordinates") or []
    insee_code = known.get("citycode")
    precision = known.get("type")
    if len(point) != 2 or not insee_code or precision not in PRECISIONS:
        return None
    longitude, latitude = point
    commune = communes.by_insee(insee_code)
    return Place(
        label=known.get("label") or "",
        street="" if precision == "municipality" else known.get("name") or "",
        postal_code=known.get("postcode") or (commune.postal_codes[0] if commune else ""),
        city=known.get("city") or (commune.name if commune else ""),
        insee_code=insee_code,
        latitude=float(latitude),
        longitude=float(longitude),
        time_zone=communes.time_zone_of(insee_code),
        precision=precision,
        score=min(float(known.get("score") or 0), 1.0),
        source="ban",
        ban_id=known.get("id"),
    )
