"""A test session that refuses sloppiness: the mistake is caught in whichever test meets it first.

Each function below patches the process once, from `tests/conftest.py`; that each of them bites is shown in
`tests/architecture/test_session.py`.
"""

import functools
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import zeal
from django.conf import settings
from django.db.models import DateField, QuerySet
from django.template import Node
from django.template.base import FilterExpression
from django.test.client import ClientHandler
from zeal.constants import initialize_app_registry
from zeal.patch import patch as watch_relations

TEMPLATES = str(Path(__file__).resolve().parents[2] / "templates")


class Sloppy(AssertionError):
    """Something that works by luck. Not an error that code under test may catch and mend."""


def _asked_by_django() -> bool:
    """Is the caller of the patched method Django itself (managers only pass calls on)?"""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__") == "django.db.models.manager":
        frame = frame.f_back
    return frame is not None and str(frame.f_globals.get("__name__")).startswith("django.")


def shuffle_what_has_no_order() -> None:
    """Rows without an order come back in any order; taking some of them is refused."""
    fetch, pick, iterate = QuerySet._fetch_all, QuerySet.__getitem__, QuerySet.iterator

    def fetch_shuffled(self: Any) -> None:
        fresh = self._result_cache is None
        fetch(self)
        if fresh and not self.ordered:
            random.shuffle(self._result_cache)

    def pick_by_order(self: Any, key: Any) -> Any:
        if self._result_cache is None and not self.ordered and not _asked_by_django():
            raise Sloppy(f"{self.model.__name__}[{key}] without order_by(): which ones come is luck")
        return pick(self, key)

    def iterate_shuffled(self: Any, *args: Any, **options: Any) -> Iterator[Any]:
        rows = iterate(self, *args, **options)
        return rows if self.ordered else iter(random.sample(found := list(rows), len(found)))

    QuerySet._fetch_all = fetch_shuffled  # type: ignore[method-assign]
    QuerySet.__getitem__ = pick_by_order  # type: ignore[method-assign]
    QuerySet.iterator = iterate_shuffled  # type: ignore[method-assign]


def make_locks_name_their_rows() -> None:
    """`select_for_update()` says which table it locks."""
    lock = QuerySet.select_for_update

    @functools.wraps(lock)
    def select_for_update(self: Any, *args: Any, of: Any = (), **options: Any) -> Any:
        if not of and not _asked_by_django():
            raise Sloppy("select_for_update() without of=(…) locks the joined rows too")
        return lock(self, *args, of=of, **options)

    QuerySet.select_for_update = select_for_update  # type: ignore[method-assign]


class UnknownVariable(str):
    """What an unknown template variable becomes: nothing in Django's templates, a failure in ours.

    `{{ name|default:"…" }}` says itself that the name may be missing.
    """

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        if frame.f_code is not FilterExpression.resolve.__code__:
            return False
        expression: FilterExpression = frame.f_locals["self"]
        optional = expression.filters and expression.filters[0][0].__name__.startswith("default")
        origin = _template_of(frame)
        if origin.startswith(TEMPLATES) and not optional:
            raise Sloppy(f"{{{{ {expression.token} }}}} is unknown in {origin[len(TEMPLATES) + 1 :]}")
        return False


def _template_of(start: FrameType) -> str:
    """The file of the innermost tag being rendered."""
    frame: FrameType | None = start
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""


def refuse_unknown_variables() -> None:
    """A page that shows a variable nobody gave fails."""
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable()


def refuse_instants_as_days() -> None:
    """A datetime is no date: whose midnight would it be?"""
    understand = DateField.to_python

    @functools.wraps(understand)
    def to_python(self: Any, value: Any) -> Any:
        if isinstance(value, datetime):
            raise Sloppy(
                f"{self.name} is a date, {value!r} an instant: say in which time zone it is that day"
            )
        return understand(self, value)

    DateField.to_python = to_python  # type: ignore[method-assign]


def stay_on_this_machine() -> None:
    """Nothing leaves, save to the servers the tests were given."""
    allowed = {"localhost", "::1", "", None}
    allowed |= {urlsplit(os.environ.get(name, "")).hostname for name in ("DATABASE_URL", "REDIS_URL")}

    def check(host: Any) -> None:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in allowed and not str(name).startswith("127."):
            raise Sloppy(f"a test may not reach {name}: record the answer, or use a double of the port")

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(connect)
        def wrapper(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX:
                check(address[0])
            return connect(self, address)

        return wrapper

    def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        check(host)
        return resolve(host, *args, **options)

    resolve = socket.getaddrinfo
    socket.getaddrinfo = getaddrinfo
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


def watch_requests_for_repeated_queries() -> None:
    """A request that loads a relation row by row fails (N+1)."""
    initialize_app_registry()
    watch_relations()
    handle = ClientHandler.__call__

    @functools.wraps(handle)
    def watched(self: Any, environ: Any) -> Any:
        with zeal.zeal_context():
            return handle(self, environ)

    ClientHandler.__call__ = watched  # type: ignore[method-assign]


def live_elsewhere() -> None:
    """The machine's own time zone is far from Paris and UTC, so that code which reads it is seen."""
    os.environ["TZ"] = "Pacific/Auckland"
    time.tzset()


@contextmanager
def at_most(seconds: float, *, name: str) -> Iterator[None]:
    """Interrupt what takes longer."""

    def too_long(*_: object) -> None:
        raise Sloppy(f"{name} took more than {seconds:g} s: make it faster, or mark it slow")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
