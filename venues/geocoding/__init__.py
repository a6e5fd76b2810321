"""Where an address is. One port, the adapter chosen by `settings.GEOCODER`."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from venues.geocoding import ban
from venues.geocoding.ban import Ban
from venues.geocoding.base import Geocoder, GeocoderUnavailable, Place
from venues.geocoding.cached import CachedGeocoder
from venues.geocoding.offline import OfflineGeocoder

__all__ = ["Geocoder", "GeocoderUnavailable", "Place", "geocoder", "search_places"]

_log = logging.getLogger(__name__)


def geocoder() -> Geocoder:
    """The geocoder this deployment asks. Raises ImproperlyConfigured for an unknown name."""
    name = settings.GEOCODER
    if name not in _ADAPTERS:
        raise ImproperlyConfigured(f"GEOCODER is one of {', '.join(_ADAPTERS)}, not {name!r}")
    return _ADAPTERS[name]()


def search_places(text: str, *, postal_code: str | None = None, limit: int = 5) -> list[Place]:
    """The places a typed address may be, best first.

    Never fails: while the geocoder is down, the centre of the commune stands in, with `source` "offline".
    """
    try:
        return geocoder().search(text, postal_code=postal_code, limit=limit)
    except GeocoderUnavailable as error:
        _log.warning("addresses are placed by commune: %s", error)
        return OfflineGeocoder().search(text, postal_code=postal_code, limit=limit)


def _ban() -> Geocoder:
    return CachedGeocoder(Ban(url=getattr(settings, "BAN_URL", ban.URL)), name="ban")


_ADAPTERS: dict[str, Callable[[], Geocoder]] = {"offline": OfflineGeocoder, "ban": _ban}
