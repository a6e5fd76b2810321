"""One launcher at a time on a folder, and a killed one whose children still end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from launcher import lock as module
from launcher.console import ROOT, LauncherError
from launcher.lock import Lock
from tests.launcher.watch import is_running

#: Takes the lock, starts a child that holds it too, and waits.
HOLDER = """
import subprocess, sys, time
from pathlib import Path
from unittest import mock
from launcher.lock import Lock
lock = Lock(Path(sys.argv[1]))
lock.acquire(purpose="make run")
child = subprocess.Popen(["sleep", "600"], pass_fds=[lock.descriptor])
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the lock is."""
    return tmp_path / "a folder" / "lock"


@pytest.fixture
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another launcher, which holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.child = int(process.stdout.readline())  # type: ignore[attr-defined]
        yield process
        process.kill()


def test_a_second_launcher_is_refused_and_told_who_is_there(
    holder: subprocess.Popen[str], path: Path
) -> None:
    with pytest.raises(LauncherError, match=rf"`make run` is already running here \(process {holder.pid}\)"):
        Lock(path).acquire(purpose="make run")


def test_what_a_killed_launcher_left_holds_its_lock_and_is_ended(
    holder: subprocess.Popen[str], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.3)
    holder.kill()
    holder.wait()
    assert Lock(path).owner() is None
    lock = Lock(path)
    lock.acquire(purpose="make run")
    assert lock.owner() == {"pid": os.getpid(), "purpose": "make run"}
    assert not is_running(holder.child)  # type: ignore[attr-defined]


def test_a_refused_launcher_leaves_what_the_first_wrote(holder: subprocess.Popen[str], path: Path) -> None:
    lock = Lock(path)
    assert not lock.try_acquire()
    lock.release()
    assert Lock(path).state()["pid"] == holder.pid


def test_who_merely_waits_is_no_holder(holder: subprocess.Popen[str], path: Path) -> None:
    lock = Lock(path)
    lock.open()
    assert lock.holders() == {holder.pid, holder.child}  # type: ignore[attr-defined]


def test_once_released_it_is_free_and_says_nothing(path: Path) -> None:
    first, second = Lock(path), Lock(path)
    first.acquire(purpose="make run")
    first.release()
    assert second.state() == {}
    assert second.try_acquire()


def test_only_its_owner_may_read_it(path: Path) -> None:
    Lock(path).open()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_of_another_user_is_refused_with_the_remedy(path: Path) -> None:
    path.parent.mkdir()
    someone = path.parent.stat().st_uid + 1
    with mock.patch("os.geteuid", return_value=someone), pytest.raises(LauncherError, match="chown -R"):
        Lock(path).open()
