"""Staff validate or refuse a structure in Django admin: by a button, with a reason, never by editing a field."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from accounts.services import staff as staff_services
from core.models import ActionLog
from tests.accounts.factories import UserFactory
from tests.support.world import signed_in
from tests.venues.factories import VenueFactory, member
from venues.models import Venue
from venues.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> Venue:
    made = VenueFactory(pending=True, public_name="Les Toiles")
    member(venue=made)
    return made


def page(venue: Venue, act: str = "change") -> str:
    return f"/admin/venues/venue/{venue.pk}/" + (f"decision/{act}/" if act != "change" else "change/")


def of_group(name: str) -> Client:
    """Staff who may do what the table says, and nothing else."""
    staff_services.define_groups()
    person = UserFactory(is_staff=True)
    person.groups.set(Group.objects.filter(name=name))
    return signed_in(person)


def test_a_structure_that_waits_has_its_two_buttons(staff_client: Client, waiting: Venue) -> None:
    content = staff_client.get(page(waiting)).content.decode()
    assert page(waiting, "validate") in content
    assert page(waiting, "reject") in content


@pytest.mark.parametrize(("state", "buttons"), [("rejected", {"validate"}), ("closed", set()), (None, set())])
def test_the_buttons_are_those_of_the_table(
    staff_client: Client, state: str | None, buttons: set[str]
) -> None:
    venue = VenueFactory(**({state: True} if state else {}))
    content = staff_client.get(page(venue)).content.decode()
    assert {act for act in ("validate", "reject") if page(venue, act) in content} == buttons


def test_asking_does_nothing_and_the_button_validates(
    staff_client: Client, staff: User, waiting: Venue
) -> None:
    assert staff_client.get(page(waiting, "validate")).status_code == 200
    assert Venue.objects.get().status == Status.PENDING
    assert staff_client.post(page(waiting, "validate")).url == page(waiting)
    assert Venue.objects.get().status == Status.VALIDATED
    assert ActionLog.objects.get(verb="validate_venue").actor == staff


def test_a_refusal_asks_for_its_reason(staff_client: Client, waiting: Venue) -> None:
    assert staff_client.post(page(waiting, "reject"), {"reason": "  "}).status_code == 200
    assert Venue.objects.get().status == Status.PENDING
    staff_client.post(page(waiting, "reject"), {"reason": "Dossier incomplet."})
    venue = Venue.objects.get()
    assert (venue.status, venue.decision_reason) == (Status.REJECTED, "Dossier incomplet.")


def test_a_decision_taken_meanwhile_by_somebody_else_is_said(staff_client: Client) -> None:
    content = staff_client.post(page(VenueFactory(closed=True), "validate")).content.decode()
    assert "n’est plus dans l’état attendu" in content


def test_no_field_is_edited_by_hand(staff_client: Client, waiting: Venue) -> None:
    staff_client.post(page(waiting), {"status": "validated", "siret": "00010003200010"})
    assert Venue.objects.get().status == Status.PENDING
    assert staff_client.get("/admin/venues/venue/add/").status_code == 403
    assert staff_client.post(f"/admin/venues/venue/{waiting.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_right_group_decides(waiting: Venue) -> None:
    of_group("Homologation").post(page(waiting, "validate"))
    assert Venue.objects.get().status == Status.VALIDATED


@pytest.mark.parametrize("group", ["Finance", "Support"])
def test_other_groups_see_and_do_not_decide(waiting: Venue, group: str) -> None:
    client = of_group(group)
    assert page(waiting, "validate") not in client.get(page(waiting)).content.decode()
    assert client.post(page(waiting, "validate")).status_code == 404
    assert Venue.objects.get().status == Status.PENDING


def test_a_partner_is_no_staff(alice_client: Client, waiting: Venue) -> None:
    assert alice_client.post(page(waiting, "validate")).status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == Status.PENDING
