"""The help of the demonstration world: welcome sessions to come, and somebody registered to the next one."""

from datetime import datetime, timedelta

from accounts.models import User
from help.selectors import webinars as selectors
from help.services import webinars as services


def welcome_sessions(*, newcomer: User, now: datetime) -> None:
    """Plan the sessions of the next 90 days; the newcomer comes to the first one of them."""
    services.ensure_pattern(now=now)
    services.plan(now=now)
    for webinar in selectors.next_webinars(now=now, user=newcomer, most=1):
        services.register(webinar_id=webinar.pk, actor=newcomer, now=now - timedelta(minutes=5))
