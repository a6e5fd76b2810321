"""Statements kept in `.sql` files of this app: `-- name: word` opens each of them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


@lru_cache
def statements(file: str) -> dict[str, str]:
    """Name → statement, from a file beside this one."""
    _, *parts = _NAME.split((Path(__file__).parent / file).read_text(encoding="utf-8"))
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


def rows(file: str, name: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run a statement and give its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statements(file)[name], values)
        return list(cursor.fetchall())


def run(file: str, name: str, values: Mapping[str, Any] | None = None) -> int:
    """Run a statement and give how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statements(file)[name], values)
        return int(cursor.rowcount)
