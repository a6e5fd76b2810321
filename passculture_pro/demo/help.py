"""The help of the demonstration world: welcome webinars to come, and somebody registered to the next one."""

from datetime import datetime, timedelta

from accounts.models import User
from help.selectors import webinars as selectors
from help.services import webinars as services

MEETING = "https://visio.passculture.example/accueil-des-partenaires"


def welcome_webinars(*, newcomer: User, now: datetime) -> None:
    """Plan the webinars of the next 90 days; the newcomer comes to the first one of them."""
    pattern = services.ensure_pattern(now=now)
    pattern.meeting_url = MEETING
    services.save_pattern(pattern=pattern, actor=None, now=now)
    services.plan(now=now)
    for webinar in selectors.next_webinars(now=now, user=newcomer, most=1):
        services.register(webinar_id=webinar.pk, actor=newcomer, now=now - timedelta(minutes=5))
