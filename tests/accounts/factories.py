"""`UserFactory()`, `UserFactory(unconfirmed=True)`, `StaffFactory()`, `DepositFactory()` (credit)."""

from functools import cache
from typing import Any

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import Deposit, User
from tests.support.moments import ago, ahead

PASSWORD = "demo-passculture"
FIRST_NAMES = ("Ana", "Basile", "Chloé", "Driss", "Élise", "Farid", "Gaëlle", "Hugo")


@cache
def hashed() -> str:
    """The password of everybody, hashed once."""
    return make_password(PASSWORD)


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person whose address is confirmed."""

    class Meta:
        model = User

    class Params:
        unconfirmed = factory.Trait(email_confirmed_at=None)

    first_name = factory.Sequence(lambda n: FIRST_NAMES[n % len(FIRST_NAMES)])
    last_name = factory.Sequence(lambda n: f"Personne {n}")
    email = factory.Sequence(lambda n: f"compte{n}@test.example")
    password = factory.LazyFunction(hashed)
    date_joined = factory.LazyFunction(lambda: ago(days=300))
    email_confirmed_at = factory.LazyAttribute(lambda made: made.date_joined)


class StaffFactory(UserFactory):
    """Staff with every right."""

    email = factory.Sequence(lambda n: f"equipe{n}@staff.example")
    is_staff = True
    is_superuser = True


class DepositFactory(factory.django.DjangoModelFactory[Deposit]):
    """The credit of a young person, who comes with it."""

    class Meta:
        model = Deposit

    user = factory.SubFactory(UserFactory)
    granted_cents = 300_00
    granted_at = factory.LazyFunction(lambda: ago(days=400))
    expires_at = factory.LazyFunction(lambda: ahead(days=400))


def young(*, credit_cents: int = 300_00, **fields: Any) -> User:
    """A young person with credit."""
    return DepositFactory(granted_cents=credit_cents, user=UserFactory(**fields)).user
