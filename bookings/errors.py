"""Refusals about bookings: stable codes of the API contract, sentences for people."""

from typing import ClassVar

from core.errors import DomainError

_UNPROCESSABLE = {"insufficient_credit", "quantity_not_allowed", "too_late_to_cancel"}


class _Refusal(DomainError):
    def __init__(self, code: str, *, message: str | None = None, field: str | None = None) -> None:
        super().__init__(code, message=message, field=field)
        if code in _UNPROCESSABLE:
            self.status = 422  # type: ignore[misc]


class CannotBook(_Refusal):
    """Why a place is not booked."""

    messages: ClassVar[dict[str, str]] = {
        "already_booked": "Vous avez déjà réservé cette offre.",
        "quantity_not_allowed": "Ce nombre de places n’est pas possible pour cette offre.",
        "stock_not_bookable": "Cette séance n’est plus réservable.",
        "booking_closed": "Les réservations de cette séance sont closes.",
        "sold_out": "Il ne reste plus assez de places.",
        "insufficient_credit": "Votre crédit ne suffit pas pour cette réservation.",
    }


class CannotCancel(_Refusal):
    """Why a booking is not cancelled."""

    messages: ClassVar[dict[str, str]] = {
        "already_used": "Cette réservation est déjà validée : elle ne s’annule plus.",
        "already_cancelled": "Cette réservation est déjà annulée.",
        "too_late_to_cancel": "Le délai d’annulation est passé.",
    }


class CannotUse(_Refusal):
    """Why the Guichet does not validate."""

    messages: ClassVar[dict[str, str]] = {
        "unknown_code": "Ce code n’existe pas dans votre structure. Relisez-le avec la personne.",
        "already_used": "Cette réservation est déjà validée.",
        "cancelled": "Cette réservation est annulée.",
        "paid": "Cette réservation est déjà dans un virement.",
        "still_cancellable": "La personne peut encore annuler. Revenez après cette heure.",
    }


class CannotUnuse(_Refusal):
    """Why a validation is not taken back."""

    messages: ClassVar[dict[str, str]] = {
        "not_used": "Cette réservation n’est pas validée.",
        "past": "72 h ont passé depuis la séance : la validation ne se reprend plus.",
        "paid": "Le remboursement est en cours : la validation ne se reprend plus.",
    }


class CannotMove(_Refusal):
    """Why a date is neither moved nor deleted."""

    messages: ClassVar[dict[str, str]] = {
        "already_begun": "Cette séance a commencé : elle ne se déplace ni ne se supprime plus.",
        "slot_gone": "Cette séance n’existe plus.",
    }
