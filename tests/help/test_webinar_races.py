"""Twenty people for five seats, at the same instant. The control takes the guard away, and oversells."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from accounts.models import User
from help.errors import CannotPlan, CannotRegister
from help.models import Webinar, WebinarRegistration
from help.services import webinars as services
from tests.accounts.factories import StaffFactory, UserFactory
from tests.help.factories import RegistrationFactory, WebinarFactory
from tests.support.races import together, without

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOW = datetime(2027, 5, 3, 8, 0, tzinfo=UTC)
START = NOW + timedelta(days=10)


def rush(webinar: Webinar, people: list[User]) -> list[Any]:
    return together(
        *(partial(services.register, webinar_id=webinar.pk, actor=one, now=NOW) for one in people)
    )


def test_twenty_people_for_five_seats_are_five() -> None:
    webinar = WebinarFactory(starts_at=START, capacity=5)
    answers = rush(webinar, UserFactory.create_batch(20))
    refusals = [one.code for one in answers if isinstance(one, CannotRegister)]
    assert refusals == ["full"] * 15
    webinar.refresh_from_db()
    assert webinar.taken == WebinarRegistration.objects.filter(webinar=webinar).count() == 5


@contextmanager
def no_check_on_seats() -> Iterator[None]:
    (check,) = [one for one in Webinar._meta.constraints if one.name == "webinar_never_overbooked"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Webinar, check)
    try:
        yield
    finally:
        Webinar.objects.update(taken=0)
        with connection.schema_editor() as editor:
            editor.add_constraint(Webinar, check)


def read_then_take(*, webinar_id: int, now: datetime) -> bool:
    """What one would write at first: look whether there is a seat, then take it."""
    found = Webinar.objects.get(pk=webinar_id)
    time.sleep(0.3)
    if found.seats_left:
        Webinar.objects.filter(pk=webinar_id).update(taken=F("taken") + 1)
    return bool(found.seats_left)


def test_without_the_guard_the_same_rush_oversells() -> None:
    webinar = WebinarFactory(starts_at=START, capacity=5)
    with no_check_on_seats(), without("help.services.webinars._take_seat", instead=read_then_take):
        rush(webinar, UserFactory.create_batch(20))
        webinar.refresh_from_db()
        assert webinar.taken == WebinarRegistration.objects.filter(webinar=webinar).count() > 5


def test_one_person_who_presses_ten_times_comes_once() -> None:
    webinar, camille = WebinarFactory(starts_at=START), UserFactory()
    answers = rush(webinar, [camille] * 10)
    assert sum(isinstance(one, WebinarRegistration) for one in answers) == 1
    assert {one.code for one in answers if isinstance(one, CannotRegister)} == {"already_registered"}
    webinar.refresh_from_db()
    assert webinar.taken == 1


def test_a_seat_given_back_twice_is_one_seat() -> None:
    webinar = WebinarFactory(starts_at=START)
    mine, _ = RegistrationFactory.create_batch(2, webinar=webinar)
    act = partial(services.cancel_registration, webinar_id=webinar.pk, actor=mine.user, now=NOW)
    together(act, times=5)
    webinar.refresh_from_db()
    assert webinar.taken == 1


def test_a_session_cancelled_meanwhile_takes_nobody_after() -> None:
    webinar, staff = WebinarFactory(starts_at=START), StaffFactory()
    people = UserFactory.create_batch(8)
    cancel = partial(services.cancel_webinar, webinar_id=webinar.pk, reason="Grève", actor=staff, now=NOW)
    coming = [partial(services.register, webinar_id=webinar.pk, actor=one, now=NOW) for one in people]
    answers = together(cancel, cancel, *coming)
    assert sum(isinstance(one, CannotPlan) for one in answers) == 1
    webinar.refresh_from_db()
    told = sum(isinstance(one, WebinarRegistration) for one in answers)
    assert webinar.taken == told
    assert webinar.registrations.count() == told
