"""The commission's desk: its queue, the acts as buttons, each wrong actor refused, mandates."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import staff as staff_services
from core.models import Email
from schools.models.referencing import Act, Application, Mandate
from schools.states import ActKind, Verdict
from tests.schools import referencing as make
from tests.support.html import read
from tests.support.queries import budget
from tests.support.world import signed_in
from tests.venues.factories import VenueFactory, member
from venues.models import Venue

pytestmark = pytest.mark.django_db
LIST = reverse("admin:schools_application_changelist")
OPINION = {"verdict": "favourable", "reason": ""}


def in_commission(user: User) -> User:
    """With the rights of the group."""
    staff_services.define_groups()
    user.groups.add(Group.objects.get(name="Commission scolaire"))
    return user


def boss(user: User) -> User:
    """Who sees every application."""
    user.is_superuser = True
    user.save()
    return user


def desk(authority: str, **fields: str) -> Client:
    """The browser of somebody mandated."""
    return signed_in(in_commission(make.mandated(authority, **fields)))


@pytest.fixture
def waiting(alice: User, venue: Venue) -> Application:
    return make.application(venue, status="submitted", since=timezone.now() - timedelta(days=12))


@pytest.fixture
def opined(waiting: Application) -> Application:
    make.act(waiting, ActKind.RECTORAT, Verdict.FAVOURABLE)
    make.act(waiting, ActKind.DRAC, Verdict.RESERVED)
    return waiting


def record(application: Application) -> str:
    return reverse("admin:schools_application_change", args=[application.pk])


def act(client: Client, application: Application, name: str, **answers: str) -> str:
    """Press a button and answer: what the page then says."""
    url = reverse("admin:schools_application_decide", args=[application.pk, name])
    response = client.post(url, answers, follow=True)
    application.refresh_from_db()
    return response.content.decode()


def buttons(client: Client, application: Application) -> list[str]:
    found = read(client.get(record(application))).all("//ul[@class='object-tools']//a/text()")
    return [text for text in found if text != "Historique"]


# The queue.


def test_what_waits_longest_is_on_top_with_its_age_and_opinions(waiting: Application) -> None:
    make.act(waiting, ActKind.RECTORAT, Verdict.FAVOURABLE)
    recent = timezone.now() - timedelta(days=3)
    make.application(VenueFactory(public_name="Plus récente"), status="submitted", since=recent)
    make.application(VenueFactory(public_name="Déjà décidée"), status="accepted")
    text = read(desk("drac").get(LIST)).text
    assert "11 jours" in text
    assert "Rectorat : favorable" in text
    assert text.index("Ciné des Causses") < text.index("Plus récente") < text.index("Déjà décidée")


def test_other_regions_and_drafts_are_not_there(waiting: Application) -> None:
    make.application(VenueFactory(public_name="La Bretonne"), status="submitted", region=make.BRITTANY)
    make.application(VenueFactory(public_name="Le Brouillon"))
    page = read(desk("rectorat").get(LIST))
    assert "Ciné des Causses" in page.text
    assert "La Bretonne" not in page.text
    assert "Le Brouillon" not in page.text
    assert "Bretagne" not in page.text  # nor among the filters


def test_the_filters_of_region_and_state(waiting: Application) -> None:
    client = desk("rectorat")
    assert "Ciné des Causses" in read(client.get(f"{LIST}?region={make.OCCITANIE}")).text
    assert "Ciné des Causses" not in read(client.get(f"{LIST}?region={make.BRITTANY}")).text
    assert "Ciné des Causses" not in read(client.get(f"{LIST}?status__exact=accepted")).text


@pytest.mark.parametrize("asked", ["region=%00", "region=zz", "status__exact=%00", "status__exact=zz"])
def test_an_unknown_value_filters_nothing(waiting: Application, asked: str) -> None:
    page = read(desk("rectorat").get(f"{LIST}?{asked}"), status=200)
    assert "Ciné des Causses" in page.text


@pytest.mark.parametrize("asked", ["region__exact=%00", "authority__exact=%00"])
def test_an_unknown_value_filters_no_mandate(staff_client: Client, asked: str) -> None:
    user = make.mandated("drac")
    page = read(staff_client.get(f"{reverse('admin:schools_mandate_changelist')}?{asked}"), status=200)
    assert user.email in page.text


def test_a_superuser_sees_every_region(waiting: Application, staff_client: Client) -> None:
    make.application(VenueFactory(public_name="La Bretonne"), status="submitted", region=make.BRITTANY)
    text = read(staff_client.get(LIST)).text
    assert "La Bretonne" in text
    assert "Ciné des Causses" in text
    assert "Bretagne" in text


def test_without_a_mandate_nothing_is_there(waiting: Application) -> None:
    client = signed_in(in_commission(make.staff_member()))
    assert "Ciné des Causses" not in read(client.get(LIST)).text
    assert client.get(record(waiting)).status_code == 404


def test_without_the_group_the_desk_is_closed(waiting: Application) -> None:
    client = signed_in(make.mandated("rectorat"))
    assert client.get(LIST).status_code == 403
    assert client.get(record(waiting)).status_code == 403


def test_a_list_asks_the_same_whatever_its_length(waiting: Application) -> None:
    client = desk("rectorat")
    make.act(waiting, ActKind.RECTORAT, Verdict.FAVOURABLE)
    for _ in range(3):
        make.application(VenueFactory(), status="accepted")
    client.get(LIST)
    who = ("session", "person", "rights", "rights of the groups")
    with budget(*who, "regions of the filter", "how many", "rows", "acts", "memberships"):
        assert client.get(LIST).status_code == 200


# The record.


def test_a_record_shows_answers_pieces_and_acts(opined: Application) -> None:
    text = read(desk("commission").get(record(opined))).text
    for said in ("Nous projetons un film", "Cinéma, audiovisuel", "Collège, 6e", "Projection-débat"):
        assert said in text
    for said in ("180,00 €", "05 65 00 00 00", "statuts.pdf", "Avis de la DRAC : favorable avec réserves"):
        assert said in text


def test_a_file_of_another_region_does_not_exist(waiting: Application) -> None:
    stranger = desk("rectorat", region=make.BRITTANY)
    piece = waiting.pieces.get()
    for url in (
        record(waiting),
        reverse("admin:schools_application_decide", args=[waiting.pk, "rectorat"]),
        reverse("admin:schools_piece", args=[piece.pk]),
    ):
        assert stranger.get(url).status_code == 404
        assert stranger.post(url, OPINION).status_code == 404
    assert not Act.objects.exists()


def test_a_piece_opens_beside_the_answers(waiting: Application) -> None:
    response = desk("rectorat").get(reverse("admin:schools_piece", args=[waiting.pieces.get().pk]))
    assert (response["Content-Type"], response["X-Frame-Options"]) == ("application/pdf", "SAMEORIGIN")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == make.PDF


@pytest.mark.parametrize(
    ("authority", "shown"),
    [
        ("rectorat", ["Avis du Rectorat"]),
        ("drac", ["Avis de la DRAC"]),
        ("commission", []),
    ],
)
def test_each_sees_their_own_button(waiting: Application, authority: str, shown: list[str]) -> None:
    assert buttons(desk(authority), waiting) == shown


def test_the_commission_decides_once_both_opinions_are_there(opined: Application) -> None:
    commission = desk("commission")
    assert buttons(commission, opined) == ["Accepter", "Refuser"]
    assert buttons(desk("rectorat"), opined) == []
    act(commission, opined, "accept")
    assert buttons(commission, opined) == ["Retirer le référencement"]


# The acts.


def test_an_opinion_is_one_page(waiting: Application) -> None:
    client = desk("rectorat")
    page = read(client.get(reverse("admin:schools_application_decide", args=[waiting.pk, "rectorat"])))
    assert len(page.all("//input[@type='radio'][@name='verdict']")) == 3
    assert "Il ne se modifie plus" in act(client, waiting, "rectorat", **OPINION)
    assert waiting.acts.get().kind == "rectorat"


def test_a_reserve_without_a_word_is_sent_back_as_it_was_filled_in(waiting: Application) -> None:
    client = desk("rectorat")
    url = reverse("admin:schools_application_decide", args=[waiting.pk, "rectorat"])
    page = read(client.post(url, {"verdict": "reserved", "reason": ""}))
    assert "Indiquez le motif" in page.text
    assert page.one("//input[@name='verdict'][@checked]").get("value") == "reserved"


def test_the_decision_tells_the_structure(opined: Application) -> None:
    assert "la structure est prévenue" in act(desk("commission"), opined, "refuse", reason="Trop vague.")
    assert (opined.status, opined.reason) == ("refused", "Trop vague.")
    assert Email.objects.filter(kind="schools/referencing_refused", to="alice@circuit.example").exists()


def test_a_refusal_and_a_withdrawal_take_a_reason(opined: Application) -> None:
    commission = desk("commission")
    act(commission, opined, "refuse", reason="")
    assert opined.status == "submitted"
    act(commission, opined, "accept")
    act(commission, opined, "withdraw", reason="")
    assert opined.status == "accepted"
    act(commission, opined, "withdraw", reason="Le projet a cessé.")
    assert (opined.status, opined.reason) == ("withdrawn", "Le projet a cessé.")


@pytest.mark.parametrize(
    ("authority", "name", "said"),
    [("drac", "rectorat", "celui d’une autre autorité"), ("commission", "accept", "une fois les deux avis")],
)
def test_who_cannot_sign_is_told_before_writing_anything(
    waiting: Application, authority: str, name: str, said: str
) -> None:
    url = reverse("admin:schools_application_decide", args=[waiting.pk, name])
    page = read(desk(authority).get(url, follow=True))
    assert page.url == record(waiting)
    assert said in page.text


def test_django_s_own_history_gives_way_to_the_acts(opined: Application) -> None:
    client = desk("rectorat")
    assert "Historique" not in read(client.get(record(opined))).links
    history = reverse("admin:schools_application_history", args=[opined.pk])
    page = read(client.get(history, follow=True))
    assert page.url == record(opined)
    assert "Avis du Rectorat : favorable" in page.text


WRONG = {
    "another authority": ("drac", "rectorat", "celui d’une autre autorité"),
    "not of the commission": ("rectorat", "accept", "celui d’une autre autorité"),
    "decided too early": ("commission", "accept", "une fois les deux avis rendus"),
    "withdrawn too early": ("commission", "withdraw", "Seul un référencement accordé"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_actor_is_told_why(waiting: Application, case: str) -> None:
    authority, name, said = WRONG[case]
    answers = {"verdict": "favourable", "reason": "Pour voir."}
    assert said in act(desk(authority), waiting, name, **answers)
    assert not Act.objects.exists()


def test_a_superuser_without_mandate_decides_nothing(opined: Application, staff_client: Client) -> None:
    assert buttons(staff_client, opined) == []
    assert "Vous n’avez aucun mandat" in act(staff_client, opined, "accept")
    assert opined.status == "submitted"


def test_somebody_of_the_structure_is_told_why(waiting: Application, venue: Venue) -> None:
    insider = boss(member(venue=venue, email="double@staff.example", is_staff=True))
    make.mandate(insider, authority="rectorat")
    assert "Vous avez travaillé pour cette structure" in act(
        signed_in(insider), waiting, "rectorat", **OPINION
    )


@pytest.mark.parametrize("left", [False, True])
def test_whoever_works_or_worked_for_the_legal_entity_reads_nothing(
    opined: Application, venue: Venue, left: bool
) -> None:
    sister = VenueFactory(legal_entity=venue.legal_entity)
    insider = in_commission(member(venue=sister, email="double@staff.example", is_staff=True))
    make.mandate(insider, authority="commission")
    insider.memberships.update(ended_at=timezone.now() if left else None)
    client = signed_in(insider)
    assert "Ciné des Causses" not in read(client.get(LIST)).text
    piece = reverse("admin:schools_piece", args=[opined.pieces.get().pk])
    assert [client.get(url).status_code for url in (record(opined), piece)] == [404, 404]


def test_one_person_does_not_sign_twice(waiting: Application) -> None:
    user = in_commission(make.staff_member())
    make.act(waiting, ActKind.DRAC, Verdict.FAVOURABLE, author=user)
    make.mandate(user, authority="rectorat")
    said = act(signed_in(user), waiting, "rectorat", **OPINION)
    assert "Vous avez déjà signé un acte de ce dossier" in said
    assert Act.objects.count() == 1


def test_an_opinion_after_the_decision_is_refused(venue: Venue, alice: User) -> None:
    decided = make.application(venue, status="accepted")
    assert "Ce dossier est déjà décidé" in act(desk("rectorat"), decided, "rectorat", **OPINION)


@pytest.mark.parametrize("verb", ["add", "delete"])
def test_nothing_is_added_or_deleted_by_hand(waiting: Application, staff_client: Client, verb: str) -> None:
    args = [] if verb == "add" else [waiting.pk]
    assert staff_client.get(reverse(f"admin:schools_application_{verb}", args=args)).status_code == 403


# Mandates.

MANDATES = reverse("admin:schools_mandate_changelist")
ADD = reverse("admin:schools_mandate_add")


def test_a_superuser_gives_a_mandate_and_ends_it(staff_client: Client, staff: User) -> None:
    user = make.staff_member()
    staff_client.post(ADD, {"user": user.pk, "authority": "drac", "region": make.OCCITANIE})
    mandate = Mandate.objects.get()
    assert (mandate.user, mandate.authority, mandate.granted_by) == (user, "drac", staff)
    assert user.email in read(staff_client.get(MANDATES)).text
    assert staff_client.get(reverse("admin:schools_mandate_change", args=[mandate.pk])).status_code == 200
    staff_client.post(reverse("admin:schools_mandate_decide", args=[mandate.pk, "end"]))
    mandate.refresh_from_db()
    assert mandate.ended_at is not None


def test_a_second_mandate_in_a_region_is_refused_and_kept_on_the_form(staff_client: Client) -> None:
    user = make.mandated("drac")
    answers = {"user": user.pk, "authority": "rectorat", "region": make.OCCITANIE}
    page = read(staff_client.post(ADD, answers, follow=True))
    assert "a déjà un mandat dans cette région" in page.text
    assert page.one("//select[@name='user']/option[@selected]").get("value") == str(user.pk)
    assert Mandate.objects.count() == 1


def test_a_mandate_is_offered_to_the_staff_alone(staff_client: Client, staff: User, alice: User) -> None:
    user = make.staff_member()
    options = read(staff_client.get(ADD)).all("//select[@name='user']/option/@value")
    assert str(user.pk) in options
    assert not {str(alice.pk), str(staff.pk)} & set(options)


def test_the_commission_gives_no_mandate() -> None:
    client = desk("commission")
    assert [client.get(url).status_code for url in (MANDATES, ADD)] == [403, 403]
