"""Writes about the tokens of the mobile app: opaque, 256 bits, kept as digests."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts import selectors
from accounts.errors import CannotSignIn
from accounts.models import MobileToken, User
from core import limits

ACCESS_FOR = timedelta(minutes=30)
REFRESH_FOR = timedelta(days=30)
TRIES, WINDOW = 10, 15 * 60
TRIES_PER_ADDRESS = 100
_NOBODY = make_password("nobody")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What the app keeps."""

    access: str
    refresh: str


def digest_of(*, raw: str) -> str:
    """How a token is kept."""
    return hashlib.sha256(raw.encode()).hexdigest()


def check_credentials(*, email: str, password: str, ip: str) -> User:
    """The account behind an address and a password. Same answer, and same time, whether the address is known or not.

    Counts tries per address and per network address (MOB-07, ACC-08). Raises CannotSignIn or TooManyTries.
    """
    email = email.strip().lower()
    limits.hit(name="sign-in-ip", who=ip, most=TRIES_PER_ADDRESS, seconds=WINDOW)
    limits.hit(name="sign-in", who=email, most=TRIES, seconds=WINDOW)
    user = selectors.by_email(email=email)
    right = check_password(password, user.password if user else _NOBODY)
    if user is None or not right or not user.is_active:
        raise CannotSignIn("invalid_credentials")
    if user.email_confirmed_at is None:
        raise CannotSignIn("email_not_confirmed")
    limits.forget(name="sign-in", who=email)
    return user


@transaction.atomic
def issue(*, user: User, now: datetime, family: uuid.UUID | None = None) -> Pair:
    """A new access and refresh token; those of the person that expired are forgotten."""
    family = family or uuid.uuid4()
    MobileToken.objects.filter(user=user, expires_at__lt=now).delete()
    pair = Pair(access=secrets.token_urlsafe(32), refresh=secrets.token_urlsafe(32))
    MobileToken.objects.bulk_create(
        MobileToken(
            user=user,
            kind=kind,
            digest=digest_of(raw=raw),
            family=family,
            created_at=now,
            expires_at=now + lasting,
        )
        for kind, raw, lasting in (
            (MobileToken.Kind.ACCESS, pair.access, ACCESS_FOR),
            (MobileToken.Kind.REFRESH, pair.refresh, REFRESH_FOR),
        )
    )
    return pair


def refresh(*, raw: str, now: datetime) -> Pair:
    """Exchange a refresh token, once. One that was already exchanged closes its whole family: it was stolen."""
    digest = digest_of(raw=raw)
    with transaction.atomic():
        token = selectors.live_token(digest=digest, kind=MobileToken.Kind.REFRESH, now=now)
        if token is not None and MobileToken.objects.filter(pk=token.pk, revoked_at=None).update(
            revoked_at=now
        ):
            return issue(user=token.user, now=now, family=token.family)
        reused = MobileToken.objects.filter(digest=digest, kind=MobileToken.Kind.REFRESH).first()
        if reused is not None:
            MobileToken.objects.filter(family=reused.family, revoked_at=None).update(revoked_at=now)
    raise CannotSignIn("invalid_token", message="Cette session n’est plus valable. Reconnectez-vous.")


@transaction.atomic
def revoke(*, family: uuid.UUID, now: datetime) -> None:
    """Close a session: none of its tokens opens anything from now on. Doing it again changes nothing."""
    MobileToken.objects.filter(family=family, revoked_at=None).update(revoked_at=now)
