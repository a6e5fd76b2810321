"""The reminder of the day before: once, in time, to whoever needs it."""

from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from core.models import Email
from help import tasks
from help.models import Webinar, WebinarRegistration
from help.services import webinars as services
from tests.accounts.factories import StaffFactory
from tests.help.factories import RegistrationFactory, WebinarFactory
from tests.support.moments import ago, ahead
from tests.support.races import together, without

pytestmark = pytest.mark.django_db
START = datetime(2027, 5, 13, 12, 0, tzinfo=UTC)
EVE = START - timedelta(hours=24)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def registration() -> WebinarRegistration:
    """Somebody registered ten days before."""
    webinar = WebinarFactory(starts_at=START)
    return RegistrationFactory(webinar=webinar, registered_at=START - 10 * DAY)


def reminders() -> int:
    return Email.objects.filter(kind="help/webinar_reminder").count()


@pytest.mark.parametrize(
    ("now", "sent"),
    [(EVE - SECOND, 0), (EVE, 1), (EVE + 20 * HOUR, 1), (START - SECOND, 1), (START, 0), (START + DAY, 0)],
)
def test_it_leaves_from_the_day_before_until_it_begins(
    registration: WebinarRegistration, now: datetime, sent: int
) -> None:
    assert services.remind(now=now) == sent
    registration.refresh_from_db()
    assert registration.reminded_at == (now if sent else None)
    assert reminders() == sent


@pytest.mark.usefixtures("registration")
def test_a_second_sweep_sends_nothing_more() -> None:
    assert [services.remind(now=EVE + n * HOUR) for n in range(3)] == [1, 0, 0]
    assert reminders() == 1


@pytest.mark.parametrize(("late", "sent"), [(timedelta(0), 1), (SECOND, 0), (20 * HOUR, 0)])
def test_who_registers_on_the_last_day_was_told_already(late: timedelta, sent: int) -> None:
    RegistrationFactory(webinar=WebinarFactory(starts_at=START), registered_at=EVE + late)
    assert services.remind(now=START - SECOND) == sent


def test_nobody_is_reminded_of_what_does_not_take_place(registration: WebinarRegistration) -> None:
    RegistrationFactory(webinar=registration.webinar, registered_at=START - DAY, cancelled_at=START - DAY)
    RegistrationFactory(webinar=WebinarFactory(starts_at=START, called_off=True), registered_at=EVE - DAY)
    User.objects.filter(pk=registration.user_id).update(is_active=False)
    assert services.remind(now=EVE) == 0


def test_a_session_that_moves_is_recalled_for_its_new_date(registration: WebinarRegistration) -> None:
    services.remind(now=EVE)
    move(registration.webinar, START + 7 * DAY, now=EVE + HOUR)
    assert services.remind(now=EVE + 2 * HOUR) == 0
    assert services.remind(now=EVE + 7 * DAY) == 1
    assert reminders() == 2


def test_a_session_moved_to_tomorrow_was_recalled_by_the_letter_that_says_so(
    registration: WebinarRegistration,
) -> None:
    move(registration.webinar, EVE, now=EVE - 2 * HOUR)
    assert services.remind(now=EVE - HOUR) == 0


def move(webinar: Webinar, to: datetime, *, now: datetime) -> None:
    services.move_webinar(webinar_id=webinar.pk, starts_at=to, actor=StaffFactory(), now=now)


def test_the_command_says_how_many_and_runs_late_and_twice(registration: WebinarRegistration) -> None:
    answers = []
    for now in (EVE - DAY, EVE + 9 * HOUR, EVE + 9 * HOUR, START + HOUR):
        out = StringIO()
        call_command("remind_webinars", stdout=out, at=now)
        answers.append(out.getvalue().splitlines()[-1])
    assert answers == ["reminded: 0", "reminded: 1", "reminded: 0", "reminded: 0"]


def test_the_task_reminds_from_now_on() -> None:
    RegistrationFactory(webinar=WebinarFactory(starts_at=ahead(hours=3)), registered_at=ago(days=5))
    assert (tasks.remind_webinars(), tasks.remind_webinars()) == (1, 0)


def several() -> None:
    webinar = WebinarFactory(starts_at=START)
    RegistrationFactory.create_batch(6, webinar=webinar, registered_at=START - 10 * DAY)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sweeps_at_the_same_instant_remind_once() -> None:
    several()
    sent = together(partial(services.remind, now=EVE), times=4)
    assert sum(sent) == reminders() == 6


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_state_it_would_be_sent_by_each_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: neither the lock nor `reminded_at`, and letters that do not know one another."""
    several()

    def forgetful(**asked: datetime) -> object:
        return WebinarRegistration.objects.filter(webinar__starts_at__gt=asked["now"])

    keys = iter(range(1_000))
    tell = services.notifications._tell
    monkeypatch.setattr(
        services.notifications, "_tell", lambda one, **kw: tell(one, **{**kw, "key": f"{next(keys)}"})
    )
    with without("help.selectors.webinars.to_remind", instead=forgetful):
        sent = together(partial(services.remind, now=EVE), times=4)
    assert sum(filter(None, (one if isinstance(one, int) else 0 for one in sent))) > 6
    assert reminders() > 6
