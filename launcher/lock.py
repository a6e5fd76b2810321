"""One launcher at a time on a folder of data. Its children hold the lock too, should it be killed."""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from launcher.console import LauncherError, note, shown

PATIENCE_SECONDS = 10


@dataclass
class Lock:
    """The lock file of a folder: who uses it, and once they are ready, where its servers listen."""

    path: Path
    descriptor: int = field(default=-1, init=False)
    held: bool = field(default=False, init=False)

    def open(self) -> None:
        """Create the file, readable by its owner only: it will hold passwords."""
        if self.descriptor >= 0:
            return
        folder = self.path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if folder.stat().st_uid != os.geteuid():
                raise PermissionError
            self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError as error:
            raise LauncherError(
                f"{shown(folder)} belongs to another user. Run this as that user,\n"
                f"or take it over: sudo chown -R $(id -un) {shown(folder)}"
            ) from error

    def try_acquire(self) -> bool:
        """Take the lock if it is free."""
        self.open()
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self.held = True
        return True

    def acquire(self, *, purpose: str) -> None:
        """Take the lock, waiting for what a killed launcher left to end.

        Raises LauncherError when a living launcher holds it.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.try_acquire():
            if (owner := self.owner()) is not None:
                raise LauncherError(f"`{owner['purpose']}` is already running here (process {owner['pid']}).")
            if time.monotonic() > deadline:
                self._end_leftovers()
                deadline = time.monotonic() + PATIENCE_SECONDS
            time.sleep(0.1)
        self.write(pid=os.getpid(), purpose=purpose)

    def write(self, **state: Any) -> None:
        """Replace what the file says."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps(state).encode(), 0)

    def state(self) -> dict[str, Any]:
        """What the file says; empty when it says nothing yet."""
        try:
            return dict(json.loads(self.path.read_text() or "{}"))
        except (OSError, json.JSONDecodeError):
            return {}

    def owner(self) -> dict[str, Any] | None:
        """The state written by the launcher that holds the lock, if that launcher lives."""
        state = self.state()
        return state if state.get("pid") in self.holders() else None

    def holders(self) -> set[int]:
        """The processes that hold this lock: the launcher that took it, and its children."""
        return set(_holders(self.path.resolve()))

    def release(self) -> None:
        """Let go, and forget what the file says if it was ours."""
        if self.descriptor < 0:
            return
        if self.held:
            os.ftruncate(self.descriptor, 0)
        os.close(self.descriptor)
        self.descriptor, self.held = -1, False

    def _end_leftovers(self) -> None:
        """Kill what a dead launcher left behind: only its children can hold its lock."""
        leftovers = self.holders()
        if not leftovers:
            raise LauncherError(
                f"{shown(self.path)} is held by a process of another user. End it, then try again."
            )
        note(f"Ending what a previous run left behind: processes {sorted(leftovers)}")
        for pid in leftovers:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def _holders(path: Path) -> Iterator[int]:
    """Look through /proc for open files that carry the lock (one merely waiting for it does not)."""
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            details = link.parent.parent / "fdinfo" / link.name
            if link.readlink() == path and "FLOCK" in details.read_text():
                yield int(link.parent.parent.name)
