"""From an application to a referenced structure, by the pages and the admin, each act by its own person."""

import pytest
from django.test import Client

from core.models import Email
from schools.models.referencing import Act
from schools.selectors.referencing import is_referenced
from tests.journeys.referencing import HOME, apply, appoint, fill_in, sign, stops
from tests.support.html import read
from venues.models import Venue

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OCCITANIE = "76"
FAVOURABLE = {"verdict": "favourable", "reason": ""}


def test_three_people_lead_a_structure_to_the_schools(
    alice_client: Client, staff_client: Client, venue: Venue
) -> None:
    people = {
        authority: appoint(
            staff_client, authority=authority, region=OCCITANIE, email=f"{authority}@staff.example"
        )
        for authority in ("rectorat", "drac", "commission")
    }
    application = apply(alice_client)
    assert stops(alice_client) == ["done", "now", "now", "todo"]

    # Nobody signs in another's place, and nobody decides early.
    refused = [
        sign(people["drac"], application, "rectorat", **FAVOURABLE),
        sign(people["rectorat"], application, "drac", **FAVOURABLE),
        sign(people["commission"], application, "accept", reason=""),
    ]
    assert ["Corrigez ce qui suit" in page.text for page in refused] == [True] * 3
    assert not Act.objects.exists()

    sign(people["rectorat"], application, "rectorat", **FAVOURABLE)
    assert stops(alice_client) == ["done", "done", "now", "todo"]
    sign(people["drac"], application, "drac", verdict="reserved", reason="Prévoir un temps de préparation.")
    assert stops(alice_client) == ["done", "done", "done", "now"]
    assert "Prévoir un temps" not in read(alice_client.get(HOME)).text

    sign(people["commission"], application, "accept", reason="Bienvenue.")
    assert is_referenced(venue_id=venue.pk)
    page = read(alice_client.get(HOME))
    assert stops(alice_client) == ["done"] * 4
    assert "Prévoir un temps de préparation" in page.text
    assert len({act.author_id for act in Act.objects.all()}) == 3
    received = Email.objects.filter(to="alice@circuit.example", kind__startswith="schools/")
    assert set(received.values_list("kind", flat=True)) == {
        "schools/referencing_received",
        "schools/referencing_accepted",
    }


def test_a_refused_structure_comes_back_with_its_answers(
    alice_client: Client, staff_client: Client, venue: Venue
) -> None:
    people = [
        appoint(staff_client, authority=one, region=OCCITANIE, email=f"{one}@staff.example")
        for one in ("rectorat", "drac", "commission")
    ]
    application = apply(alice_client)
    for person, act in zip(people, ("rectorat", "drac"), strict=False):
        sign(person, application, act, verdict="unfavourable", reason="Trop vague.")
    sign(people[2], application, "refuse", reason="Précisez le projet.")
    page = read(alice_client.get(HOME))
    assert "Précisez le projet." in page.banners[0]
    page = page.send(alice_client, "Déposer une nouvelle demande")
    page = page.send(alice_client, "Enregistrer et continuer").send(alice_client, "Enregistrer et continuer")
    assert "statuts.pdf" in page.text
    read(alice_client.get(f"{HOME}envoi/")).send(alice_client, "Déposer le dossier", honour=True)
    assert stops(alice_client) == ["done", "now", "now", "todo"]
    assert venue.referencing_applications.count() == 2


def test_the_summary_shows_what_was_answered(alice_client: Client) -> None:
    page = fill_in(alice_client)
    assert "Nous projetons un film" in page.text
    assert "180,00 €" in page.text
