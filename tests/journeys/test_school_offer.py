"""From a structure nobody referenced to its first published school offer, by the pages and the admin."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from schools.models import SchoolOffer
from tests.journeys.referencing import apply, appoint, sign
from tests.schools.offers import school
from tests.support.html import Page, read
from venues.models import Venue

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OCCITANIE = "76"


def first_screen(partner: Client) -> Page:
    """« À un groupe scolaire », from the first screen of creation."""
    return read(partner.get("/offres/creation/")).send(partner, "Continuer", audience="school")


def reference(partner: Client, boss: Client) -> None:
    """Apply, then three people of the region say yes."""
    people = {
        one: appoint(boss, authority=one, region=OCCITANIE, email=f"{one}@staff.example")
        for one in ("rectorat", "drac", "commission")
    }
    application = apply(partner)
    for one in ("rectorat", "drac"):
        sign(people[one], application, one, verdict="favourable", reason="")
    sign(people["commission"], application, "accept", reason="Bienvenue.")


def test_from_the_first_screen_to_the_first_published_school_offer(
    alice_client: Client, bob_client: Client, charlie_client: Client, staff_client: Client, venue: Venue
) -> None:
    college = school(name="Collège de l’Exemple")
    blocked = first_screen(alice_client)
    assert "/collectif/referencement/" in blocked.links.values()

    reference(alice_client, staff_client)
    form = first_screen(alice_client)
    assert form.url == "/collectif/offres/creation/"
    draft = form.send(alice_client, "Enregistrer le brouillon", title="Minuit à Padirac")
    assert "Choisissez l’établissement à qui vous proposez l’offre." in draft.links

    day = timezone.localdate() + timedelta(days=40)
    answers = {
        "description": "Projection, puis rencontre avec la réalisatrice.",
        "domains": ["CINEMA"],
        "levels": ["SIXIEME", "CINQUIEME"],
        "school": "exemple cahors",
        "pupils": "28",
        "location": "elsewhere",
        "label": "Salle des fêtes",
        "where": "place du Foirail 46160 Cajarc",
        "day": day.isoformat(),
        "time": "14:00",
        "duration_minutes": "150",
        "limit_day": (day - timedelta(days=14)).isoformat(),
        "price_cents": "180",
    }
    edit = draft.follow(alice_client, "Modifier")
    ready = edit.send(alice_client, "Enregistrer le brouillon", **answers)
    published = ready.send(alice_client, "Publier")
    assert any("L’offre est publiée." in said for said in published.banners)

    offer = SchoolOffer.objects.get()
    assert (offer.state, offer.venue, offer.institution) == ("published", venue, college)
    assert offer.address is not None
    assert offer.address.city == "Cajarc"
    listing = read(alice_client.get("/collectif/"))
    assert [row["État"] for row in listing.rows()] == ["Publiée"]

    # Neither a volunteer of the door nor another structure knows that it exists; staff read it.
    for stranger in (bob_client, charlie_client):
        assert stranger.get(published.url).status_code == 404
        assert stranger.post(f"{published.url}archiver/").status_code == 404
    assert staff_client.get(f"/admin/schools/schooloffer/{offer.pk}/change/").status_code == 200
