"""What the app sends and reads about accounts."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from accounts.models import Deposit, User
from core.api.fields import Identifier, Instant, Text, Whole


class CredentialsIn(serializers.Serializer):
    """An address and its password."""

    email = serializers.EmailField(max_length=254)
    password = Text(max_length=1_000, trim_whitespace=False)


class RefreshIn(serializers.Serializer):
    """The token that renews."""

    refresh = Text(max_length=256)


class TokensOut(serializers.Serializer):
    """What the app keeps: `access` opens for 30 minutes, `refresh` renews once, within 30 days."""

    access = serializers.CharField()
    refresh = serializers.CharField()


class CreditOut(serializers.Serializer):
    """A young person's credit. What is left reads 0 once it expired."""

    granted_cents = Whole()
    remaining_cents = Whole()
    expires_at = Instant()


class MeOut(serializers.Serializer):
    """The account behind the token; `credit` is null for whoever was granted none."""

    id = Identifier()
    email = serializers.EmailField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    credit = CreditOut(allow_null=True)


def me(*, user: User, deposit: Deposit | None, now: datetime) -> dict[str, Any]:
    """The values of `MeOut`."""
    names = ("id", "email", "first_name", "last_name")
    return {name: getattr(user, name) for name in names} | {"credit": _credit(deposit, now=now)}


def _credit(deposit: Deposit | None, *, now: datetime) -> dict[str, Any] | None:
    if deposit is None:
        return None
    left = deposit.granted_cents - deposit.spent_cents if now < deposit.expires_at else 0
    return {"granted_cents": deposit.granted_cents, "remaining_cents": left, "expires_at": deposit.expires_at}
