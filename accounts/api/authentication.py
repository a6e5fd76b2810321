"""`Authorization: Bearer <access token>`, for the mobile app."""

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import selectors
from accounts.models import MobileToken, User
from accounts.services.tokens import digest_of

SCHEME = "bearer"
LONGEST_HEADER = 256


class BearerAuthentication(BaseAuthentication):
    """The account behind a live access token. Forged, expired and revoked ones get the same answer."""

    def authenticate(self, request: Request) -> tuple[User, MobileToken] | None:
        """The account and its token; None when there is no token. Raises AuthenticationFailed."""
        header = request.headers.get("Authorization", "")
        scheme, _, raw = header.partition(" ")
        if scheme.lower() != SCHEME:
            return None
        if len(header) > LONGEST_HEADER or not raw.isascii():
            raise AuthenticationFailed
        token = selectors.live_token(
            digest=digest_of(raw=raw.strip()), kind=MobileToken.Kind.ACCESS, now=timezone.now()
        )
        if token is None:
            raise AuthenticationFailed
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """The challenge that makes a refusal a 401."""
        return "Bearer"
