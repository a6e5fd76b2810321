"""Sign in, renew, sign out, and who am I."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.api import schema  # noqa: F401  (registers how the document names the token)
from accounts.api.serializers import (
    CredentialsSerializer,
    MeSerializer,
    RefreshSerializer,
    TokensSerializer,
    me,
)
from accounts.errors import CannotSignIn
from accounts.services import tokens
from core.api.schema import refusals
from core.api.views import ApiView, PublicApiView
from core.network import client_network

_WRONG = {code: CannotSignIn.messages[code] for code in ("invalid_credentials", "email_not_confirmed")}
_STALE = {"invalid_token": CannotSignIn.messages["invalid_token"]}


class Token(PublicApiView):
    """An address and a password against a pair of tokens."""

    @extend_schema(
        operation_id="sign_in",
        summary="Se connecter",
        description="Dix essais par adresse e-mail et par quart d’heure.",
        tags=["Compte"],
        request=CredentialsSerializer,
        responses={
            200: TokensSerializer,
            **refusals("invalid", "too_large", "unsupported_media_type", "too_many_tries", of={401: _WRONG}),
        },
    )
    def post(self, request: Request) -> Response:
        """Sign in."""
        form = CredentialsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = tokens.check_credentials(**form.validated_data, ip=client_network(request))
        return Response(TokensSerializer(tokens.issue(user=user, now=self.now)).data)


class Refresh(PublicApiView):
    """A renewal token against a new pair."""

    @extend_schema(
        operation_id="refresh",
        summary="Renouveler les jetons",
        description="Un jeton de renouvellement sert une fois. Présenté deux fois, il ferme la session.",
        tags=["Compte"],
        request=RefreshSerializer,
        responses={
            200: TokensSerializer,
            **refusals("invalid", "too_large", "unsupported_media_type", of={401: _STALE}),
        },
    )
    def post(self, request: Request) -> Response:
        """Renew."""
        form = RefreshSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        pair = tokens.refresh(raw=form.validated_data["refresh"], now=self.now)
        return Response(TokensSerializer(pair).data)


class SignOut(ApiView):
    """The end of a session."""

    @extend_schema(
        operation_id="sign_out",
        summary="Se déconnecter",
        description="Les jetons de cette session, accès et renouvellement, ne servent plus.",
        tags=["Compte"],
        request=None,
        responses={204: None, **refusals("not_authenticated", "invalid_token")},
    )
    def post(self, request: Request) -> Response:
        """Revoke the session of the token."""
        tokens.revoke(family=request.auth.family, now=self.now)
        return Response(status=204)


class Me(ApiView):
    """The account behind the token."""

    @extend_schema(
        operation_id="me",
        summary="Mon compte et mon crédit",
        description="Le crédit se dépense jusqu’à `expires_at`. Il est null pour qui n’en a pas reçu.",
        tags=["Compte"],
        responses={200: MeSerializer, **refusals("not_authenticated", "invalid_token")},
    )
    def get(self, request: Request) -> Response:
        """Who am I, and what is left to spend."""
        deposit = selectors.credit_of(user=request.user)
        return Response(MeSerializer(me(user=request.user, deposit=deposit, now=self.now)).data)
