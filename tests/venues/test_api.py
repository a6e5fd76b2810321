"""The public page of a structure."""

import pytest

from tests.api import world
from tests.support.app import App, refused

pytestmark = pytest.mark.django_db


def test_a_validated_structure_shows_its_public_page() -> None:
    venue = world.venue(description="Douze villages.", is_itinerant=True)
    body = App(world.person()).get(f"venues/{venue.pk}/").json()
    assert body == {
        "id": str(venue.pk),
        "name": "Ciné des Noyers",
        "description": "Douze villages.",
        "is_itinerant": True,
        "address": {
            "label": "",
            "street": "Place du Foirail",
            "postal_code": "46160",
            "city": "Cajarc",
            "latitude": 44.4849,
            "longitude": 1.8422,
            "time_zone": "Europe/Paris",
        },
    }


@pytest.mark.parametrize("status", ["pending", "rejected", "closed"])
def test_another_structure_is_unknown(status: str) -> None:
    venue = world.venue(status=status, decision_reason="motif")
    assert refused(App(world.person()).get(f"venues/{venue.pk}/")) == (404, "not_found")


def test_nothing_private_is_shown() -> None:
    venue = world.venue()
    text = App(world.person()).get(f"venues/{venue.pk}/").content.decode()
    assert venue.booking_email not in text
    assert venue.siret not in text
