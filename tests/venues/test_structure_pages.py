"""Where one works, in which role, and the switch from one structure to another."""

import pytest
from django.test import Client

from accounts.models import User
from tests.portal.bodies import body
from tests.support.html import read
from tests.support.moments import ago
from tests.support.world import signed_in
from tests.venues.factories import MembershipFactory, VenueFactory, member
from venues.models import Membership, Venue

pytestmark = pytest.mark.django_db
SWITCH = "/structures/changer/"


@pytest.fixture
def second(alice: User) -> Venue:
    """Alice also keeps the door of another structure."""
    made = VenueFactory(public_name="Le Rex", pending=True)
    MembershipFactory(user=alice, venue=made, role="desk", created_at=ago(days=1))
    return made


def test_the_list_says_the_role_and_the_state_of_each(alice_client: Client, second: Venue) -> None:
    rows = read(alice_client.get("/structures/"), status=200).rows()
    assert [(row["Structure"], row["Votre rôle"], row["État"]) for row in rows] == [
        ("Ciné des CaussesCinéma itinérant", "Administration", "Validée"),
        ("Le Rex", "Guichet seulement", "En attente de validation"),
    ]


def test_the_page_of_a_structure_says_what_the_register_said(alice_client: Client, venue: Venue) -> None:
    page = read(alice_client.get(f"/structures/{venue.pk}/"), status=200)
    for word in (
        venue.legal_name,
        "59.14Z",
        "9220",
        "46160 Cajarc",
        "chaque séance a son adresse",
        venue.booking_email,
    ):
        assert word in page.text


@pytest.mark.parametrize(
    ("state", "word"), [("pending", "vérifie votre dossier"), ("rejected", "Le dossier est incomplet.")]
)
def test_what_waits_or_was_refused_says_so(state: str, word: str) -> None:
    made = VenueFactory(**{state: True})
    page = read(signed_in(member(venue=made)).get(f"/structures/{made.pk}/"))
    assert any(word in said for said in page.banners)


def test_the_structure_of_others_looks_like_one_that_never_was(charlie_client: Client, venue: Venue) -> None:
    foreign, unknown = (
        charlie_client.get(f"/structures/{venue.pk}/"),
        charlie_client.get("/structures/999999999/"),
    )
    assert foreign.status_code == unknown.status_code == 404
    assert body(foreign) == body(unknown)


def test_where_one_only_keeps_the_door_there_is_no_page_to_read(alice_client: Client, second: Venue) -> None:
    assert alice_client.get(f"/structures/{second.pk}/").status_code == 404
    page = read(alice_client.get("/structures/"))
    assert f"/structures/{second.pk}/" not in page.links.values()


def test_the_choice_is_remembered(alice_client: Client, second: Venue) -> None:
    answer = alice_client.post(SWITCH, {"structure": second.pk, "next": "/accueil/"})
    assert answer.url == "/accueil/"
    assert (
        read(alice_client.get("/guichet/"))
        .one("//details[@class='switch']//summary")
        .text_content()
        .count("Le Rex")
        == 1
    )
    assert alice_client.get("/offres/").status_code == 404, "the role changes with the structure"


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("/guichet/", "/guichet/"),
        ("/offres/", "/accueil/"),
        ("/offres/12/", "/accueil/"),
        ("/rien/", "/accueil/"),
        ("/admin/", "/accueil/"),
        ("https://evil.example/", "/accueil/"),
        ("//evil.example/guichet/", "/accueil/"),
        ("javascript:alert(1)", "/accueil/"),
        ("", "/accueil/"),
    ],
)
def test_one_stays_on_the_page_when_it_exists_there_too(
    alice_client: Client, second: Venue, target: str, url: str
) -> None:
    assert alice_client.post(SWITCH, {"structure": second.pk, "next": target}).url == url


@pytest.mark.parametrize("structure", ["", "x", "-1", "²", "0", "9" * 30])
def test_a_structure_that_does_not_exist_is_not_found(alice_client: Client, structure: str) -> None:
    assert alice_client.post(SWITCH, {"structure": structure}).status_code == 404


def test_nobody_works_where_they_do_not(charlie_client: Client, venue: Venue) -> None:
    assert charlie_client.post(SWITCH, {"structure": venue.pk}).status_code == 404
    assert "Le Rex" in read(charlie_client.get("/structures/")).text


def test_whoever_left_sees_nothing_any_more(alice: User, alice_client: Client) -> None:
    assert alice_client.get("/offres/").status_code == 200
    Membership.objects.filter(user=alice).update(ended_at=ago())
    assert alice_client.get("/offres/").status_code == 404
    assert "Il reste à indiquer votre structure" in read(alice_client.get("/accueil/")).text


def test_a_session_that_remembers_a_structure_one_left_falls_back_on_another(
    alice: User, alice_client: Client, second: Venue
) -> None:
    alice_client.post(SWITCH, {"structure": second.pk})
    Membership.objects.filter(user=alice, venue=second).update(ended_at=ago())
    assert alice_client.get("/offres/").status_code == 200
