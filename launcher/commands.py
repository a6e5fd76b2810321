"""One-off commands on the servers: those of `make run` when it runs, or else started for the occasion."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from launcher.browser import chromium
from launcher.console import ROOT, LauncherError, note
from launcher.embedded import dev_lock, services
from launcher.lock import Lock

START_SECONDS = 90
WITHOUT_PARALLEL = {"-n", "--numprocesses", "--pdb", "--trace", "--no-database"}


def manage(arguments: Sequence[str]) -> int:
    """Run `manage.py` on the development data; return its exit code."""
    lock = dev_lock()
    try:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        if (running := _running(lock)) is not None:
            return _call(command, running)
        with services("dev", lock=lock) as found:
            return _call(command, found.environment)
    finally:
        lock.release()


def temporary(command: Sequence[str]) -> int:
    """Run a command on servers that are thrown away; return its exit code."""
    if not command:
        raise LauncherError("Say what to run: python -m launcher temporary COMMAND…")
    with services("test") as found:
        return _call(command, found.environment)


def test(arguments: Sequence[str]) -> int:
    """Run pytest, in parallel unless told otherwise; `launcher.pytest_plugin` starts the servers."""
    given = {word.partition("=")[0] for word in arguments}
    parallel = [] if given & WITHOUT_PARALLEL else ["-n", str(max(2, len(os.sched_getaffinity(0))))]
    found = chromium()
    note(
        f"Browser tests run in {found}."
        if found
        else "No Chromium here: the browser tests are skipped. To run them: apt-get install chromium"
    )
    os.chdir(ROOT)
    command = [sys.executable, "-m", "pytest", *parallel, *arguments]
    os.execv(sys.executable, command)  # noqa: S606 a command of our own


def _running(lock: Lock) -> Mapping[str, str] | None:
    """The servers of a running `make run`, once ready; None when the lock is ours and they are to be started.

    Another command that started servers of its own is waited for.
    """
    deadline = time.monotonic() + START_SECONDS
    while not lock.try_acquire():
        state = lock.owner() or {}
        if "environment" in state:
            return dict(state["environment"])
        if time.monotonic() > deadline:
            by = f"`{state['purpose']}` (process {state['pid']})" if state else "a run that is ending"
            raise LauncherError(f"The servers are in use by {by}. Try again later.")
        time.sleep(0.1)
    lock.write(pid=os.getpid(), purpose="bin/manage")
    return None


def _call(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run it at the terminal: it gets Ctrl-C itself, and SIGTERM from here."""
    known = {"DJANGO_SETTINGS_MODULE": "passculture_pro.settings.dev"} | os.environ | dict(environment)
    signal.signal(signal.SIGINT, lambda *_: None)
    process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "--", *command], env=known)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = process.wait()
    return 128 - code if code < 0 else code
