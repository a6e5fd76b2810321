"""Two connections at the same door at the same instant."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections


def together(act: Callable[[], Any], *, times: int = 2) -> list[Any]:
    """Call `act` in several threads at once; each gives its result, or the exception it raised."""
    results: list[Any] = [None] * times

    def run(index: int) -> None:
        try:
            results[index] = act()
        except Exception as problem:
            results[index] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def meet_before(monkeypatch: pytest.MonkeyPatch, target: str, *, call: bool = True, parties: int = 2) -> None:
    """Make the threads wait for each other just before `target`; `call=False` takes it away (the control)."""
    module, _, name = target.rpartition(".")
    real = getattr(__import__(module, fromlist=[name]), name)
    barrier = threading.Barrier(parties, timeout=10)

    def waiting(*args: Any, **kwargs: Any) -> Any:
        barrier.wait()
        return real(*args, **kwargs) if call else None

    monkeypatch.setattr(target, waiting)
