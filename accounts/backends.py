"""Sign-in of the pages goes through the same counters as the app's."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User
from accounts.services.tokens import check_credentials
from core.errors import DomainError
from core.network import client_network


class CountingBackend(ModelBackend):
    """Django's backend, with throttling (ACC-08). A full counter reads as a wrong password plus a sentence."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The account, or None."""
        if not username or password is None:
            return None
        try:
            user = check_credentials(email=username, password=password, ip=client_network(request))
        except DomainError as refusal:
            if request is not None:
                request.sign_in_refusal = refusal  # type: ignore[attr-defined]
            return None
        return user if self.user_can_authenticate(user) else None
