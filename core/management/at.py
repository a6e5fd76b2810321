"""`--at`: replay or rehearse any day. Every command that applies a rule of time takes it."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

EXAMPLE = "2026-11-16T05:00:00+01:00"


def add_at(parser: CommandParser) -> None:
    """Declare `--at <ISO 8601 instant>`."""
    parser.add_argument(
        "--at",
        type=instant,
        default=None,
        metavar="INSTANT",
        help=f"act as if it were that instant (default: now): {EXAMPLE}",
    )


def chosen(options: dict[str, Any]) -> datetime:
    """The instant asked for, or now; aware, in UTC."""
    return options.get("at") or timezone.now()


def instant(raw: str) -> datetime:
    """An instant from its ISO 8601 form; without a time zone it could be one of two dozen, and is refused."""
    try:
        found = datetime.fromisoformat(raw)
    except ValueError as problem:
        raise ArgumentTypeError(f"“{raw}” is not an ISO 8601 instant. Example: {EXAMPLE}") from problem
    if found.tzinfo is None:
        raise ArgumentTypeError(f"“{raw}” has no time zone. Example: {EXAMPLE}, or Z for UTC")
    return found.astimezone(UTC)
