"""Statements kept in `.sql` files of this app: `-- name: word` opens each of them."""

import re
from functools import lru_cache
from pathlib import Path

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


@lru_cache
def statements(file: str) -> dict[str, str]:
    """Name → statement, from a file beside this one."""
    _, *parts = _NAME.split((Path(__file__).parent / file).read_text(encoding="utf-8"))
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}
