"""Register a structure, let people in, decide: who did what, and who is told."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection

from accounts.models import User
from core import mail
from core.models import ActionLog, Email
from tests.accounts.factories import UserFactory
from tests.support.races import together
from tests.venues.factories import VenueFactory, member
from venues import places, services
from venues.errors import CannotDecide, CannotRegister
from venues.geocoding import Place
from venues.models import Address, LegalEntity, Membership, Venue
from venues.services.structures import Identity
from venues.states import LABELS, TRANSITIONS, Event, Role, Status, target

NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
HALL = Place(
    label="Le Foirail",
    street="place du Foirail",
    postal_code="46160",
    city="Cajarc",
    insee_code="46045",
    latitude=44.48491234,
    longitude=1.8422,
    time_zone="Europe/Paris",
    precision="street",
    score=1.0,
    source="ban",
)


def identity(siret: str = "00010003200010", **known: Any) -> Identity:
    plain = {
        "siret": siret,
        "legal_name": "Les Toiles vagabondes",
        "naf_code": "59.14Z",
        "naf_label": "Projection de films",
        "legal_category": "9220",
        "place": HALL,
        "verified": True,
    }
    return Identity(**plain | known)


def register(actor: User, of: Identity | None = None) -> Venue:
    return services.register(
        identity=of or identity(),
        public_name="Les Toiles",
        is_itinerant=True,
        booking_email="toiles@test.example",
        actor=actor,
        now=NOW,
    )


@pytest.mark.django_db
def test_a_structure_comes_with_its_legal_entity_its_head_office_and_its_first_administrator() -> None:
    person = UserFactory()
    made = register(person)
    assert (made.status, made.verification, made.created_at) == (Status.PENDING, "register", NOW)
    assert (made.legal_entity.siren, made.legal_entity.name) == ("000100032", "Les Toiles vagabondes")
    assert (made.address.city, made.address.latitude) == ("Cajarc", 44.484912)
    assert [(one.user, one.role) for one in made.memberships.all()] == [(person, Role.ADMIN)]


@pytest.mark.django_db
def test_two_establishments_share_their_legal_entity() -> None:
    register(UserFactory())
    register(UserFactory(), identity("00010003200028"))
    assert LegalEntity.objects.count() == 1
    assert Address.objects.count() == 1
    assert Venue.objects.count() == 2


@pytest.mark.django_db
def test_what_the_register_did_not_say_is_marked_to_check() -> None:
    assert register(UserFactory(), identity(verified=False, naf_code="")).verification == "manual"


@pytest.mark.django_db
def test_a_siret_is_registered_once() -> None:
    register(UserFactory())
    with pytest.raises(CannotRegister) as refused:
        register(UserFactory())
    assert refused.value.code == "siret_registered"
    assert Membership.objects.count() == Venue.objects.count() == 1


@pytest.mark.django_db
def test_another_mistake_is_not_taken_for_a_siret_already_registered() -> None:
    with pytest.raises(IntegrityError, match="siret_is_fourteen_digits"):
        register(UserFactory(), identity("000100032"))


@pytest.mark.django_db
def test_the_sign_up_is_in_the_history_and_the_person_is_told() -> None:
    person = UserFactory()
    made = register(person)
    verbs = ActionLog.objects.filter(target_id=made.pk, target_type="venues.venue").order_by("pk")
    assert [(line.verb, line.actor) for line in verbs] == [("add_member", person), ("register_venue", person)]
    kept = Email.objects.get(kind="venues/registered")
    assert kept.to == person.email
    assert "Les Toiles est inscrite" in mail.render(kind=kept.kind, context=kept.context).text


# --- Two people at the same instant


def race() -> list[Any]:
    people = [UserFactory() for _ in range(4)]
    return together(*(lambda person=person: register(person) for person in people))


@pytest.mark.django_db(transaction=True)
def test_of_several_people_who_register_the_same_siret_one_gets_it() -> None:
    results = race()
    assert [type(one) for one in results].count(Venue) == 1
    assert [one.code for one in results if isinstance(one, CannotRegister)] == ["siret_registered"] * 3
    assert Venue.objects.count() == Membership.objects.count() == LegalEntity.objects.count() == 1


@pytest.fixture
def siret_may_repeat(transactional_db: None) -> Any:
    """The database lets the same SIRET in twice."""
    name = "venues_venue_siret_key"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE venues_venue DROP CONSTRAINT {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE venues_venue CASCADE")
        cursor.execute(f"ALTER TABLE venues_venue ADD CONSTRAINT {name} UNIQUE (siret)")


@pytest.mark.usefixtures("siret_may_repeat")
@pytest.mark.django_db(transaction=True)
def test_control_without_the_unique_siret_everyone_gets_it() -> None:
    race()
    assert Venue.objects.count() == 4


# --- Places


@pytest.mark.django_db
def test_a_place_is_kept_once_and_named_as_people_call_it() -> None:
    first = services.keep_address(place=HALL, label=" Salle des fêtes ")
    assert first.label == "Salle des fêtes"
    assert services.keep_address(place=HALL, label="Salle des fêtes") == first
    assert services.keep_address(place=HALL, label="Foyer rural") != first


@pytest.mark.django_db
def test_a_place_kept_before_comes_back_as_the_same_row() -> None:
    kept = services.keep_address(place=HALL, label="Salle des fêtes")
    candidate = places.candidate_of(kept)
    again = places.resolve(text=kept.typed, token=candidate.token)
    assert services.keep_address(place=again, label="Salle des fêtes") == kept


def test_a_choice_answers_its_own_text_only() -> None:
    token = places.sign(place=HALL, text="Foirail, Cajarc")
    assert places.chosen(token=token, text=" Foirail, Cajarc ") == HALL
    assert places.chosen(token=token, text="Foirail, Figeac") is None
    assert places.chosen(token=token[:-1] + "x", text="Foirail, Cajarc") is None


# --- Decisions


def test_the_life_of_a_structure_is_one_table() -> None:
    assert {(before.value, event.value): after.value for (before, event), after in TRANSITIONS.items()} == {
        ("pending", "validate"): "validated",
        ("pending", "reject"): "rejected",
        ("pending", "close"): "closed",
        ("rejected", "validate"): "validated",
        ("validated", "close"): "closed",
    }
    assert all(target(status=Status.CLOSED, event=event) is None for event in Event)
    assert set(LABELS) == set(Status)


@pytest.mark.django_db
def test_a_validated_structure_is_dated_and_its_administrators_are_told(staff: User) -> None:
    waiting = VenueFactory(pending=True, public_name="Les Toiles")
    person = member(venue=waiting, first_name="Maël")
    member(venue=waiting, role=Role.DESK)
    made = services.validate(venue_id=waiting.pk, actor=staff, now=NOW)
    assert (made.status, made.validated_at) == (Status.VALIDATED, NOW)
    kept = Email.objects.get(kind="venues/validated")
    assert kept.to == person.email
    assert (
        "Vos offres publiées sont maintenant visibles"
        in mail.render(kind=kept.kind, context=kept.context).text
    )
    line = ActionLog.objects.get(verb="validate_venue")
    assert (line.actor, line.before, line.after) == (staff, {"status": "pending"}, {"status": "validated"})


@pytest.mark.django_db
def test_a_refusal_says_why_and_can_be_reversed(staff: User) -> None:
    waiting = VenueFactory(pending=True)
    member(venue=waiting)
    services.reject(venue_id=waiting.pk, reason=" Dossier incomplet. ", actor=staff, now=NOW)
    kept = Email.objects.get(kind="venues/rejected")
    text = mail.render(kind=kept.kind, context=kept.context).text
    assert "pour la raison suivante :\n\nDossier incomplet.\n\n" in text
    assert ActionLog.objects.get(verb="reject_venue").comment == "Dossier incomplet."
    made = services.validate(venue_id=waiting.pk, actor=staff, now=NOW)
    assert (made.status, made.decision_reason) == (Status.VALIDATED, "")


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "  "])
def test_a_refusal_without_a_reason_is_refused(staff: User, reason: str) -> None:
    with pytest.raises(CannotDecide) as refused:
        services.reject(venue_id=VenueFactory(pending=True).pk, reason=reason, actor=staff, now=NOW)
    assert (refused.value.code, refused.value.field) == ("reason_missing", "reason")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "act"),
    [("closed", "validate"), ("closed", "reject"), ("rejected", "reject"), (None, "validate")],
)
def test_a_decision_that_is_not_in_the_table_is_refused(staff: User, state: str | None, act: str) -> None:
    made = VenueFactory(**({state: True} if state else {}))
    options = {"reason": "motif"} if act == "reject" else {}
    with pytest.raises(CannotDecide) as refused:
        getattr(services, act)(venue_id=made.pk, actor=staff, now=NOW, **options)
    assert refused.value.code == "wrong_state"
    assert not Email.objects.exists()
