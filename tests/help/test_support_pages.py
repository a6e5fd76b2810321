"""`/aide/contact/`: prefilled, refused in words, and nothing that was typed is lost."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from core import mail
from core.context import site
from core.models import Email
from help.models import SupportMessage
from tests.accounts.factories import UserFactory
from tests.support.html import Page, plain, read
from tests.support.queries import budget
from tests.support.world import signed_in
from tests.venues.factories import MembershipFactory
from venues.models import Venue

pytestmark = pytest.mark.django_db
URL = "/aide/contact/"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EXE = b"MZ\x90\x00" + b"\x00" * 200
TYPED = {
    "topic": "offers",
    "body": "Je ne trouve pas ma salle.",
    "page": "/offres/",
    "structure": "Ciné des Noyers",
    "name": "Camille Varenne",
    "email": "camille@circuit.example",
}


def file(content: bytes = PDF, name: str = "capture.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(client: Client, **changes: Any) -> Page:
    return read(client.post(URL, {**TYPED, **changes}, follow=True))


def kept(page: Page) -> dict[str, Any]:
    fields = page.fields("Envoyer")
    return {name: (fields.get(name) or "").strip() for name in TYPED}


def test_anybody_writes_and_is_given_a_reference(client: Client) -> None:
    page = send(client, attachment=file())
    message = SupportMessage.objects.get()
    assert (page.url, page.headings[0]) == ("/aide/contact/envoye/", "Votre message est envoyé")
    assert message.reference in page.text
    assert "camille@circuit.example" in page.text
    assert (message.topic, message.structure_name, message.user) == ("offers", "Ciné des Noyers", None)
    assert message.attachment_name == "capture.pdf"


def test_without_a_message_the_last_page_leads_to_the_form(client: Client) -> None:
    assert client.get("/aide/contact/envoye/").url == URL


# --- Prefilled


def test_what_the_portal_knows_is_there_already(alice_client: Client, alice: User, venue: Venue) -> None:
    page = read(alice_client.get(f"{URL}?page=/offres/"), status=200)
    fields = page.fields("Envoyer")
    assert (fields["name"], fields["email"], fields["page"]) == ("Alice Noyer", alice.email, "/offres/")
    assert fields["venue"] == str(venue.pk)


def test_of_two_structures_the_one_being_worked_on_is_chosen(
    alice_client: Client, alice: User, venue: Venue
) -> None:
    other = MembershipFactory(user=alice, role="admin").venue
    alice_client.post("/structures/changer/", {"structure": other.pk})
    page = read(alice_client.get(URL))
    assert page.fields("Envoyer")["venue"] in {str(other.pk), str(venue.pk)}
    page.send(alice_client, "Envoyer", venue=str(other.pk), topic="money", body="Bonjour")
    message = SupportMessage.objects.get()
    assert (message.venue_id, message.structure_name) == (other.pk, other.public_name)


def test_a_structure_where_one_does_not_work_is_not_written_about(
    alice_client: Client, other_venue: Venue
) -> None:
    page = send(alice_client, venue=str(other_venue.pk))
    assert "venue" in page.errors
    assert not SupportMessage.objects.exists()


def test_an_account_without_a_structure_says_which(db: None) -> None:
    client = signed_in(UserFactory())
    assert read(client.get(URL)).all("//input[@name='structure']")
    send(client)
    assert SupportMessage.objects.get().structure_name == "Ciné des Noyers"


REFERERS = {
    "http://testserver/offres/?q=1": "/offres/",
    "https://ailleurs.example/offres/": "",
    "http://testserver.ailleurs.example/": "",
    "http://[": "",
    "": "",
}


@pytest.mark.parametrize(("referer", "page"), REFERERS.items())
def test_the_page_one_comes_from_is_there_when_it_is_ours(client: Client, referer: str, page: str) -> None:
    form = read(client.get(URL, headers={"Referer": referer}))
    assert (form.fields("Envoyer").get("page") or "") == page


ASKED = [
    "https://ailleurs.example/",
    "//ailleurs.example/",
    "/\\ailleurs.example",
    "javascript:a()",
    "offres",
]


@pytest.mark.parametrize("asked", ASKED)
def test_a_foreign_address_is_not_taken_from_the_link(client: Client, asked: str) -> None:
    form = read(client.get(URL, {"page": asked}))
    assert not form.fields("Envoyer").get("page")


def test_a_whole_address_of_this_site_becomes_a_path(client: Client) -> None:
    send(client, page="http://testserver/offres/12/?x=1")
    assert SupportMessage.objects.get().page == "/offres/12/"


# --- Refused in words


REFUSED = [
    ({"body": ""}, "body", "Cette réponse manque."),
    ({"body": "a" * 100_000}, "body", "5000 caractères au plus : il y en a 100000."),
    ({"body": "salle\u0007"}, "body", "caractère invisible"),
    ({"body": "salle\u202e"}, "body", "caractère invisible"),
    ({"body": "salle\0"}, "body", ""),
    ({"topic": ""}, "topic", "Choisissez une réponse."),
    ({"topic": "ads"}, "topic", "Ce choix n’est plus proposé"),
    ({"name": "Camille\r\nBcc: tous@ailleurs.example"}, "name", "sur une seule ligne"),
    ({"name": "a" * 141}, "name", "140 caractères au plus"),
    ({"email": "camille"}, "email", "Cette adresse est incomplète."),
    ({"email": "a@b.example\r\nBcc: c@d.example"}, "email", "Cette adresse est incomplète."),
    ({"page": "https://ailleurs.example/"}, "page", "n’est pas de ce site"),
    ({"page": "/" + "a" * 300}, "page", "300 caractères au plus"),
    ({"attachment": file(EXE, "jeu.exe")}, "attachment", "ni un PDF ni une image"),
    ({"attachment": file(EXE, "facture.pdf")}, "attachment", "ni un PDF ni une image"),
    ({"attachment": file(b"", "vide.pdf")}, "attachment", "Ce fichier est vide."),
    ({"attachment": file(PDF + b"a" * 5_242_880, "gros.pdf")}, "attachment", "moins de 5 Mo"),
    ({"attachment": [file(), file(name="b.pdf")]}, "attachment", "Joignez un seul fichier."),
]


@pytest.mark.parametrize(("changes", "field", "said"), REFUSED)
def test_a_refusal_is_beside_its_field_and_nothing_is_lost(
    client: Client, changes: dict[str, Any], field: str, said: str
) -> None:
    answer = client.post(URL, {**TYPED, **changes})
    page = read(answer, status=422)
    assert any(plain(said) in plain(error) for error in page.errors[field])
    others = {name: value for name, value in TYPED.items() if name not in changes}
    assert {name: kept(page)[name] for name in others} == others
    assert not SupportMessage.objects.exists()
    assert not Email.objects.exists()


def test_a_long_message_comes_back_whole(client: Client) -> None:
    page = send(client, body="é" * 6_000)
    assert kept(page)["body"] == "é" * 6_000


def test_line_ends_count_for_one_character(client: Client) -> None:
    send(client, body="a\r\n" * 2_500)
    assert SupportMessage.objects.get().body == "\n".join(["a"] * 2_500)


def test_a_file_is_asked_for_again(client: Client) -> None:
    page = send(client, body="", attachment=file())
    assert page.errors["attachment"] == ["Choisissez le fichier à nouveau."]
    page = send(client, body="")
    assert "attachment" not in page.errors


def test_an_image_is_taken(client: Client) -> None:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    send(client, attachment=file(out.getvalue(), "capture.exe"))
    assert SupportMessage.objects.get().attachment_name == "capture.png"


# --- Not too often


def test_a_visitor_writes_five_times_an_hour(client: Client) -> None:
    for number in range(5):
        assert send(client, email=f"a{number}@b.example").status == 200
    answer = client.post(URL, {**TYPED, "email": "a5@b.example", "attachment": file()})
    page = read(answer, status=429)
    assert int(answer["Retry-After"]) > 3_000
    assert "Vous avez envoyé plusieurs messages en une heure. Réessayez un peu plus tard." in page.text
    assert page.errors["attachment"] == ["Choisissez le fichier à nouveau."]
    assert kept(page)["body"] == TYPED["body"]
    assert SupportMessage.objects.count() == 5


def test_an_account_is_counted_by_itself(alice_client: Client, client: Client, alice: User) -> None:
    for number in range(5):
        send(alice_client, email=f"a{number}@b.example", venue="0")
    assert send(alice_client, email="a5@b.example", venue="0").status == 429
    assert send(client, email="a5@b.example").status == 200


def test_nobody_s_mailbox_is_filled_from_here(client: Client, alice_client: Client) -> None:
    for number in range(4):
        assert send(client, email=f"victime+{number}@ailleurs.example").status == 200
    assert send(alice_client, email="Victime@ailleurs.example", venue="0").status == 200
    letters = Email.objects.filter(kind="help/support_acknowledged", to__contains="victime")
    assert (letters.count(), SupportMessage.objects.count()) == (3, 5)


def test_strangers_who_type_an_address_take_nothing_from_its_owner(
    client: Client, alice_client: Client, alice: User
) -> None:
    for _ in range(3):
        send(client, email=alice.email)
    assert send(alice_client, email=alice.email, venue="0").status == 200
    assert Email.objects.filter(kind="help/support_acknowledged", to=alice.email).count() == 4


def test_what_is_wrong_every_time_is_counted_too(client: Client) -> None:
    for _ in range(30):
        send(client, topic="")
    page = read(client.post(URL, {**TYPED, "attachment": file()}), status=429)
    assert kept(page)["body"] == TYPED["body"]
    assert not SupportMessage.objects.exists()


# --- What must not be kept


@pytest.mark.parametrize("path", ["/inscription/confirmation/Mg:1aB:zz9/", "/mot-de-passe/Mg/abc-123/"])
def test_a_link_that_opens_an_account_is_never_written_down(client: Client, path: str) -> None:
    assert send(client, page=path).status == 200
    assert "/" + SupportMessage.objects.get().page.strip("/") in path
    assert SupportMessage.objects.get().page in {"/inscription/confirmation/", "/mot-de-passe/"}


def test_the_next_person_on_the_same_browser_reads_nothing_of_it(client: Client, alice: User) -> None:
    send(client, email="premiere@ailleurs.example")
    client.force_login(alice)
    assert client.get(reverse("help:contact_sent")).status_code == 302


def test_the_team_reads_who_is_known_and_who_only_says_so(client: Client, alice_client: Client) -> None:
    send(client, structure="Ciné des Causses")
    send(alice_client, venue="0")
    unproved, proved = Email.objects.filter(kind="help/support_received").order_by("pk")
    assert "aucun, identité non vérifiée" in mail.render(kind=unproved.kind, context=unproved.context).text
    assert "(saisie à la main)" in mail.render(kind=unproved.kind, context=unproved.context).text
    assert "Compte connecté : alice" in mail.render(kind=proved.kind, context=proved.context).text


# --- Queries


def test_the_form_asks_who_one_is_and_no_more(alice_client: Client, client: Client) -> None:
    alice_client.get("/structures/")
    with budget("session", "person", "memberships", "address of the support"):
        alice_client.get(URL)
    with budget("address of the support"):
        client.get(URL)


def drawn(words: str) -> str:
    """A page of these words, with what every page may say."""
    request = RequestFactory().get("/")
    return engines["django"].from_string(words).render(site(request), request)


def test_only_pages_that_show_the_address_ask_for_it() -> None:
    with budget():
        assert drawn("{{ brand }}") == settings.BRAND
    with budget("address of the support"):
        assert drawn("{{ support_email }} {{ support_email }}") == " ".join([settings.SUPPORT_EMAIL] * 2)


def test_the_address_is_on_the_page_for_whoever_prefers_their_own_mailbox(client: Client) -> None:
    assert settings.SUPPORT_EMAIL in read(client.get(URL)).links
