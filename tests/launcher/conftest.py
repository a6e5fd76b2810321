"""Servers on folders of their own; the addresses of the session are hidden from what is tested here."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from launcher.postgres import Postgres
from launcher.valkey import Valkey


@pytest.fixture(autouse=True)
def no_given_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found in the environment."""
    for name in ("DATABASE_URL", "REDIS_URL", "PORT", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a space in its name, too long for a socket's path."""
    path = tmp_path / ("a folder of " + "x" * 100)
    path.mkdir()
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def postgres(folder: Path) -> Iterator[Callable[..., Postgres]]:
    """Start a PostgreSQL that keeps its data, on the same folder each time."""
    started: list[Postgres] = []

    def start(**options: Any) -> Postgres:
        server = Postgres(folder / "postgres", **({"password": "pass-word"} | options))
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def valkey(folder: Path) -> Iterator[Callable[..., Valkey]]:
    """Start a Valkey that keeps its data, on the same folder each time."""
    started: list[Valkey] = []

    def start(**options: Any) -> Valkey:
        server = Valkey(folder / "valkey", "pass-word", **options)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()
