"""What the database refuses, whoever asks: one test per rule."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import User
from schools.models.referencing import Act, Application, Mandate
from schools.states import ActKind, Verdict
from tests.schools import referencing as make
from tests.support.constraints import break_it, refused
from venues.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(alice: User, venue: Venue) -> Application:
    return make.application(venue, status="submitted")


@pytest.mark.parametrize("status", ["draft", "submitted", "accepted"])
def test_one_live_application_per_structure(venue: Venue, alice: User, status: str) -> None:
    make.application(venue, status=status)
    with refused("application_one_live_per_venue"):
        make.application(venue)


@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_what_is_over_leaves_room(venue: Venue, alice: User, status: str) -> None:
    make.application(venue, status=status)
    make.application(venue, status=status)
    assert make.application(venue).pk


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"status": "lost"}, "application_status_known"),
        ({"region": "99"}, "application_region_known"),
        ({"domains": ["POTERIE"]}, "application_domains_known"),
        ({"levels": ["LICENCE"]}, "application_levels_known"),
        ({"interventions": ["CANULAR"]}, "application_interventions_known"),
        ({"region": ""}, "application_submission_is_whole"),
        ({"honour": False}, "application_submission_is_whole"),
        ({"submitted_at": None}, "application_submission_is_whole"),
        ({"status": "draft"}, "application_submission_is_whole"),
        ({"status": "accepted"}, "application_decision_is_whole"),
        ({"decided_at": timezone.now()}, "application_decision_is_whole"),
    ],
)
def test_an_application_makes_sense(submitted: Application, values: dict[str, Any], name: str) -> None:
    break_it(submitted, name, **values)


@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_a_no_has_its_reason(venue: Venue, alice: User, status: str) -> None:
    break_it(make.application(venue, status=status), "application_refusal_says_why", reason="")


def test_nobody_decides_their_own_application(venue: Venue, alice: User) -> None:
    accepted = make.application(venue, status="accepted")
    break_it(accepted, "application_decided_by_someone_else", decided_by=alice)


def test_a_piece_has_a_known_kind(submitted: Application) -> None:
    break_it(submitted.pieces.get(), "piece_kind_known", kind="selfie")


# Acts.


def test_an_act_is_signed_once(submitted: Application) -> None:
    make.act(submitted, ActKind.RECTORAT, Verdict.FAVOURABLE)
    with refused("act_once_per_kind"):
        make.act(submitted, ActKind.RECTORAT, Verdict.RESERVED)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((ActKind.RECTORAT, Verdict.FAVOURABLE), (ActKind.DRAC, Verdict.FAVOURABLE)),
        ((ActKind.RECTORAT, Verdict.FAVOURABLE), (ActKind.DECISION, Verdict.ACCEPTED)),
        ((ActKind.DRAC, Verdict.FAVOURABLE), (ActKind.DECISION, Verdict.REFUSED)),
    ],
)
def test_three_acts_are_signed_by_three_people(submitted: Application, first: Any, second: Any) -> None:
    """Without any service: the database alone."""
    one = make.staff_member()
    make.act(submitted, *first, author=one)
    with refused("act_three_different_people"):
        make.act(submitted, *second, author=one)
    assert make.act(submitted, *second).pk


def test_who_decided_may_withdraw(submitted: Application) -> None:
    one = make.staff_member()
    make.act(submitted, ActKind.DECISION, Verdict.ACCEPTED, author=one)
    assert make.act(submitted, ActKind.WITHDRAWAL, Verdict.WITHDRAWN, author=one).pk


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        (ActKind.RECTORAT, Verdict.ACCEPTED),
        (ActKind.DRAC, Verdict.WITHDRAWN),
        (ActKind.DECISION, Verdict.FAVOURABLE),
        (ActKind.WITHDRAWAL, Verdict.REFUSED),
    ],
)
def test_a_verdict_belongs_to_its_act(submitted: Application, kind: ActKind, verdict: Verdict) -> None:
    with refused("act_verdict_matches_kind"):
        make.act(submitted, kind, verdict, reason="Pour voir.")


def test_an_act_has_a_known_kind(submitted: Application) -> None:
    # The verdict is checked against the kind too: either rule may speak first.
    with pytest.raises(DatabaseError, match=r"act_kind_known|act_verdict_matches_kind"), transaction.atomic():
        make.act(submitted, "mairie", Verdict.FAVOURABLE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        (ActKind.RECTORAT, Verdict.RESERVED),
        (ActKind.DRAC, Verdict.UNFAVOURABLE),
        (ActKind.DECISION, Verdict.REFUSED),
        (ActKind.WITHDRAWAL, Verdict.WITHDRAWN),
    ],
)
def test_an_act_that_is_not_plain_says_why(submitted: Application, kind: ActKind, verdict: Verdict) -> None:
    with refused("act_says_why"):
        make.act(submitted, kind, verdict, reason="")


@pytest.mark.parametrize("statement", ["UPDATE schools_act SET id = id", "DELETE FROM schools_act"])
def test_what_is_signed_stays_signed(submitted: Application, statement: str) -> None:
    make.act(submitted, ActKind.RECTORAT, Verdict.FAVOURABLE)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_model_refuses_it_too(submitted: Application) -> None:
    signed = make.act(submitted, ActKind.RECTORAT, Verdict.FAVOURABLE)
    for act in (signed.save, signed.delete):
        with pytest.raises(TypeError, match="append-only"):
            act()
    assert Act.objects.count() == 1


# Mandates.


@pytest.fixture
def mandate() -> Mandate:
    return make.mandate(make.staff_member(), authority="drac")


def test_one_live_mandate_per_person_and_region(mandate: Mandate) -> None:
    with refused("mandate_one_live_per_region"):
        make.mandate(mandate.user, authority="rectorat")
    Mandate.objects.update(ended_at=timezone.now())
    assert make.mandate(mandate.user, authority="rectorat").pk


def test_a_mandate_makes_sense(mandate: Mandate) -> None:
    break_it(mandate, "mandate_authority_known", authority="mairie")
    break_it(mandate, "mandate_region_known", region="99")
    break_it(mandate, "mandate_given_by_someone_else", granted_by=mandate.user)
    break_it(mandate, "mandate_ends_after_start", ended_at=mandate.granted_at - timedelta(seconds=1))
