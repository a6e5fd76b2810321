"""Races as ordinary tests.

`together` runs acts at the same instant on connections of their own, in a `transaction=True` test.
`just_before` slips another person's act in before a function: re-reading after the lock. It shares the test's
connection, so it proves no contention. `without` takes a guard away: the control, which must fail.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch

from django.db import connections

PATIENCE = 30


def together(*acts: Callable[[], Any], times: int = 1) -> list[Any]:
    """The result of each act, or the exception it raised, in order; each act runs `times` times at once."""
    crowd = [act for act in acts for _ in range(times)]
    results: list[Any] = [None] * len(crowd)
    start = threading.Barrier(len(crowd), timeout=PATIENCE)

    def run(index: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[index] = act()
        except Exception as problem:
            results[index] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
        assert not thread.is_alive(), "an act never ended: is it waiting for a lock?"
    return results


def _named(target: str) -> tuple[Any, str, Callable[..., Any]]:
    module, _, name = target.rpartition(".")
    owner = import_module(module)
    return owner, name, getattr(owner, name)


@contextmanager
def just_before(target: str, act: Callable[[], Any]) -> Iterator[None]:
    """Run `act` once, just before the first call of `target` ("bookings.locks.booking_alone")."""
    owner, name, real = _named(target)
    waiting = [act]

    def late(*args: Any, **kwargs: Any) -> Any:
        while waiting:
            waiting.pop()()
        return real(*args, **kwargs)

    with patch.object(owner, name, late):
        yield
    assert not waiting, f"{target} was never called"


@contextmanager
def meeting_at(target: str, *, parties: int = 2) -> Iterator[None]:
    """Everybody waits for everybody else just before the first call of `target` in each thread."""
    owner, name, real = _named(target)
    barrier, met = threading.Barrier(parties, timeout=PATIENCE), threading.local()

    def waiting(*args: Any, **kwargs: Any) -> Any:
        if not getattr(met, "yes", False):
            met.yes = True
            barrier.wait()
        return real(*args, **kwargs)

    with patch.object(owner, name, waiting):
        yield


@contextmanager
def without(target: str, *, instead: Callable[..., Any]) -> Iterator[None]:
    """Replace a guard by what would happen if nobody had thought of it."""
    owner, name, _ = _named(target)
    with patch.object(owner, name, instead):
        yield
