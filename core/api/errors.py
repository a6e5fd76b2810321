"""Every error of the API is `{"code", "message", "fields"}` (contract §4)."""

import logging
from dataclasses import dataclass, field
from typing import Any

import redis
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from core.errors import DomainError, TooManyTries

logger = logging.getLogger(__name__)

CHALLENGE = 'Bearer realm="api"'
RETRY_UNAVAILABLE = 2  # seconds

#: Codes that belong to no app → (status, sentence).
GENERAL: dict[str, tuple[int, str]] = {
    "invalid": (400, "La demande contient une erreur."),
    "not_authenticated": (401, "Connectez-vous pour continuer."),
    "invalid_token": (401, "Cette session n’est plus valable. Reconnectez-vous."),
    "not_allowed": (403, "Vous n’avez pas le droit de faire cela."),
    "not_found": (404, "Cet élément n’existe pas."),
    "method_not_allowed": (405, "Cette adresse n’accepte pas cette méthode."),
    "too_large": (413, "La demande est trop longue."),
    "unsupported_media_type": (415, "La demande s’écrit en JSON."),
    "too_many_tries": (429, "Trop d’essais. Réessayez dans quelques minutes."),
    "server_error": (500, "Une erreur est survenue de notre côté. Réessayez dans un instant."),
    "unavailable": (503, "Le service est momentanément indisponible. Réessayez dans un instant."),
}

_OF_CLASS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    ((exceptions.ValidationError, exceptions.ParseError), "invalid"),
    (exceptions.NotAuthenticated, "not_authenticated"),
    (exceptions.AuthenticationFailed, "invalid_token"),
    ((exceptions.PermissionDenied, PermissionDenied), "not_allowed"),
    ((exceptions.NotFound, Http404), "not_found"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    # A server that is down, a lock or a statement that waited too long: worth asking again.
    ((OperationalError, InterfaceError, redis.RedisError), "unavailable"),
)


class TooLarge(exceptions.APIException):
    """The body is longer than any request of this API."""

    status_code = 413
    default_code = "too_large"


@dataclass(kw_only=True)
class _Problem:
    code: str
    status: int
    message: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def exception_handler(raised: Exception, context: dict[str, Any]) -> Response:
    """Turn whatever a view raised into an answer. What nobody foresaw is logged, signalled and answered 50"""
    problem = _of_domain(raised) if isinstance(raised, DomainError) else _of_framework(raised)
    if problem.status >= 500:
        _report(raised, context)
    if problem.status == 401:
        problem.headers["WWW-Authenticate"] = CHALLENGE
    body = {"code": problem.code, "message": problem.message, "fields": problem.fields}
    return Response(body, status=problem.status, headers=problem.headers)


def _of_domain(refusal: DomainError) -> _Problem:
    return _Problem(
        code=refusal.code,
        status=refusal.status,
        message=refusal.message,
        fields={refusal.field: [refusal.message]} if refusal.field else {},
        headers={"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooManyTries) else {},
    )


def _of_framework(raised: Exception) -> _Problem:
    code = next((code for kind, code in _OF_CLASS if isinstance(raised, kind)), _own_code(raised))
    status, message = GENERAL[code]
    problem = _Problem(code=code, status=status, message=message)
    if isinstance(raised, exceptions.ValidationError):
        problem.fields = _fields(raised.detail)
    if code == "unavailable":
        problem.headers["Retry-After"] = str(RETRY_UNAVAILABLE)
    return problem


def _own_code(raised: Exception) -> str:
    code = raised.default_code if isinstance(raised, exceptions.APIException) else "server_error"
    return code if code in GENERAL else "server_error"


def _fields(detail: Any) -> dict[str, list[str]]:
    """Field → sentences; what is about no field in particular stands under `non_field_errors`."""
    if not isinstance(detail, dict):
        detail = {"non_field_errors": detail}
    return {str(name): _sentences(found) for name, found in detail.items()}


def _sentences(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [sentence for part in found.values() for sentence in _sentences(part)]
    if isinstance(found, list):
        return [sentence for part in found for sentence in _sentences(part)]
    return [str(found)]


def _report(raised: Exception, context: dict[str, Any]) -> None:
    """As Django does for a page: in the log, and to whoever listens."""
    request = context["request"]._request
    logger.error("%s %s", request.method, request.path, exc_info=raised, extra={"request": request})
    got_request_exception.send(sender=type(context.get("view")), request=request)
