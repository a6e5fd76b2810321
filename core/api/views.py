"""The base of every view of the mobile API, and the decorator of those that must act once per key."""

import hashlib
import json
import string
from collections.abc import Callable
from functools import wraps
from typing import Any, BinaryIO, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core import idempotency
from core.api.errors import TooLarge
from core.guards import Predicate, anyone

LONGEST_BODY = 64 * 1024
LONGEST_KEY = 255
VISIBLE = frozenset(string.printable) - frozenset("\t\n\r\x0b\x0c")
KEY_REFUSED = (
    "Joignez un en-tête Idempotency-Key de 1 à 255 caractères visibles, nouveau pour chaque réservation."
)


def bears_token(request: Any) -> bool:
    """An account behind a live access token."""
    return request.user is not None and request.user.is_authenticated


class Guarded(BasePermission):
    """The view's guard, asked the way pages are."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Ask it."""
        return view.guard(request)


class BoundedJSON(JSONParser):
    """JSON is UTF-8, short, and not nested for sport."""

    def parse(self, stream: BinaryIO, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The decoded body. Raises TooLarge or ParseError."""
        body = stream.read(LONGEST_BODY + 1)
        if len(body) > LONGEST_BODY:
            raise TooLarge
        try:
            return json.loads(body.decode(), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as problem:
            raise ParseError from problem


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


class AlwaysJSON(BaseContentNegotiation):
    """One format: `Accept` and `?format=` change nothing."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The parser of the body's own type."""
        return next((parser for parser in parsers if _is_json(request.content_type)), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """JSON."""
        return renderers[0], renderers[0].media_type


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"


class ApiView(APIView):
    """A resource for whoever bears an access token. `self.now` is the one instant of the request."""

    guard: ClassVar[Predicate] = staticmethod(bears_token)
    http_method_names: ClassVar[list[str]] = ["get", "head", "post"]
    permission_classes: ClassVar[list[Any]] = [Guarded]
    parser_classes: ClassVar[list[Any]] = [BoundedJSON]
    renderer_classes: ClassVar[list[Any]] = [JSONRenderer]
    content_negotiation_class = AlwaysJSON
    metadata_class = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """The view, which says who may enter like any other."""
        view = super().as_view(**initkwargs)
        view.guard = cls.guard  # type: ignore[attr-defined]
        return view

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read the clock once, then authenticate and ask the guard."""
        self.now = timezone.now()
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: HttpRequest, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Nothing of an account is left in a cache, unless the view says otherwise."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class PublicApiView(ApiView):
    """A resource for everyone: an `Authorization` header, even a stale one, changes nothing."""

    guard: ClassVar[Predicate] = staticmethod(anyone)
    authentication_classes: ClassVar[list[Any]] = []


def idempotent(handler: Callable[..., Response]) -> Callable[..., Response]:
    """Make a POST act once per `Idempotency-Key` and account; a repeated request gets the first answer again.

    Only what the handler returns is kept: it refuses by raising.
    """

    @wraps(handler)
    def once(view: ApiView, request: Request, *args: Any, **kwargs: Any) -> Response:
        def act() -> idempotency.Answer:
            response = handler(view, request, *args, **kwargs)
            body = JSONRenderer().render(response.data).decode()
            return idempotency.Answer(status=response.status_code, body=body)

        answer = idempotency.once(
            user_id=request.user.pk,
            key=_key(request),
            fingerprint=_fingerprint(request),
            now=view.now,
            act=act,
        )
        return Response(json.loads(answer.body), status=answer.status)

    return once


def _key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not 1 <= len(key) <= LONGEST_KEY or not set(key) <= VISIBLE or not key.strip():
        raise ValidationError({"Idempotency-Key": [KEY_REFUSED]})
    return key


def _fingerprint(request: Request) -> str:
    """What makes two requests the same: address and content, not the order or spacing of the JSON."""
    content = json.dumps([request.method, request.path, request.data], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
