"""`make run`: from nothing to a portal that answers, then until it is told to stop."""

import http.client
import os
import signal
import socket
import time
from contextlib import ExitStack
from types import FrameType

from launcher import processes
from launcher.console import LauncherError, Progress, StopRequested, note, say
from launcher.embedded import DEV, Services, dev_lock, services
from launcher.lock import Lock
from launcher.prepare import prepare
from launcher.supervisor import Supervisor

READY_SECONDS = 90
LOGINS = """\
Demonstration logins, password demo-passculture:
  camille@circuit.example       administers an itinerant cinema circuit (12 villages)
  benevole@circuit.example      volunteer of the same circuit: Guichet only
  sacha@salle.example           administers a fixed cinema, referenced for schools
  dominique@toiles.example      a newcomer, with an application for schools under way
  jeune@mobile.example          beneficiary with credit
  jeune2@mobile.example         beneficiary with no credit left
  homologation@staff.example    staff: approves bank accounts, in /admin/
  finance@staff.example         staff: half-months (presents)
  finance2@staff.example        staff: half-months (approves)
  rectorat@staff.example        staff: opinion of the Rectorat on a referencing
  drac@staff.example            staff: opinion of the DRAC
  commission@staff.example      staff: decides a referencing
  admin@staff.example           staff: superuser
"""


def run() -> int:
    """Start everything, stay until Ctrl-C or SIGTERM (0) or until a part ends (its code)."""
    stop_on_signals()
    try:
        with ExitStack() as stack:
            supervisor = _start(stack)
            supervisor.watch()
    except StopRequested:
        note("Stopped.")
    return 0


def stop_on_signals() -> None:
    """Turn the first signal into StopRequested; the next ones change nothing: the stop is under way."""

    def request(number: int, frame: FrameType | None) -> None:
        for each in watched:
            signal.signal(each, lambda *_: None)
        note("Stopping…")
        raise StopRequested

    watched = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        watched.append(signal.SIGHUP)
    for each in watched:
        signal.signal(each, request)


def _start(stack: ExitStack) -> Supervisor:
    progress, port, lock = Progress(), chosen_port(), dev_lock()
    progress(f"Checking port {port}…")
    check_port(port, lock)
    stack.callback(lock.release)
    lock.acquire(purpose="make run")
    lock.write(pid=os.getpid(), purpose="make run", port=port)
    found = stack.enter_context(services("dev", lock=lock, tell=progress))
    supervisor = _supervisor(found, lock, port=port)
    stack.callback(supervisor.stop)
    prepare(supervisor, progress)
    lock.write(pid=os.getpid(), purpose="make run", port=port, environment=found.environment)
    progress("Starting web, worker and beat…")
    _start_processes(supervisor, port=port)
    _wait_until_ready(supervisor, port=port)
    say(f"\n{LOGINS}\nReady: http://127.0.0.1:{port}")
    return supervisor


def _supervisor(found: Services, lock: Lock, *, port: int) -> Supervisor:
    watched = {name: server.process for name, server in found.started.items() if server.process}
    return Supervisor(environment(found, port=port), watched=watched, keep_open=[lock.descriptor])


def environment(found: Services, *, port: int) -> dict[str, str]:
    """What the processes of a run read; what is set already wins, but for the servers."""
    defaults = {"DJANGO_SETTINGS_MODULE": "passculture_pro.settings.dev", "PYTHONUNBUFFERED": "1"}
    return defaults | os.environ | found.environment | {"PORT": str(port)}


def chosen_port() -> int:
    """`PORT`, or else 8000."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise LauncherError(f"PORT is {text!r}: it must be a number from 1 to 65535.")
    return int(text)


def check_port(port: int, lock: Lock) -> None:
    """Raise LauncherError when the port cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except PermissionError as error:
            raise LauncherError(
                f"Port {port} is reserved to root. Choose another: PORT=8000 make run"
            ) from error
        except OSError as error:
            owner = lock.owner() or {}
            by = (
                f" by this project's own `make run` (process {owner['pid']})"
                if owner.get("port") == port
                else ""
            )
            raise LauncherError(
                f"Port {port} is taken{by}. Stop what uses it, or choose another: PORT={port + 1} make run"
            ) from error


def _start_processes(supervisor: Supervisor, *, port: int) -> None:
    schedule = str(DEV / "celerybeat-schedule")
    supervisor.start("web", processes.web(bind=f"127.0.0.1:{port}"))
    # Asked politely, a worker would finish its jobs first; killed, its jobs go back to the queue.
    supervisor.start("worker", processes.worker(), dies_with="KILL")
    supervisor.start("beat", processes.beat(schedule=schedule))


def _wait_until_ready(supervisor: Supervisor, *, port: int) -> None:
    """Wait until every part answers; raise LauncherError naming the one that does not."""
    deadline = time.monotonic() + READY_SECONDS
    answer = ""
    while time.monotonic() < deadline:
        supervisor.check()
        ready, answer = _health(port)
        if ready:
            return
        time.sleep(0.5)
    raise LauncherError(f"The portal was not ready after {READY_SECONDS} s. /health/ready says: {answer}")


def _health(port: int) -> tuple[bool, str]:
    """Ask /health/ready; what it says is kept for the message."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        response = connection.getresponse()
        return response.status == http.HTTPStatus.OK, response.read(500).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return False, str(error)
    finally:
        connection.close()
