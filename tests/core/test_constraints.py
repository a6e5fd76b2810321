"""What the database refuses about e-mails and idempotency keys."""

from typing import Any

import pytest
from django.db import connection

from core.models import Email, IdempotencyKey
from tests.accounts.factories import UserFactory
from tests.support.constraints import break_it, refused
from tests.support.moments import ago

pytestmark = pytest.mark.django_db


def key(**fields: Any) -> IdempotencyKey:
    values = {"user": UserFactory(), "key": "k", "fingerprint": "0", "created_at": ago(), **fields}
    return IdempotencyKey.objects.create(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("email_status_known", {"status": "lost"}),
        ("email_sent_at_matches_status", {"status": "sent", "sent_at": None}),
        ("email_sent_at_matches_status", {"status": "pending", "sent_at": ago()}),
    ],
)
def test_an_email_is_in_a_known_state(constraint: str, values: dict[str, Any]) -> None:
    email = Email.objects.create(kind="a/b", to="a@test.example", created_at=ago(), next_attempt_at=ago())
    break_it(email, constraint, **values)


def test_a_process_of_the_version_before_keeps_an_email_without_naming_the_attachments() -> None:
    columns = 'kind, "to", reply_to, context, created_at, status, attempts, next_attempt_at, last_error'
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO core_email ({columns})"
            " VALUES ('a/b', 'a@test.example', '', '{}', now(), 'pending', 0, now(), '')"
        )
    assert Email.objects.get().attachments == []


def test_a_key_has_one_answer_per_account() -> None:
    first = key()
    with refused("idempotency_one_answer_per_key"):
        key(user=first.user)


def test_an_answer_is_whole() -> None:
    break_it(key(), "idempotency_answer_is_whole", status=201)
