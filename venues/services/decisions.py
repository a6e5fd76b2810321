"""What staff decide about a structure."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from core import services as core_services
from core.history import record
from venues import selectors
from venues.errors import CannotDecide
from venues.models import Venue
from venues.states import Event, Status, target


@transaction.atomic
def validate(*, venue_id: int, actor: Any, now: datetime) -> Venue:
    """Its offers become visible in the app; its administrators are told."""
    return _decide(venue_id, event=Event.VALIDATE, reason="", actor=actor, now=now)


@transaction.atomic
def reject(*, venue_id: int, reason: str, actor: Any, now: datetime) -> Venue:
    """It is refused, with a reason that its administrators receive."""
    if not reason.strip():
        raise CannotDecide("reason_missing", field="reason")
    return _decide(venue_id, event=Event.REJECT, reason=reason.strip(), actor=actor, now=now)


@transaction.atomic
def close(*, venue_id: int, reason: str, actor: Any, now: datetime) -> Venue:
    """It no longer publishes. Called by `bookings.services.close_venue`, which cancels what has not begun."""
    return _decide(venue_id, event=Event.CLOSE, reason=reason.strip(), actor=actor, now=now)


def _decide(venue_id: int, *, event: Event, reason: str, actor: Any, now: datetime) -> Venue:
    venue = Venue.objects.select_for_update(of=("self",)).get(pk=venue_id)
    status = target(status=Status(venue.status), event=event)
    if status is None:
        raise CannotDecide("wrong_state")
    if venue.memberships.filter(user=actor).exists():
        raise CannotDecide("own_structure")
    before, venue.status, venue.decision_reason = venue.status, status, reason
    if status == Status.VALIDATED:
        venue.validated_at = now
    venue.save(update_fields=["status", "decision_reason", "validated_at"])
    record(
        actor=actor,
        verb=f"{event}_venue",
        target=venue,
        now=now,
        before={"status": before},
        after={"status": status},
        comment=reason,
    )
    _tell(venue, reason=reason, now=now)
    return venue


def _tell(venue: Venue, *, reason: str, now: datetime) -> None:
    kinds = {Status.VALIDATED: "venues/validated", Status.REJECTED: "venues/rejected"}
    if venue.status not in kinds:
        return
    for person in selectors.administrators(venue=venue):
        core_services.keep_email(
            kind=kinds[Status(venue.status)],
            to=person.email,
            context={
                "first_name": person.first_name,
                "structure": venue.public_name,
                "reason": reason,
                "url": settings.SITE_URL + reverse("home"),
            },
            now=now,
        )
