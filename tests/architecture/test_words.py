"""What the files say: the project speaks of itself alone, and postpones nothing."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import texts

# Written in pieces, so that this file does not say what it forbids.
LATER = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK")) + r")\b")
MACHINE = re.compile(r"(?<![\w.~-])/(?:work|(?:root|tmp|home|Users)/[\w.])(?![\w-]*\.example)")
REGISTRY = re.compile(
    "|".join(("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.org", r"index-" + "url="))
)
URL = re.compile(r"https?://")


def said(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern is found in the project's files."""
    return [
        f"{path}:{number} {line.strip()[:120]}"
        for path, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def requirements(text: str) -> Iterator[str]:
    """Locked packages that have no hash."""
    for block in re.split(r"\n(?=[a-z0-9])", text, flags=re.IGNORECASE):
        name = block.partition(" ")[0]
        if "==" in name and "--hash=sha256:" not in block:
            yield name.strip()


def test_nothing_is_postponed() -> None:
    assert said(LATER) == []


def test_no_path_of_a_machine() -> None:
    assert said(MACHINE) == []


def test_no_host_of_a_registry() -> None:
    assert said(REGISTRY) == []


@pytest.mark.parametrize("lock", ["requirements/base.lock", "requirements/dev.lock"])
def test_the_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = texts()[lock]
    assert "==" in text
    assert list(requirements(text)) == []
    assert not URL.search(text)


def test_what_is_postponed_is_seen() -> None:
    assert LATER.search("# TO" + "DO: later")


@pytest.mark.parametrize(
    "line", ["cd /wo" + "rk/main", 'open("/tm' + 'p/x")', "see /ro" + "ot/.cache", "/ho" + "me/ana/x"]
)
def test_a_path_of_a_machine_is_seen(line: str) -> None:
    assert MACHINE.search(line)


@pytest.mark.parametrize(
    "line", ["templates/home/x.html", "/accueil/", "https://site.example/home", "~/work"]
)
def test_an_address_is_no_path_of_a_machine(line: str) -> None:
    assert not MACHINE.search(line)


def test_a_package_without_hash_is_seen() -> None:
    assert list(requirements("# by\nabc==1.0 \\\n    --hash=sha256:0a\nxyz==2.0\n    # via abc")) == [
        "xyz==2.0"
    ]
