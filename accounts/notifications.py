"""E-mails about accounts."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from core import services as core_services


def send_password_reset(*, user: User, uid: str, token: str, now: datetime) -> None:
    """The link to choose a new password."""
    url = settings.SITE_URL + reverse("accounts:reset_confirm", args=[uid, token])
    core_services.keep_email(
        kind="accounts/reset", to=user.email, context={"first_name": user.first_name, "url": url}, now=now
    )
