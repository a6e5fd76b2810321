"""What staff change about a planned webinar: cancelled, moved, another meeting. Whoever is registered is told."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.history import record
from help import locks, notifications, rules
from help.errors import CannotPlan
from help.models import Webinar, WebinarRegistration
from help.selectors import webinars as selectors


@transaction.atomic
def cancel_webinar(*, webinar_id: int, reason: str, actor: Any, now: datetime) -> Webinar:
    """Cancel a webinar and tell whoever is registered why. Raises CannotPlan."""
    webinar = _changeable(webinar_id, now=now)
    if not reason.strip():
        raise CannotPlan("reason_missing", field="reason")
    webinar.cancelled_at, webinar.cancel_reason = now, reason.strip()
    _write(webinar, ["cancelled_at", "cancel_reason"], now=now)
    record(actor=actor, verb="webinar.cancelled", target=webinar, now=now, comment=webinar.cancel_reason)
    notifications.webinar_cancelled(webinar=webinar, now=now)
    return webinar


@transaction.atomic
def move_webinar(*, webinar_id: int, starts_at: datetime, actor: Any, now: datetime) -> Webinar:
    """Give a webinar another date, for as long, and tell whoever is registered. Raises CannotPlan."""
    webinar = _changeable(webinar_id, now=now)
    before = webinar.starts_at
    if starts_at <= now:
        raise CannotPlan("in_the_past", field="starts_at")
    if starts_at == before:
        raise CannotPlan("same_date", field="starts_at")
    webinar.starts_at, webinar.ends_at = starts_at, starts_at + (webinar.ends_at - before)
    _write(webinar, ["starts_at", "ends_at"], now=now)
    # The new date is recalled in its turn, unless it is so close that this letter is the reminder.
    reminded = now if rules.reminder_from(begins=starts_at) <= now else None
    WebinarRegistration.objects.filter(webinar=webinar, cancelled_at=None).update(reminded_at=reminded)
    record(
        actor=actor,
        verb="webinar.moved",
        target=webinar,
        now=now,
        before={"starts_at": before.isoformat()},
        after={"starts_at": starts_at.isoformat()},
    )
    notifications.webinar_moved(webinar=webinar, before=before, now=now)
    return webinar


def _changeable(webinar_id: int, *, now: datetime) -> Webinar:
    webinar = locks.webinar(pk=webinar_id)
    if webinar.cancelled_at:
        raise CannotPlan("cancelled")
    if webinar.starts_at <= now:
        raise CannotPlan("begun")
    return webinar


def _write(webinar: Webinar, fields: list[str], *, now: datetime) -> None:
    """Save, as the next version that calendars will keep."""
    webinar.sequence, webinar.updated_at = webinar.sequence + 1, now
    webinar.save(update_fields=[*fields, "sequence", "updated_at"])


@transaction.atomic
def change_meeting(*, webinar_id: int, meeting_url: str, actor: Any, now: datetime) -> Webinar:
    """Say where a webinar takes place, or that it changes; those registered are told. Raises CannotPlan."""
    webinar = _changeable(webinar_id, now=now)
    before, after = webinar.meeting_url, meeting_url.strip()
    if not after:
        raise CannotPlan("address_missing", field="meeting_url")
    if not after.startswith("https://"):
        raise CannotPlan("address_unsafe", field="meeting_url")
    if after == before:
        raise CannotPlan("same_address", field="meeting_url")
    webinar.meeting_url = after
    _write(webinar, ["meeting_url"], now=now)
    record(
        actor=actor,
        verb="webinar.meeting_changed",
        target=webinar,
        now=now,
        before={"meeting_url": before},
        after={"meeting_url": after},
    )
    notifications.meeting_changed(webinar=webinar, now=now)
    return webinar


@transaction.atomic
def follow_meeting(*, before: str, after: str, actor: Any, now: datetime) -> int:
    """Give another address to the webinars to come that have the one of before. Returns how many.

    No address is given to none: what is announced already stays.
    """
    if not after or after == before:
        return 0
    keys = selectors.still_with(now=now, meeting_url=before)
    for pk in keys:
        change_meeting(webinar_id=pk, meeting_url=after, actor=actor, now=now)
    return len(keys)


@transaction.atomic
def follow_capacity(*, before: int, after: int, actor: Any, now: datetime) -> int:
    """Give as many seats to the webinars to come that had as many as before. Returns how many.

    Nobody loses a seat: below those taken, it stops at them.
    """
    if after == before:
        return 0
    keys = selectors.still_with(now=now, capacity=before)
    for pk in keys:
        webinar = locks.webinar(pk=pk)
        webinar.capacity, webinar.updated_at = max(after, webinar.taken), now
        webinar.save(update_fields=["capacity", "updated_at"])
        record(
            actor=actor,
            verb="webinar.capacity_changed",
            target=webinar,
            now=now,
            before={"capacity": before},
            after={"capacity": webinar.capacity},
        )
    return len(keys)
