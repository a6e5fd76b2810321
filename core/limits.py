"""Atomic counters in Redis: who tries too often waits. Closed when Redis is down: codes and passwords hang on it."""

from functools import lru_cache

import redis
from django.conf import settings

from core.errors import TooManyTries

_HIT = """
local n = redis.call('INCRBY', KEYS[1], ARGV[2])
if n == tonumber(ARGV[2]) then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('TTL', KEYS[1])}
"""
_GIVE_BACK = "if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('DECR', KEYS[1]) end"


@lru_cache(maxsize=1)
def _client() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def _key(name: str, who: str) -> str:
    return f"limit:{name}:{who}"


def hit(*, name: str, who: str, most: int, seconds: int) -> None:
    """Count one try; the one after `most` within the window raises TooManyTries with the time left."""
    count, left = _client().eval(_HIT, 1, _key(name, who), seconds, 1)
    if count > most:
        raise TooManyTries(retry_after=max(int(left), 1))


def check(*, name: str, who: str, most: int) -> None:
    """Refuse, without counting, when the counter is already full."""
    pipe = _client().pipeline()
    pipe.get(_key(name, who))
    pipe.ttl(_key(name, who))
    count, left = pipe.execute()
    if count is not None and int(count) >= most:
        raise TooManyTries(retry_after=max(int(left), 1))


def give_back(*, name: str, who: str) -> None:
    """One try less: it was counted before anyone could know that it was right."""
    _client().eval(_GIVE_BACK, 1, _key(name, who))


def forget(*, name: str, who: str) -> None:
    """Success: the counter starts again."""
    _client().delete(_key(name, who))
