"""Every job of the schedule exists, ends, and says what it does; every task is a doorway."""

import inspect
from typing import Any

import pytest

from passculture_pro.beat import JOBS, SCHEDULE
from passculture_pro.celery import app
from tests.architecture.source import APPS, modules

app.loader.import_default_modules()
TASKS = {name: task for name, task in app.tasks.items() if name.partition(".")[0] in APPS}


@pytest.mark.parametrize("name", sorted(JOBS))
def test_a_job_is_a_task_that_ends(name: str) -> None:
    assert name in TASKS
    assert TASKS[name].time_limit or app.conf.task_time_limit


@pytest.mark.parametrize("name", sorted(JOBS))
def test_a_job_is_explained_to_the_staff(name: str) -> None:
    assert JOBS[name][1].endswith(".")


def test_a_tick_nobody_took_is_not_kept() -> None:
    assert all(entry["options"]["expires"] for entry in SCHEDULE.values())


@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_task_takes_keywords_and_survives_another_version(name: str) -> None:
    parameters = inspect.signature(TASKS[name].run).parameters.values()
    assert {parameter.kind for parameter in parameters} <= {
        inspect.Parameter.KEYWORD_ONLY,
        inspect.Parameter.VAR_KEYWORD,
    }
    assert any(parameter.kind == inspect.Parameter.VAR_KEYWORD for parameter in parameters)


@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_task_is_named_for_its_app(name: str) -> None:
    assert TASKS[name].__module__ == f"{name.partition('.')[0]}.tasks"


def test_a_task_is_done_again_when_its_worker_died() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    longest = max(task.time_limit or app.conf.task_time_limit for task in TASKS.values())
    assert app.conf.broker_transport_options["visibility_timeout"] > longest


def enqueued(name: str = "enqueue") -> set[str]:
    """Names that services hand to `enqueue`."""
    calls = (node for module in modules() for node in module.nodes)
    return {
        call.args[0].value
        for call in calls
        if type(call).__name__ == "Call"
        and _called(call) == name
        and call.args
        and hasattr(call.args[0], "value")
    }


def _called(call: Any) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def test_what_is_enqueued_exists() -> None:
    assert enqueued()
    assert enqueued() <= set(TASKS)
