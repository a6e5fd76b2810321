"""The session every test lives in. What it refuses is in `tests/support/strict.py`, each with its reason."""

import os
from collections.abc import Iterator
from contextlib import nullcontext

import hypothesis
import pytest
import redis
from django.conf import settings
from django.utils import timezone, translation

pytest.register_assert_rewrite("tests.support")

from tests.support import keys, strict  # noqa: E402
from tests.support.world import *  # noqa: E402, F403 the people and their clients

SECONDS = 5
MAY_BE_LONG = ("slow", "browser", "nightly", "chaos", "bench")
# Examples are drawn anew in each session; a failure prints how to draw it again. The limit is ours, per test.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Make the session strict, once per process."""
    strict.shuffle_what_has_no_order()
    strict.make_locks_name_their_rows()
    strict.refuse_unknown_variables()
    strict.refuse_instants_as_days()
    strict.stay_on_this_machine()
    strict.watch_requests_for_repeated_queries()
    strict.live_elsewhere()
    keys.keep_apart()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Five seconds each, unless a marker says that more is meant."""
    free = any(item.get_closest_marker(name) for name in MAY_BE_LONG) or item.config.getvalue("usepdb")
    with nullcontext() if free else strict.at_most(SECONDS * _crowding(), name=item.name):
        return (yield)


def _crowding() -> float:
    """How many times slower this machine is for now: the five seconds are those of an idle one."""
    return max(1.0, os.getloadavg()[0] / len(os.sched_getaffinity(0)))


@pytest.fixture(scope="session")
def server_of_keys(pytestconfig: pytest.Config) -> Iterator["redis.Redis | None"]:
    """Redis; None when the session was started without servers."""
    if pytestconfig.getoption("no_database"):
        yield None
        return
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        yield server


@pytest.fixture(autouse=True)
def fresh_keys(server_of_keys: "redis.Redis | None") -> Iterator[None]:
    """Counters of tries and caches start empty."""
    yield
    if server_of_keys is not None:
        keys.forget(server_of_keys)


@pytest.fixture(autouse=True)
def fresh_thread() -> Iterator[None]:
    """No time zone and no language stays activated."""
    yield
    timezone.deactivate()
    translation.activate(settings.LANGUAGE_CODE)
