"""The `.env` file: read as the settings read it, and made on the first run with secrets of its own."""

import base64
import os
import secrets
from pathlib import Path
from typing import ClassVar

from environ import Env

from launcher.console import ROOT, VAR, say, shown

PATH = ROOT / ".env"
HEADER = """\
# Made on the first run. `.env.example` lists what may be set here. Never commit this file:
# it holds the key of the sessions and the key that encrypts the bank details.
"""


def values(path: Path = PATH) -> dict[str, str]:
    """What the file says."""

    class Reader(Env):
        ENVIRON: ClassVar[dict[str, str]] = {}

    if path.exists():
        Reader.read_env(path)
    return Reader.ENVIRON


def lookup(name: str) -> str | None:
    """A variable of the environment, or else of the file; None when it is empty."""
    return os.environ.get(name) or values().get(name) or None


def complete(path: Path = PATH) -> list[str]:
    """Add the secrets the file lacks; return their names."""
    made = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    known = values(path)
    missing = [name for name in made if not known.get(name)]
    if missing:
        before = path.read_text() if path.exists() else HEADER
        lines = "".join(f"{name}={made[name]}\n" for name in missing)
        _write(path, f"{before.rstrip()}\n\n{lines}")
    return missing


def _write(path: Path, text: str) -> None:
    """Replace the file in one move, readable by its owner only."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    fresh.replace(path)


def prepare() -> int:
    """Complete `.env`, and say what was made."""
    added = complete()
    if added:
        say(f"Secrets written to {shown(PATH)}: {', '.join(added)}.")
    if "FIELD_KEYS" in added and (VAR / "dev" / "postgres").exists():
        say("The bank details kept so far were encrypted with a key that is gone: make reset rebuilds them.")
    return 0
