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

#: Ask politely, then give the jobs under way back to the queue, then kill: 6 s of the 10 s a stop may take.
STOP_STEPS = ((signal.SIGTERM, 4.5), (signal.SIGQUIT, 1.0))
NAME_WIDTH = 8


@dataclass
class Supervisor:
    """The processes of one run. `watched`: processes started by others that must live too (the servers)."""

    environment: Mapping[str, str]
    watched: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(
        self, name: str, command: Sequence[str], *, dies_with: str = "TERM", keep_open: Sequence[int] = ()
    ) -> None:
        """Start one of our Python programs, and show its log."""
        process = spawn(
            [sys.executable, "-m", *command], dies_with=dies_with,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=dict(self.environment), cwd=ROOT, pass_fds=keep_open,
        )  # fmt: skip
        self.started[name] = process
        threading.Thread(target=_show, args=(name, process.stdout), daemon=True).start()

    def check(self) -> None:
        """Raise LauncherError, with its exit code, when one has ended."""
        for name, process in (self.watched | self.started).items():
            code = process.poll()
            if code is not None:
                how = (
                    f"was ended by {signal.Signals(-code).name}" if code < 0 else f"stopped with code {code}"
                )
                raise LauncherError(
                    f"{name} {how}: stopping the rest.", exit_code=128 - code if code < 0 else code or 1
                )

    def watch(self) -> None:
        """Stay until one ends; then raise LauncherError."""
        while True:
            self.check()
            time.sleep(0.2)

    def run(self, module: str) -> None:
        """Run one Python module to its end, its output shown; the others must live meanwhile."""
        command = [sys.executable, "-m", module]
        process = spawn(command, stdin=subprocess.DEVNULL, env=dict(self.environment), cwd=ROOT)
        try:
            while process.poll() is None:
                self.check()
                time.sleep(0.02)
        finally:
            stop([process], steps=[(signal.SIGTERM, 2.0)])
        if process.returncode:
            raise LauncherError("This step failed; what it says is above.", exit_code=process.returncode)

    def stop(self) -> None:
        """End what was started here, within 7 s."""
        stop(list(self.started.values()), steps=STOP_STEPS)


def _show(name: str, log: Iterable[bytes]) -> None:
    """Copy a log to standard error, each line after its name; keep reading when nobody listens."""
    for line in log:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.buffer.write(f"{name:<{NAME_WIDTH}}| ".encode() + line)
            sys.stderr.buffer.flush()
