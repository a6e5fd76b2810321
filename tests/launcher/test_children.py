"""Who runs the servers, as root and as an ordinary user, and how a child is made to end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import children
from launcher.children import Account, account_for, spawn, stop
from launcher.console import ROOT, LauncherError
from launcher.postgres import Postgres, binaries
from tests.launcher.watch import eventually, is_running

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change user")
NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]
SESSION = """
import os, sys
from pathlib import Path
import psycopg
from launcher import embedded
embedded.TEST = Path(sys.argv[1])
with embedded.services("test") as found, psycopg.connect(found.database_url) as connection:
    print(os.geteuid(), *connection.execute("SELECT 1").fetchone())
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder everyone may enter (pytest's own are closed to others)."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o777)
    yield path
    shutil.rmtree(path)


@ROOT_ONLY
def test_root_hands_the_servers_to_nobody(open_folder: Path) -> None:
    if not as_nobody("true"):
        pytest.skip("nobody cannot reach the packages here")
    account = account_for(program=binaries()[0] / "postgres", directory=open_folder)
    assert account.prefix[0] == "setpriv"
    assert open_folder.stat().st_uid == account.uid != 0


@ROOT_ONLY
def test_where_nobody_cannot_go_root_becomes_nobody_in_a_namespace(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    server = Postgres(closed / "postgres", "pass-word", throwaway=True)
    server.start()
    server.stop()
    assert server.account.prefix[0] == "unshare"


@ROOT_ONLY
def test_where_neither_works_it_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_accounts", lambda: iter([Account(65534, 65534, ("false",))]))
    with pytest.raises(LauncherError, match="run this as an ordinary user"):
        account_for(program=Path("/bin/true"), directory=folder)


def as_nobody(*command: str) -> subprocess.CompletedProcess[str] | None:
    """Run it as an ordinary user, with a Python such a user can reach; None where there is none."""
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{packages}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    for python in (sys.executable, "/usr/bin/python3"):
        words = [*NOBODY, python, "-c", "import psycopg, redis, environ, launcher"]
        if subprocess.run(words, env=environment, capture_output=True, check=False).returncode == 0:
            words = [*NOBODY, python, "-c", *command]
            return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    return None


@ROOT_ONLY
def test_an_ordinary_user_runs_the_servers_himself(open_folder: Path) -> None:
    answer = as_nobody(SESSION, str(open_folder / "test"))
    if answer is None:
        pytest.skip("no Python here that another user may run")
    assert answer.stdout == "65534 1\n", answer.stderr


def first_line(process: subprocess.Popen[bytes]) -> str:
    """What it says first."""
    assert process.stdout
    with process.stdout as said:
        return said.readline().decode()


def test_a_child_that_does_not_listen_is_killed_with_its_own_children() -> None:
    deaf = "trap '' TERM; sleep 600 >&- & echo $!; wait; sleep 600"
    process = spawn(["sh", "-c", deaf], stdout=subprocess.PIPE)
    grandchild = int(first_line(process))
    stop([process], steps=[(signal.SIGTERM, 0.2)])
    assert process.returncode == -signal.SIGKILL
    assert eventually(lambda: not is_running(grandchild))


def test_a_child_that_listens_is_not_killed() -> None:
    polite = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.01; done"
    process = spawn(["sh", "-c", polite], stdout=subprocess.PIPE)
    first_line(process)
    stop([process], steps=[(signal.SIGTERM, 5)])
    assert process.returncode == 7
