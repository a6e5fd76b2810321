"""The `.env` file: secrets of its own, made once, read as the settings read them."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from launcher import dotenv


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is."""
    return tmp_path / ".env"


def test_the_first_run_makes_secrets_that_only_the_owner_reads(path: Path) -> None:
    assert dotenv.complete(path) == ["SECRET_KEY", "FIELD_KEYS"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(dotenv.values(path)["SECRET_KEY"]) >= 50
    Fernet(dotenv.values(path)["FIELD_KEYS"])


def test_the_second_run_changes_nothing(path: Path) -> None:
    dotenv.complete(path)
    before = path.read_text()
    assert dotenv.complete(path) == []
    assert path.read_text() == before


def test_only_what_is_missing_is_added(path: Path) -> None:
    path.write_text("# mine\nSECRET_KEY='kept'\nDEBUG=false\n")
    assert dotenv.complete(path) == ["FIELD_KEYS"]
    assert path.read_text().startswith("# mine\nSECRET_KEY='kept'\nDEBUG=false\n")
    assert dotenv.values(path)["SECRET_KEY"] == "kept"


def test_two_folders_never_share_a_secret(path: Path, tmp_path: Path) -> None:
    dotenv.complete(path)
    dotenv.complete(tmp_path / "other")
    assert dotenv.values(path)["SECRET_KEY"] != dotenv.values(tmp_path / "other")["SECRET_KEY"]


def test_the_environment_wins_over_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("REDIS_URL=redis://file\nDATABASE_URL=\n")
    monkeypatch.setattr(dotenv.values, "__defaults__", (path,))
    assert dotenv.lookup("REDIS_URL") == "redis://file"
    assert dotenv.lookup("DATABASE_URL") is None
    monkeypatch.setenv("REDIS_URL", "redis://environment")
    assert dotenv.lookup("REDIS_URL") == "redis://environment"
