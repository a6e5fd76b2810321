"""Two people at the same file at the same instant; each race has its control, which fails without the guard."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from schools import locks
from schools.errors import CannotApply, CannotInstruct, CannotPublishForSchools
from schools.models.referencing import Act, Application
from schools.services import instruction
from schools.services import referencing as services
from schools.states import ActKind, ApplicationStatus, Authority, Verdict
from tests.schools import referencing as make
from tests.support.races import meeting_at, together, without
from tests.venues.factories import VenueFactory, member
from venues.models import Venue

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> Application:
    """An application with both opinions."""
    file = make.application(VenueFactory(), status="submitted")
    for kind in (ActKind.RECTORAT, ActKind.DRAC):
        make.act(file, kind, Verdict.FAVOURABLE)
    return file


def unlocked(*, pk: int) -> Application:
    """What reading without a lock would give."""
    return Application.objects.get(pk=pk)


def decider(file: Application, verdict: Verdict) -> Callable[[], Any]:
    person = make.mandated("commission")
    return lambda: instruction.decide(
        application_id=file.pk, verdict=verdict, reason="Vu.", actor=person, now=timezone.now()
    )


def outcomes(results: list[Any]) -> list[str]:
    return sorted(getattr(one, "code", None) or type(one).__name__ for one in results)


def test_two_decisions_at_once_leave_one() -> None:
    file = waiting()
    results = together(decider(file, Verdict.ACCEPTED), decider(file, Verdict.REFUSED))
    assert outcomes(results) == ["Application", "already_decided"]
    file.refresh_from_db()
    assert file.acts.get(kind="decision").verdict == file.status


def test_control_without_the_lock_the_database_alone_refuses_the_second_decision() -> None:
    file = waiting()
    both = (decider(file, Verdict.ACCEPTED), decider(file, Verdict.REFUSED))
    with (
        without("schools.locks.application", instead=unlocked),
        meeting_at("schools.services.instruction._insert"),
    ):
        results = together(*both)
    # Both were judged free to decide: only the unique constraint stood between them.
    assert outcomes(results) == ["Application", "already_given"]


def adviser(file: Application) -> Callable[[], Any]:
    person = make.mandated("rectorat")
    return lambda: instruction.give_opinion(
        application_id=file.pk,
        authority=Authority.RECTORAT,
        verdict=Verdict.FAVOURABLE,
        reason="",
        actor=person,
        now=timezone.now(),
    )


def test_the_same_opinion_twice_at_once_is_given_once() -> None:
    file = make.application(VenueFactory(), status="submitted")
    assert outcomes(together(adviser(file), adviser(file))) == ["Act", "already_given"]
    assert Act.objects.filter(application=file).count() == 1


def test_one_person_of_two_authorities_at_once_signs_once() -> None:
    """No mandate allows it; were one to, the constraint would still say no."""
    file = make.application(VenueFactory(), status="submitted")
    person = make.staff_member()

    def sign(kind: ActKind) -> Callable[[], Any]:
        return lambda: make.act(file, kind, Verdict.FAVOURABLE, author=person)

    results = together(sign(ActKind.RECTORAT), sign(ActKind.DRAC))
    assert outcomes(results) == ["Act", "IntegrityError"]
    assert "act_three_different_people" in str(
        next(one for one in results if isinstance(one, IntegrityError))
    )


def test_one_draft_is_opened_when_two_people_press_at_once() -> None:
    venue = VenueFactory()
    people = [member(venue=venue), member(venue=venue)]
    results = together(*(opener(venue, person) for person in people))
    assert outcomes(results) == ["Application", "one_at_a_time"]
    assert isinstance(next(one for one in results if isinstance(one, Exception)), CannotApply)


def opener(venue: Venue, person: Any) -> Callable[[], Any]:
    return lambda: services.start(venue=venue, actor=person, now=timezone.now())


# A withdrawal while something is being proposed to schools.


def proposing(venue: Venue, *, after: list[str]) -> Callable[[], Any]:
    """What an offer does: hold the referencing, then write. Here the write is noting that it happened."""

    def act() -> str:
        with transaction.atomic():
            locks.referenced(venue_id=venue.pk)
            after.append(Application.objects.get(venue=venue).status)
        return "published"

    return act


def withdrawing(file: Application) -> Callable[[], Any]:
    person = make.mandated("commission")
    return lambda: instruction.withdraw(
        application_id=file.pk, reason="Le projet a cessé.", actor=person, now=timezone.now()
    )


@contextmanager
def withdrawal_under_way(file: Application) -> Iterator[None]:
    """The offer arrives once the withdrawal holds its lock and has not committed yet."""
    real_insert, real_referenced = instruction._insert, locks.referenced
    holding = threading.Event()

    def insert(act: Act) -> None:
        real_insert(act)
        holding.set()
        time.sleep(0.4)

    def referenced(*, venue_id: int) -> Application:
        assert holding.wait(timeout=20)
        return real_referenced(venue_id=venue_id)

    with patch.object(instruction, "_insert", insert), patch.object(locks, "referenced", referenced):
        yield


def test_an_offer_saved_during_a_withdrawal_is_refused() -> None:
    file = make.referenced(VenueFactory())
    seen: list[str] = []
    with withdrawal_under_way(file):
        results = together(withdrawing(file), proposing(file.venue, after=seen))
    assert outcomes(results) == ["Application", "not_referenced"]
    assert isinstance(results[1], CannotPublishForSchools)
    assert seen == []


def test_control_an_offer_that_only_reads_slips_through() -> None:
    file = make.referenced(VenueFactory())
    seen: list[str] = []

    def only_reads(*, venue_id: int) -> Application:
        return Application.objects.get(venue_id=venue_id, status=ApplicationStatus.ACCEPTED)

    with without("schools.locks.referenced", instead=only_reads), withdrawal_under_way(file):
        results = together(withdrawing(file), proposing(file.venue, after=seen))
    assert results[1] == "published"
    file.refresh_from_db()
    assert file.status == "withdrawn"


def test_a_withdrawal_waits_for_the_offer_that_came_first() -> None:
    file = make.referenced(VenueFactory())
    seen: list[str] = []
    results = together(proposing(file.venue, after=seen), withdrawing(file))
    assert outcomes(results[1:]) == ["Application"]
    assert seen in ([], ["accepted"])


def test_a_structure_without_referencing_is_told_so() -> None:
    with transaction.atomic(), pytest.raises(CannotPublishForSchools) as refusal:
        locks.referenced(venue_id=VenueFactory().pk)
    assert refusal.value.code == "not_referenced"


def test_a_decided_opinion_is_refused_by_code() -> None:
    with pytest.raises(CannotInstruct):
        adviser(make.application(VenueFactory(), status="accepted"))()
