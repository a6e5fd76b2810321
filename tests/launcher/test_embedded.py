"""The servers of a session: ours unless an address is given, thrown away afterwards, and no orphan."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from launcher import dotenv
from launcher import embedded as module
from launcher.console import ROOT
from launcher.embedded import services
from tests.launcher.watch import eventually, is_running

pytestmark = pytest.mark.slow
HOLDER = """
import time
from pathlib import Path
from launcher import embedded as module
module.TEST = Path({test!r})
with module.services("test") as found:
    print(*(server.process.pid for server in found.started.values()), flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of our own, and no .env."""
    monkeypatch.setattr(module, "DEV", tmp_path / "dev")
    monkeypatch.setattr(module, "TEST", tmp_path / "test")
    monkeypatch.setattr(dotenv.values, "__defaults__", (tmp_path / ".env",))
    return tmp_path


def test_a_session_has_both_servers_and_leaves_nothing(folders: Path) -> None:
    with services("test") as found:
        with psycopg.connect(found.database_url) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
        assert redis.Redis.from_url(found.redis_url).ping()
        pids = [server.process.pid for server in found.started.values() if server.process]
    assert not any(is_running(pid) for pid in pids)
    assert list((folders / "test").iterdir()) == []
    assert not (folders / "dev").exists()


def test_given_addresses_win_and_nothing_is_started(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://theirs")
    (folders / ".env").write_text("REDIS_URL=redis://theirs\n")
    with services("test") as found:
        assert found.environment == {"DATABASE_URL": "postgresql://theirs", "REDIS_URL": "redis://theirs"}
        assert found.started == {}
    assert not (folders / "test").exists()


def test_one_given_address_leaves_the_other_to_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://theirs")
    with services("test") as found:
        assert list(found.started) == ["valkey"]


def test_development_data_is_there_the_next_time(folders: Path) -> None:
    with services("dev") as found, psycopg.connect(found.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with services("dev") as found, psycopg.connect(found.database_url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert (folders / "dev" / "password").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_session_that_is_killed_leaves_no_orphan(folders: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", HOLDER.format(test=str(folders / "test"))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as session:
        assert session.stdout
        pids = [int(word) for word in session.stdout.readline().split()]
        session.send_signal(number)
    assert len(pids) == 2
    assert eventually(lambda: not any(is_running(pid) for pid in pids))


def test_the_folder_of_a_killed_session_is_swept_by_the_next(folders: Path) -> None:
    old = folders / "test" / "old"
    old.mkdir(parents=True)
    os.utime(old, (0, 0))
    with services("test"):
        assert not old.exists()


def test_the_folder_of_a_living_session_is_left_alone(folders: Path) -> None:
    with services("test"):
        living = next((folders / "test").iterdir())
        os.utime(living, (0, 0))
        with services("test"):
            assert living.exists()
