"""`bin/setup` on machines that lack something, with a stand-in for Python that notes what it is asked."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from launcher.console import ROOT

TOOLS = ["sh", "dirname", "cat", "cut", "sha256sum", "grep", "tail", "flock", "rm", "mkdir", "cp"]
#: Answers as Python would; what it was asked to do goes to `asked`. `no-venv` and `no-network` make it fail.
PYTHON = """\
#!/bin/sh
here={tools}
case "$*" in
*version_info*) exit {supported} ;;
*ensurepip*) [ ! -e "$here/no-venv" ] ;;
--version) echo "Python 3.11.2" ;;
"-m venv .venv") echo venv >>"$here/asked"; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
*"pip install"*) echo install >>"$here/asked"; echo "Collecting django"; [ ! -e "$here/no-network" ] ;;
*"launcher secrets"*) echo secrets >>"$here/asked"; printf 'SECRET_KEY=x\\nFIELD_KEYS=y\\n' >.env ;;
esac
"""


class Machine:
    """A bare machine: a copy of the project's commands, and a PATH with little on it."""

    def __init__(self, place: Path) -> None:
        self.tools, self.root = place / "tools", place / "the project"
        self.tools.mkdir()
        for name in TOOLS:
            if found := shutil.which(name):
                (self.tools / name).symlink_to(found)
        for name in ("bin", "requirements"):
            shutil.copytree(ROOT / name, self.root / name)

    def install(self, name: str = "python3.11", *, supported: bool = True) -> None:
        """Put a Python on the PATH."""
        path = self.tools / name
        path.write_text(PYTHON.format(tools=self.tools, supported=0 if supported else 1))
        path.chmod(0o755)

    def setup(self, *, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run bin/setup."""
        environment = {"PATH": str(self.tools)}
        command = [str(self.root / "bin" / "setup")]
        return subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=False)

    def asked(self) -> list[str]:
        """What Python was asked since last time."""
        path = self.tools / "asked"
        words = path.read_text().split() if path.exists() else []
        path.unlink(missing_ok=True)
        return words


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without any Python."""
    return Machine(tmp_path)


def test_without_python_it_names_the_package(machine: Machine) -> None:
    answer = machine.setup()
    assert answer.returncode == 1
    assert "apt-get install python3 python3-venv" in answer.stderr


def test_a_python_too_old_or_too_new_is_passed_over(machine: Machine) -> None:
    machine.install("python3", supported=False)
    assert "Python 3.11, 3.12 or 3.13 is needed" in machine.setup().stderr


def test_a_python_without_venv_names_the_package(machine: Machine) -> None:
    machine.install()
    (machine.tools / "no-venv").touch()
    answer = machine.setup()
    assert answer.returncode == 1
    assert "apt-get install python3-venv" in answer.stderr


def test_the_first_run_does_everything_and_shows_it_from_any_folder(machine: Machine, tmp_path: Path) -> None:
    machine.install()
    answer = machine.setup(cwd=tmp_path)
    assert answer.returncode == 0
    assert machine.asked() == ["venv", "install", "secrets"]
    assert "Creating the virtual environment" in answer.stdout


def test_the_second_run_does_nothing(machine: Machine) -> None:
    machine.install()
    machine.setup()
    machine.asked()
    answer = machine.setup()
    assert (answer.returncode, answer.stdout, machine.asked()) == (0, "", [])


def test_a_failed_install_says_so_and_is_done_again(machine: Machine) -> None:
    machine.install()
    (machine.tools / "no-network").touch()
    answer = machine.setup()
    assert (answer.returncode, machine.asked()) == (1, ["venv", "install"])
    assert "could not be installed" in answer.stderr
    (machine.tools / "no-network").unlink()
    assert machine.setup().returncode == 0
    assert machine.asked() == ["venv", "install", "secrets"]


def test_a_new_lock_is_installed_into_the_same_environment(machine: Machine) -> None:
    machine.install()
    machine.setup()
    machine.asked()
    (machine.root / "requirements" / "dev.lock").write_text("django==5.2.19\n")
    machine.setup()
    assert machine.asked() == ["install"]


def test_a_moved_folder_gets_a_new_environment(machine: Machine) -> None:
    machine.install()
    machine.setup()
    machine.asked()
    machine.root = machine.root.rename(machine.root.with_name("elsewhere"))
    machine.setup()
    assert machine.asked() == ["venv", "install"]


def test_a_broken_environment_is_made_anew(machine: Machine) -> None:
    machine.install()
    machine.setup()
    machine.asked()
    (machine.root / ".venv" / "bin" / "python").write_text("#!/nowhere\n")
    machine.setup()
    assert machine.asked() == ["venv", "install"]


def test_the_stamp_is_that_of_the_lock_and_of_the_folder(machine: Machine) -> None:
    machine.install()
    machine.setup()
    lock = (machine.root / "requirements" / "dev.lock").read_bytes()
    stamp = (machine.root / ".venv" / "stamp").read_text()
    assert stamp == f"{hashlib.sha256(lock).hexdigest()} {os.path.realpath(machine.root)}"
