"""`--at <ISO 8601 instant>`: any day can be replayed or rehearsed."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime

from django.utils import timezone


def instant(raw: str) -> datetime:
    """An aware instant; a local time without its offset is refused, since it would be a guess."""
    try:
        parsed = datetime.fromisoformat(raw)
    except ValueError as problem:
        raise ArgumentTypeError(f"{raw!r} is not an ISO 8601 instant, such as 2026-11-16T05:00:00+01:00") from problem
    if parsed.tzinfo is None:
        raise ArgumentTypeError(f"{raw!r} has no offset: write 2026-11-16T05:00:00+01:00 or …Z")
    return parsed


def add_at(parser: ArgumentParser) -> None:
    """Add the option, now by default."""
    parser.add_argument("--at", type=instant, default=None, help="ISO 8601 instant with its offset (default: now)")


def instant_of(options: dict[str, object]) -> datetime:
    """The instant asked for."""
    at = options.get("at")
    return at if isinstance(at, datetime) else timezone.now()
