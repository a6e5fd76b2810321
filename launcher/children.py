"""Child processes, started so that none outlives the launcher, not even one that was killed."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher.console import LauncherError

#: An unprivileged account as seen from inside a user namespace (the kernel's own "nobody").
OVERFLOW_ID = 65534
#: Runs a program from a folder, both as seen by the account under trial.
TRIAL = 'cd "$1" && exec "$2" --version'


@dataclass(frozen=True)
class Account:
    """Who a server runs as: the owner of its files, and the words before its command."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    def own(self, path: Path) -> None:
        """Give a folder, and all it holds, to this account (only root can, only root needs to)."""
        if os.geteuid() != 0 or (path.stat().st_uid, path.stat().st_gid) == (self.uid, self.gid):
            return
        for folder, _, files in os.walk(
            path, topdown=False
        ):  # the top last: it tells whether this was finished
            for each in [*(Path(folder, name) for name in files), Path(folder)]:
                os.chown(each, self.uid, self.gid, follow_symlinks=False)


def _accounts() -> Iterator[Account]:
    """Candidates for root: `nobody`, or else root seen as nobody where only root can go (under /root)."""
    nobody = pwd.getpwnam("nobody")
    identity = (f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
    yield Account(nobody.pw_uid, nobody.pw_gid, ("setpriv", *identity, "--"))
    mapped = (f"--map-user={OVERFLOW_ID}", f"--map-group={OVERFLOW_ID}")
    yield Account(0, 0, ("unshare", "--user", *mapped, "--"))


def account_for(*, program: Path, directory: Path) -> Account:
    """Choose who runs `program` on `directory`: oneself, or for root an account without privileges."""
    if shutil.which("setpriv") is None:
        raise LauncherError("setpriv is missing. Install it: apt-get install util-linux")
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for account in _accounts():
        account.own(directory)
        trial = [*account.prefix, "sh", "-c", TRIAL, "sh", str(directory), str(program)]
        if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
            return account
    raise LauncherError(
        f"{program.name} does not run as root, and the user nobody cannot reach {directory} or {program}.\n"
        "Move the project to a folder every user may enter, or run this as an ordinary user."
    )


def spawn(
    command: Sequence[str], *, account: Account | None = None, dies_with: str = "TERM", **options: Any
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own; `dies_with` is the signal it gets when the launcher dies.

    To be called from the main thread: the kernel watches the thread that starts a child.
    """
    prefix = account.prefix if account else ()
    leash = ("setpriv", "--pdeathsig", dies_with, "--")
    return subprocess.Popen([*prefix, *leash, *command], start_new_session=True, **options)


def send(processes: Sequence[subprocess.Popen[bytes]], number: signal.Signals) -> None:
    """Send a signal to those still running."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(number)


def wait(processes: Sequence[subprocess.Popen[bytes]], *, seconds: float) -> bool:
    """Wait until all have ended; say whether they have."""
    deadline = time.monotonic() + seconds
    while any(process.poll() is None for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def stop(
    processes: Sequence[subprocess.Popen[bytes]], *, steps: Sequence[tuple[signal.Signals, float]]
) -> None:
    """Ask, then insist: each signal is followed by its seconds of patience; what is left is killed."""
    for number, patience in steps:
        send(processes, number)
        if wait(processes, seconds=patience):
            break
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    wait(processes, seconds=1)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
