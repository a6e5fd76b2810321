"""What the app sends and reads about accounts. Docstrings of serializers are published, hence in French."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from accounts.models import Deposit, User
from core.api.fields import Identifier, Instant, Text, Whole


class CredentialsSerializer(serializers.Serializer):
    """Une adresse e-mail et son mot de passe."""

    email = serializers.EmailField(max_length=254)
    password = Text(max_length=1_000, trim_whitespace=False)


class RefreshSerializer(serializers.Serializer):
    """Le jeton de renouvellement."""

    refresh = Text(max_length=256)


class TokensSerializer(serializers.Serializer):
    """`access` ouvre pendant 30 minutes ; `refresh` renouvelle une fois, dans les 30 jours."""

    access = serializers.CharField()
    refresh = serializers.CharField()


class CreditSerializer(serializers.Serializer):
    """Le crédit d’un jeune. Une fois expiré, il reste 0."""

    granted_cents = Whole()
    remaining_cents = Whole()
    expires_at = Instant()


class MeSerializer(serializers.Serializer):
    """Le compte du jeton. `credit` est null pour qui n’en a pas reçu."""

    id = Identifier()
    email = serializers.EmailField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    credit = CreditSerializer(allow_null=True)


def me(*, user: User, deposit: Deposit | None, now: datetime) -> dict[str, Any]:
    """The values of `MeSerializer`."""
    names = ("id", "email", "first_name", "last_name")
    return {name: getattr(user, name) for name in names} | {"credit": _credit(deposit, now=now)}


def _credit(deposit: Deposit | None, *, now: datetime) -> dict[str, Any] | None:
    if deposit is None:
        return None
    left = deposit.granted_cents - deposit.spent_cents if now < deposit.expires_at else 0
    return {"granted_cents": deposit.granted_cents, "remaining_cents": left, "expires_at": deposit.expires_at}
