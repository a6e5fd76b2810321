"""Doorways: one service call."""

from celery import shared_task
from django.utils import timezone

from help.services import webinars


@shared_task(name="help.plan_webinars")
def plan_webinars(**_: object) -> int:
    """Sweep of the webinars to come."""
    return webinars.plan(now=timezone.now())


@shared_task(name="help.remind_webinars")
def remind_webinars(**_: object) -> int:
    """Sweep of the reminders of the day before."""
    return webinars.remind(now=timezone.now())
