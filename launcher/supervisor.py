"""Runs several processes as one: their logs side by side, and when one ends, all end."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from launcher.children import spawn, stop
from launcher.console import ROOT, LauncherError

#: Ask politely, then give the jobs under way back to the queue, then kill: 5 s of the 10 s a stop may take.
STOP_STEPS = ((signal.SIGTERM, 4.0), (signal.SIGQUIT, 0.8))
NAME_WIDTH = 8


@dataclass
class Supervisor:
    """The processes of one run.

    `watched`: processes started by others that must live too (the servers). `keep_open`: descriptors that
    the processes inherit (the lock).
    """

    environment: Mapping[str, str]
    watched: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    keep_open: Sequence[int] = ()
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str], *, dies_with: str = "TERM") -> None:
        """Start one of our Python programs, and show its log."""
        process = spawn(
            [sys.executable, "-m", *command], dies_with=dies_with,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=dict(self.environment), cwd=ROOT, pass_fds=self.keep_open,
        )  # fmt: skip
        self.started[name] = process
        threading.Thread(target=_show, args=(name, process.stdout), daemon=True).start()

    def check(self) -> None:
        """Raise LauncherError, with its exit code, when one has ended."""
        for name, process in (self.watched | self.started).items():
            code = process.poll()
            if code is not None and code < 0:
                killer = signal.Signals(-code).name
                raise LauncherError(f"{name} was ended by {killer}: stopping the rest.", exit_code=128 - code)
            if code is not None:
                raise LauncherError(f"{name} ended with code {code}: stopping the rest.", exit_code=code or 1)

    def watch(self) -> None:
        """Stay until one ends; then raise LauncherError."""
        while True:
            self.check()
            time.sleep(0.2)

    def manage(self, *arguments: str) -> None:
        """Run manage.py to its end, its output shown; the others must live meanwhile."""
        command = [sys.executable, "manage.py", *arguments]
        environment = dict(self.environment)
        quiet = subprocess.DEVNULL
        process = spawn(command, stdin=quiet, env=environment, cwd=ROOT, pass_fds=self.keep_open)
        try:
            while process.poll() is None:
                self.check()
                time.sleep(0.02)
        finally:
            stop([process], steps=[(signal.SIGTERM, 2.0)])
        if process.returncode:
            told = f"`manage.py {arguments[0]}` failed; what it says is above."
            raise LauncherError(told, exit_code=process.returncode)

    def stop(self) -> None:
        """End what was started here, within 5 s (6 s when some had to be killed)."""
        stop(list(self.started.values()), steps=STOP_STEPS)


def _show(name: str, log: Iterable[bytes]) -> None:
    """Copy a log to standard error, each line after its name; keep reading when nobody listens."""
    for line in log:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.buffer.write(f"{name:<{NAME_WIDTH}}| ".encode() + line)
            sys.stderr.buffer.flush()
