"""Reads about people."""

from datetime import datetime

from accounts.models import Deposit, MobileToken, User


def by_email(*, email: str) -> User | None:
    """An account by its address, whatever its case."""
    return User.objects.filter(email=email.strip().lower()).first()


def credit_of(*, user: User) -> Deposit | None:
    """The deposit of a young person; None for anyone else."""
    return Deposit.objects.filter(user=user).first()


def live_token(*, digest: str, kind: str, now: datetime) -> MobileToken | None:
    """A token that opens something now, with its account; None when unknown, expired, revoked or disabled."""
    return (
        MobileToken.objects.select_related("user")
        .filter(digest=digest, kind=kind, revoked_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
