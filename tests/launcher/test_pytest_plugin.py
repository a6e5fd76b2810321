"""A test session has its servers before Django is read, under xdist too, and none when it needs none."""

import subprocess
import sys
from pathlib import Path

import pytest

from launcher.pytest_plugin import NOWHERE
from tests.launcher import stand_in

pytestmark = pytest.mark.slow
TESTS = """
import os
from pathlib import Path
import pytest
def test_rule():
    assert "127.0.0.1:1/" in os.environ["DATABASE_URL"]
@pytest.mark.parametrize("turn", range(4))
def test_table(db, turn):
    from django.contrib.auth.models import Group
    assert Group.objects.count() == 0
    Path(f"seen-{os.getpid()}").write_text(os.environ["DATABASE_URL"])
@pytest.mark.browser
def test_page():
    pass
"""


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """The smallest portal, with tests of its own."""
    (tmp_path / "test_it.py").write_text(TESTS)
    return stand_in.build(tmp_path)


def session(folder: Path, *arguments: str, **variables: str) -> str:
    """Run pytest in the folder, without the session's own servers; return what it says."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "launcher.pytest_plugin",
        "-rs",
        "-p",
        "no:cacheprovider",
    ]
    environment = stand_in.environment(DJANGO_SETTINGS_MODULE="passculture_pro.settings.dev") | variables
    answer = subprocess.run(
        [*command, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return answer.stdout + answer.stderr


def test_without_a_database_only_the_rules_run_and_nothing_is_started(portal: Path) -> None:
    said = session(portal, "--no-database")
    assert "1 passed, 5 deselected" in said
    assert not (portal / "var").exists()


def test_the_workers_of_xdist_share_the_servers_of_their_controller(portal: Path) -> None:
    said = session(portal, "-n", "2", "-k", "table")
    assert "4 passed" in said
    assert len({path.read_text() for path in portal.glob("seen-*")}) == 1
    assert list((portal / "var" / "test").iterdir()) == []


def test_without_a_chromium_the_browser_tests_are_skipped_with_the_reason(portal: Path) -> None:
    tools = portal / "tools"
    tools.mkdir()
    assert "1 skipped" in (said := session(portal, "-k", "page", PATH=str(tools), **NOWHERE))
    assert "no Chromium here (apt-get install chromium)" in said


def test_given_servers_are_used(portal: Path) -> None:
    said = session(portal, "-k", "rule", **NOWHERE)
    assert "1 passed" in said
    assert not (portal / "var").exists()
