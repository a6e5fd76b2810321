"""Writes about people: sign-up, confirmation, credit."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts import locks, notifications, selectors
from accounts.errors import InsufficientCredit, LinkExpired
from accounts.models import Deposit, MobileToken, User
from core import services as core_services
from core.history import record

LINK_SALT = "accounts.confirm"
LINK_SECONDS = 3 * 24 * 3600


@transaction.atomic
def sign_up(*, email: str, password: str, first_name: str, last_name: str, now: datetime) -> User | None:
    """Create an account and send the link that confirms it.

    An address that already has an account gets another e-mail, and the caller the same silence (None): the page
    shows the same words in both cases, after the same time. An account that was never confirmed is nobody's yet:
    it takes the latest answers, and the links sent before open nothing.
    """
    known = locks.account_of(email=email)
    if known is not None and known.email_confirmed_at is not None:
        make_password(password)  # as long as for a new account
        _tell_owner(known, now=now)
        return None
    user = known or User(email=email.strip().lower(), date_joined=now)
    user.first_name, user.last_name = first_name, last_name
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:  # the same address, at the same instant: that one has its link
        return None
    record(actor=user, verb="sign_up", target=user, now=now)
    send_confirmation(user=user, now=now)
    return None if known else user


def _tell_owner(user: User, *, now: datetime) -> None:
    core_services.keep_email(
        kind="accounts/already_known",
        to=user.email,
        context={"first_name": user.first_name, "url": settings.SITE_URL + reverse("accounts:sign_in")},
        now=now,
    )


def send_confirmation(*, user: User, now: datetime) -> None:
    """E-mail the link that proves the address, for these answers and this password only."""
    content = {"user": user.pk, "email": user.email, "answers": _print_of(user)}
    token = signing.dumps(content, salt=LINK_SALT, compress=True)
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


def _print_of(user: User) -> str:
    return salted_hmac(LINK_SALT, user.password).hexdigest()[:16]


def read_confirmation(*, token: str) -> User:
    """The account a link is for. Raises LinkExpired when forged, too old, already used or replaced by another."""
    try:
        content: dict[str, Any] = signing.loads(token, salt=LINK_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature as problem:
        raise LinkExpired("link_expired") from problem
    user = User.objects.filter(
        pk=content["user"], email=content["email"], email_confirmed_at=None, is_active=True
    ).first()
    if user is None or content["answers"] != _print_of(user):
        raise LinkExpired("link_expired")
    return user


@transaction.atomic
def confirm_email(*, token: str, now: datetime) -> User:
    """Note that the address is proved. The link works once."""
    user = read_confirmation(token=token)
    won = User.objects.filter(pk=user.pk, email_confirmed_at=None, password=user.password).update(
        email_confirmed_at=now
    )
    if not won:
        raise LinkExpired("link_expired")
    record(actor=user, verb="confirm_email", target=user, now=now)
    user.email_confirmed_at = now
    return user


@transaction.atomic
def send_reset(*, email: str, now: datetime) -> None:
    """E-mail the link to choose a new password, when somebody may sign in with this address. Silent otherwise."""
    user = selectors.by_email(email=email)
    if user is None or not user.is_active or not user.has_usable_password():
        return
    uid, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    notifications.send_password_reset(user=user, uid=uid, token=token, now=now)


@transaction.atomic
def change_password(*, user: User, password: str, now: datetime) -> User:
    """A new password, chosen through a link received: it closes every session, and proves the address."""
    user.set_password(password)
    user.email_confirmed_at = user.email_confirmed_at or now
    user.save(update_fields=["password", "email_confirmed_at"])
    MobileToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    record(actor=user, verb="change_password", target=user, now=now)
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
