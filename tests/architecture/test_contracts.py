"""The contracts on imports and the bans of the linter hold, and each of them bites."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import APPS, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
#: contract → a line that breaks it, and where.
BREAKS = {
    "apps": ("accounts/selectors.py", "import bookings.models"),
    "inside": ("offers/services/places.py", "import offers.forms"),
    "kernel": ("core/money.py", "import core.services"),
    "plain": ("bookings/rules.py", "import django.utils.timezone"),
    "refusals": ("offers/errors.py", "import offers.models"),
    "doors": ("bookings/selectors.py", "import bookings.tasks"),
    "network": ("venues/services/structures.py", "import core.http"),
    "launcher": ("core/network.py", "import launcher.browser"),
    "before-django": ("launcher/browser.py", "import core.text"),
}


def lint_imports(folder: Path) -> str:
    """What import-linter says of a copy of the project."""
    lint = "import sys; sys.path.insert(0, '.'); import importlinter.cli; importlinter.cli.lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    return run.stdout + run.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy that may be broken."""
    for folder in (*APPS, "launcher"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "data")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_has_its_break() -> None:
    assert {contract["id"] for contract in CONTRACTS} == set(BREAKS)


@pytest.mark.slow
def test_the_project_keeps_its_contracts(project: Path) -> None:
    said = lint_imports(project)
    assert f"{len(CONTRACTS)} kept, 0 broken" in said, said


@pytest.mark.slow
def test_every_contract_bites(project: Path) -> None:
    for place, line in BREAKS.values():
        with (project / place).open("a") as file:
            file.write(f"\n{line}\n")
    said = lint_imports(project)
    kept = [contract["name"] for contract in CONTRACTS if f"{contract['name']} BROKEN" not in said]
    assert kept == [], said


@pytest.mark.slow
def test_a_module_without_a_floor_is_refused(project: Path) -> None:
    (project / "offers" / "utils.py").write_text("")
    assert "utils" in lint_imports(project)


def linted(code: str, place: str) -> str:
    """What ruff says of a text, as if it stood there."""
    ruff = [str(Path(sys.executable).with_name("ruff")), "check", "--stdin-filename", str(ROOT / place), "-"]
    return subprocess.run(ruff, input=code, cwd=ROOT, capture_output=True, text=True, check=False).stdout


CLOCK = "from django.utils import timezone\n\nNOW = timezone.now()\n"


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        (CLOCK, "TID251"),
        ("from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n", "TID251"),
        ("from django.dispatch import receiver\n\nX = receiver\n", "TID251"),
        ("import random\n\nX = random.random()\n", "TID251"),
        ("from .states import X\n\nY = X\n", "TID252"),
        ("from datetime import datetime\n\nX = datetime(2026, 1, 1)\n", "DTZ001"),
        ("def f(late: bool) -> bool:\n    return late\n", "FBT001"),
        ("print(1)\n", "T201"),
        (
            "def f(*, n: int) -> int:\n"
            + "".join(f"    if n == {i}:\n        n += 1\n" for i in range(8))
            + "    return n\n",
            "C901",
        ),
    ],
)
def test_the_linter_refuses(code: str, rule: str) -> None:
    assert rule in linted(code, "offers/services/planted.py")


@pytest.mark.parametrize(
    "place", ["offers/views/planted.py", "offers/tasks.py", "offers/management/commands/planted.py"]
)
def test_the_clock_is_read_where_it_may(place: str) -> None:
    assert "TID251" not in linted(CLOCK, place)
