"""Who signs for which authority in which region: given and ended by superusers."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core.history import record
from schools import locks
from schools.errors import CannotMandate
from schools.models.referencing import Mandate
from schools.notifications import referencing as notifications
from schools.regions import REGIONS
from schools.states import Authority


@transaction.atomic
def grant_mandate(*, user: User, authority: str, region: str, actor: Any, now: datetime) -> Mandate:
    """Let a person of the staff sign for an authority in a region, and tell them what waits. Raises CannotMandate.

    One authority per person and region: each act of an application has its own person.
    """
    _must_be_superuser(actor)
    if not (user.is_staff and user.is_active):
        raise CannotMandate("not_staff", field="user")
    if user.pk == actor.pk:
        raise CannotMandate("own_mandate", field="user")
    if authority not in set(Authority):
        raise CannotMandate("unknown_authority", field="authority")
    if region not in REGIONS:
        raise CannotMandate("unknown_region", field="region")
    mandate = Mandate(user=user, authority=authority, region=region, granted_by=actor, granted_at=now)
    try:
        with transaction.atomic():
            mandate.save()
    except IntegrityError as clash:
        if "mandate_one_live_per_region" not in str(clash):
            raise
        raise CannotMandate("one_per_region", field="region") from clash
    record(actor=actor, verb="mandate.granted", target=mandate, now=now, after=_traced(mandate))
    notifications.mandated_now(mandate=mandate, now=now)
    return mandate


@transaction.atomic
def end_mandate(*, mandate_id: int, actor: Any, now: datetime) -> Mandate:
    """End a mandate: what was signed under it stays. Raises CannotMandate."""
    _must_be_superuser(actor)
    mandate = locks.mandate(pk=mandate_id)
    if mandate.ended_at is not None:
        raise CannotMandate("already_ended")
    mandate.ended_at = now
    mandate.save(update_fields=["ended_at"])
    record(actor=actor, verb="mandate.ended", target=mandate, now=now, before=_traced(mandate))
    return mandate


def _must_be_superuser(actor: Any) -> None:
    if not (actor.is_active and actor.is_superuser):
        raise CannotMandate("not_superuser")


def _traced(mandate: Mandate) -> dict[str, Any]:
    return {"user": mandate.user_id, "authority": str(mandate.authority), "region": mandate.region}
