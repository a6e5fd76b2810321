"""Writes of the kernel: e-mails kept and sent, heartbeats, clean-up."""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F

from core import mail
from core.history import record
from core.jobs import enqueue
from core.models import Email, Heartbeat, IdempotencyKey, SupportContact

logger = logging.getLogger(__name__)

RETRY_AFTER = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
]
KEYS_KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A text that travels with an e-mail: `type` is its MIME type with its parameters."""

    name: str
    type: str
    text: str


@transaction.atomic
def keep_email(
    *,
    kind: str,
    to: str,
    context: dict[str, Any],
    now: datetime,
    reply_to: str = "",
    dedupe_key: str | None = None,
    attachments: list[Attachment] | None = None,
) -> Email | None:
    """Store an e-mail in the caller's transaction and enqueue its sending after commit.

    `kind` names the templates `<app>/emails/<name>.{txt,html}`; `context` holds plain values only. Returns None
    when `dedupe_key` was already kept, or when there is nobody to write to.
    """
    if not to:
        return None
    row = Email(
        kind=kind,
        to=to,
        context=context,
        reply_to=reply_to,
        dedupe_key=dedupe_key,
        attachments=[asdict(one) for one in attachments or []],
        created_at=now,
        next_attempt_at=now,
    )
    if dedupe_key is None:
        row.save()
    else:
        Email.objects.bulk_create([row], ignore_conflicts=True)
        kept = Email.objects.filter(dedupe_key=dedupe_key, created_at=now).first()
        if kept is None:
            return None
        row = kept
    enqueue("core.send_email", email_id=row.pk)
    return row


def send_email(*, email_id: int, now: datetime) -> bool:
    """Send one e-mail if it is due and nobody else is sending it. True when it left."""
    claimed = Email.objects.filter(pk=email_id, status=Email.Status.PENDING, next_attempt_at__lte=now).update(
        next_attempt_at=now + LEASE,
        attempts=F("attempts") + 1,  # a crash counts as a try
    )
    if not claimed:
        return False
    email = Email.objects.get(pk=email_id)
    try:
        _deliver(email)
    except (
        OSError,
        ValueError,
        mail.CannotRender,
    ) as problem:  # SMTP errors are OSError, bad headers ValueError
        _postpone(email, reason=type(problem).__name__, now=now)
        return False
    Email.objects.filter(pk=email_id).update(status=Email.Status.SENT, sent_at=now, last_error="")
    return True


def _deliver(email: Email) -> None:
    rendered = mail.render(kind=email.kind, context=email.context)
    message = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        to=[email.to],
        reply_to=[email.reply_to] if email.reply_to else None,
    )
    message.attach_alternative(rendered.html, "text/html")
    for one in email.attachments:
        message.attach(one["name"], one["text"], one["type"])
    message.send()


def _postpone(email: Email, *, reason: str, now: datetime) -> None:
    logger.warning("e-mail %s not sent: %s", email.pk, reason)
    given_up = email.attempts > len(RETRY_AFTER)
    Email.objects.filter(pk=email.pk).update(
        status=Email.Status.FAILED if given_up else Email.Status.PENDING,
        last_error=reason,
        next_attempt_at=now if given_up else now + RETRY_AFTER[email.attempts - 1],
    )


def send_pending_emails(*, now: datetime, most: int = 500) -> int:
    """Sweep: send what a lost broker or a failed try left behind. Returns how many left."""
    due = Email.objects.filter(status=Email.Status.PENDING, next_attempt_at__lte=now).order_by(
        "next_attempt_at", "pk"
    )
    return sum(send_email(email_id=pk, now=now) for pk in list(due.values_list("pk", flat=True)[:most]))


def beat(*, name: str, now: datetime) -> None:
    """Note that a part is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def purge_expired(*, now: datetime) -> int:
    """Forget idempotency keys older than a day, and sessions that ended. Returns how many."""
    keys, _ = IdempotencyKey.objects.filter(created_at__lt=now - KEYS_KEPT).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    return keys + sessions


@transaction.atomic
def set_support_email(*, email: str, actor: Any, now: datetime) -> SupportContact:
    """Say where partners write to the team from now on; the log keeps the address before."""
    known = SupportContact.objects.select_for_update(of=("self",)).first()
    before = {"email": known.email} if known else None
    contact = known or SupportContact()
    contact.email, contact.updated_at = email.strip().lower(), now
    contact.save()
    record(
        actor=actor,
        verb="support_contact.set",
        target=contact,
        now=now,
        before=before,
        after={"email": contact.email},
    )
    _tell_who_read_before(known=before, contact=contact, actor=actor, now=now)
    return contact


def _tell_who_read_before(
    *, known: dict[str, str] | None, contact: SupportContact, actor: Any, now: datetime
) -> None:
    """The mailbox that loses what partners write is told: a change by one person alone must be seen."""
    before = known["email"] if known else settings.SUPPORT_EMAIL
    if before == contact.email:
        return
    keep_email(
        kind="core/support_moved",
        to=before,
        context={"before": before, "after": contact.email, "who": actor.email},
        now=now,
    )
