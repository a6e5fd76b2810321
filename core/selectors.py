"""Reads of the kernel: is every part alive?"""

from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection

from core.models import Email, Heartbeat, SupportContact

SILENT_AFTER = timedelta(seconds=60)


def health(*, now: datetime) -> dict[str, str]:
    """State of each part: `ok`, or a word saying what is wrong. Never raises."""
    database = _database()
    beats = _beats() if database == "ok" else {}
    return {
        "database": database,
        "redis": _redis(),
        "worker": _alive(beats.get("worker"), now=now),
        "beat": _alive(beats.get("beat"), now=now),
    }


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _beats() -> dict[str, datetime]:
    return dict(Heartbeat.objects.values_list("name", "at"))


def _redis() -> str:
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping()
    except redis.RedisError:
        return "unreachable"
    return "ok"


def _alive(at: datetime | None, *, now: datetime) -> str:
    return "ok" if at is not None and now - at < SILENT_AFTER else "silent"


def latest_emails(*, limit: int = 100) -> list[Email]:
    """What the development mailbox shows, newest first."""
    return list(Email.objects.order_by("-pk")[:limit])


def support_contact() -> SupportContact | None:
    """The address that staff gave, if they gave one."""
    return SupportContact.objects.first()


def support_email() -> str:
    """Where partners write to the team: what staff said, else what the settings say. One query."""
    contact = support_contact()
    return contact.email if contact else settings.SUPPORT_EMAIL
