"""What tests keep in Redis: under a prefix of their own, forgotten after each test."""

import os
import uuid

import redis
from django.conf import settings

from core import limits

#: One per session and worker: two sessions may share a server.
_SESSION = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
PREFIX = f"test:{_SESSION}:{os.environ.get('PYTEST_XDIST_WORKER', 'only')}:"


def keep_apart() -> None:
    """Give counters and cache the prefix."""
    settings.CACHES["default"]["KEY_PREFIX"] = PREFIX
    limits._key = lambda name, who: f"{PREFIX}limit:{name}:{who}"


def forget(server: redis.Redis) -> None:
    """Remove every key of this worker."""
    if keys := list(server.scan_iter(match=f"{PREFIX}*", count=1_000)):
        server.delete(*keys)
