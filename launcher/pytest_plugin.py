"""Gives every test session servers of its own, before Django reads where they are.

Enabled by `-p launcher.pytest_plugin`. Under xdist the controller starts them, its workers inherit them.
"""

import contextlib
import os
import signal
from collections.abc import Generator

import pytest

from launcher.browser import chromium
from launcher.console import LauncherError
from launcher.embedded import services

NOWHERE = {"DATABASE_URL": "postgresql://none:none@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare `--no-database`."""
    parser.addoption("--no-database", action="store_true", help="run only the tests that need no server")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start the servers; they end with the session."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passculture_pro.settings.test")
    if early_config.known_args_namespace.no_database:
        os.environ.update(NOWHERE)
    else:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it tidies up first
        stack = contextlib.ExitStack()
        early_config.add_cleanup(stack.close)
        try:
            os.environ.update(stack.enter_context(services("test")).environment)
        except (LauncherError, PermissionError) as error:
            raise pytest.UsageError(str(error)) from error
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what `--no-database` excludes; skip the browser tests where there is no browser."""
    if config.getoption("no_database"):
        unfit = [item for item in items if _needs_more_than_python(item)]
        config.hook.pytest_deselected(items=unfit)
        items[:] = [item for item in items if item not in unfit]
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium here (apt-get install chromium)"))


def _needs_more_than_python(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "slow", "browser"))
    return marked or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))
