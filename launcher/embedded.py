"""PostgreSQL and Valkey for as long as they are needed: `with services("test") as found: …`."""

import contextlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from launcher import dotenv
from launcher.console import VAR
from launcher.lock import Lock
from launcher.postgres import Postgres
from launcher.valkey import Valkey

Purpose = Literal["dev", "test"]
DEV = VAR / "dev"
TEST = VAR / "test"
NEW_SECONDS = 60


@dataclass
class Services:
    """Where the servers are, and those that were started here (none when their address was given)."""

    database_url: str
    redis_url: str
    started: dict[str, Postgres | Valkey] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What the settings read."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


@contextlib.contextmanager
def services(
    purpose: Purpose = "dev", *, lock: Lock | None = None, tell: Callable[[str], None] | None = None
) -> Iterator[Services]:
    """Yield the servers of `DATABASE_URL` and `REDIS_URL` when these are set, or else our own.

    `dev` keeps its data in var/dev; `test` throws it away. `lock`: that of var/dev, when it is held already.
    Call it from the main thread. Raises LauncherError.
    """
    found = Services(dotenv.lookup("DATABASE_URL") or "", dotenv.lookup("REDIS_URL") or "")
    say = tell or (lambda _: None)
    with contextlib.ExitStack() as stack:
        if found.redis_url:
            say("Using the server of REDIS_URL.")
        if found.database_url:
            say("Using the server of DATABASE_URL.")
        if not (found.database_url and found.redis_url):
            folder = stack.enter_context(_kept(lock) if purpose == "dev" else _throwaway())
            _start(found, folder, stack, say)
        yield found


@dataclass(frozen=True)
class _Folder:
    path: Path
    lock: Lock
    password: str
    throwaway: bool


def _start(found: Services, folder: _Folder, stack: contextlib.ExitStack, say: Callable[[str], None]) -> None:
    """Start what has no address yet; each is stopped with the stack."""
    held = (folder.lock.descriptor,)
    if not found.redis_url:
        say("Starting Valkey…")
        valkey = Valkey(folder.path / "valkey", folder.password, folder.throwaway, keep_open=held)
        stack.callback(valkey.stop)
        valkey.start()
        found.redis_url, found.started["valkey"] = valkey.url, valkey
    if not found.database_url:
        say("Starting PostgreSQL…")
        postgres = Postgres(folder.path / "postgres", folder.password, folder.throwaway, keep_open=held)
        stack.callback(postgres.stop)
        postgres.start()
        found.database_url, found.started["postgres"] = postgres.url, postgres


@contextlib.contextmanager
def _kept(lock: Lock | None) -> Iterator[_Folder]:
    """var/dev, whose password is made once and read by its owner only."""
    mine = lock or dev_lock()
    if lock is None:
        mine.acquire(purpose="launcher")
    try:
        secret = DEV / "password"
        if not secret.exists():
            secret.touch(mode=0o600)
        if not secret.read_text():
            secret.write_text(secrets.token_hex(24))
        yield _Folder(DEV, mine, secret.read_text(), throwaway=False)
    finally:
        if lock is None:
            mine.release()


@contextlib.contextmanager
def _throwaway() -> Iterator[_Folder]:
    """A new folder in var/test, removed afterwards; those of killed sessions are removed first."""
    TEST.mkdir(parents=True, exist_ok=True)
    for old in TEST.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another session may sweep too
            _sweep(old)
    path = Path(tempfile.mkdtemp(dir=TEST))
    path.chmod(0o755)  # the servers may run as another user
    lock = Lock(path / "lock")
    lock.acquire(purpose="test")
    try:
        yield _Folder(path, lock, secrets.token_hex(24), throwaway=True)
    finally:
        shutil.rmtree(path, ignore_errors=True)
        lock.release()


def _sweep(path: Path) -> None:
    """Remove the folder of a session that did not tidy up: it is not new, and nobody holds its lock."""
    if path.stat().st_uid != os.geteuid() or time.time() - path.stat().st_mtime < NEW_SECONDS:
        return
    lock = Lock(path / "lock")
    if lock.try_acquire():
        shutil.rmtree(path, ignore_errors=True)
    lock.release()


def dev_lock() -> Lock:
    """The lock of var/dev."""
    return Lock(DEV / "launcher.lock")
