"""Tables, static files and the demonstration world: each step does nothing when there is nothing to do."""

import hashlib

from launcher.console import ROOT, VAR, Progress
from launcher.supervisor import Supervisor

STAMP = VAR / "static.stamp"


def prepare(supervisor: Supervisor, progress: Progress) -> None:
    """Run the three steps. Raises LauncherError when one fails."""
    progress("Preparing the database…")
    supervisor.manage("migrate", "--noinput", "--skip-checks")
    progress("Collecting the static files…")
    wanted = static_fingerprint()
    if not STAMP.exists() or STAMP.read_text() != wanted:
        supervisor.manage("collectstatic", "--noinput", "--skip-checks")
        STAMP.write_text(wanted)
    progress("Preparing the demonstration world…")
    supervisor.manage("seed_demo", "--skip-checks")


def static_fingerprint() -> str:
    """Changes when a static file, a dependency or the settings do."""
    digest = hashlib.sha256()
    places = [ROOT / "static", ROOT / "passculture_pro" / "settings", ROOT / "requirements"]
    files = [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]
    for path in files:
        state = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
