"""Two people at the same file at the same instant; each race has its control, which fails without the guard."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from schools import locks
from schools.errors import CannotApply, CannotInstruct, CannotPublishForSchools
from schools.models.referencing import Act, Application
from schools.services import instruction, mandates
from schools.services import referencing as services
from schools.states import ActKind, ApplicationStatus, Authority, Verdict
from tests.accounts.factories import StaffFactory
from tests.schools import referencing as make
from tests.support.races import PATIENCE, just_before, meeting_at, together, without
from tests.venues.factories import VenueFactory, member
from venues import services as venue_services
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


def adviser(file: Application, user: User | None = None) -> Callable[[], Any]:
    person = user or make.mandated("rectorat")
    return lambda: instruction.give_opinion(
        application_id=file.pk,
        authority=Authority.RECTORAT,
        verdict=Verdict.FAVOURABLE,
        reason="",
        actor=person,
        now=timezone.now(),
    )


@contextmanager
def counted_inserts() -> Iterator[list[Act]]:
    """Acts that were judged free to be written."""
    real, tried = instruction._insert, []

    def insert(act: Act) -> None:
        tried.append(act)
        real(act)

    with patch.object(instruction, "_insert", insert):
        yield tried


def test_the_same_opinion_twice_at_once_is_given_once() -> None:
    file = make.application(VenueFactory(), status="submitted")
    with counted_inserts() as tried:
        results = together(adviser(file), adviser(file))
    assert (outcomes(results), len(tried)) == (["Act", "already_given"], 1)
    assert Act.objects.filter(application=file).count() == 1


def test_control_without_the_lock_both_opinions_are_judged_free() -> None:
    file = make.application(VenueFactory(), status="submitted")
    both = (adviser(file), adviser(file))
    with (
        without("schools.locks.application", instead=unlocked),
        counted_inserts() as tried,
        meeting_at("schools.services.instruction._insert"),
    ):
        results = together(*both)
    # The database alone stood between them.
    assert (outcomes(results), len(tried)) == (["Act", "already_given"], 2)


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


def opened_at_once() -> list[Any]:
    """Two people press at once: neither sees the draft of the other."""
    venue = VenueFactory()
    people = [member(venue=venue), member(venue=venue)]
    with meeting_at("schools.selectors.referencing.last_application"):
        return together(*(opener(venue, person) for person in people))


def test_one_draft_is_opened_when_two_people_press_at_once() -> None:
    results = opened_at_once()
    assert outcomes(results) == ["Application", "one_at_a_time"]
    assert isinstance(next(one for one in results if isinstance(one, Exception)), CannotApply)


def test_control_without_the_constraint_two_drafts_are_opened() -> None:
    with without_constraint("application_one_live_per_venue"):
        results = opened_at_once()
    assert outcomes(results) == ["Application", "Application"]


@contextmanager
def without_constraint(name: str) -> Iterator[None]:
    """A guard of the database taken away, and given back to an empty table."""
    constraint = next(one for one in Application._meta.constraints if one.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Application, constraint)
    try:
        yield
    finally:
        Application.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Application, constraint)


def opener(venue: Venue, person: Any) -> Callable[[], Any]:
    return lambda: services.start(venue=venue, actor=person, now=timezone.now())


# A withdrawal while something is being proposed to schools. Who comes first is decided by the test, not by luck:
# the first one holds its lock, lets the other go, and goes on once the other waits for it, or is done.


class Turn:
    """Two acts in a chosen order: `let_go()` in the first one, `after` around the second one."""

    def __init__(self) -> None:
        self.gone, self.done = threading.Event(), threading.Event()

    def let_go(self) -> None:
        """The other may start; go on once it waits for a lock of ours, or has ended without waiting."""
        self.gone.set()
        limit = time.monotonic() + PATIENCE
        while not self.done.is_set() and not _somebody_waits_for_us():
            assert time.monotonic() < limit, "the second act neither waits nor ends"
            time.sleep(0.01)

    def after(self, act: Callable[[], Any]) -> Callable[[], Any]:
        """The second act: it starts once the first holds what it holds."""

        def run() -> Any:
            assert self.gone.wait(timeout=PATIENCE)
            try:
                return act()
            finally:
                self.done.set()

        return run


def _somebody_waits_for_us() -> bool:
    """Read from the connection of the first act: is another one blocked by it?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def proposing(venue: Venue, *, then: Callable[[], Any] = lambda: None) -> Callable[[], Any]:
    """What an offer does: hold the referencing, then write. Here the write is the status of the moment."""

    def act() -> str:
        with transaction.atomic():
            locks.referenced(venue_id=venue.pk)
            then()
            return str(Application.objects.get(venue=venue).status)

    return act


def withdrawing(file: Application) -> Callable[[], Any]:
    person = make.mandated("commission")
    return lambda: instruction.withdraw(
        application_id=file.pk, reason="Le projet a cessé.", actor=person, now=timezone.now()
    )


def only_reads(*, venue_id: int) -> Application:
    """What checking without a lock would give."""
    return Application.objects.get(venue_id=venue_id, status=ApplicationStatus.ACCEPTED)


@contextmanager
def signed_then(turn: Turn) -> Iterator[None]:
    """The act is written, under the locks and not committed: the other may start."""
    real = instruction._insert

    def insert(act: Act) -> None:
        real(act)
        turn.let_go()

    with patch.object(instruction, "_insert", insert):
        yield


def test_the_withdrawal_comes_first_and_the_offer_is_refused() -> None:
    file, turn = make.referenced(VenueFactory()), Turn()
    with signed_then(turn):
        withdrawn, proposed = together(withdrawing(file), turn.after(proposing(file.venue)))
    assert withdrawn.status == "withdrawn"
    assert isinstance(proposed, CannotPublishForSchools)


def test_control_an_offer_that_only_reads_slips_through_the_withdrawal() -> None:
    file, turn = make.referenced(VenueFactory()), Turn()
    with without("schools.locks.referenced", instead=only_reads), signed_then(turn):
        withdrawn, proposed = together(withdrawing(file), turn.after(proposing(file.venue)))
    assert (withdrawn.status, proposed) == ("withdrawn", "accepted")


def test_the_offer_comes_first_and_the_withdrawal_waits_for_it() -> None:
    file, turn = make.referenced(VenueFactory()), Turn()
    offer = proposing(file.venue, then=turn.let_go)
    proposed, withdrawn = together(offer, turn.after(withdrawing(file)))
    assert (proposed, withdrawn.status) == ("accepted", "withdrawn")


def test_control_without_the_lock_the_withdrawal_does_not_wait_for_the_offer() -> None:
    file, turn = make.referenced(VenueFactory()), Turn()
    offer = proposing(file.venue, then=turn.let_go)
    with without("schools.locks.referenced", instead=only_reads):
        proposed, _ = together(offer, turn.after(withdrawing(file)))
    # It was referenced when it was checked, and is not any more when it writes.
    assert proposed == "withdrawn"


# The structure closes while something is being proposed.


def closing(venue: Venue) -> Callable[[], Any]:
    boss = StaffFactory()
    return lambda: venue_services.close(venue_id=venue.pk, reason="Fini.", actor=boss, now=timezone.now())


def is_open(venue: Venue, turn: Turn, *, seen: list[str]) -> Callable[[], None]:
    """Let the other go, then note what the structure is."""

    def look() -> None:
        turn.let_go()
        seen.append(Venue.objects.get(pk=venue.pk).status)

    return look


def test_a_closing_waits_for_the_offer_that_came_first() -> None:
    file, turn, seen = make.referenced(VenueFactory()), Turn(), []
    offer = proposing(file.venue, then=is_open(file.venue, turn, seen=seen))
    _, closed = together(offer, turn.after(closing(file.venue)))
    assert (seen, closed.status) == (["validated"], "closed")


def test_control_a_closing_does_not_wait_for_a_lock_of_the_application_alone() -> None:
    file, turn, seen = make.referenced(VenueFactory()), Turn(), []

    def application_alone(*, venue_id: int) -> Application:
        return locks.application(pk=file.pk)

    offer = proposing(file.venue, then=is_open(file.venue, turn, seen=seen))
    with without("schools.locks.referenced", instead=application_alone):
        together(offer, turn.after(closing(file.venue)))
    assert seen == ["closed"]


def closing_first(file: Application) -> list[Any]:
    """The closing holds the structure when the offer asks for it."""
    turn = Turn()

    def close() -> Any:
        with transaction.atomic():
            closed = closing(file.venue)()
            turn.let_go()
            return closed

    return together(close, turn.after(proposing(file.venue)))


def test_an_offer_that_waited_for_a_closing_is_refused() -> None:
    closed, proposed = closing_first(make.referenced(VenueFactory()))
    assert (closed.status, getattr(proposed, "code", proposed)) == ("closed", "venue_closed")


def test_control_an_offer_that_only_reads_slips_through_the_closing() -> None:
    with without("schools.locks.referenced", instead=only_reads):
        _, proposed = closing_first(make.referenced(VenueFactory()))
    assert proposed == "accepted"


# A mandate that ends while its holder signs.


def ending(user: User) -> Callable[[], Any]:
    boss, mandate = StaffFactory(), user.mandates.get()
    return lambda: mandates.end_mandate(mandate_id=mandate.pk, actor=boss, now=timezone.now())


def signing_while_it_ends() -> tuple[list[Any], list[bool]]:
    """Both results, and whether the mandate was still there when the act was about to be written."""
    file, user = make.application(VenueFactory(), status="submitted"), make.mandated("rectorat")
    turn, seen = Turn(), []

    def look() -> None:
        turn.let_go()
        seen.append(user.mandates.filter(ended_at=None).exists())

    with just_before("schools.services.instruction._insert", look):
        results = together(adviser(file, user), turn.after(ending(user)))
    return results, seen


def test_a_mandate_ends_after_the_act_that_is_being_signed() -> None:
    (signed, ended), seen = signing_while_it_ends()
    assert (type(signed), ended.ended_at is not None, seen) == (Act, True, [True])


def test_control_without_the_lock_an_act_is_signed_under_a_mandate_that_ended() -> None:
    with without("schools.locks.live_mandate", instead=lambda **who: None):
        (signed, _), seen = signing_while_it_ends()
    assert (type(signed), seen) == (Act, [False])


def test_a_mandate_that_ended_first_signs_nothing() -> None:
    file, user = make.application(VenueFactory(), status="submitted"), make.mandated("rectorat")
    end = ending(user)
    with just_before("schools.locks.live_mandate", lambda: together(end)):
        (signed,) = together(adviser(file, user))
    assert signed.code == "no_mandate"


def test_a_structure_without_referencing_is_told_so() -> None:
    with transaction.atomic(), pytest.raises(CannotPublishForSchools) as refusal:
        locks.referenced(venue_id=VenueFactory().pk)
    assert refusal.value.code == "not_referenced"


def test_a_decided_opinion_is_refused_by_code() -> None:
    with pytest.raises(CannotInstruct):
        adviser(make.application(VenueFactory(), status="accepted"))()
