"""Every write about who comes to the webinars; what staff change is in `changes`, the calendar in `planning`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from core.history import record
from help import locks, notifications
from help.errors import CannotPlan, CannotRegister
from help.models import Webinar, WebinarRegistration
from help.selectors import webinars as selectors
from help.services.changes import cancel_webinar, change_meeting, move_webinar
from help.services.planning import ensure_pattern, plan, save_pattern

__all__ = [
    "cancel_registration",
    "cancel_webinar",
    "change_meeting",
    "ensure_pattern",
    "mark_attendance",
    "move_webinar",
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
    """Give a seat back, until the webinar begins. Raises CannotRegister: not_registered, begun, cancelled."""
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
    """Sweep: recall the webinars of the next 24 hours. Returns how many letters; twice or in parallel, none more."""
    return sum(_remind_one(pk, now=now) for pk in selectors.webinars_to_remind(now=now))


@transaction.atomic
def _remind_one(webinar_id: int, *, now: datetime) -> int:
    locks.webinar(pk=webinar_id)  # a webinar is not moved nor cancelled while it is recalled
    due = selectors.to_remind(now=now).filter(webinar=webinar_id).select_related("webinar", "user")
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    WebinarRegistration.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    for row in rows:
        notifications.reminder(registration=row, now=now)
    return len(rows)
