"""Every write about the calendar of the sessions: its pattern, and the dates made from it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core.french import at_zone
from core.history import record
from help import rules
from help.errors import CannotPlan
from help.models import Webinar, WebinarPattern
from help.selectors import webinars as selectors

A_MONTH = timedelta(days=31)


@transaction.atomic
def ensure_pattern(*, now: datetime) -> WebinarPattern:
    """The pattern of the partner guide, where staff wrote none: first and third Thursday, 14:00, Paris.

    One that staff stopped stays stopped.
    """
    known = WebinarPattern.objects.order_by("-active", "-pk").first()
    if known:
        return known
    pattern = WebinarPattern()
    pattern.save()
    record(actor=None, verb="webinar_pattern.saved", target=pattern, now=now, after=_trace(pattern))
    return pattern


@transaction.atomic
def save_pattern(*, pattern: WebinarPattern, actor: Any, now: datetime) -> WebinarPattern:
    """Write a pattern that staff added or changed. What is planned already does not move. Raises CannotPlan."""
    known = WebinarPattern.objects.filter(pk=pattern.pk).first()
    pattern.ordinals = sorted(set(pattern.ordinals))
    _check(pattern)
    pattern.save()
    record(
        actor=actor,
        verb="webinar_pattern.saved",
        target=pattern,
        now=now,
        before=_trace(known) if known else None,
        after=_trace(pattern),
    )
    return pattern


def _check(pattern: WebinarPattern) -> None:
    faults = rules.pattern_faults(
        ordinals=pattern.ordinals, zone=pattern.zone, meeting_url=pattern.meeting_url
    )
    for field, code in faults:
        raise CannotPlan(code, field=field)
    active = selectors.active_pattern()
    if pattern.active and active and active.pk != pattern.pk:
        raise CannotPlan("another_active", field="active")


def _trace(pattern: WebinarPattern) -> dict[str, str]:
    names = ("title", "weekday", "ordinals", "start", "minutes", "zone", "capacity", "meeting_url", "active")
    return {name: str(getattr(pattern, name)) for name in names}


@transaction.atomic
def plan(*, now: datetime) -> int:
    """Sweep: make the sessions of the next 90 days that were never made. Returns how many.

    Late, doubled or in parallel it makes each once; one that staff moved or cancelled is not made again.
    """
    pattern = selectors.active_pattern()
    if pattern is None:
        return 0
    wanted = _due(pattern, now=now)
    known = Webinar.objects.filter(slot__in=[one.slot for one in wanted]).values_list("slot", flat=True)
    missing = [one for one in wanted if one.slot not in set(known)]
    Webinar.objects.bulk_create(missing, ignore_conflicts=True)
    return Webinar.objects.filter(uid__in=[one.uid for one in missing]).count()


def _due(pattern: WebinarPattern, *, now: datetime) -> list[Webinar]:
    until = now + rules.PLANNED_AHEAD
    # From the month before: a holiday may have pushed its last session into this one.
    first, last = at_zone(now - A_MONTH, pattern.zone).date(), at_zone(until, pattern.zone).date()
    made = [
        _session(pattern, year=year, month=month, rank=rank, begins=begins, now=now)
        for year, month in rules.months_between(since=first, until=last)
        for rank, begins in enumerate(_instants(pattern, year=year, month=month), start=1)
    ]
    return [one for one in made if now < one.starts_at <= until]


def _instants(pattern: WebinarPattern, *, year: int, month: int) -> list[datetime]:
    days = rules.sessions_of_month(year=year, month=month, ordinals=pattern.ordinals, weekday=pattern.weekday)
    return [rules.starts_at(day=day, at=pattern.start, zone=pattern.zone) for day in days]


def _session(
    pattern: WebinarPattern, *, year: int, month: int, rank: int, begins: datetime, now: datetime
) -> Webinar:
    return Webinar(
        slot=rules.slot_key(year=year, month=month, rank=rank),
        title=pattern.title,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=pattern.minutes),
        capacity=pattern.capacity,
        meeting_url=pattern.meeting_url,
        planned_at=now,
        updated_at=now,
    )
