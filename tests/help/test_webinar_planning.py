"""The sweep that makes the sessions: late, doubled, in parallel; and the pattern that staff edit."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from core.models import ActionLog
from help import tasks
from help.errors import CannotPlan
from help.models import Webinar, WebinarPattern
from help.services import webinars as services
from passculture_pro.demo.help import welcome_sessions
from tests.accounts.factories import StaffFactory, UserFactory
from tests.help.factories import PatternFactory
from tests.support.constraints import break_it, refused
from tests.support.moments import ahead
from tests.support.races import meeting_at, together

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2027, 4, 20, 8, 0, tzinfo=UTC)
AHEAD = ["2027-05/1", "2027-05/2", "2027-06/1", "2027-06/2", "2027-07/1", "2027-07/2"]


def slots() -> list[str]:
    return list(Webinar.objects.order_by("starts_at").values_list("slot", flat=True))


def at(slot: str) -> datetime:
    return Webinar.objects.get(slot=slot).starts_at.astimezone(PARIS)


@pytest.fixture
def pattern(db: None) -> WebinarPattern:
    return services.ensure_pattern(now=NOW)


def test_the_pattern_is_the_one_of_the_guide(pattern: WebinarPattern) -> None:
    assert (pattern.weekday, pattern.ordinals, pattern.start) == (3, [1, 3], time(14))
    assert (pattern.minutes, pattern.zone, pattern.active) == (60, "Europe/Paris", True)
    assert services.ensure_pattern(now=NOW).pk == pattern.pk
    assert ActionLog.objects.filter(verb="webinar_pattern.saved").count() == 1


def test_a_pattern_that_staff_stopped_stays_stopped(pattern: WebinarPattern) -> None:
    pattern.active = False
    services.save_pattern(pattern=pattern, actor=StaffFactory(), now=NOW)
    assert not services.ensure_pattern(now=NOW).active
    assert services.plan(now=NOW) == 0


@pytest.mark.usefixtures("pattern")
def test_ninety_days_are_planned_on_the_clocks_of_paris() -> None:
    assert services.plan(now=NOW) == 6
    assert slots() == AHEAD
    assert at("2027-05/1") == datetime(2027, 5, 13, 14, tzinfo=PARIS)  # the 6th is Ascension
    assert at("2027-07/2") == datetime(2027, 7, 15, 14, tzinfo=PARIS)
    one = Webinar.objects.get(slot="2027-05/1")
    assert (one.ends_at - one.starts_at, one.capacity, one.planned_at) == (timedelta(hours=1), 200, NOW)


@pytest.mark.usefixtures("pattern")
def test_two_in_the_afternoon_stays_two_in_the_afternoon_across_the_seasons() -> None:
    for month in range(1, 13):
        services.plan(now=datetime(2027, month, 1, tzinfo=UTC))
    hours = {one.starts_at.astimezone(PARIS).time() for one in Webinar.objects.order_by("pk")}
    assert hours == {time(14)}
    assert {one.starts_at.hour for one in Webinar.objects.order_by("pk")} == {12, 13}


@pytest.mark.usefixtures("pattern")
def test_a_second_sweep_makes_nothing_and_a_late_one_makes_the_rest() -> None:
    services.plan(now=NOW)
    assert services.plan(now=NOW) == 0
    assert services.plan(now=NOW + timedelta(days=60)) == 4
    assert len(slots()) == len(set(slots())) == 10


@pytest.mark.usefixtures("pattern")
def test_a_date_is_not_planned_once_it_is_past() -> None:
    services.plan(now=datetime(2027, 6, 3, 12, 0, tzinfo=UTC))  # the very minute of the first of June
    assert "2027-06/1" not in slots()
    assert "2027-06/2" in slots()


@pytest.mark.usefixtures("pattern")
def test_what_staff_moved_or_cancelled_is_not_made_again() -> None:
    services.plan(now=NOW)
    staff = StaffFactory()
    moved, gone = (Webinar.objects.get(slot=slot).pk for slot in AHEAD[:2])
    services.move_session(
        webinar_id=moved, starts_at=datetime(2027, 5, 12, 9, tzinfo=UTC), actor=staff, now=NOW
    )
    services.cancel_session(webinar_id=gone, reason="Grève", actor=staff, now=NOW)
    assert services.plan(now=NOW) == 0
    assert sorted(slots()) == AHEAD


def test_another_pattern_does_not_double_what_is_planned(pattern: WebinarPattern) -> None:
    services.plan(now=NOW)
    pattern.ordinals, pattern.start = [4, 2, 2], time(10)
    services.save_pattern(pattern=pattern, actor=StaffFactory(), now=NOW)
    assert services.plan(now=NOW + timedelta(days=60)) == 3
    assert at("2027-05/1").hour == 14
    assert at("2027-08/1") == datetime(2027, 8, 12, 10, tzinfo=PARIS)


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_the_same_instant_make_each_date_once() -> None:
    services.ensure_pattern(now=NOW)
    with meeting_at("help.services.planning._due", parties=4):
        made = together(partial(services.plan, now=NOW), times=4)
    assert sum(made) == 6
    assert slots() == AHEAD


FAULTS = [
    ({"ordinals": [5]}, "ordinals_unknown", "ordinals"),
    ({"ordinals": []}, "ordinals_unknown", "ordinals"),
    ({"zone": "Europe/Cajarc"}, "zone_unknown", "zone"),
    ({"meeting_url": "http://visio.example"}, "address_unsafe", "meeting_url"),
]


@pytest.mark.parametrize(("values", "code", "field"), FAULTS)
def test_a_pattern_that_makes_no_sense_is_refused(
    pattern: WebinarPattern, values: dict[str, Any], code: str, field: str
) -> None:
    for name, value in values.items():
        setattr(pattern, name, value)
    with pytest.raises(CannotPlan) as refusal:
        services.save_pattern(pattern=pattern, actor=StaffFactory(), now=NOW)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_two_patterns_are_not_active_together(pattern: WebinarPattern) -> None:
    other = PatternFactory.build()
    with pytest.raises(CannotPlan, match="Un autre rythme est actif"):
        services.save_pattern(pattern=other, actor=StaffFactory(), now=NOW)
    with refused("webinar_pattern_one_active"):
        PatternFactory()
    assert PatternFactory(active=False).pk


def test_the_database_bounds_a_pattern(pattern: WebinarPattern) -> None:
    break_it(pattern, "webinar_pattern_weekday_known", weekday=7)
    break_it(pattern, "webinar_pattern_ordinals_in_every_month", ordinals=[1, 5])
    break_it(pattern, "webinar_pattern_ordinals_in_every_month", ordinals=[])
    break_it(pattern, "webinar_pattern_lasts", minutes=14)
    break_it(pattern, "webinar_pattern_has_seats", capacity=0)


def said(command: str, **options: Any) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue().splitlines()[-1]


@pytest.mark.usefixtures("pattern")
def test_the_command_says_how_many_and_runs_twice() -> None:
    assert said("plan_webinars", at=NOW) == "planned: 6"
    assert said("plan_webinars", at=NOW) == "planned: 0"


@pytest.mark.django_db
def test_the_command_wants_a_zone() -> None:
    with pytest.raises(CommandError, match="no time zone"):
        call_command("plan_webinars", "--at", "2027-04-20T08:00:00")


@pytest.mark.django_db
def test_the_task_plans_from_now_on() -> None:
    services.ensure_pattern(now=ahead())
    assert tasks.plan_webinars() >= 4
    assert tasks.plan_webinars() == 0


@pytest.mark.django_db
def test_the_demonstration_has_dates_and_somebody_who_comes() -> None:
    newcomer = UserFactory()
    welcome_sessions(newcomer=newcomer, now=ahead())
    assert Webinar.objects.count() >= 4
    first = Webinar.objects.order_by("starts_at")[0]
    assert (first.taken, first.registrations.get().user_id) == (1, newcomer.pk)
