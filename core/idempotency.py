"""One effect per key: its row and the act commit together, so no crash can part them (contract §4, R20)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import OperationalError, connection, transaction

from core.errors import DomainError
from core.models import IdempotencyKey
from core.services import KEYS_KEPT

TRIES = 3
RETRIED = frozenset({"40001", "40P01"})  # serialization failure, deadlock: PostgreSQL asks to try again

# A concurrent duplicate waits here until the first commits or rolls back; a key of yesterday is taken over.
_CLAIM = """
INSERT INTO core_idempotencykey AS kept (user_id, key, fingerprint, status, body, created_at)
VALUES (%(user_id)s, %(key)s, %(fingerprint)s, NULL, NULL, %(now)s)
ON CONFLICT (user_id, key) DO UPDATE
SET fingerprint = excluded.fingerprint, status = NULL, body = NULL, created_at = excluded.created_at
WHERE kept.created_at <= %(expired)s
RETURNING id
"""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A status and the exact JSON text that was answered."""

    status: int
    body: str


class IdempotencyConflict(DomainError):
    """The key was already used for something else."""

    messages: ClassVar[dict[str, str]] = {
        "idempotency_conflict": "Cette clé a déjà servi pour une autre demande. Prenez-en une nouvelle.",
    }


def once(*, user_id: int, key: str, fingerprint: str, now: datetime, act: Callable[[], Answer]) -> Answer:
    """The first answer to a key: `act` runs once per account, key and day, in the key's own transaction.

    What `act` raises undoes everything and is not kept. Raises IdempotencyConflict when the key comes with
    another `fingerprint`. A deadlock is tried again, from the start.
    """
    for _ in range(TRIES - 1):
        try:
            return _once(user_id=user_id, key=key, fingerprint=fingerprint, now=now, act=act)
        except OperationalError as problem:
            if getattr(problem.__cause__, "sqlstate", None) not in RETRIED:
                raise
    return _once(user_id=user_id, key=key, fingerprint=fingerprint, now=now, act=act)


@transaction.atomic
def _once(*, user_id: int, key: str, fingerprint: str, now: datetime, act: Callable[[], Answer]) -> Answer:
    row_id = _claim(user_id=user_id, key=key, fingerprint=fingerprint, now=now)
    if row_id is None:
        return _kept(user_id=user_id, key=key, fingerprint=fingerprint)
    answer = act()
    IdempotencyKey.objects.filter(pk=row_id).update(status=answer.status, body=answer.body)
    return answer


def _claim(*, user_id: int, key: str, fingerprint: str, now: datetime) -> int | None:
    """The row of a key that is ours to answer; None when somebody answered it already."""
    values: dict[str, int | str | datetime] = {
        "user_id": user_id,
        "key": key,
        "fingerprint": fingerprint,
        "now": now,
        "expired": now - KEYS_KEPT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        row = cursor.fetchone()
    return row[0] if row else None


def _kept(*, user_id: int, key: str, fingerprint: str) -> Answer:
    row = IdempotencyKey.objects.get(user_id=user_id, key=key)
    if (
        row.fingerprint != fingerprint or row.status is None or row.body is None
    ):  # (committed: both are there)
        raise IdempotencyConflict("idempotency_conflict")
    return Answer(status=row.status, body=row.body)
