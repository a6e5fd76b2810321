"""What the database refuses about people, credit and tokens."""

import uuid
from typing import Any

import pytest
from django.db.models import F

from accounts.models import MobileToken
from tests.accounts.factories import DepositFactory, UserFactory
from tests.support.constraints import break_it
from tests.support.moments import ago, ahead

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_small_letters() -> None:
    break_it(UserFactory(), "user_email_is_lower_case", email="Ana@test.example")


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("deposit_never_overspent", {"spent_cents": F("granted_cents") + 1}),
        ("deposit_expires_after_grant", {"expires_at": F("granted_at")}),
    ],
)
def test_credit_stays_within_its_bounds(constraint: str, values: dict[str, Any]) -> None:
    break_it(DepositFactory(), constraint, **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("mobiletoken_kind_known", {"kind": "master"}),
        ("mobiletoken_expires_later", {"expires_at": F("created_at")}),
    ],
)
def test_a_token_is_of_a_known_kind_and_lasts(constraint: str, values: dict[str, Any]) -> None:
    token = MobileToken.objects.create(
        user=UserFactory(),
        kind="access",
        digest="0",
        family=uuid.uuid4(),
        created_at=ago(),
        expires_at=ahead(hours=1),
    )
    break_it(token, constraint, **values)
