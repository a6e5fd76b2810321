"""A page of the application sent after another window changed the structure; pages sent empty."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from schools.models.referencing import Application
from tests.schools import referencing as make
from tests.schools.test_referencing_views import INTERVENTIONS, PIECES, PROJECT, SENDING, TYPED
from tests.support.html import read
from tests.venues.factories import MembershipFactory, VenueFactory
from venues.models import Venue
from venues.states import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(alice: User, venue: Venue) -> Application:
    return make.application(venue)


@pytest.fixture
def theirs(alice: User) -> Application:
    """The draft of another structure that Alice administers."""
    elsewhere = VenueFactory(public_name="L’Autre")
    MembershipFactory(venue=elsewhere, user=alice, role=Role.ADMIN)
    return make.application(elsewhere)


def switch(client: Client, venue: Venue) -> None:
    client.post("/structures/changer/", {"structure": str(venue.pk)})


@pytest.mark.parametrize("url", [PROJECT, INTERVENTIONS, PIECES, SENDING])
def test_a_page_of_another_structure_writes_nothing_and_keeps_what_was_typed(
    alice_client: Client, draft: Application, theirs: Application, url: str
) -> None:
    switch(alice_client, draft.venue)
    before = Application.objects.order_by("pk").values()
    kept = list(before)
    answers: dict[str, Any] = {**TYPED, "contact_name": "Zoé", "honour": "on", "kind": "sample"}
    if url == PIECES:
        answers["file"] = SimpleUploadedFile("Statuts.pdf", make.PDF)
    response = alice_client.post(url, {**answers, "about": str(theirs.pk)})
    page = read(response, status=422)
    assert "Vous avez changé de structure entre-temps" in page.errors[""][0]
    assert page.one("//input[@name='about']").get("value") == str(theirs.pk)
    kept_on_page = {
        PROJECT: "//input[@id='id_territory'][@value='Lot']",
        INTERVENTIONS: "//input[@id='id_contact_name'][@value='Zoé']",
        PIECES: "//select[@name='kind']/option[@selected][@value='sample']",
        SENDING: "//input[@id='id_honour'][@checked]",
    }
    assert len(page.all(kept_on_page[url])) == 1
    assert list(before.all()) == kept
    assert {one.pieces.count() for one in (draft, theirs)} == {1}


def test_back_at_its_structure_the_page_is_taken(
    alice_client: Client, draft: Application, theirs: Application
) -> None:
    switch(alice_client, draft.venue)
    page = read(alice_client.get(PROJECT))
    switch(alice_client, theirs.venue)
    refused = page.send(alice_client, "Enregistrer et continuer", territory="Aubrac")
    assert "Vous avez changé de structure entre-temps" in refused.errors[""][0]
    switch(alice_client, draft.venue)
    assert refused.send(alice_client, "Enregistrer et continuer").url == INTERVENTIONS
    territories = [Application.objects.get(pk=one.pk).territory for one in (draft, theirs)]
    assert territories == ["Aubrac", make.ANSWERS["territory"]]


def test_a_structure_without_a_draft_keeps_what_was_typed_for_another(
    alice_client: Client, venue: Venue, theirs: Application
) -> None:
    switch(alice_client, venue)
    page = read(alice_client.post(PROJECT, {**TYPED, "about": str(theirs.pk)}), status=422)
    assert "Vous avez changé de structure entre-temps" in page.errors[""][0]
    assert page.by_id("id_territory").get("value") == "Lot"
    assert Application.objects.count() == 1


@pytest.mark.parametrize("about", ["x", "²", "9" * 30, "-1"])
def test_a_forged_application_number_is_refused(alice_client: Client, draft: Application, about: str) -> None:
    assert alice_client.post(PROJECT, {**TYPED, "about": about}).status_code == 422


def test_a_page_of_an_application_handed_in_says_so(alice_client: Client, venue: Venue) -> None:
    old = make.application(venue, status="refused")
    make.application(venue)
    page = read(alice_client.post(PROJECT, {**TYPED, "about": str(old.pk)}), status=422)
    assert "déjà déposé" in page.errors[""][0]


@pytest.mark.parametrize("url", [PROJECT, INTERVENTIONS, PIECES, SENDING])
def test_an_empty_answer_is_refused_like_another(alice_client: Client, draft: Application, url: str) -> None:
    assert alice_client.post(url).status_code == 422
    draft.refresh_from_db()
    assert draft.territory == make.ANSWERS["territory"]
