"""Doorways: one service call."""

from celery import shared_task
from django.utils import timezone

from finance import services


@shared_task(name="finance.price_bookings")
def price_bookings(**_: object) -> int:
    """Sweep of what is validated and not priced."""
    return services.price_bookings(now=timezone.now())


@shared_task(name="finance.close_half_month")
def close_half_month(**_: object) -> int:
    """Freeze the half-month that ended last, if it is not yet."""
    return services.price_and_close(now=timezone.now())
