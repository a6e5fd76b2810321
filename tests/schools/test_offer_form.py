"""The form of a school offer, as a partner types it: what is wrong is said there, what was typed stays."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from schools.models import SchoolOffer
from schools.views import offer_form
from tests.schools import offers as make
from tests.schools.referencing import application, referenced
from tests.support.html import Page, read
from tests.support.queries import budget
from tests.venues.factories import AddressFactory
from venues.models import Address, Venue

pytestmark = pytest.mark.django_db
NEW = "/collectif/offres/creation/"
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ready(venue: Venue) -> Venue:
    """A structure that may propose to schools."""
    referenced(venue)
    return venue


def post(client: Client, url: str = NEW, **answers: Any) -> Page:
    return read(client.post(url, {**make.ANSWERS, **answers}, follow=True))


def edition(offer: SchoolOffer) -> str:
    return f"/collectif/offres/{offer.pk}/modifier/"


def test_a_whole_form_makes_a_draft_that_can_be_published(alice_client: Client, ready: Venue) -> None:
    school = make.school(name="Collège de l’Exemple")
    page = post(alice_client, school="exemple cahors", uai=school.uai)
    offer = SchoolOffer.objects.get()
    assert page.url == f"/collectif/offres/{offer.pk}/"
    assert (offer.institution, offer.pupils, offer.price_cents) == (school, 28, 180_00)
    assert offer.starts_at == datetime(2027, 3, 12, 13, tzinfo=UTC)
    assert offer.booking_limit_at == datetime(2027, 2, 26, 22, 59, tzinfo=UTC)
    assert (offer.levels, offer.domains, offer.place_kind) == (
        ["SIXIEME"],
        ["CINEMA", "PATRIMOINE"],
        "school",
    )
    published = page.send(alice_client, "Publier")
    assert any("publiée" in said for said in published.banners)


def test_a_title_is_enough_to_keep_a_draft(alice_client: Client, ready: Venue) -> None:
    page = read(alice_client.post(NEW, {"title": "Une idée"}, follow=True))
    offer = SchoolOffer.objects.get()
    assert (page.headings[0], offer.state) == ("Une idée", "draft")
    assert any("Le brouillon est enregistré." in said for said in page.banners)


def test_the_form_starts_with_what_is_known_of_the_structure(alice_client: Client, ready: Venue) -> None:
    fields = read(alice_client.get(NEW)).fields("Enregistrer le brouillon")
    assert fields["contact_email"] == ready.booking_email
    assert "location" not in fields  # a circuit chooses its place each time


def test_a_fixed_cinema_is_proposed_its_own_address(charlie_client: Client, other_venue: Venue) -> None:
    referenced(other_venue)
    assert read(charlie_client.get(NEW)).fields("Enregistrer le brouillon")["location"] == "ours"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 91}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"description": "x" * 5_001}, "description"),
        ({"domains": ["CUISINE"]}, "domains"),
        ({"levels": ["CRECHE"]}, "levels"),
        ({"pupils": "0"}, "pupils"),
        ({"pupils": "501"}, "pupils"),
        ({"pupils": "beaucoup"}, "pupils"),
        ({"price_cents": "60 000,01"}, "price_cents"),
        ({"price_cents": "-1"}, "price_cents"),
        ({"price_cents": "gratuit"}, "price_cents"),
        ({"duration_minutes": "0"}, "duration_minutes"),
        ({"duration_minutes": "10081"}, "duration_minutes"),
        ({"day": "2027-02-30"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"time": ""}, "time"),
        ({"day": ""}, "day"),
        ({"limit_day": "9999-12-31"}, "limit_day"),
        ({"limit_day": "2027-03-13"}, "limit_day"),
        ({"location": "moon"}, "location"),
        ({"location": "elsewhere", "where": ""}, "where"),
        ({"location": "elsewhere", "where": "Genève"}, "where"),
        ({"school": "nulle part au monde"}, "school"),
        ({"contact_email": "pas une adresse"}, "contact_email"),
        ({"contact_phone": "appelez-moi"}, "contact_phone"),
        ({"price_details": "x" * 1_001}, "price_details"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field_and_the_rest_stays(
    alice_client: Client, ready: Venue, answers: dict[str, Any], field: str
) -> None:
    page = post(alice_client, **answers)
    assert page.status == 422
    assert list(page.errors) == [field]
    kept = page.fields("Enregistrer le brouillon")
    assert kept["contact_email"] == answers.get("contact_email", make.ANSWERS["contact_email"])
    assert kept["description"].strip() == answers.get("description", make.ANSWERS["description"])
    assert not SchoolOffer.objects.exists()


def test_several_mistakes_are_said_together_and_lead_to_their_fields(
    alice_client: Client, ready: Venue
) -> None:
    page = post(alice_client, title="", pupils="0", domains=["CUISINE"])
    assert set(page.errors) == {"title", "pupils", "domains"}
    links = page.all("//*[@role='alert']//a/@href")
    assert len(links) == 3
    assert all(page.by_id(link.removeprefix("#")) is not None for link in links)


# --- The place and its clocks


@pytest.mark.parametrize(
    ("location", "has_address"),
    [("ours", True), ("elsewhere", True), ("school", False), ("to_define", False)],
)
def test_each_place_is_kept_with_its_address_or_without(
    alice_client: Client, ready: Venue, location: str, has_address: bool
) -> None:
    where = {"where": "place du Foirail 46160 Cajarc", "label": "Salle des fêtes"}
    post(alice_client, location=location, **where)
    offer = SchoolOffer.objects.get()
    assert (offer.place_kind, offer.address is not None) == (location, has_address)
    assert location != "ours" or offer.address == ready.address
    assert location != "elsewhere" or offer.address.one_line.startswith("Salle des fêtes, ")


def test_several_addresses_are_asked_back_and_the_choice_is_taken(alice_client: Client, ready: Venue) -> None:
    page = post(alice_client, location="elsewhere", where="Saint-Denis")
    assert page.status == 422
    choice = page.all("//input[@name='choice']/@value")[1]
    page.send(alice_client, "Enregistrer le brouillon", choice=choice)
    assert SchoolOffer.objects.get().address is not None


def test_an_hour_is_that_of_the_clocks_of_the_place(alice_client: Client, ready: Venue) -> None:
    post(alice_client, location="elsewhere", where="97400 Saint-Denis", time="14:00")
    offer = SchoolOffer.objects.get()
    assert offer.starts_at == datetime(2027, 3, 12, 10, tzinfo=UTC)
    assert offer.booking_limit_at == datetime(2027, 2, 26, 19, 59, tzinfo=UTC)
    form = read(alice_client.get(edition(offer))).fields("Enregistrer le brouillon")
    assert (form["day"], form["time"], form["limit_day"]) == ("2027-03-12", "14:00", "2027-02-26")


@pytest.mark.parametrize("location", ["school", "to_define", "ours"])
def test_without_an_address_of_its_own_an_hour_is_that_of_the_head_office(
    alice_client: Client, ready: Venue, location: str
) -> None:
    Venue.objects.update(address=AddressFactory(overseas=True))
    post(alice_client, location=location)
    assert SchoolOffer.objects.get().starts_at == datetime(2027, 3, 12, 10, tzinfo=UTC)


def test_an_hour_that_exists_twice_is_asked_about_and_kept(alice_client: Client, ready: Venue) -> None:
    page = post(alice_client, day="2027-10-31", time="02:30", limit_day="2027-10-01")
    assert page.errors == {"twice": ["L’heure d’hiver commence cette nuit-là. Choisissez."]}
    page.send(alice_client, "Enregistrer le brouillon", twice="1")
    offer = SchoolOffer.objects.get()
    assert offer.starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    again = read(alice_client.get(edition(offer)))
    assert again.fields("Enregistrer le brouillon")["twice"] == "1"
    again.send(alice_client, "Enregistrer le brouillon", pupils="12")
    offer.refresh_from_db()
    assert (offer.pupils, offer.starts_at) == (12, datetime(2027, 10, 31, 1, 30, tzinfo=UTC))


def test_an_hour_that_does_not_exist_is_refused_with_the_next_one(alice_client: Client, ready: Venue) -> None:
    page = post(alice_client, day="2027-03-28", time="02:30")
    assert "03:30" in page.errors["time"][0]


def test_booking_on_the_day_itself_ends_when_it_begins(alice_client: Client, ready: Venue) -> None:
    post(alice_client, limit_day="2027-03-12")
    offer = SchoolOffer.objects.get()
    assert offer.booking_limit_at == offer.starts_at


# --- The school


def test_looking_for_a_school_without_script_keeps_what_was_typed_and_saves_nothing(
    alice_client: Client, ready: Venue
) -> None:
    for name in ("Collège de l’Exemple", "Lycée du Pont"):
        make.school(name=name)
    page = read(alice_client.post(NEW, {**make.ANSWERS, "title": "", "school": "cahors", "chercher": "1"}))
    assert (page.status, page.errors, SchoolOffer.objects.count()) == (200, {}, 0)
    assert page.fields("Enregistrer le brouillon")["description"].strip() == make.ANSWERS["description"]
    choices = page.all("//input[@name='uai'][@type='radio']/@value")
    assert len(choices) == 2
    page.send(alice_client, "Enregistrer le brouillon", title="Un titre", uai=choices[1])
    assert SchoolOffer.objects.get().institution.uai == choices[1]


def test_several_schools_are_asked_back(alice_client: Client, ready: Venue) -> None:
    for _ in range(2):
        make.school()
    page = post(alice_client, school="cahors")
    assert "Choisissez le bon" in page.errors["school"][0]
    assert len(page.all("//input[@name='uai'][@type='radio']")) == 2


@pytest.mark.parametrize("words", ["0000101K", "exemple", "0000 101 k"])
def test_words_that_name_one_school_are_enough(alice_client: Client, ready: Venue, words: str) -> None:
    school = make.school(name="Collège de l’Exemple", uai="0000101K")
    make.school()
    post(alice_client, school=words)
    assert SchoolOffer.objects.get().institution == school


def test_a_school_chosen_for_other_words_is_asked_again(alice_client: Client, ready: Venue) -> None:
    first = make.school(name="Collège de l’Exemple")
    for _ in range(2):
        make.school(commune="Figeac")
    page = post(alice_client, school="figeac", uai=first.uai)
    assert "school" in page.errors


def test_a_forged_uai_is_no_school(alice_client: Client, ready: Venue) -> None:
    make.school()
    make.school()
    assert "school" in post(alice_client, school="cahors", uai="' OR 1=1").errors


def test_a_choice_survives_another_mistake(alice_client: Client, ready: Venue) -> None:
    school = make.school()
    make.school()
    page = post(alice_client, title="", school="cahors", uai=school.uai)
    assert page.fields("Enregistrer le brouillon")["uai"] == school.uai


def test_erasing_the_words_removes_the_school(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready, draft=True)
    page = read(alice_client.get(edition(offer)))
    page.send(alice_client, "Enregistrer le brouillon", school="")
    offer.refresh_from_db()
    assert offer.institution is None


def test_suggestions_come_as_one_types(alice_client: Client, ready: Venue) -> None:
    school = make.school(name="Collège de l’Exemple")
    fragment = read(alice_client.get("/collectif/etablissements/", {"school": "exemple cah"}))
    assert fragment.all("//input[@type='radio']/@value") == [school.uai]
    assert b"Aucun" in alice_client.get("/collectif/etablissements/", {"school": "zzzz"}).content
    assert alice_client.get("/collectif/etablissements/", {"school": "\x00'%"}).status_code == 200


def test_two_letters_are_enough_to_be_answered(alice_client: Client, ready: Venue) -> None:
    answers = {
        words: alice_client.get("/collectif/etablissements/", {"school": words}).content.decode()
        for words in ("zz", "z", "  ", "")
    }
    assert ["Aucun établissement trouvé" in answer for answer in answers.values()] == [
        True,
        False,
        False,
        False,
    ]


def test_who_searches_too_fast_is_told_to_wait_and_not_that_nothing_exists(
    alice_client: Client, ready: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.school(name="Collège de l’Exemple")
    monkeypatch.setattr(offer_form, "A_MINUTE", 1)
    assert alice_client.get("/collectif/etablissements/", {"school": "exemple"}).status_code == 200
    answer = alice_client.get("/collectif/etablissements/", {"school": "exemple"})
    assert answer.status_code == 429
    assert "Trop de recherches. Attendez une minute." in answer.content.decode()
    assert "Aucun établissement" not in answer.content.decode()


def test_the_form_says_that_a_school_is_needed_to_publish(alice_client: Client, ready: Venue) -> None:
    assert "Un brouillon s’en passe, la publication non." in read(alice_client.get(NEW)).text


# --- Editing


def test_what_was_typed_comes_back_as_it_was(alice_client: Client, ready: Venue) -> None:
    school = make.school()
    post(
        alice_client,
        school=school.typed,
        uai=school.uai,
        location="elsewhere",
        where="46160 Cajarc",
        label="Halle",
    )
    offer, addresses = SchoolOffer.objects.get(), Address.objects.count()
    page = read(alice_client.get(edition(offer))).send(alice_client, "Enregistrer le brouillon")
    offer.refresh_from_db()
    assert (page.url, offer.version) == (f"/collectif/offres/{offer.pk}/", 1)
    assert Address.objects.count() == addresses


def test_two_tabs_the_second_is_told_and_may_save_again(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready, draft=True)
    mine, theirs = read(alice_client.get(edition(offer))), read(alice_client.get(edition(offer)))
    theirs.send(alice_client, "Enregistrer le brouillon", title="La leur")
    page = mine.send(alice_client, "Enregistrer le brouillon", title="La mienne")
    assert page.status == 422
    assert "Une autre personne" in page.errors[""][0]
    assert page.fields("Enregistrer le brouillon")["title"] == "La mienne"
    page.send(alice_client, "Enregistrer le brouillon")
    offer.refresh_from_db()
    assert offer.title == "La mienne"


def test_a_published_offer_is_edited_at_once_and_stays_whole(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready)
    page = read(alice_client.get(edition(offer)))
    refused = page.send(alice_client, "Enregistrer", pupils="")
    assert (refused.status, list(refused.errors)) == (422, ["pupils"])
    done = refused.send(alice_client, "Enregistrer", pupils="12")
    assert any("L’offre est enregistrée." in said for said in done.banners)


def test_what_is_booked_is_no_longer_edited(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready, state="booked")
    page = read(alice_client.get(edition(offer), follow=True))
    assert page.url == f"/collectif/offres/{offer.pk}/"
    assert any("Dupliquez-la" in said for said in page.banners)


# --- The referencing is withdrawn while the form is open


def test_withdrawn_while_the_form_is_open_nothing_typed_is_lost(alice_client: Client, ready: Venue) -> None:
    page = read(alice_client.get(NEW))
    ready.referencing_applications.update(status="withdrawn", reason="Le projet a changé.")
    refused = page.send(alice_client, "Enregistrer le brouillon", title="Minuit à Padirac", pupils="28")
    assert refused.status == 409
    assert any("n’est pas référencée" in said for said in refused.banners)
    assert refused.links["Voir le référencement"] == "/collectif/referencement/"
    kept = refused.fields("Enregistrer le brouillon")
    assert (kept["title"], kept["pupils"]) == ("Minuit à Padirac", "28")
    assert not SchoolOffer.objects.exists()


@pytest.mark.parametrize("why", ["withdrawn", "closed", "wrong"])
def test_a_refused_creation_leaves_no_address(alice_client: Client, ready: Venue, why: str) -> None:
    if why == "withdrawn":
        ready.referencing_applications.update(status="withdrawn", reason="Le projet a changé.")
    if why == "closed":
        Venue.objects.update(status="closed")
    limit = {"limit_day": "2027-03-13"} if why == "wrong" else {}
    before = Address.objects.count()
    page = post(alice_client, location="elsewhere", where="place du Foirail 46160 Cajarc", **limit)
    assert page.status in {409, 422}
    assert (SchoolOffer.objects.count(), Address.objects.count()) == (0, before)


def test_withdrawn_while_an_offer_is_edited_nothing_typed_is_lost(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready)
    page = read(alice_client.get(edition(offer)))
    ready.referencing_applications.update(status="withdrawn", reason="Le projet a changé.")
    refused = page.send(alice_client, "Enregistrer", title="Autre titre")
    assert refused.status == 409
    assert refused.fields("Enregistrer")["title"] == "Autre titre"
    offer.refresh_from_db()
    assert offer.title == "Minuit à Padirac"


def test_who_opens_the_edition_once_withdrawn_is_told_at_once(alice_client: Client, venue: Venue) -> None:
    application(venue, status="withdrawn")
    page = read(alice_client.get(edition(make.offer(venue))), status=200)
    assert "Voir le référencement" in page.links


def test_who_was_never_referenced_creates_nothing_by_a_form_of_their_own(
    alice_client: Client, venue: Venue
) -> None:
    page = post(alice_client)
    assert page.status == 409
    assert not SchoolOffer.objects.exists()


@pytest.mark.parametrize("name", ["state", "venue", "published_at", "search_text", "id", "institution"])
def test_no_other_column_can_be_set_through_the_form(
    alice_client: Client, ready: Venue, other_venue: Venue, name: str
) -> None:
    post(alice_client, **{name: str(other_venue.pk)})
    offer = SchoolOffer.objects.get()
    assert (offer.state, offer.venue, offer.published_at, offer.institution) == ("draft", ready, None, None)


def test_the_form_asks_only_what_it_shows(alice_client: Client, ready: Venue) -> None:
    offer = make.offer(ready)
    alice_client.get("/structures/")  # the session notes when it was seen, once a minute
    who = ("session", "person", "memberships")
    with budget(*who, "referenced?"):
        assert alice_client.get(NEW).status_code == 200
    with budget(*who, "offer", "referenced?"):
        assert alice_client.get(edition(offer)).status_code == 200


# --- Another window, an empty form


def test_an_offer_written_for_another_structure_is_not_kept_here(alice_client: Client, ready: Venue) -> None:
    assert read(alice_client.get(NEW)).one("//input[@name='about']").get("value") == str(ready.pk)
    page = post(alice_client, about=str(ready.pk + 1))
    assert page.status == 422
    assert "Vous avez changé de structure entre-temps" in page.errors[""][0]
    kept = page.fields("Enregistrer le brouillon")
    assert (kept["title"], kept["about"]) == (make.ANSWERS["title"], str(ready.pk + 1))
    assert not SchoolOffer.objects.exists()


def test_an_empty_form_is_refused_like_another(alice_client: Client, ready: Venue) -> None:
    page = read(alice_client.post(NEW), status=422)
    assert "title" in page.errors
