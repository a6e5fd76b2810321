"""What the embedded servers have in common: a folder, a log, a free port, a start that is checked, a stop."""

import contextlib
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from launcher.children import free_port, stop
from launcher.console import LauncherError, shown

ATTEMPTS = 3
READY_SECONDS = 60


@dataclass
class Server(ABC):
    """One server on one folder of 127.0.0.1. `keep_open`: descriptors its processes inherit (the lock)."""

    directory: Path
    password: str
    throwaway: bool = False
    keep_open: Sequence[int] = ()
    port: int = field(default=0, init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    NAME: ClassVar[str]
    STOP: ClassVar[Sequence[tuple[signal.Signals, float]]]
    STOP_AT_ONCE: ClassVar[Sequence[tuple[signal.Signals, float]]]

    @property
    def log(self) -> Path:
        """Where it writes what it has to say."""
        return self.directory.with_suffix(".log")

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises LauncherError when it does not; its log says why.
        """
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            self.log.replace(self.log.with_suffix(".old.log"))
        self.prepare()
        for _ in range(ATTEMPTS):  # someone may take the port between the look and the start
            self.port = free_port()
            self.process = process = self.launch()
            if self._waits_until_it_answers(process):
                return
            if process.poll() is None:
                break
        raise LauncherError(f"{self.NAME} did not start. {self.last_words()}")

    def stop(self) -> None:
        """End it, cleanly within three seconds; at once when its data is thrown away."""
        if self.process is not None:
            stop([self.process], steps=self.STOP_AT_ONCE if self.throwaway else self.STOP)
        self.process = None

    def last_words(self) -> str:
        """The end of its log, for a message."""
        lines = self.log.read_text(errors="replace").splitlines()[-8:] if self.log.exists() else []
        return f"{shown(self.log)} ends with:\n" + "\n".join(f"  {line}" for line in lines)

    @abstractmethod
    def prepare(self) -> None:
        """Find the program and what it needs."""

    @abstractmethod
    def launch(self) -> subprocess.Popen[bytes]:
        """Start the process on `self.port`."""

    @abstractmethod
    def answers(self) -> bool:
        """Ask whether it is ready."""

    def _waits_until_it_answers(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait until it is ready; False when it ended, or says nothing."""
        deadline = time.monotonic() + READY_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.03)
        return False
