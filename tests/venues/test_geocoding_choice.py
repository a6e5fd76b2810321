"""Which geocoder is asked, how often, and what stands in while it is down."""

from typing import Any

import pytest
import respx
from django.core.exceptions import ImproperlyConfigured

from tests.venues.recorded import recorded
from venues.geocoding import GeocoderUnavailable, ban, geocoder, search_places

TEXT = "12 avenue de la Pellicule, 46000 Cahors"


@pytest.fixture(autouse=True)
def ban_with_its_own_cache(settings: Any, request: pytest.FixtureRequest) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": request.node.nodeid}}
    settings.GEOCODER = "ban"


@respx.mock
def test_development_asks_nobody(settings: Any) -> None:
    settings.GEOCODER = "offline"
    (place,) = search_places(TEXT)
    assert (place.city, place.source, place.approximate) == ("Cahors", "offline", True)


@respx.mock
def test_the_same_address_is_asked_once_a_day() -> None:
    call = respx.get(ban.URL).respond(json=recorded("ban_housenumber"))
    first = search_places(TEXT)
    assert search_places(TEXT.upper()) == first
    assert call.call_count == 1


@respx.mock
def test_another_code_or_limit_is_another_question() -> None:
    call = respx.get(ban.URL).respond(json=recorded("ban_housenumber"))
    search_places(TEXT)
    search_places(TEXT, postal_code="46000")
    search_places(TEXT, limit=1)
    assert call.call_count == 3


@respx.mock
def test_nothing_found_is_remembered_too() -> None:
    call = respx.get(ban.URL).respond(json=recorded("ban_empty"))
    assert search_places("xyzzy") == search_places("xyzzy") == []
    assert call.call_count == 1


@respx.mock
def test_while_it_is_down_the_commune_stands_in() -> None:
    respx.get(ban.URL).respond(403, json={})
    (place,) = search_places(TEXT)
    assert (place.street, place.city, place.source) == ("12 avenue de la Pellicule", "Cahors", "offline")
    assert place.approximate


@respx.mock
def test_an_outage_is_not_remembered() -> None:
    call = respx.get(ban.URL).respond(403, json={})
    with pytest.raises(GeocoderUnavailable):
        geocoder().search(TEXT)
    call.respond(json=recorded("ban_housenumber"))
    assert search_places(TEXT)[0].source == "ban"


def test_a_wrong_setting_is_said_at_once(settings: Any) -> None:
    settings.GEOCODER = "atlas"
    with pytest.raises(ImproperlyConfigured):
        geocoder()
