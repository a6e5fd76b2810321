"""`/collectif/`: the list, its filters and its file; the page of an offer and its acts."""

import csv
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from core.history import record
from schools import exports
from schools.forms.offers import SchoolOfferFilters
from schools.models import SchoolOffer
from schools.states import OfferState
from tests.schools import offers as make
from tests.schools.referencing import application, referenced
from tests.support.html import Page, read
from tests.support.htmx import headers
from tests.support.moments import ago, ahead
from tests.support.queries import budget
from tests.support.world import signed_in
from tests.venues.factories import AddressFactory, member
from venues.models import Venue

pytestmark = pytest.mark.django_db
LIST = "/collectif/"
WHO = ("session", "person", "memberships")


@pytest.fixture
def ready(venue: Venue) -> Venue:
    """A structure that may propose to schools."""
    referenced(venue)
    return venue


def titles(page: Page) -> list[str]:
    return [re.sub(r" ?28 élèves$", "", row["Offre"]) for row in page.rows()]


def page_of(client: Client, offer: SchoolOffer) -> Page:
    return read(client.get(f"/collectif/offres/{offer.pk}/"))


# --- The list


def test_the_list_shows_what_matters_the_latest_first(alice_client: Client, ready: Venue) -> None:
    make.offer(ready, title="Premier projet", draft=True, institution=None, price_cents=None)
    school = make.school(name="Collège de l’Exemple")
    make.offer(ready, title="Second projet", institution=school)
    page = read(alice_client.get(LIST), status=200)
    assert titles(page) == ["Second projet", "Premier projet"]
    row = page.rows()[0]
    assert row["Établissement"] == "Collège de l’ExempleCahors"
    assert (row["Prix"], row["État"]) == ("180,00 €", "Publiée")


def test_an_empty_list_leads_to_the_first_offer(alice_client: Client, ready: Venue) -> None:
    page = read(alice_client.get(LIST))
    assert "Aucune offre scolaire pour le moment" in page.text
    assert page.follow(alice_client, "Créer une offre").url == "/collectif/offres/creation/"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "secónd"}, ["Second projet"]),
        ({"q": "figeac"}, ["Second projet"]),
        ({"q": "projet figeac"}, ["Second projet"]),
        ({"status": "draft"}, ["Premier projet"]),
        ({"status": "archived"}, ["Vieux projet"]),
        ({"status": "n’importe quoi"}, ["Second projet", "Premier projet"]),
        ({"level": "TERMINALE"}, ["Second projet"]),
        ({"level": "CRECHE"}, ["Second projet", "Premier projet"]),
        ({"since": "9998-12-31"}, []),
        ({"until": "9999-12-31"}, ["Second projet", "Premier projet"]),
        ({"until": "hier"}, ["Second projet", "Premier projet"]),
        ({"q": "rien de tel"}, []),
        ({"suite": "forgé", "taille": "²"}, ["Second projet", "Premier projet"]),
    ],
)
def test_the_list_is_filtered(
    alice_client: Client, ready: Venue, asked: dict[str, str], found: list[str]
) -> None:
    make.offer(ready, title="Vieux projet", state=OfferState.ARCHIVED)
    make.offer(ready, title="Premier projet", draft=True)
    school = make.school(commune="Figeac")
    make.offer(ready, title="Second projet", levels=["TERMINALE"], institution=school)
    page = read(alice_client.get(LIST, asked), status=200)
    assert titles(page) == found
    assert found or "Aucune offre ne correspond" in page.text


def test_a_period_holds_its_first_and_its_last_day(alice_client: Client, ready: Venue) -> None:
    start = ahead(days=30)
    make.offer(ready, starts_at=start, booking_limit_at=start)
    day = timezone.localtime(start).date()
    next_day = day + timedelta(days=1)
    assert len(read(alice_client.get(LIST, {"since": day, "until": day})).rows()) == 1
    assert read(alice_client.get(LIST, {"since": next_day})).rows() == []
    assert read(alice_client.get(LIST, {"until": day - timedelta(days=1)})).rows() == []


def test_a_day_is_that_of_the_place(alice_client: Client, ready: Venue) -> None:
    """23:30 in Paris on the 11th is 02:30 on the 12th at La Réunion: each place has its own day."""
    at = datetime(2027, 3, 11, 22, 30, tzinfo=UTC)
    make.offer(ready, title="Au bourg", starts_at=at, booking_limit_at=at)
    away = AddressFactory(overseas=True)
    make.offer(
        ready, title="Au loin", starts_at=at, booking_limit_at=at, place_kind="elsewhere", address=away
    )
    days = {
        day: read(alice_client.get(LIST, {"since": day, "until": day}))
        for day in ("2027-03-11", "2027-03-12")
    }
    assert {day: titles(page) for day, page in days.items()} == {
        "2027-03-11": ["Au bourg"],
        "2027-03-12": ["Au loin"],
    }


def test_without_a_place_of_its_own_a_day_is_that_of_the_head_office(
    alice_client: Client, ready: Venue
) -> None:
    Venue.objects.update(address=AddressFactory(overseas=True))
    at = datetime(2027, 3, 11, 22, 30, tzinfo=UTC)
    make.offer(ready, starts_at=at, booking_limit_at=at)
    assert len(read(alice_client.get(LIST, {"since": "2027-03-12"})).rows()) == 1
    assert read(alice_client.get(LIST, {"until": "2027-03-11"})).rows() == []


def test_the_states_are_counted_and_what_was_put_away_is_counted_apart(
    alice_client: Client, ready: Venue
) -> None:
    make.offer(ready, draft=True)
    make.offer(ready)
    make.offer(ready, state=OfferState.ARCHIVED)
    page = read(alice_client.get(LIST))
    assert {"Toutes 2", "Brouillon 1", "Publiée 1", "Archivée 1"} <= set(page.links)
    assert [row["État"] for row in page.follow(alice_client, "Archivée 1").rows()] == ["Archivée"]


def test_pages_follow_one_another_and_lose_nothing(alice_client: Client, ready: Venue) -> None:
    school = make.school()
    for number in range(27):
        make.offer(ready, title=f"Projet {number:02}", institution=school)
    first = read(alice_client.get(LIST))
    second = first.follow(alice_client, "Suivante")
    assert [len(first.rows()), titles(second)] == [25, ["Projet 01", "Projet 00"]]


def test_with_htmx_only_the_list_comes(alice_client: Client, ready: Venue) -> None:
    make.offer(ready)
    whole = read(alice_client.get(LIST, {"q": "minuit"}))
    part = alice_client.get(LIST, {"q": "minuit"}, headers=headers(whole))
    assert part.content.strip().startswith(b'<section id="liste"')
    assert read(part).rows() == whole.rows()


def test_with_htmx_nothing_found_still_leads_back_to_the_whole_list(
    alice_client: Client, ready: Venue
) -> None:
    make.offer(ready)
    whole = read(alice_client.get(LIST))
    part = read(alice_client.get(LIST, {"q": "rien de tel"}, headers=headers(whole)))
    assert part.links["Effacer les filtres"] == LIST


def test_it_shows_nobody_else_s(charlie_client: Client, ready: Venue, other_venue: Venue) -> None:
    make.offer(ready, title="Chez Alice")
    referenced(other_venue)
    assert "Chez Alice" not in read(charlie_client.get(LIST)).text


def test_the_menu_and_the_list_lead_to_the_articles(alice_client: Client, ready: Venue) -> None:
    page = read(alice_client.get("/offres/")).follow(alice_client, "Groupes scolaires")
    assert page.url == LIST
    assert page.links["Comment ça marche ?"] == "/aide/collections/scolaires/"


# --- A structure that is not referenced


@pytest.mark.parametrize(
    ("status", "said", "title"),
    [
        (None, "Pas encore demandé", "Votre structure n’est pas encore référencée"),
        ("draft", "Brouillon", "Votre structure n’est pas encore référencée"),
        ("submitted", "En instruction", "Votre structure n’est pas encore référencée"),
        ("refused", "Refusé", "La demande de référencement est refusée"),
        ("withdrawn", "Retiré", "Votre structure n’est plus référencée"),
    ],
)
def test_who_is_not_referenced_reads_why_and_how(
    alice_client: Client, venue: Venue, status: str | None, said: str, title: str
) -> None:
    if status:
        application(venue, status=status)
    for url in (LIST, "/collectif/offres/creation/"):
        page = read(alice_client.get(url), status=200)
        assert title in page.headings
        assert said in page.text
        assert "/collectif/referencement/" in page.links.values()
    assert "/collectif/offres/creation/" not in read(alice_client.get(LIST)).links.values()


def test_a_closed_structure_reads_that_it_is_closed(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready)
    Venue.objects.update(status="closed")
    page = read(alice_client.get(LIST))
    assert "Votre structure est fermée" in page.headings
    assert [row["État"] for row in page.rows()] == ["Suspendue"]
    assert "Votre structure est fermée" in read(alice_client.get("/collectif/offres/creation/")).headings
    assert any("Votre structure est fermée." in said for said in page_of(alice_client, offer).banners)
    shown = read(alice_client.get("/collectif/referencement/"))
    assert "son référencement est suspendu" in shown.banners[0]
    assert "Déposer une nouvelle demande" not in shown.text


def test_offers_of_a_withdrawn_structure_read_suspended(alice_client: Client, venue: Venue) -> None:
    application(venue, status="withdrawn")
    make.offer(venue)
    page = read(alice_client.get(LIST))
    assert [row["État"] for row in page.rows()] == ["Suspendue"]
    shown = page.follow(alice_client, "Minuit à Padirac")
    assert any("n’est plus référencée" in said for said in shown.banners)
    assert shown.follow(alice_client, "Voir le référencement").url == "/collectif/referencement/"


# --- The file


def exported(response: HttpResponse) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_the_export_holds_the_filtered_list(alice_client: Client, ready: Venue) -> None:
    make.offer(ready, title="Premier projet", draft=True)
    school = make.school(name="Collège de l’Exemple", uai="0000101K")
    make.offer(ready, title="Second projet", institution=school, domains=["CINEMA", "DANSE"])
    response = alice_client.get("/collectif/export.csv", {"status": "published"})
    header, row = exported(response)
    shown = dict(zip(header, row, strict=True))
    assert shown["Titre"] == "Second projet"
    assert (shown["UAI"], shown["Élèves"], shown["Prix pour la classe"]) == ("0000101K", "28", "180,00")
    assert shown["Domaines"] == "Cinéma, audiovisuel, Danse"
    assert shown["Lieu"] == "Dans l’établissement scolaire"
    assert response["Content-Disposition"] == 'attachment; filename="offres-scolaires.csv"'


def test_a_draft_that_says_nothing_is_exported_all_the_same(alice_client: Client, ready: Venue) -> None:
    SchoolOffer.objects.create(
        venue=ready, title="=1+1", search_text="", created_at=ago(days=1), updated_at=ago(days=1)
    )
    (row,) = exported(alice_client.get("/collectif/export.csv"))[1:]
    assert row == ["'=1+1", "Brouillon", *[""] * 14]


def test_hours_are_exported_on_the_clocks_of_the_place(alice_client: Client, ready: Venue) -> None:
    away = AddressFactory(overseas=True)
    start = ahead(days=30).replace(hour=10, minute=0)
    make.offer(ready, starts_at=start, booking_limit_at=start, place_kind="elsewhere", address=away)
    header, row = exported(alice_client.get("/collectif/export.csv"))
    assert dict(zip(header, row, strict=True))["Début"].endswith(" 14:00")


def test_every_column_of_the_file_is_documented() -> None:
    text = (Path(exports.__file__).parents[1] / "docs" / "school-offers.md").read_text(encoding="utf-8")
    table = text[text.index("## The file") :]
    documented = re.findall(r"^\| ([^|]+) \|", table, flags=re.MULTILINE)[1:]
    assert documented == [column.title for column in exports.SCHOOL_OFFERS]


# --- The page of an offer


def test_the_page_says_what_a_teacher_needs(alice_client: Client, ready: Venue) -> None:
    school = make.school(name="Collège de l’Exemple", uai="0000101K")
    offer = make.offer(ready, institution=school, price_details="Déplacement compris.")
    text = page_of(alice_client, offer).text
    for words in (
        "Projection, puis rencontre",
        "Collège de l’Exemple, 46000 Cahors",
        "28 élèves au plus",
        "2 h 30",
        "180,00 €",
        "Déplacement compris.",
        "Dans l’établissement",
        "Collège, 6e",
        "scolaires@circuit.example",
        "Ciné des Causses",
    ):
        assert words in text


def test_what_is_missing_leads_to_its_field(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready, draft=True, levels=[], starts_at=None, booking_limit_at=None)
    links = page_of(alice_client, offer).links
    edit = f"/collectif/offres/{offer.pk}/modifier/"
    assert links["Choisissez au moins un niveau scolaire."] == f"{edit}#id_levels"
    assert links["Indiquez la date et l’heure."] == f"{edit}#id_day"
    form = read(alice_client.get(edit))
    assert form.by_id("id_levels") is not None
    assert form.by_id("id_day") is not None


def test_every_answer_that_may_miss_has_its_field_on_the_form(alice_client: Client, ready: Venue) -> None:
    empty = SchoolOffer.objects.create(
        venue=ready, title="Une idée", search_text="", created_at=ago(days=1), updated_at=ago(days=1)
    )
    page = page_of(alice_client, empty)
    targets = page.all("//section[@aria-labelledby='manque']//a/@href")
    form = read(alice_client.get(f"/collectif/offres/{empty.pk}/modifier/"))
    assert len(targets) == 11
    assert all(form.by_id(target.partition("#")[2]) is not None for target in targets)


def test_publishing_a_draft_that_misses_something_says_what(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready, draft=True, levels=[])
    answer = alice_client.post(f"/collectif/offres/{offer.pk}/publier/", {"version": "1"})
    page = read(answer, status=409)
    assert "il manque encore" in page.text
    assert "Choisissez au moins un niveau scolaire." in page.links


def test_publishing_what_was_changed_meanwhile_shows_it_first(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready, draft=True)
    mine = page_of(alice_client, offer)
    SchoolOffer.objects.filter(pk=offer.pk).update(title="Une autre offre", version=2)
    page = mine.send(alice_client, "Publier")
    assert page.status == 409
    assert any("Relisez-la" in said for said in page.banners)
    assert page.headings[0] == "Une autre offre"
    assert any("publiée" in said for said in page.send(alice_client, "Publier").banners)


@pytest.mark.parametrize("version", [{}, {"version": "deux"}, {"version": "0"}])
def test_publishing_without_a_version_that_was_read_is_refused(
    alice_client: Client, ready: Venue, version: dict[str, str]
) -> None:
    offer = make.offer(ready, draft=True, levels=[])
    page = read(alice_client.post(f"/collectif/offres/{offer.pk}/publier/", version), status=409)
    assert any("Relisez-la" in said for said in page.banners)


def test_a_long_history_says_how_much_is_older(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready)
    for _ in range(52):
        record(actor=None, verb="edit_school_offer", target=offer, now=ago(days=1))
    page = page_of(alice_client, offer)
    assert len(page.all("//section[@aria-labelledby='historique']//li")) == 50
    assert "… et 2 plus anciennes" in page.text


def test_publish_take_back_copy_and_put_away(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready, draft=True)
    page = page_of(alice_client, offer).send(alice_client, "Publier")
    assert any("L’offre est publiée." in said for said in page.banners)
    page = page.send(alice_client, "Repasser en brouillon").send(alice_client, "Publier")
    copy = page.send(alice_client, "Dupliquer")
    assert copy.url != page.url
    assert "Indiquez la date et l’heure." in copy.links
    page = page_of(alice_client, offer).send(alice_client, "Archiver")
    assert "Archivée" in page.text
    assert "Modifier" not in page.links
    lines = [item.text_content() for item in page.all("//section[@aria-labelledby='historique']//strong")]
    assert lines == [
        *("Offre archivée", "Offre publiée", "Offre repassée en brouillon", "Offre publiée"),
    ]


def test_published_while_the_referencing_is_withdrawn_says_so_and_leads_there(
    alice_client: Client, venue: Venue
) -> None:
    application(venue, status="withdrawn")
    offer = make.offer(venue, draft=True)
    for act in ("publier", "dupliquer"):
        page = read(alice_client.post(f"/collectif/offres/{offer.pk}/{act}/"), status=409)
        assert page.links["Voir le référencement"] == "/collectif/referencement/"
    offer.refresh_from_db()
    assert offer.state == "draft"


def test_an_act_that_is_no_longer_possible_is_said(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready, state=OfferState.BOOKED)
    page = read(alice_client.post(f"/collectif/offres/{offer.pk}/archiver/"), status=409)
    assert any("plus dans l’état attendu" in said for said in page.banners)


@pytest.mark.parametrize("act", ["", "modifier/", "publier/", "retirer/", "archiver/", "dupliquer/"])
def test_an_offer_of_another_structure_does_not_exist(
    charlie_client: Client, ready: Venue, other_venue: Venue, act: str
) -> None:
    referenced(other_venue)
    url = f"/collectif/offres/{make.offer(ready).pk}/{act}"
    assert {charlie_client.get(url).status_code, charlie_client.post(url).status_code} <= {404, 405}
    assert 404 in {charlie_client.get(url).status_code, charlie_client.post(url).status_code}


@pytest.mark.parametrize(("role", "status"), [("programming", 200), ("finance", 404), ("desk", 404)])
def test_who_programs_and_nobody_else(ready: Venue, role: str, status: int) -> None:
    client = signed_in(member(venue=ready, role=role))
    offer = make.offer(ready)
    urls = (LIST, "/collectif/offres/creation/", f"/collectif/offres/{offer.pk}/", "/collectif/export.csv")
    assert {client.get(url).status_code for url in urls} == {status}


# --- What a page costs


@pytest.mark.parametrize("how_many", [1, 20])
def test_the_list_asks_only_what_it_shows(alice_client: Client, ready: Venue, how_many: int) -> None:
    for _ in range(how_many):
        make.offer(ready)
    alice_client.get("/structures/")  # the session notes when it was seen, once a minute
    with budget(*WHO, "standing", "counts by state", "rows"):
        assert alice_client.get(LIST).status_code == 200


def test_the_page_of_an_offer_asks_only_what_it_shows(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready)
    alice_client.get("/structures/")
    with budget(*WHO, "offer", "referenced?", "its history"):
        assert alice_client.get(f"/collectif/offres/{offer.pk}/").status_code == 200


# --- Staff


def test_staff_read_offers_and_schools_and_change_nothing(staff_client: Client, ready: Venue) -> None:
    offer = make.offer(ready)
    for url in (
        "/admin/schools/schooloffer/",
        f"/admin/schools/schooloffer/{offer.pk}/change/",
        "/admin/schools/institution/?q=cahors",
        f"/admin/schools/institution/{offer.institution_id}/change/",
    ):
        assert staff_client.get(url).status_code == 200
    assert staff_client.get("/admin/schools/schooloffer/add/").status_code == 403


def test_the_filter_offers_only_what_an_offer_can_be_today() -> None:
    offered = {value for value, _ in SchoolOfferFilters().fields["status"].choices if value}
    assert offered == {"draft", "published", "suspended", "expired", "ended", "archived"}
