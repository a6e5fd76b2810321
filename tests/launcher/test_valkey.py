"""The embedded Valkey: what it keeps, whom it lets in."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
import redis

from launcher import valkey as module
from launcher.children import free_port
from launcher.console import LauncherError
from launcher.valkey import Valkey

pytestmark = pytest.mark.slow

Start = Callable[..., Valkey]


def test_a_written_key_survives_kill_9(valkey: Start) -> None:
    server = valkey()
    redis.Redis.from_url(server.url).set("kept", "42")
    assert server.process
    os.kill(server.process.pid, signal.SIGKILL)
    assert redis.Redis.from_url(valkey().url).get("kept") == b"42"


def test_it_keeps_a_queue_whole_rather_than_dropping_keys(valkey: Start) -> None:
    settings = redis.Redis.from_url(valkey().url).config_get("*")
    assert (settings["maxmemory-policy"], settings["appendonly"], settings["save"]) == (
        "noeviction",
        "yes",
        "",
    )
    assert settings["bind"] == "127.0.0.1"


def test_another_password_is_refused(valkey: Start) -> None:
    server = valkey()
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=server.port, retry=None).ping()
    assert server.process
    assert b"pass-word" not in Path(f"/proc/{server.process.pid}/cmdline").read_bytes()


def test_a_throwaway_server_writes_no_data(valkey: Start, folder: Path) -> None:
    server = valkey(throwaway=True)
    redis.Redis.from_url(server.url).set("lost", "42")
    server.stop()
    assert list((folder / "valkey").iterdir()) == []


def test_a_port_taken_meanwhile_is_left_to_its_owner(valkey: Start, folder: Path) -> None:
    first, second = valkey(), Valkey(folder / "second", "pass-word")
    with mock.patch("launcher.server.free_port", side_effect=[first.port, free_port()]):
        second.start()
    second.stop()
    assert second.port != first.port


def test_without_the_wheel_a_server_of_the_path_is_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(module.binary(), folder / "redis-server")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    assert module.binary() == folder / "redis-server"


def test_without_any_server_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(LauncherError, match="apt-get install valkey-server"):
        module.binary()
