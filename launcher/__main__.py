"""`python -m launcher COMMAND`.

run                   start the portal (PORT, 8000 by default)
manage ARGUMENTS…     manage.py on the development data
test ARGUMENTS…       pytest, in parallel, on servers of its own
temporary COMMAND…    any command, on servers that are thrown away
secrets               complete .env
"""

import sys
from collections.abc import Callable, Sequence

from launcher import commands, dotenv
from launcher.console import LauncherError, note, say
from launcher.run import run

COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": lambda _: run(),
    "manage": commands.manage,
    "test": commands.test,
    "temporary": commands.temporary,
    "secrets": lambda _: dotenv.prepare(),
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code."""
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        say(__doc__ or "")
        return 2
    try:
        return command(arguments[1:])
    except LauncherError as error:
        note(f"\n{error}")
        return error.exit_code
    except PermissionError as error:
        note(f"\n{error.filename} belongs to another user: run this as that user, or take the folder over.")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
