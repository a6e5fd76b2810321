"""Refusals about accounts."""

from typing import ClassVar

from core.errors import DomainError


class CannotSignIn(DomainError):
    """Wrong address or password (the same answer, whichever it is), or a session that ended."""

    messages: ClassVar[dict[str, str]] = {
        "invalid_credentials": "Adresse e-mail ou mot de passe incorrect.",
        "email_not_confirmed": "Confirmez d’abord votre adresse : le lien est dans votre boîte de réception.",
        "invalid_token": "Cette session n’est plus valable. Reconnectez-vous.",
    }
    status: ClassVar[int] = 401


class LinkExpired(DomainError):
    """A confirmation link that is too old, or already used."""

    messages: ClassVar[dict[str, str]] = {
        "link_expired": "Ce lien n’est plus valable. Demandez-en un nouveau.",
    }
    status: ClassVar[int] = 422


class InsufficientCredit(DomainError):
    """Not enough credit left."""

    messages: ClassVar[dict[str, str]] = {
        "insufficient_credit": "Votre crédit ne suffit pas pour cette réservation.",
    }
    status: ClassVar[int] = 422
