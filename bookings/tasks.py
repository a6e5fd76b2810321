"""Doorways."""

from celery import shared_task
from django.utils import timezone

from bookings import services


@shared_task(name="bookings.validate_past")
def validate_past(**_: object) -> None:
    """Sweep of the 72 h."""
    services.validate_past(now=timezone.now())
