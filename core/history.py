"""Record an act in the append-only log. Called by services only."""

from datetime import datetime
from typing import Any

from django.db import models

from core.models import ActionLog


def record(
    *,
    actor: Any,
    verb: str,
    target: models.Model,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    comment: str = "",
) -> ActionLog:
    """Write one line: `actor` None means the portal itself."""
    return ActionLog.objects.create(
        at=now,
        actor_id=getattr(actor, "pk", None),
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        before=before or {},
        after=after or {},
        comment=comment,
    )
