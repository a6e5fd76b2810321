"""Doorways: ids in, one service call."""

from celery import shared_task
from django.utils import timezone

from core import services


@shared_task(name="core.send_email")
def send_email(*, email_id: int, **_: object) -> None:
    """Send one stored e-mail."""
    services.send_email(email_id=email_id, now=timezone.now())


@shared_task(name="core.send_pending_emails")
def send_pending_emails(**_: object) -> None:
    """Sweep of what is still to send."""
    services.send_pending_emails(now=timezone.now())


@shared_task(name="core.worker_heartbeat")
def worker_heartbeat(**_: object) -> None:
    """A task that was executed is the only proof that tasks are."""
    services.beat(name="worker", now=timezone.now())


@shared_task(name="core.purge_expired")
def purge_expired(**_: object) -> None:
    """Daily clean-up."""
    services.purge_expired(now=timezone.now())
