"""The embedded PostgreSQL: what it keeps, whom it lets in, and what it says when it cannot start."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import psycopg
import pytest

from launcher import postgres as module
from launcher.children import free_port
from launcher.console import LauncherError
from launcher.postgres import Postgres

pytestmark = pytest.mark.slow

Start = Callable[..., Postgres]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """One for the tests that only look."""
    started = Postgres(tmp_path_factory.mktemp("cluster") / "postgres", "pass-word")
    started.start()
    yield started
    started.stop()


def kill(server: Postgres) -> None:
    """End it as a power cut would."""
    assert server.process
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()


def ask(server: Postgres, question: str) -> object:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(question).fetchone()
    return row and row[0]


def test_a_committed_row_survives_kill_9(postgres: Start) -> None:
    server = postgres()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    kill(server)
    assert ask(postgres(), "SELECT answer FROM kept") == 42


def test_a_stop_is_clean(postgres: Start) -> None:
    server = postgres()
    process = server.process
    server.stop()
    assert process is not None
    assert process.returncode == 0


def test_it_speaks_utf8_and_utc_and_listens_to_this_machine_only(server: Postgres) -> None:
    names = ("server_encoding", "timezone", "listen_addresses", "unix_socket_directories", "fsync")
    assert [ask(server, f"SHOW {name}") for name in names] == ["UTF8", "UTC", "127.0.0.1", "", "on"]


def test_another_password_is_refused(server: Postgres) -> None:
    url = server.url.replace("pass-word", "guess")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_the_password_is_on_no_command_line_and_in_no_file(server: Postgres) -> None:
    assert server.process is not None
    assert b"pass-word" not in Path(f"/proc/{server.process.pid}/cmdline").read_bytes()
    found = subprocess.run(["grep", "-rl", "pass-word", server.directory], capture_output=True, check=False)
    assert found.stdout == b""


def test_a_dead_server_whose_number_was_given_to_another_program_is_forgotten(postgres: Start) -> None:
    server = postgres()
    trace = server.data / "postmaster.pid"
    lines = trace.read_text().splitlines()
    kill(server)
    trace.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    assert ask(postgres(), "SELECT 1") == 1


def test_a_second_server_on_the_same_data_is_refused(postgres: Start) -> None:
    first = postgres()
    with pytest.raises(LauncherError, match="already"):
        postgres()
    assert ask(first, "SELECT 1") == 1


def test_half_a_cluster_left_by_an_interrupted_start_is_made_again(postgres: Start, folder: Path) -> None:
    (folder / "postgres" / "data.new").mkdir(parents=True)
    (folder / "postgres" / "data.new" / "PG_VERSION").write_text("18")
    assert ask(postgres(), "SELECT 1") == 1


def test_a_port_taken_meanwhile_is_left_to_its_owner(postgres: Start, folder: Path) -> None:
    first, second = postgres(throwaway=True), Postgres(folder / "second", "pass-word", throwaway=True)
    with mock.patch("launcher.server.free_port", side_effect=[first.port, free_port()]):
        second.start()
    second.stop()
    assert second.port != first.port


def test_a_lost_password_says_how_to_start_afresh(postgres: Start, folder: Path) -> None:
    postgres().stop()
    with pytest.raises(LauncherError, match="rm -rf"):
        postgres(password="another")


def test_data_of_a_version_that_is_gone_says_what_to_install(folder: Path) -> None:
    (folder / "postgres" / "data").mkdir(parents=True)
    (folder / "postgres" / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(LauncherError, match="apt-get install postgresql-9"):
        Postgres(folder / "postgres", "pass-word").start()


def test_without_any_postgresql_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "binaries", list)
    with pytest.raises(LauncherError, match=r"apt-get install postgresql"):
        Postgres(folder / "postgres", "pass-word").start()


def test_a_server_that_cannot_start_shows_its_log(postgres: Start) -> None:
    with pytest.raises(LauncherError, match="shared_buffers"):
        postgres(settings={"shared_buffers": "nonsense"})


def test_the_binaries_of_the_wheel_come_first() -> None:
    assert module.binaries()[0].parent.name == "pginstall18"
    assert module.version(module.binaries()[0]) == "18"
