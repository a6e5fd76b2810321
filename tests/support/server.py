"""The web server of `make run`, on the test's own database: several processes, real connections."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import httpx
from django.db import connection

from launcher.processes import web

START_SECONDS = 60


@contextmanager
def gunicorn(application: str = "passculture_pro.wsgi:application") -> Iterator[str]:
    """Its address, for as long as it is needed. In a test without `transaction=True` it would see no row."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1_024)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    _, _, *options = web(bind=f"fd://{listener.fileno()}")
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "--", sys.executable, "-m", "gunicorn", application, *options],
        pass_fds=[listener.fileno()],
        env=os.environ | {"DATABASE_URL": _database_url()},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)
        listener.close()


def _database_url() -> str:
    """Where the test's rows are."""
    found = connection.settings_dict
    who = f"{quote(found['USER'])}:{quote(found['PASSWORD'])}"
    return f"postgresql://{who}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/api/v1/", timeout=START_SECONDS).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the web server did not start")
