"""Refusals about offers."""

from typing import ClassVar

from core.errors import DomainError


class CannotEdit(DomainError):
    """Why an offer cannot be changed so."""

    messages: ClassVar[dict[str, str]] = {
        "title_missing": "Donnez un titre à votre offre.",
        "title_too_long": "Le titre compte 90 caractères au plus.",
        "subcategory_unknown": "Choisissez une sous-catégorie dans la liste.",
        "duo_not_allowed": "Cette sous-catégorie ne se réserve pas en duo.",
        "starts_in_the_past": "Cette date est passée. Choisissez une date à venir.",
        "starts_too_late": "Choisissez une date dans les deux ans.",
        "closes_after_start": "Les réservations ferment au plus tard au début de la séance.",
        "price_too_high": "Le prix ne peut pas dépasser 300 €.",
        "price_invalid": "Indiquez un prix en euros, par exemple 4,50.",
        "seats_invalid": "Indiquez un nombre de places entre 1 et 1 000 000.",
        "seats_below_booked": "Des places sont déjà réservées : ce nombre est trop petit.",
        "date_twice": "Cette offre a déjà une séance à cette date et à cette heure.",
        "too_many_dates": "Une offre compte 2 500 séances au plus.",
    }
    status: ClassVar[int] = 422


class CannotPublish(DomainError):
    """Why an offer is not published yet, or cannot be paused."""

    messages: ClassVar[dict[str, str]] = {
        "address_missing": "Indiquez où se déroule la séance.",
        "date_missing": "Ajoutez au moins une séance à venir.",
        "price_missing": "Indiquez un tarif.",
        "wrong_state": "L’offre n’est plus dans l’état attendu. Rechargez la page.",
        "venue_closed": "Cette structure est fermée ou refusée : ses offres ne peuvent pas être publiées.",
    }
    status: ClassVar[int] = 409


class NoSeatLeft(DomainError):
    """The seats are gone."""

    messages: ClassVar[dict[str, str]] = {"sold_out": "Il ne reste plus assez de places."}
    status: ClassVar[int] = 409
