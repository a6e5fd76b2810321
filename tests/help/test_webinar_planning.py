"""The sweep that makes the sessions: late, doubled, in parallel; and the pattern that staff edit."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from importlib import import_module
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from core.models import ActionLog, Email
from help import locks, tasks
from help.errors import CannotPlan
from help.models import Webinar, WebinarPattern
from help.services import webinars as services
from passculture_pro.demo.help import welcome_webinars
from tests.accounts.factories import StaffFactory, UserFactory
from tests.help.factories import PatternFactory, WebinarFactory
from tests.support.constraints import break_it, refused
from tests.support.moments import ahead
from tests.support.races import meeting_at, together

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2027, 4, 20, 8, 0, tzinfo=UTC)
AHEAD = ["2027-05/1", "2027-05/3", "2027-06/1", "2027-06/3", "2027-07/1", "2027-07/3"]


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
    assert at("2027-07/3") == datetime(2027, 7, 15, 14, tzinfo=PARIS)
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
    assert "2027-06/3" in slots()


@pytest.mark.usefixtures("pattern")
def test_what_staff_moved_or_cancelled_is_not_made_again() -> None:
    services.plan(now=NOW)
    staff = StaffFactory()
    moved, gone = (Webinar.objects.get(slot=slot).pk for slot in AHEAD[:2])
    services.move_webinar(
        webinar_id=moved, starts_at=datetime(2027, 5, 12, 9, tzinfo=UTC), actor=staff, now=NOW
    )
    services.cancel_webinar(webinar_id=gone, reason="Grève", actor=staff, now=NOW)
    assert services.plan(now=NOW) == 0
    assert sorted(slots()) == AHEAD


def ask(pattern: WebinarPattern, **values: Any) -> WebinarPattern:
    """Staff change the pattern."""
    for name, value in values.items():
        setattr(pattern, name, value)
    return services.save_pattern(pattern=pattern, actor=StaffFactory(), now=NOW)


def instants() -> list[datetime]:
    return list(Webinar.objects.order_by("starts_at").values_list("starts_at", flat=True))


def test_an_ordinal_added_makes_its_own_dates_and_doubles_none(pattern: WebinarPattern) -> None:
    services.plan(now=NOW)
    ask(pattern, ordinals=[1, 2, 3])
    assert services.plan(now=NOW) == 2  # in May the second Thursday is taken by the first, after Ascension
    assert slots() == [
        *("2027-05/1", "2027-05/3", "2027-06/1", "2027-06/2", "2027-06/3"),
        *("2027-07/1", "2027-07/2", "2027-07/3"),
    ]
    assert len(set(instants())) == 8
    assert at("2027-06/2") == datetime(2027, 6, 10, 14, tzinfo=PARIS)


def test_an_ordinal_removed_leaves_what_is_planned_and_makes_no_more(pattern: WebinarPattern) -> None:
    services.plan(now=NOW)
    ask(pattern, ordinals=[3])
    assert services.plan(now=NOW + timedelta(days=60)) == 2
    assert slots() == [*AHEAD, "2027-08/3", "2027-09/3"]


def test_no_date_is_planned_at_the_instant_of_another(pattern: WebinarPattern) -> None:
    services.plan(now=NOW)
    third = Webinar.objects.get(slot="2027-06/3")
    second = datetime(2027, 6, 10, 14, tzinfo=PARIS)
    services.move_webinar(webinar_id=third.pk, starts_at=second, actor=StaffFactory(), now=NOW)
    ask(pattern, ordinals=[1, 2, 3])
    services.plan(now=NOW)
    assert instants().count(second) == 1
    assert "2027-06/2" not in slots()


def test_another_hour_is_for_the_dates_to_be_made(pattern: WebinarPattern) -> None:
    services.plan(now=NOW)
    ask(pattern, ordinals=[1, 3], start=time(10))
    assert services.plan(now=NOW + timedelta(days=60)) == 4
    assert at("2027-05/1").hour == 14
    assert at("2027-08/1") == datetime(2027, 8, 5, 10, tzinfo=PARIS)


def test_a_sweep_that_makes_something_leaves_one_line(pattern: WebinarPattern) -> None:
    services.plan(now=NOW)
    services.plan(now=NOW)
    line = ActionLog.objects.get(verb="webinars.planned")
    assert (line.actor_id, line.target_id) == (None, pattern.pk)
    assert list(line.after) == AHEAD


# --- What follows the pattern


def test_a_fresh_pattern_has_no_address_and_sends_nobody_anywhere(pattern: WebinarPattern) -> None:
    services.plan(now=NOW)
    assert pattern.meeting_url == ""
    assert set(Webinar.objects.values_list("meeting_url", flat=True)) == {""}


def test_an_address_goes_to_what_still_had_the_one_of_before(pattern: WebinarPattern) -> None:
    services.plan(now=NOW)
    mine = Webinar.objects.get(slot=AHEAD[0])
    staff, url = StaffFactory(), "https://visio.example/a-part"
    services.change_meeting(webinar_id=mine.pk, meeting_url=url, actor=staff, now=NOW)
    services.register(webinar_id=Webinar.objects.get(slot=AHEAD[1]).pk, actor=UserFactory(), now=NOW)
    ask(pattern, meeting_url="https://visio.example/nouveau")
    assert Webinar.objects.filter(meeting_url="https://visio.example/nouveau", sequence=1).count() == 5
    assert Webinar.objects.get(pk=mine.pk).meeting_url == url
    assert Email.objects.filter(kind="help/webinar_meeting").count() == 1
    assert ActionLog.objects.filter(verb="webinar.meeting_changed").count() == 6


def test_an_address_taken_away_leaves_what_is_announced(pattern: WebinarPattern) -> None:
    ask(pattern, meeting_url="https://visio.example/x")
    services.plan(now=NOW)
    ask(pattern, meeting_url="")
    assert set(Webinar.objects.values_list("meeting_url", flat=True)) == {"https://visio.example/x"}


def test_seats_follow_and_nobody_loses_theirs(pattern: WebinarPattern) -> None:
    services.plan(now=NOW)
    first = Webinar.objects.get(slot=AHEAD[0])
    for person in UserFactory.create_batch(3):
        services.register(webinar_id=first.pk, actor=person, now=NOW)
    ask(pattern, capacity=2)
    seats = dict(Webinar.objects.values_list("slot", "capacity"))
    assert seats == {slot: 3 if slot == AHEAD[0] else 2 for slot in AHEAD}
    assert ActionLog.objects.filter(verb="webinar.capacity_changed").count() == 6


def test_what_is_past_or_cancelled_follows_nothing(pattern: WebinarPattern) -> None:
    past = WebinarFactory(starts_at=NOW - timedelta(days=1), meeting_url="")
    gone = WebinarFactory(starts_at=NOW + timedelta(days=1), meeting_url="", called_off=True)
    ask(pattern, meeting_url="https://visio.example/x", capacity=7)
    kept = Webinar.objects.filter(pk__in=[past.pk, gone.pk])
    assert list(kept.values_list("meeting_url", "capacity")) == [("", 200), ("", 200)]


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_the_same_instant_make_each_date_once() -> None:
    services.ensure_pattern(now=NOW)
    with meeting_at("help.locks.patterns", parties=4):
        made = together(partial(services.plan, now=NOW), times=4)
    assert sum(made) == 6
    assert slots() == AHEAD


@pytest.mark.django_db(transaction=True)
def test_two_staff_activating_at_once_are_one_served_and_one_told() -> None:
    one, other = PatternFactory(active=False), PatternFactory(active=False)
    one.active = other.active = True
    acts = [partial(services.save_pattern, pattern=row, actor=None, now=NOW) for row in (one, other)]
    with meeting_at("help.locks.patterns", parties=2):
        told = [done for done in together(*acts) if isinstance(done, Exception)]
    assert [getattr(problem, "code", problem) for problem in told] == ["another_active"]


def test_two_first_patterns_at_once_are_told_apart_by_the_database(
    pattern: WebinarPattern, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "patterns", list)  # the other one is not committed yet
    with pytest.raises(CannotPlan, match="Un autre rythme est actif"):
        services.save_pattern(pattern=PatternFactory.build(), actor=StaffFactory(), now=NOW)


@pytest.mark.django_db
def test_places_by_rank_become_places_by_ordinal() -> None:
    PatternFactory()
    dead = {"meeting_url": "https://visio.passculture.example/accueil-des-partenaires"}
    made = [WebinarFactory(slot=slot, **dead) for slot in ("2027-05/1", "2027-05/2", "2027-05/7")]
    step = import_module("help.migrations.0003_slot_by_ordinal")
    step.by_ordinal(apps, None)
    step.without_dead_address(apps, None)
    rows = [Webinar.objects.get(pk=one.pk) for one in made]
    assert [one.slot for one in rows] == ["2027-05/1", "2027-05/3", "2027-05/7"]
    assert {one.meeting_url for one in rows} == {""}


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
    welcome_webinars(newcomer=newcomer, now=ahead())
    assert Webinar.objects.count() >= 4
    first = Webinar.objects.order_by("starts_at")[0]
    assert (first.taken, first.registrations.get().user_id) == (1, newcomer.pk)
    assert WebinarPattern.objects.get().meeting_url


@pytest.mark.django_db
def test_what_an_installation_starts_with_may_be_loaded_at_any_day() -> None:
    assert said("load_reference_data", at=NOW) == "reference data: up to date"
    assert slots() == AHEAD
