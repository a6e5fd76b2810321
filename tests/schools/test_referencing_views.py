"""The pages of an application: what each state shows, drafts that lose nothing, files that are judged."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import Email
from schools.models.referencing import Act, Application, Piece
from schools.states import ActKind, Verdict
from tests.schools import referencing as make
from tests.support.html import Page, read
from tests.support.queries import budget
from tests.support.world import signed_in
from tests.venues.factories import VenueFactory, member
from venues.models import Venue
from venues.states import Role

pytestmark = pytest.mark.django_db
HOME = "/collectif/referencement/"
PROJECT, INTERVENTIONS = f"{HOME}projet/", f"{HOME}interventions/"
PIECES, SENDING = f"{HOME}pieces/", f"{HOME}envoi/"
WHO = ("session", "person", "memberships")
TYPED = {
    "presentation": make.ANSWERS["presentation"],
    "domains": ["CINEMA", "MEDIAS"],
    "levels": ["SIXIEME"],
    "territory": "Lot",
    "version": "1",
}


@pytest.fixture
def draft(alice: User, venue: Venue) -> Application:
    return make.application(venue)


def overview(client: Client) -> Page:
    return read(client.get(HOME))


def route(page: Page) -> list[tuple[str, str]]:
    """(title, text) of each step."""
    items = page.all("//ol[@aria-label='Étapes du référencement']/li")
    return [(item.xpath(".//strong")[0].text_content(), item.text_content()) for item in items]


def states(page: Page) -> list[str]:
    return page.all("//ol[@aria-label='Étapes du référencement']/li/@class")


# The overview.


def test_a_structure_that_never_applied_reads_why_and_by_whom(alice_client: Client) -> None:
    page = overview(alice_client)
    assert "La commission de la région Occitanie, celle de votre siège" in page.text
    assert [title for title, _ in route(page)] == [
        "Dépôt du dossier",
        "Avis du Rectorat",
        "Avis de la DRAC",
        "Décision de la commission",
    ]
    assert page.links["Le pass Culture à destination des groupes scolaires"] == "/aide/collections/scolaires/"
    assert "Demander le référencement" in page.text


def test_pressing_the_button_opens_the_first_page(alice_client: Client, venue: Venue) -> None:
    page = overview(alice_client).send(alice_client, "Demander le référencement")
    assert page.headings[0] == "Votre projet"
    assert Application.objects.get().venue == venue


@pytest.mark.parametrize("status", ["draft", "submitted", "accepted"])
def test_a_second_draft_is_refused_aloud(alice_client: Client, venue: Venue, status: str) -> None:
    make.application(venue, status=status)
    page = read(alice_client.post(f"{HOME}demande/", follow=True))
    assert "Un dossier est déjà ouvert" in page.text
    assert Application.objects.count() == 1


def test_a_draft_goes_on(alice_client: Client, draft: Application) -> None:
    page = overview(alice_client)
    assert page.links["Continuer ma demande"] == PROJECT
    assert states(page) == ["now"]


def test_opinions_are_told_without_their_verdict_until_the_decision(
    alice_client: Client, venue: Venue
) -> None:
    file = make.application(venue, status="submitted")
    make.act(file, ActKind.RECTORAT, Verdict.UNFAVOURABLE)
    page = overview(alice_client)
    assert states(page) == ["done", "done", "now"]
    assert "Rendu le" in route(page)[1][1]
    assert "éfavorable" not in page.text
    assert "Le projet manque de précision" not in page.text


def test_both_opinions_leave_the_commission_to_decide(alice_client: Client, venue: Venue) -> None:
    file = make.application(venue, status="submitted")
    for kind in (ActKind.RECTORAT, ActKind.DRAC):
        make.act(file, kind, Verdict.FAVOURABLE)
    page = overview(alice_client)
    assert states(page) == ["done", "done", "done", "now"]
    assert "La commission va décider" in page.text


def test_an_accepted_structure_reads_the_verdicts(alice_client: Client, venue: Venue) -> None:
    make.application(venue, status="accepted")
    page = overview(alice_client)
    assert states(page) == ["done"] * 4
    assert "Favorable avec réserves" in page.text
    assert "Votre structure est référencée" in page.banners[0]


@pytest.mark.parametrize(("status", "last"), [("refused", "stuck"), ("withdrawn", "stuck")])
def test_a_no_says_why_and_how_to_apply_again(
    alice_client: Client, venue: Venue, status: str, last: str
) -> None:
    make.application(venue, status=status)
    page = overview(alice_client)
    assert "Le projet manque de précision" in page.banners[0]
    assert states(page)[-1] == last
    page = page.send(alice_client, "Déposer une nouvelle demande")
    assert make.PROJECT[:40] in page.by_id("id_presentation").text


@pytest.mark.parametrize("role", [Role.PROGRAMMING, Role.FINANCE])
def test_others_follow_without_buttons(venue: Venue, role: Role) -> None:
    client = signed_in(member(venue=venue, role=role))
    page = overview(client)
    assert "Une personne qui administre la structure peut déposer la demande" in page.text
    assert page.all("//form[@action=$url]", url=f"{HOME}demande/") == []
    assert [client.get(url).status_code for url in (PROJECT, INTERVENTIONS, PIECES, SENDING)] == [404] * 4
    assert client.post(f"{HOME}demande/").status_code == 404


def test_a_volunteer_of_the_door_sees_nothing(bob_client: Client) -> None:
    urls = (HOME, PROJECT, INTERVENTIONS, PIECES, SENDING)
    assert [bob_client.get(url).status_code for url in urls] == [404] * 5


@pytest.mark.parametrize("status", ["refused", "withdrawn"])
@pytest.mark.parametrize("then", ["draft", "submitted"])
def test_what_was_told_stays_below_the_new_application(
    alice_client: Client, venue: Venue, status: str, then: str
) -> None:
    make.application(venue, status=status)
    make.application(venue, status=then)
    page = overview(alice_client)
    before = page.all("//ol[@aria-label='Étapes de la demande précédente']/li")
    assert "Le projet manque de précision." in before[-1].text_content()
    assert before[-1].get("class") == "stuck"
    alice_client.get(HOME)
    with budget(*WHO, "application", *(["acts"] if then == "submitted" else []), "last", "acts", "pieces"):
        alice_client.get(HOME)


def test_a_decision_alone_has_nothing_below_it(alice_client: Client, venue: Venue) -> None:
    for status in ("refused", "withdrawn"):
        make.application(venue, status=status)
    assert "précédent" not in overview(alice_client).text


def test_the_overview_asks_only_what_it_shows(alice_client: Client, venue: Venue) -> None:
    make.application(venue, status="accepted")
    alice_client.get(HOME)
    with budget(*WHO, "application", "acts", "pieces"):
        alice_client.get(HOME)


@pytest.mark.parametrize(("role", "links"), [(Role.ADMIN, 1), (Role.FINANCE, 0)])
def test_once_referenced_the_first_offer_is_one_press_away(venue: Venue, role: Role, links: int) -> None:
    client = signed_in(member(venue=venue, role=role))
    make.application(venue, status="accepted")
    for url in (HOME, "/accueil/"):
        found = read(client.get(url)).all("//a[normalize-space()='Créer une offre pour une classe']/@href")
        assert found == ["/collectif/offres/creation/"] * links


@pytest.mark.parametrize(("status", "shown"), [("submitted", True), ("accepted", False), ("refused", True)])
def test_what_to_expect_of_the_decision_is_said_before_it(
    alice_client: Client, venue: Venue, status: str, shown: bool
) -> None:
    make.application(venue, status=status)
    text = overview(alice_client).text
    assert ("Comptez plusieurs semaines" in text) is shown
    assert ("Pourquoi un référencement" in text) is shown


# The answers.


def test_a_full_page_leads_to_the_next_one(alice_client: Client, draft: Application) -> None:
    assert alice_client.post(PROJECT, TYPED).url == INTERVENTIONS
    draft.refresh_from_db()
    assert (draft.domains, draft.territory) == (["CINEMA", "MEDIAS"], "Lot")


def test_what_lacks_is_said_beside_its_field_and_everything_is_kept(
    alice_client: Client, draft: Application
) -> None:
    response = alice_client.post(
        PROJECT, {"presentation": "Trop court.", "territory": "Tout le Lot", "version": "1"}
    )
    page = read(response)
    assert response.status_code == 422
    assert "300 caractères au moins" in page.text
    assert "Choisissez un domaine au moins." in page.text
    assert page.by_id("id_territory").get("value") == "Tout le Lot"
    draft.refresh_from_db()
    assert (draft.presentation, draft.territory, draft.levels) == ("Trop court.", "Tout le Lot", [])


def test_one_unreadable_answer_does_not_lose_the_others(alice_client: Client, draft: Application) -> None:
    typed = {
        "interventions": ["VISITE"],
        "experience": "Une médiatrice, un projectionniste, et leurs diplômes.",
        "usual_price_cents": "cent euros",
        "contact_phone": "appelez-moi",
        "contact_email": "alice@",
        "contact_name": "Alice",
        "version": "1",
    }
    response = alice_client.post(INTERVENTIONS, typed)
    page = read(response)
    assert response.status_code == 422
    assert [page.by_id(f"id_{name}").get("value") for name in ("usual_price_cents", "contact_phone")] == [
        "cent euros",
        "appelez-moi",
    ]
    assert len(page.all("//div[@class='errors']")) == 3
    draft.refresh_from_db()
    assert (draft.interventions, draft.contact_name) == (["VISITE"], "Alice")
    assert draft.contact_phone == make.ANSWERS["contact_phone"]


def test_a_draft_is_left_as_it_is(alice_client: Client, draft: Application) -> None:
    page = read(
        alice_client.post(PROJECT, {"presentation": "À finir", "leave": "1", "version": "1"}, follow=True)
    )
    assert page.headings[0] == "Proposer aux groupes scolaires"
    assert "Votre brouillon est enregistré" in page.text
    draft.refresh_from_db()
    assert (draft.presentation, draft.domains) == ("À finir", [])


@pytest.mark.parametrize("leave", [{}, {"leave": "1"}])
def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(
    alice_client: Client, draft: Application, leave: dict[str, str]
) -> None:
    response = alice_client.post(PROJECT, {**TYPED, **leave, "presentation": "x" * 4_001})
    assert response.status_code == 422
    assert "4000 caractères au plus" in read(response).text.replace(" 000", "000")
    draft.refresh_from_db()
    assert (draft.presentation, draft.territory) == (make.ANSWERS["presentation"], "Lot")


def test_two_administrators_the_second_is_told_and_may_save_again(
    alice_client: Client, draft: Application
) -> None:
    mine, theirs = read(alice_client.get(PROJECT)), read(alice_client.get(PROJECT))
    theirs.send(alice_client, "Enregistrer et continuer", territory="Aveyron")
    page = mine.send(alice_client, "Enregistrer et continuer", territory="Lot")
    assert page.status == 422
    assert "Une autre personne" in page.errors[""][0]
    assert page.fields("Enregistrer et continuer")["territory"] == "Lot"
    page.send(alice_client, "Enregistrer et continuer")
    draft.refresh_from_db()
    assert draft.territory == "Lot"


def test_a_page_refused_for_what_lacks_is_saved_again_at_once(
    alice_client: Client, draft: Application
) -> None:
    page = read(alice_client.get(PROJECT)).send(alice_client, "Enregistrer et continuer", territory="")
    assert page.status == 422
    assert page.send(alice_client, "Enregistrer et continuer", territory="Lot").url == INTERVENTIONS


def test_an_application_sent_without_its_version_is_not_taken(
    alice_client: Client, draft: Application
) -> None:
    response = alice_client.post(PROJECT, {**TYPED, "version": ""})
    assert response.status_code == 422
    draft.refresh_from_db()
    assert draft.territory == make.ANSWERS["territory"]


def test_a_code_that_is_not_in_the_list_is_refused(alice_client: Client, draft: Application) -> None:
    response = alice_client.post(PROJECT, {**TYPED, "domains": ["POTERIE"]})
    assert response.status_code == 422
    assert "Ce choix n’est plus proposé" in read(response).text


def test_prices_are_typed_in_euros(alice_client: Client, draft: Application) -> None:
    page = read(alice_client.get(INTERVENTIONS))
    assert page.by_id("id_usual_price_cents").get("value") == "180,00"
    page.send(alice_client, "Enregistrer et continuer", usual_price_cents="95,50")
    draft.refresh_from_db()
    assert draft.usual_price_cents == 95_50


@pytest.mark.parametrize("url", [PROJECT, INTERVENTIONS, PIECES, SENDING])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_without_a_draft_a_page_leads_back(alice_client: Client, venue: Venue, url: str, verb: str) -> None:
    make.application(venue, status="submitted")
    page = read(getattr(alice_client, verb)(url, follow=True))
    assert "Aucun brouillon n’est ouvert" in page.text
    assert page.headings[0] == "Proposer aux groupes scolaires"


@pytest.mark.parametrize("url", [PROJECT, INTERVENTIONS, PIECES, SENDING])
def test_a_page_asks_only_what_it_shows(alice_client: Client, draft: Application, url: str) -> None:
    alice_client.get(url)
    with budget(*WHO, "draft", "pieces"):
        assert alice_client.get(url).status_code == 200


# The pieces.


def send(client: Client, content: bytes = make.PDF, name: str = "Statuts.pdf", kind: str = "statutes") -> Any:
    return client.post(PIECES, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def test_a_file_is_joined_and_read_again(alice_client: Client, draft: Application) -> None:
    assert send(alice_client).url == PIECES
    page = read(alice_client.get(PIECES))
    assert page.headings[1] == "2 pièces jointes"
    response = alice_client.get(page.links["Statuts.pdf"])
    assert b"".join(response.streaming_content) == make.PDF
    assert response["Content-Disposition"] == 'attachment; filename="Statuts.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90\x00\x03programme", "statuts.pdf", "ni un PDF ni une image"),
        (b"#!/bin/sh\nrm -rf", "statuts.png", "ni un PDF ni une image"),
        (b"<svg onload=alert(1)>", "logo.jpg", "ni un PDF ni une image"),
        (b"%PDF-1.4 sans fin", "statuts.pdf", "abîmé ou incomplet"),
        (b"", "statuts.pdf", "Ce fichier est vide"),
        (b"%PDF-" + b"x" * (10 * 1024 * 1024), "statuts.pdf", "moins de 10 Mo"),
    ],
    ids=["program", "script", "drawing with a script", "cut", "empty", "too heavy"],
)
def test_a_bad_file_is_refused(
    alice_client: Client, draft: Application, content: bytes, name: str, said: str
) -> None:
    response = send(alice_client, content, name, kind="sample")
    page = read(response)
    assert response.status_code == 422
    assert said in page.text
    assert page.one("//select[@name='kind']/option[@selected]").get("value") == "sample"
    assert draft.pieces.count() == 1


def test_the_eleventh_piece_is_refused(alice_client: Client, draft: Application) -> None:
    for _ in range(9):
        make.piece(draft)
    page = read(alice_client.get(PIECES))
    assert "Dix pièces sont jointes" in page.text
    response = send(alice_client)
    assert response.status_code == 422
    assert "Vous avez déjà joint 10 pièces" in read(response).text


def test_a_piece_is_taken_out_of_the_draft(alice_client: Client, draft: Application) -> None:
    page = read(alice_client.get(PIECES)).send(alice_client, "Retirer statuts.pdf")
    assert "est retiré du dossier" in page.text
    assert not Piece.objects.exists()


def test_a_piece_of_an_application_that_left_stays(alice_client: Client, venue: Venue) -> None:
    piece = make.application(venue, status="submitted").pieces.get()
    page = read(alice_client.post(reverse("schools:referencing_remove_piece", args=[piece.pk]), follow=True))
    assert "Ce dossier est déjà déposé" in page.text
    assert Piece.objects.filter(pk=piece.pk).exists()


def test_a_piece_is_for_the_people_of_its_structure(
    draft: Application, venue: Venue, charlie_client: Client, bob_client: Client, staff_client: Client
) -> None:
    url = reverse("schools:referencing_piece", args=[draft.pieces.get().pk])
    programmer = signed_in(member(venue=venue, role=Role.PROGRAMMING))
    everybody = (programmer, charlie_client, bob_client, staff_client)
    assert [client.get(url).status_code for client in everybody] == [200, 404, 404, 404]


# Handing in.


def test_the_last_page_shows_everything_and_sends(alice_client: Client, draft: Application) -> None:
    page = read(alice_client.get(SENDING))
    for said in ("Cinéma, audiovisuel", "Collège, 6e", "180,00 €", "statuts.pdf", "Occitanie"):
        assert said in page.text
    page = page.send(alice_client, "Déposer le dossier", honour=True)
    assert page.headings[0] == "Proposer aux groupes scolaires"
    assert "Votre dossier est déposé" in page.text
    draft.refresh_from_db()
    assert draft.status == "submitted"


def test_without_the_statement_the_page_stays(alice_client: Client, draft: Application) -> None:
    response = alice_client.post(SENDING)
    assert response.status_code == 422
    assert "Cochez l’attestation" in read(response).text


def test_an_incomplete_application_links_to_what_lacks(alice_client: Client, draft: Application) -> None:
    Application.objects.update(presentation="Trop court.", contact_phone="")
    page = read(alice_client.get(SENDING))
    assert "Il manque 2 réponses" in page.text
    assert page.links["Projet"] == PROJECT
    assert page.links["Interventions"] == INTERVENTIONS
    response = alice_client.post(SENDING, {"honour": "on"})
    assert response.status_code == 422
    assert "Il manque des réponses : Projet, Interventions." in read(response).text


# Elsewhere.


def test_the_home_page_says_it_once_there_is_an_application(alice_client: Client, venue: Venue) -> None:
    assert "Groupes scolaires" not in read(alice_client.get("/accueil/")).headings
    make.application(venue, status="refused")
    page = read(alice_client.get("/accueil/"))
    assert "Groupes scolaires" in page.headings
    assert page.links["Voir le référencement"] == HOME


# E-mails.


def test_handing_in_writes_to_the_structure_and_to_both_authorities(
    alice_client: Client, draft: Application, venue: Venue
) -> None:
    make.mandated("rectorat", email="rectorat@staff.example")
    make.mandated("drac", email="drac@staff.example")
    make.mandated("commission", email="commission@staff.example")
    make.mandated("drac", region=make.BRITTANY, email="bretagne@staff.example")
    member(venue=venue, role=Role.FINANCE, email="tresorier@circuit.example")
    alice_client.post(SENDING, {"honour": "on"})
    sent = set(Email.objects.values_list("kind", "to"))
    assert sent == {
        ("schools/referencing_received", "alice@circuit.example"),
        ("schools/referencing_to_instruct", "rectorat@staff.example"),
        ("schools/referencing_to_instruct", "drac@staff.example"),
    }


def test_another_structure_has_its_own_application(charlie_client: Client, draft: Application) -> None:
    make.application(VenueFactory(), status="accepted")
    assert "Demander le référencement" in overview(charlie_client).text
    assert not Act.objects.filter(application=draft).exists()
