"""`make run`, on the smallest portal: it starts, says so, stops, and whatever is killed leaves no orphan."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.children import free_port
from launcher.lock import Lock
from tests.launcher import stand_in
from tests.launcher.watch import descendants, eventually, is_running

pytestmark = pytest.mark.slow
CREATE = "from django.contrib.auth.models import Group; Group.objects.create(name='kept')"
LONG_JOBS = "from passculture_pro.celery import app; [app.send_task('sleep', [600]) for _ in range(4)]"


class Run:
    """One `make run` in a folder."""

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        self.folder, self.port = folder, port or free_port()
        self.out, self.err = folder / "out.txt", folder / "err.txt"
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "launcher", "run"],
                cwd=folder, env=stand_in.environment(PORT=str(self.port)), stdout=out, stderr=err,
            )  # fmt: skip

    def ready(self) -> "Run":
        """Wait for the last line."""
        expected = f"Ready: http://127.0.0.1:{self.port}"
        known = lambda: self.process.poll() is not None or self.out.read_text().endswith(f"\n{expected}\n")  # noqa: E731
        assert eventually(known, seconds=180), self.err.read_text()
        assert self.process.poll() is None, self.err.read_text()
        return self

    def processes(self) -> set[int]:
        """Itself and everything it started."""
        return descendants(self.process.pid) | {self.process.pid}

    def holders(self) -> set[int]:
        """Those that hold the lock of the folder."""
        return Lock(self.folder / "var" / "dev" / "launcher.lock").holders()

    def child(self, word: str) -> int:
        """Its own child whose command holds a word."""
        command = ["pgrep", "-P", str(self.process.pid), "-f", word]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[0])

    def end(self) -> int:
        """Wait for it, and for all it started, to be gone; return its exit code."""
        code = self.process.wait(timeout=12)
        assert eventually(lambda: not self.holders(), seconds=5), self.holders()
        return code


def launch(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the launcher to its end."""
    command, environment = [sys.executable, "-m", "launcher", *arguments], stand_in.environment(**variables)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def manage(folder: Path, *arguments: str) -> str:
    """What `bin/manage` writes."""
    answer = launch(folder, "manage", *arguments)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def ask(run: Run) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{run.port}/health/ready", timeout=5) as answer:
        return str(answer.read().decode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest portal, in a folder with a space in its name."""
    return stand_in.build(tmp_path_factory.mktemp("portal") / "the portal")


@pytest.fixture
def run(folder: Path) -> Iterator[Run]:
    """It runs."""
    started = Run(folder).ready()
    yield started
    started.process.kill()
    started.process.wait()
    eventually(lambda: not started.holders())


def test_it_starts_everything_says_so_last_and_stops_cleanly_on_ctrl_c(run: Run) -> None:
    manage(run.folder, "shell", "-c", LONG_JOBS)
    lines = run.out.read_text().splitlines()
    assert lines[0].startswith("[1/7] ")
    assert lines[-1] == f"Ready: http://127.0.0.1:{run.port}"
    assert any("camille@circuit.example" in line for line in lines)
    before = time.monotonic()
    run.process.send_signal(signal.SIGINT)
    assert run.end() == 0
    assert time.monotonic() - before < 10


def test_what_was_committed_is_there_after_kill_9_of_the_launcher(run: Run) -> None:
    manage(run.folder, "shell", "-c", f"{CREATE}; {LONG_JOBS}")
    before, processes = ask(run), run.processes()
    assert processes <= run.holders()
    run.process.kill()
    run.end()
    assert not [pid for pid in processes if is_running(pid)]
    again = Run(run.folder).ready()
    assert ask(again) == before
    again.process.terminate()
    assert again.end() == 0


@pytest.mark.parametrize(
    ("name", "command"), [("worker", "passculture_pro worker"), ("postgres", "postgres -D")]
)
def test_one_part_that_is_killed_stops_the_rest_and_is_named(run: Run, name: str, command: str) -> None:
    os.kill(run.child(command), signal.SIGKILL)
    assert run.end() == 128 + signal.SIGKILL
    assert f"{name} was ended by SIGKILL" in run.err.read_text()


def test_a_second_run_is_refused_on_the_same_port_and_on_another(run: Run) -> None:
    for port, words in ((run.port, "taken by this project"), (free_port(), "already running here")):
        other = launch(run.folder, "run", PORT=str(port))
        assert other.returncode == 1
        assert words in other.stderr
    assert "groups" in ask(run)


def test_a_taken_port_is_said_and_nothing_is_started(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        run = Run(folder, port=stranger.getsockname()[1])
        assert run.end() == 1
        assert f"Port {run.port} is taken" in run.err.read_text()


@pytest.mark.parametrize("seconds", [0.6, 2.0])
def test_it_stops_at_once_while_it_starts(folder: Path, seconds: float) -> None:
    run = Run(folder)
    eventually(lambda: "[1/7]" in run.out.read_text(), seconds=20)
    time.sleep(seconds)
    run.process.terminate()
    assert run.end() == 0


def test_without_a_run_a_command_has_servers_for_its_time(folder: Path) -> None:
    assert "postgresql" in manage(
        folder, "shell", "-c", "from django.db import connection; print(connection.vendor)"
    )
    assert Lock(folder / "var" / "dev" / "launcher.lock").holders() == set()


def test_a_command_that_fails_gives_its_exit_code(folder: Path) -> None:
    assert launch(folder, "manage", "no_such_command").returncode == 1


def test_a_temporary_command_never_touches_the_development_data(folder: Path) -> None:
    manage(folder, "check")
    before = sorted((folder / "var" / "dev").rglob("*"))
    answer = launch(folder, "temporary", sys.executable, "manage.py", "migrate")
    assert answer.returncode == 0, answer.stderr
    assert sorted((folder / "var" / "dev").rglob("*")) == before
