"""What a service looks like: keyword-only, annotated, documented; the instant is an argument."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, modules, planted

CLOCKS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "django.db.models.functions.Now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "django.utils.timezone.now",
    "time.time",
}
#: Where an instant is read, once, and handed down.
MAY_READ_THE_CLOCK = (
    "/views",
    "/api/",
    "/admin.py",
    "/admin/",
    "/tasks.py",
    "/management/",
    "/middleware.py",
    "/context.py",
    "/forms.py",
)
ALLOWED = {
    "passculture_pro/beat.py::BeatingScheduler": "the heartbeat of beat, an entry point like a task",
}


def faults(module: Module) -> Iterator[str]:
    """What is wrong with the public functions of a services file."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            named = [argument for argument in node.args.kwonlyargs if argument.arg != "self"]
            if node.args.args or node.args.posonlyargs or node.args.vararg:
                yield f"{module.at(node)} {node.name} takes positional arguments"
            if node.returns is None or any(argument.annotation is None for argument in named):
                yield f"{module.at(node)} {node.name} is not annotated"
            if ast.get_docstring(node) is None:
                yield f"{module.at(node)} {node.name} has no docstring"


def clocks(module: Module) -> Iterator[str]:
    """Where a file reads the time: by Python or by SQL."""
    for node in module.nodes:
        if isinstance(node, ast.Attribute | ast.Name) and module.meaning(node) in CLOCKS:
            yield f"{module.at(node)} {module.meaning(node)} ({module.owner(node)})"
    for text in module.strings():
        if any(
            word in text.value.lower() for word in ("current_timestamp", "clock_timestamp(", "select now()")
        ):
            yield f"{module.at(text)} the database's clock ({module.owner(text)})"


def test_services_are_keyword_only_annotated_and_documented() -> None:
    assert [fault for module in modules() if module.is_service for fault in faults(module)] == []


def test_no_clock_below_the_views() -> None:
    below = [
        module for module in modules() if not any(place in f"/{module.path}" for place in MAY_READ_THE_CLOCK)
    ]
    found = [clock for module in below for clock in clocks(module)]
    assert [clock for clock in found if not any(f"({owner})" in clock for owner in ALLOWED)] == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("def pay(a: int) -> None:\n '''Pay.'''", "positional"),
        ("def pay(*all: int) -> None:\n '''Pay.'''", "positional"),
        ("def pay(*, a) -> None:\n '''Pay.'''", "annotated"),
        ("def pay(*, a: int):\n '''Pay.'''", "annotated"),
        ("def pay(*, a: int) -> None: ...", "docstring"),
    ],
)
def test_a_faulty_service_is_seen(line: str, fault: str) -> None:
    assert [fault in found for found in faults(planted(line))] == [True]


def test_a_good_service_is_left_alone() -> None:
    assert list(faults(planted("def pay(*, a: int) -> None:\n '''Pay.'''\ndef _help(a): ..."))) == []


@pytest.mark.parametrize(
    "line",
    [
        "from django.utils import timezone\ntimezone.now()",
        "from django.utils.timezone import now\nnow()",
        "from django.utils import timezone as tz\ntz.localdate()",
        "from datetime import datetime\ndatetime.now(tz=UTC)",
        "from datetime import date\ndate.today()",
        "import datetime\ndatetime.date.today()",
        "import datetime as dt\ndt.datetime.utcnow()",
        "import time\ntime.time()",
        "from django.utils import timezone\nmodels.DateTimeField(default=timezone.now)",
        "from django.db.models.functions import Now\nNow()",
        "run('UPDATE x SET at = CURRENT_TIMESTAMP')",
    ],
)
def test_a_clock_is_seen(line: str) -> None:
    assert list(clocks(planted(line)))


@pytest.mark.parametrize(
    "line", ["now + timedelta(hours=1)", "from time import monotonic\nmonotonic()", "slot.now()"]
)
def test_an_instant_given_is_no_clock(line: str) -> None:
    assert list(clocks(planted(line))) == []
