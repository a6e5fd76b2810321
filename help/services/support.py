"""Every write about messages to the team."""

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core import uploads
from core.history import record
from help import locks, notifications
from help.errors import CannotSend
from help.models import SupportMessage
from help.rules import is_our_path, without_secret
from help.states import SupportEvent, SupportStatus, Topic, support_target
from venues.models import Venue

#: Without the letters and figures that are read for one another (0 and O, 1 and I).
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
DRAWS = 5


@transaction.atomic
def write_message(
    *,
    name: str,
    email: str,
    topic: Topic,
    body: str,
    actor: Any,
    now: datetime,
    venue: Venue | None = None,
    structure_name: str = "",
    page: str = "",
    attachment: uploads.Upload | None = None,
    acknowledges: bool = True,
) -> SupportMessage:
    """Keep a message, send it to the team and tell its author the reference. Raises CannotSend.

    `actor`: the account, or None for somebody who is not signed in. `attachment` comes from `core.uploads.read`;
    `page` is a path of this site. `structure_name` is what was typed when no structure is known.
    `acknowledges`: write to the author too.
    """
    if len(name.splitlines()) > 1:  # names end up in the headers of letters
        raise CannotSend("name_on_one_line", field="name")
    if page and not is_our_path(page):
        raise CannotSend("page_elsewhere", field="page")
    message = SupportMessage(
        user=actor,
        name=name.strip(),
        email=email.strip().lower(),
        venue=venue,
        structure_name=venue.public_name if venue else structure_name.strip(),
        page=without_secret(page),
        topic=topic,
        body=body.strip(),
        created_at=now,
    )
    if attachment:
        message.attachment_name = attachment.shown_name
        uploads.keep(file=message.attachment, upload=attachment)
    _save(message)
    record(actor=actor, verb="support.written", target=message, now=now, after=_trace(message))
    notifications.message_received(message=message, acknowledges=acknowledges, now=now)
    return message


def draw_reference() -> str:
    """`S-7K3QM2`: short enough to be said on the telephone."""
    return "S-" + "".join(secrets.choice(ALPHABET) for _ in range(6))


def _save(message: SupportMessage) -> None:
    for draws_left in reversed(range(DRAWS)):
        message.reference = draw_reference()
        try:
            with transaction.atomic():
                message.save()
        except IntegrityError as clash:
            if "support_reference_drawn_once" not in str(clash) or not draws_left:
                raise
        else:
            return


@transaction.atomic
def mark_answered(*, message_id: int, actor: Any, now: datetime) -> SupportMessage:
    """Note that somebody of the team answered, from their own mailbox. Raises CannotSend."""
    return _move(message_id, event=SupportEvent.ANSWER, actor=actor, now=now)


@transaction.atomic
def close(*, message_id: int, actor: Any, now: datetime) -> SupportMessage:
    """Nothing more is expected. Raises CannotSend."""
    return _move(message_id, event=SupportEvent.CLOSE, actor=actor, now=now)


def _move(message_id: int, *, event: SupportEvent, actor: Any, now: datetime) -> SupportMessage:
    message = locks.message(pk=message_id)
    target = support_target(status=SupportStatus(message.status), event=event)
    if target is None:
        raise CannotSend("wrong_state")
    before, message.status = _trace(message), target
    if target == SupportStatus.ANSWERED:
        message.answered_by, message.answered_at = actor, now
    message.save(update_fields=["status", "answered_by", "answered_at"])
    record(
        actor=actor, verb=f"support.{event}", target=message, now=now, before=before, after=_trace(message)
    )
    return message


def _trace(message: SupportMessage) -> dict[str, str]:
    """What the log may keep: neither the words nor the address."""
    return {"reference": message.reference, "status": str(message.status), "topic": str(message.topic)}
