"""Every write about the sessions: who comes, who no longer does, what staff change."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from core.history import record
from help import locks, notifications, rules
from help.errors import CannotPlan, CannotRegister
from help.models import Webinar, WebinarRegistration
from help.selectors import webinars as selectors
from help.services.planning import ensure_pattern, plan, save_pattern

__all__ = [
    "cancel_registration",
    "cancel_session",
    "ensure_pattern",
    "mark_attendance",
    "move_session",
    "plan",
    "register",
    "remind",
    "save_pattern",
]
ONCE = "webinar_registered_once"


@transaction.atomic
def register(*, webinar_id: int, actor: Any, now: datetime) -> WebinarRegistration:
    """Take a seat. Raises CannotRegister: full, begun, cancelled, already_registered.

    The seat is taken by a conditional update, and given back by the rollback when the person has one already.
    """
    if not _take_seat(webinar_id=webinar_id, now=now):
        raise CannotRegister(_why_no_seat(webinar_id=webinar_id, user=actor, now=now))
    registration = WebinarRegistration(webinar_id=webinar_id, user=actor, registered_at=now)
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError as clash:
        if ONCE not in str(clash):
            raise
        raise CannotRegister("already_registered") from clash
    record(actor=actor, verb="webinar.registered", target=registration.webinar, now=now)
    notifications.registered(registration=registration, now=now)
    return registration


def _take_seat(*, webinar_id: int, now: datetime) -> bool:
    free = Webinar.objects.filter(
        pk=webinar_id, cancelled_at=None, starts_at__gt=now, taken__lt=F("capacity")
    )
    return free.update(taken=F("taken") + 1) == 1


def _why_no_seat(*, webinar_id: int, user: Any, now: datetime) -> str:
    webinar = Webinar.objects.get(pk=webinar_id)
    if webinar.cancelled_at:
        return "cancelled"
    if webinar.starts_at <= now:
        return "begun"
    mine = selectors.is_registered(webinar_id=webinar_id, user=user)
    return "already_registered" if mine else "full"


@transaction.atomic
def cancel_registration(*, webinar_id: int, actor: Any, now: datetime) -> WebinarRegistration:
    """Give a seat back, until the session begins. Raises CannotRegister: not_registered, begun, cancelled."""
    webinar = locks.webinar(pk=webinar_id)
    registration = WebinarRegistration.objects.filter(webinar=webinar, user=actor, cancelled_at=None).first()
    if registration is None:
        raise CannotRegister("not_registered")
    if webinar.cancelled_at or webinar.starts_at <= now:
        raise CannotRegister("cancelled" if webinar.cancelled_at else "begun")
    WebinarRegistration.objects.filter(pk=registration.pk).update(cancelled_at=now)
    Webinar.objects.filter(pk=webinar.pk).update(taken=F("taken") - 1)
    registration.refresh_from_db()
    record(actor=actor, verb="webinar.left", target=webinar, now=now)
    notifications.left(registration=registration, now=now)
    return registration


@transaction.atomic
def cancel_session(*, webinar_id: int, reason: str, actor: Any, now: datetime) -> Webinar:
    """Cancel a session and tell whoever is registered why. Raises CannotPlan."""
    webinar = _changeable(webinar_id, now=now)
    if not reason.strip():
        raise CannotPlan("reason_missing", field="reason")
    webinar.cancelled_at, webinar.cancel_reason = now, reason.strip()
    _write(webinar, ["cancelled_at", "cancel_reason"], now=now)
    record(actor=actor, verb="webinar.cancelled", target=webinar, now=now, comment=webinar.cancel_reason)
    notifications.session_cancelled(webinar=webinar, now=now)
    return webinar


@transaction.atomic
def move_session(*, webinar_id: int, starts_at: datetime, actor: Any, now: datetime) -> Webinar:
    """Give a session another date, for as long, and tell whoever is registered. Raises CannotPlan."""
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
    notifications.session_moved(webinar=webinar, before=before, now=now)
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
def mark_attendance(*, webinar_id: int, present: Collection[int], actor: Any, now: datetime) -> int:
    """Say who came, by keys of registrations; the others did not. Returns how many came. Raises CannotPlan."""
    webinar = locks.webinar(pk=webinar_id)
    if webinar.cancelled_at or now < webinar.starts_at:
        raise CannotPlan("cancelled" if webinar.cancelled_at else "not_begun")
    rows = WebinarRegistration.objects.filter(webinar=webinar, cancelled_at=None)
    known = set(rows.values_list("pk", flat=True))
    if not set(present) <= known:
        raise CannotPlan("somebody_else", field="present")
    rows.exclude(pk__in=present).update(attended=False)
    came = rows.filter(pk__in=present).update(attended=True)
    record(
        actor=actor,
        verb="webinar.attendance",
        target=webinar,
        now=now,
        after={"present": came, "absent": len(known) - came},
    )
    return came


def remind(*, now: datetime) -> int:
    """Sweep: recall the sessions of the next 24 hours. Returns how many letters; twice or in parallel, none more."""
    return sum(_remind_one(pk, now=now) for pk in selectors.sessions_to_remind(now=now))


@transaction.atomic
def _remind_one(webinar_id: int, *, now: datetime) -> int:
    locks.webinar(pk=webinar_id)  # a session is not moved nor cancelled while it is recalled
    due = selectors.to_remind(now=now).filter(webinar=webinar_id).select_related("webinar", "user")
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    WebinarRegistration.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    for row in rows:
        notifications.reminder(registration=row, now=now)
    return len(rows)
