"""Every write about the calendar of the webinars: its pattern, and the dates made from it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from core.french import at_zone
from core.history import record
from help import locks, rules
from help.errors import CannotPlan
from help.models import Webinar, WebinarPattern
from help.selectors import webinars as selectors
from help.services.changes import follow_capacity, follow_meeting

A_MONTH = timedelta(days=31)
ONE_ACTIVE = "webinar_pattern_one_active"


@transaction.atomic
def ensure_pattern(*, now: datetime) -> WebinarPattern:
    """The pattern of the partner guide, where staff wrote none: first and third Thursday, 14:00, Paris.

    One that staff stopped stays stopped. Its meeting has no address: the team gives it.
    """
    known = selectors.latest_pattern()
    if known:
        return known
    pattern = WebinarPattern()
    _insert(pattern)
    record(actor=None, verb="webinar_pattern.saved", target=pattern, now=now, after=_trace(pattern))
    return pattern


@transaction.atomic
def save_pattern(*, pattern: WebinarPattern, actor: Any, now: datetime) -> WebinarPattern:
    """Write a pattern that staff added or changed. Raises CannotPlan.

    Planned dates do not move. Another address or another number of seats goes to the webinars to come that still
    had those of the pattern; those registered are told the address.
    """
    rows = {row.pk: row for row in locks.patterns()}
    known = rows.get(pattern.pk)
    pattern.ordinals = sorted(set(pattern.ordinals))
    _check(pattern, [row for row in rows.values() if row.active])
    _insert(pattern)
    record(
        actor=actor,
        verb="webinar_pattern.saved",
        target=pattern,
        now=now,
        before=_trace(known) if known else None,
        after=_trace(pattern),
    )
    if known and known.active:
        follow_capacity(before=known.capacity, after=pattern.capacity, actor=actor, now=now)
        follow_meeting(before=known.meeting_url, after=pattern.meeting_url, actor=actor, now=now)
    return pattern


def _check(pattern: WebinarPattern, active: list[WebinarPattern]) -> None:
    faults = rules.pattern_faults(
        ordinals=pattern.ordinals, zone=pattern.zone, meeting_url=pattern.meeting_url
    )
    for field, code in faults:
        raise CannotPlan(code, field=field)
    if pattern.active and [row for row in active if row.pk != pattern.pk]:
        raise CannotPlan("another_active", field="active")


def _insert(pattern: WebinarPattern) -> None:
    # Two first patterns have no row to wait for: the database lets one in.
    try:
        with transaction.atomic():
            pattern.save()
    except IntegrityError as clash:
        if ONE_ACTIVE not in str(clash):
            raise
        raise CannotPlan("another_active", field="active") from clash


def _trace(pattern: WebinarPattern) -> dict[str, str]:
    names = ("title", "weekday", "ordinals", "start", "minutes", "zone", "capacity", "meeting_url", "active")
    return {name: str(getattr(pattern, name)) for name in names}


@transaction.atomic
def plan(*, now: datetime) -> int:
    """Sweep: make the webinars of the next 90 days that were never made. Returns how many.

    Late, doubled or in parallel it makes each once; one that staff moved or cancelled is not made again, and none
    begins at the instant of another.
    """
    pattern = next((row for row in locks.patterns() if row.active), None)
    if pattern is None:
        return 0
    missing = _missing(_due(pattern, now=now))
    Webinar.objects.bulk_create(missing)
    if missing:
        record(actor=None, verb="webinars.planned", target=pattern, now=now, after=_planned(missing))
    return len(missing)


def _missing(due: list[Webinar]) -> list[Webinar]:
    slots, instants = selectors.planned(
        slots=[one.slot for one in due], instants=[one.starts_at for one in due]
    )
    return [one for one in due if one.slot not in slots and one.starts_at not in instants]


def _planned(made: list[Webinar]) -> dict[str, str]:
    return {one.slot: one.starts_at.isoformat() for one in made}


def _due(pattern: WebinarPattern, *, now: datetime) -> list[Webinar]:
    until = now + rules.PLANNED_AHEAD
    # From the month before: a holiday may have pushed its last webinar into this one.
    first, last = at_zone(now - A_MONTH, pattern.zone).date(), at_zone(until, pattern.zone).date()
    made = [
        _webinar(pattern, slot=slot, begins=begins, now=now)
        for year, month in rules.months_between(since=first, until=last)
        for slot, begins in _instants(pattern, year=year, month=month).items()
    ]
    return [one for one in made if now < one.starts_at <= until]


def _instants(pattern: WebinarPattern, *, year: int, month: int) -> dict[str, datetime]:
    days = rules.days_of_month(year=year, month=month, ordinals=pattern.ordinals, weekday=pattern.weekday)
    return {
        rules.slot_key(year=year, month=month, ordinal=ordinal): rules.starts_at(
            day=day, at=pattern.start, zone=pattern.zone
        )
        for ordinal, day in days.items()
    }


def _webinar(pattern: WebinarPattern, *, slot: str, begins: datetime, now: datetime) -> Webinar:
    return Webinar(
        slot=slot,
        title=pattern.title,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=pattern.minutes),
        capacity=pattern.capacity,
        meeting_url=pattern.meeting_url,
        planned_at=now,
        updated_at=now,
    )
