"""Two connections at the same door at the same instant."""

import importlib
import threading
import time
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


def meet_before(monkeypatch: pytest.MonkeyPatch, target: str, *, call: bool = True) -> None:
    """Make two threads wait for each other just before `target`; `call=False` takes it away (the control)."""
    real, barrier = _real(target), threading.Barrier(2, timeout=10)

    def waiting(*args: Any, **kwargs: Any) -> Any:
        barrier.wait()
        return real(*args, **kwargs) if call else None

    monkeypatch.setattr(target, waiting)


def meet_after(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    """Make two threads wait for each other just after `target`: both have read before either writes."""
    real, barrier = _real(target), threading.Barrier(2, timeout=10)

    def waiting(*args: Any, **kwargs: Any) -> Any:
        found = real(*args, **kwargs)
        barrier.wait()
        return found

    monkeypatch.setattr(target, waiting)


def linger_after(monkeypatch: pytest.MonkeyPatch, target: str, *, seconds: float = 0.5) -> None:
    """What `target` did stays uncommitted for a while."""
    real = _real(target)

    def slow(*args: Any, **kwargs: Any) -> Any:
        found = real(*args, **kwargs)
        time.sleep(seconds)
        return found

    monkeypatch.setattr(target, slow)


def _real(target: str) -> Callable[..., Any]:
    module, _, name = target.rpartition(".")
    return getattr(importlib.import_module(module), name)
