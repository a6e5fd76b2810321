"""What the person at the terminal reads. Progress goes to standard output, logs to standard error."""

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
STEPS = 7


class LauncherError(Exception):
    """Something the person at the terminal can mend: the message says what to do."""

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class StopRequested(BaseException):
    """Ctrl-C, or SIGTERM: stop what was started, in order."""


def say(line: str) -> None:
    """Write one line of progress."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def note(line: str) -> None:
    """Write one line beside the progress: logs, and what happens after the last line."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def shown(path: Path) -> str:
    """A path as it is called from the project's folder."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


@dataclass
class Progress:
    """Numbered lines: `[2/7] Starting Valkey…`."""

    done: int = 0

    def __call__(self, line: str) -> None:
        """Say what begins now."""
        self.done += 1
        say(f"[{self.done}/{STEPS}] {line}")
