"""Writes about people: sign-up, confirmation, credit."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts import locks, selectors
from accounts.errors import InsufficientCredit, LinkExpired
from accounts.models import Deposit, User
from core import services as core_services
from core.history import record

LINK_SALT = "accounts.confirm"
LINK_SECONDS = 3 * 24 * 3600


@transaction.atomic
def sign_up(*, email: str, password: str, first_name: str, last_name: str, now: datetime) -> User | None:
    """Create an account and send the link that confirms it.

    An address that already has an account gets another e-mail, and the caller the same silence (None):
    the page shows the same words in both cases.
    """
    known = selectors.by_email(email=email)
    if known is not None:
        _tell_owner(known, now=now)
        return None
    user = User.objects.create_user(
        email, password, first_name=first_name, last_name=last_name, date_joined=now
    )
    record(actor=user, verb="sign_up", target=user, now=now)
    send_confirmation(user=user, now=now)
    return user


def _tell_owner(user: User, *, now: datetime) -> None:
    if user.email_confirmed_at is None:
        send_confirmation(user=user, now=now)
        return
    core_services.keep_email(
        kind="accounts/already_known",
        to=user.email,
        context={"first_name": user.first_name, "url": settings.SITE_URL + reverse("accounts:sign_in")},
        now=now,
    )


def send_confirmation(*, user: User, now: datetime) -> None:
    """E-mail the link that proves the address."""
    token = signing.dumps({"user": user.pk, "email": user.email}, salt=LINK_SALT, compress=True)
    core_services.keep_email(
        kind="accounts/confirm",
        to=user.email,
        context={
            "first_name": user.first_name,
            "url": settings.SITE_URL + reverse("accounts:confirm", args=[token]),
            "days": LINK_SECONDS // 86_400,
        },
        now=now,
    )


def read_confirmation(*, token: str) -> User:
    """The account a link is for. Raises LinkExpired when forged, too old or already used."""
    try:
        content: dict[str, Any] = signing.loads(token, salt=LINK_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature as problem:
        raise LinkExpired("link_expired") from problem
    user = User.objects.filter(
        pk=content["user"], email=content["email"], email_confirmed_at=None, is_active=True
    ).first()
    if user is None:
        raise LinkExpired("link_expired")
    return user


@transaction.atomic
def confirm_email(*, token: str, now: datetime) -> User:
    """Note that the address is proved. The link works once."""
    user = read_confirmation(token=token)
    won = User.objects.filter(pk=user.pk, email_confirmed_at=None).update(email_confirmed_at=now)
    if not won:
        raise LinkExpired("link_expired")
    record(actor=user, verb="confirm_email", target=user, now=now)
    user.email_confirmed_at = now
    return user


@transaction.atomic
def grant_deposit(*, user: User, granted_cents: int, now: datetime, expires_at: datetime) -> Deposit:
    """Give a young person their credit (once)."""
    deposit = Deposit.objects.create(
        user=user, granted_cents=granted_cents, granted_at=now, expires_at=expires_at
    )
    record(actor=None, verb="grant_deposit", target=deposit, now=now, after={"granted_cents": granted_cents})
    return deposit


@transaction.atomic
def debit(*, user_id: int, cents: int, now: datetime) -> Deposit:
    """Take credit by a conditional update. Raises InsufficientCredit when there is not enough, or none, or expired."""
    deposit = locks.deposit_of(user_id=user_id)
    if deposit is None or deposit.expires_at <= now:
        raise InsufficientCredit("insufficient_credit")
    taken = Deposit.objects.filter(pk=deposit.pk, granted_cents__gte=F("spent_cents") + cents).update(
        spent_cents=F("spent_cents") + cents
    )
    if not taken:
        raise InsufficientCredit("insufficient_credit")
    return deposit


@transaction.atomic
def give_back(*, deposit_id: int, cents: int) -> None:
    """Return credit to a deposit."""
    Deposit.objects.filter(pk=deposit_id).update(spent_cents=F("spent_cents") - cents)
