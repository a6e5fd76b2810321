"""Sessions: who comes, who no longer does, what staff change; what each is told."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from core.models import ActionLog, Email
from help.errors import CannotPlan, CannotRegister
from help.models import Webinar, WebinarRegistration
from help.services import reconcile
from help.services import webinars as services
from tests.accounts.factories import StaffFactory, UserFactory
from tests.help.factories import RegistrationFactory, WebinarFactory
from tests.support.constraints import break_it, refused

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 3, 8, 0, tzinfo=UTC)
START = datetime(2027, 5, 13, 12, 0, tzinfo=UTC)  # 14:00 in Paris
DAY = timedelta(days=1)


@pytest.fixture
def webinar() -> Webinar:
    return WebinarFactory(slot="2027-05/1", starts_at=START, capacity=2)


@pytest.fixture
def camille() -> User:
    return UserFactory(first_name="Camille", email="camille@circuit.example")


def come(webinar: Webinar, user: User, *, now: datetime = NOW) -> WebinarRegistration:
    return services.register(webinar_id=webinar.pk, actor=user, now=now)


def refusal(error: type[Exception], act: Any, **arguments: Any) -> str:
    with pytest.raises(error) as caught:
        act(**arguments)
    return caught.value.code  # type: ignore[attr-defined]


# --- Coming


def test_coming_takes_a_seat_and_is_confirmed(webinar: Webinar, camille: User) -> None:
    registration = come(webinar, camille)
    webinar.refresh_from_db()
    assert (webinar.taken, webinar.seats_left) == (1, 1)
    assert (registration.registered_at, registration.attended) == (NOW, None)
    email = Email.objects.get(kind="help/webinar_registered")
    assert email.to == "camille@circuit.example"
    assert [one["name"] for one in email.attachments] == ["webinaire.ics"]
    assert ActionLog.objects.get(verb="webinar.registered").target_id == webinar.pk


def test_the_last_seat_is_the_last(webinar: Webinar) -> None:
    come(webinar, UserFactory())
    come(webinar, UserFactory())
    nobody = UserFactory()
    assert refusal(CannotRegister, come, webinar=webinar, user=nobody) == "full"
    assert not WebinarRegistration.objects.filter(user=nobody).exists()


def test_nobody_comes_twice_even_when_it_is_full(webinar: Webinar, camille: User) -> None:
    come(webinar, camille)
    assert refusal(CannotRegister, come, webinar=webinar, user=camille) == "already_registered"
    webinar.refresh_from_db()
    assert webinar.taken == 1
    come(webinar, UserFactory())
    assert refusal(CannotRegister, come, webinar=webinar, user=camille) == "already_registered"


@pytest.mark.parametrize(("after", "begun"), [(-1, False), (0, True), (1, True)])
def test_one_comes_until_it_begins(webinar: Webinar, camille: User, after: int, begun: bool) -> None:
    now = START + timedelta(seconds=after)
    if begun:
        assert refusal(CannotRegister, come, webinar=webinar, user=camille, now=now) == "begun"
    else:
        assert come(webinar, camille, now=now).pk


def test_a_cancelled_session_takes_nobody(camille: User) -> None:
    webinar = WebinarFactory(called_off=True, starts_at=START)
    assert refusal(CannotRegister, come, webinar=webinar, user=camille) == "cancelled"


# --- No longer coming


def leave(webinar: Webinar, user: User, *, now: datetime = NOW) -> WebinarRegistration:
    return services.cancel_registration(webinar_id=webinar.pk, actor=user, now=now)


def test_a_seat_given_back_is_for_somebody_else(webinar: Webinar, camille: User) -> None:
    come(webinar, camille)
    come(webinar, UserFactory())
    assert leave(webinar, camille, now=NOW + DAY).cancelled_at == NOW + DAY
    assert come(webinar, UserFactory()).pk
    assert Email.objects.get(kind="help/webinar_left").to == camille.email


def test_one_may_come_again(webinar: Webinar, camille: User) -> None:
    come(webinar, camille)
    leave(webinar, camille)
    assert come(webinar, camille).pk
    assert WebinarRegistration.objects.filter(webinar=webinar, user=camille).count() == 2
    webinar.refresh_from_db()
    assert webinar.taken == 1
    assert Email.objects.filter(kind="help/webinar_registered").count() == 2


def test_who_does_not_come_gives_nothing_back(webinar: Webinar, camille: User) -> None:
    assert refusal(CannotRegister, leave, webinar=webinar, user=camille) == "not_registered"
    come(webinar, camille)
    leave(webinar, camille)
    assert refusal(CannotRegister, leave, webinar=webinar, user=camille) == "not_registered"
    webinar.refresh_from_db()
    assert webinar.taken == 0


def test_once_begun_a_seat_is_kept(webinar: Webinar, camille: User) -> None:
    come(webinar, camille)
    assert refusal(CannotRegister, leave, webinar=webinar, user=camille, now=START) == "begun"


# --- What staff change


def test_a_cancelled_session_says_why_to_whoever_comes(webinar: Webinar, camille: User) -> None:
    come(webinar, camille)
    leave(webinar, come(webinar, UserFactory()).user)
    staff = StaffFactory()
    services.cancel_webinar(webinar_id=webinar.pk, reason=" Grève des trains. ", actor=staff, now=NOW + DAY)
    webinar.refresh_from_db()
    assert (webinar.cancelled_at, webinar.cancel_reason, webinar.sequence) == (
        NOW + DAY,
        "Grève des trains.",
        1,
    )
    (email,) = Email.objects.filter(kind="help/webinar_cancelled")
    assert (email.to, email.context["reason"]) == (camille.email, "Grève des trains.")
    assert "METHOD:CANCEL" in email.attachments[0]["text"]
    assert ActionLog.objects.get(verb="webinar.cancelled").actor_id == staff.pk


def test_cancelling_takes_a_reason_and_is_done_once(webinar: Webinar) -> None:
    common = {"webinar_id": webinar.pk, "actor": StaffFactory()}
    assert refusal(CannotPlan, services.cancel_webinar, reason=" ", now=NOW, **common) == "reason_missing"
    assert refusal(CannotPlan, services.cancel_webinar, reason="Grève", now=START, **common) == "begun"
    services.cancel_webinar(reason="Grève", now=NOW, **common)
    assert refusal(CannotPlan, services.cancel_webinar, reason="Grève", now=NOW, **common) == "cancelled"


def move(webinar: Webinar, to: datetime, *, now: datetime = NOW) -> Webinar:
    return services.move_webinar(webinar_id=webinar.pk, starts_at=to, actor=StaffFactory(), now=now)


def test_a_session_moves_for_as_long_and_everybody_is_told(webinar: Webinar, camille: User) -> None:
    come(webinar, camille)
    moved = move(webinar, START + 7 * DAY)
    assert (moved.starts_at, moved.ends_at) == (START + 7 * DAY, START + 7 * DAY + timedelta(hours=1))
    assert (moved.sequence, moved.slot) == (1, "2027-05/1")
    email = Email.objects.get(kind="help/webinar_moved")
    assert email.context["day_before"] == "jeudi 13\u00a0mai\u00a02027"
    assert email.context["day"] == "jeudi 20\u00a0mai\u00a02027"
    assert "SEQUENCE:1" in email.attachments[0]["text"]


@pytest.mark.parametrize(
    ("to", "now", "code"),
    [(NOW - DAY, NOW, "in_the_past"), (START, NOW, "same_date"), (START + DAY, START, "begun")],
)
def test_a_session_does_not_move_anywhere(webinar: Webinar, to: datetime, now: datetime, code: str) -> None:
    assert refusal(CannotPlan, move, webinar=webinar, to=to, now=now) == code


def test_a_cancelled_session_does_not_move() -> None:
    webinar = WebinarFactory(called_off=True, starts_at=START)
    assert refusal(CannotPlan, move, webinar=webinar, to=START + DAY) == "cancelled"


def test_somebody_who_left_the_portal_is_not_written_to(webinar: Webinar, camille: User) -> None:
    come(webinar, camille)
    User.objects.filter(pk=camille.pk).update(is_active=False)
    move(webinar, START + DAY)
    assert not Email.objects.filter(kind="help/webinar_moved").exists()


def change(webinar: Webinar, to: str, *, now: datetime = NOW) -> Webinar:
    return services.change_meeting(webinar_id=webinar.pk, meeting_url=to, actor=StaffFactory(), now=now)


def test_another_meeting_is_another_version_and_everybody_is_told(webinar: Webinar, camille: User) -> None:
    come(webinar, camille)
    changed = change(webinar, " https://visio.example/autre ")
    assert (changed.meeting_url, changed.sequence) == ("https://visio.example/autre", 1)
    email = Email.objects.get(kind="help/webinar_meeting")
    assert (email.to, email.context["meeting_url"]) == (camille.email, "https://visio.example/autre")
    assert "SEQUENCE:1" in email.attachments[0]["text"]
    assert "https://visio.example/autre" in email.attachments[0]["text"].replace("\r\n ", "")
    line = ActionLog.objects.get(verb="webinar.meeting_changed")
    assert line.before == {"meeting_url": "https://visio.example/accueil"}


@pytest.mark.parametrize(
    ("to", "now", "code"),
    [
        (" ", NOW, "address_missing"),
        ("http://visio.example/", NOW, "address_unsafe"),
        ("https://visio.example/accueil", NOW, "same_address"),
        ("https://visio.example/autre", START, "begun"),
    ],
)
def test_a_meeting_does_not_change_anyhow(webinar: Webinar, to: str, now: datetime, code: str) -> None:
    assert refusal(CannotPlan, change, webinar=webinar, to=to, now=now) == code


# --- Who came


def test_attendance_is_said_of_everybody_at_once(webinar: Webinar) -> None:
    came, absent = come(webinar, UserFactory()), come(webinar, UserFactory())
    arguments = {"webinar_id": webinar.pk, "actor": StaffFactory(), "now": START + timedelta(hours=1)}
    assert services.mark_attendance(present=[came.pk], **arguments) == 1
    came.refresh_from_db()
    absent.refresh_from_db()
    assert (came.attended, absent.attended) == (True, False)
    assert services.mark_attendance(present=[came.pk, absent.pk], **arguments) == 2
    assert ActionLog.objects.filter(verb="webinar.attendance").count() == 2


def test_attendance_is_of_this_session_and_from_its_beginning(webinar: Webinar) -> None:
    common = {"webinar_id": webinar.pk, "actor": StaffFactory()}
    elsewhere = RegistrationFactory()
    assert (
        refusal(CannotPlan, services.mark_attendance, present=[], now=START - timedelta(seconds=1), **common)
        == "not_begun"
    )
    assert (
        refusal(CannotPlan, services.mark_attendance, present=[elsewhere.pk], now=START, **common)
        == "somebody_else"
    )


# --- The database refuses by itself


def test_the_database_sells_no_seat_twice(webinar: Webinar) -> None:
    break_it(webinar, "webinar_never_overbooked", taken=3)
    break_it(webinar, "webinar_ends_after_start", ends_at=START)
    break_it(webinar, "webinar_cancellation_says_why", cancelled_at=NOW)
    break_it(webinar, "webinar_cancellation_says_why", cancel_reason="Grève")


def test_the_database_plans_and_registers_once(webinar: Webinar) -> None:
    with refused("webinar_slot_planned_once"):
        WebinarFactory(slot=webinar.slot)
    first = RegistrationFactory(webinar=webinar)
    with refused("webinar_registered_once"):
        RegistrationFactory(webinar=webinar, user=first.user)
    RegistrationFactory(webinar=webinar, user=first.user, cancelled_at=timezone.now())


def test_who_left_did_not_attend(webinar: Webinar) -> None:
    gone = RegistrationFactory(webinar=webinar, cancelled_at=NOW)
    break_it(gone, "webinar_attendance_of_the_registered", attended=True)


# --- Counted again


def test_seats_that_drifted_are_said_then_counted_again(webinar: Webinar, camille: User) -> None:
    come(webinar, camille)
    leave(webinar, come(webinar, UserFactory()).user)
    assert reconcile.drifts() == []
    Webinar.objects.filter(pk=webinar.pk).update(taken=2)
    assert [str(one) for one in reconcile.drifts()] == [f"webinar.taken {webinar.pk}: 2 instead of 1"]
    with pytest.raises(CommandError):
        call_command("reconcile", "--repair", stdout=StringIO())
    webinar.refresh_from_db()
    assert webinar.taken == 1
    assert reconcile.drifts(repair=True) == []


def test_more_people_than_seats_is_reported_and_left(webinar: Webinar) -> None:
    RegistrationFactory.create_batch(2, webinar=webinar)
    Webinar.objects.filter(pk=webinar.pk).update(taken=1, capacity=1)
    assert len(reconcile.drifts(repair=True)) == len(reconcile.drifts()) == 1
