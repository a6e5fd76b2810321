"""Tables, static files and the demonstration world: each step does nothing when there is nothing to do.

One process for the three, run as `python -m launcher.prepare`: starting Django is what takes the time.
"""

import hashlib
import sys

import django
from django.core.management import CommandError, call_command

from launcher.console import ROOT, VAR, Progress, note

STAMP = VAR / "static.stamp"


def prepare(progress: Progress) -> None:
    """Do the three steps. Raises CommandError, or what a command raises."""
    progress("Preparing the database…")
    django.setup()
    call_command("migrate", interactive=False)
    progress("Collecting the static files…")
    wanted = static_fingerprint()
    if not STAMP.exists() or STAMP.read_text() != wanted:
        call_command("collectstatic", interactive=False)
        STAMP.write_text(wanted)
    progress("Preparing the demonstration world…")
    call_command("seed_demo")


def static_fingerprint() -> str:
    """Changes when a static file, a dependency or the settings do."""
    digest = hashlib.sha256()
    places = [ROOT / "static", ROOT / "passculture_pro" / "settings", ROOT / "requirements"]
    files = [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]
    for path in files:
        state = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        prepare(Progress(done=3))
    except CommandError as error:
        note(str(error))
        sys.exit(1)
