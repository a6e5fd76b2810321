"""Words shared by the OpenAPI document: the shape of errors, and which codes an operation may answer."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from core.api.errors import GENERAL

REASONS = {
    400: "La demande est mal formée.",
    401: "Le jeton manque ou n’est plus valable.",
    403: "L’accès est refusé.",
    404: "L’élément n’existe pas, ou appartient à quelqu’un d’autre.",
    409: "L’état actuel ne le permet pas.",
    413: "La demande est trop longue.",
    415: "La demande n’est pas en JSON.",
    422: "La règle ne le permet pas.",
    429: "Trop d’essais : attendre le nombre de secondes de l’en-tête Retry-After.",
}
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    required=True,
    type={"type": "string", "minLength": 1, "maxLength": 255},
    description="Nouvelle à chaque réservation. La même clé redonne la première réponse pendant 24 heures.",
)


class ErrorSerializer(serializers.Serializer):
    """La forme de toutes les erreurs."""

    code = serializers.CharField(help_text="Code stable, pour le programme.")
    message = serializers.CharField(help_text="Phrase en français, pour la personne.")
    fields = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Champ → phrases. Vide s’il n’y en a pas.",
    )


def refusals(*general: str, of: Mapping[int, Mapping[str, str]] | None = None) -> dict[int, Any]:
    """Error responses of an operation: general codes by name, others as `of={status: {code: sentence}}`."""
    found: dict[int, dict[str, str]] = {}
    for code in general:
        status, message = GENERAL[code]
        found.setdefault(status, {})[code] = message
    for status, messages in (of or {}).items():
        found.setdefault(status, {}).update(messages)
    return {status: _response(status, messages) for status, messages in sorted(found.items())}


def _response(status: int, messages: Mapping[str, str]) -> OpenApiResponse:
    examples = [
        OpenApiExample(code, value={"code": code, "message": message, "fields": {}}, response_only=True)
        for code, message in messages.items()
    ]
    return OpenApiResponse(ErrorSerializer, description=REASONS[status], examples=examples)
