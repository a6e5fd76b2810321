"""The query budget in the open: one purpose per query, and the SQL when the count is wrong.

with budget("session", "person", "structures", "rows"):
    client.get(url)
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = str(Path(__file__).resolve().parents[2])
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT")
SHOWN = 300


@dataclass(frozen=True)
class Query:
    """One statement, and the line of ours that caused it."""

    sql: str
    caller: str

    def __str__(self) -> str:
        return f"{self.caller}\n      {self.sql[:SHOWN]}"


@contextmanager
def recorded() -> Iterator[list[Query]]:
    """Every statement of the block, transactions apart."""
    seen: list[Query] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not str(sql).startswith(NOT_COUNTED):
            seen.append(Query(str(sql), _caller()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def _caller() -> str:
    ours = [
        frame
        for frame in traceback.extract_stack(limit=60)
        if frame.filename.startswith(ROOT)
        and "/.venv/" not in frame.filename
        and "/support/" not in frame.filename
    ]
    return f"{ours[-1].filename[len(ROOT) + 1 :]}:{ours[-1].lineno}" if ours else "?"


@contextmanager
def budget(*purposes: str) -> Iterator[list[Query]]:
    """As many queries as purposes, neither more nor less."""
    with recorded() as seen:
        yield seen
    if len(seen) != len(purposes):
        listed = "\n".join(f"  {number}. {query}" for number, query in enumerate(seen, 1))
        raise AssertionError(f"{len(seen)} queries for {len(purposes)} purposes {purposes}:\n{listed}")
