"""Refusals about structures."""

from typing import ClassVar

from core.errors import DomainError


class CannotRegister(DomainError):
    """Why a structure is not created."""

    messages: ClassVar[dict[str, str]] = {
        "siret_empty": "Indiquez le SIRET de votre structure.",
        "siret_not_digits": "Un SIRET ne contient que des chiffres.",
        "siret_length": "Un SIRET a 14 chiffres.",
        "siret_check_digits": "Ce SIRET contient une erreur de saisie. Relisez-le chiffre par chiffre.",
        "siret_unknown": "Le répertoire Sirene ne connaît pas ce SIRET. Relisez-le, ou écrivez-nous.",
        "siret_closed": "Cet établissement est fermé dans le répertoire Sirene. Indiquez un établissement ouvert.",
        "siret_registered": (
            "Cette structure est déjà inscrite. "
            "Demandez à la personne qui l’administre de vous inviter, ou écrivez-nous."
        ),
        "address_missing": "L’adresse du siège manque. Indiquez-la.",
    }
    status: ClassVar[int] = 422


class CannotDecide(DomainError):
    """Why staff cannot take this decision."""

    messages: ClassVar[dict[str, str]] = {
        "wrong_state": "La structure n’est plus dans l’état attendu. Rechargez la page.",
        "own_structure": "Vous travaillez, ou avez travaillé, dans cette structure : une autre personne doit décider.",
        "reason_missing": "Indiquez le motif : il est envoyé au partenaire.",
    }


class UnknownPlace(DomainError):
    """An address that was not found."""

    messages: ClassVar[dict[str, str]] = {
        "address_unknown": "Adresse introuvable en France. Vérifiez la commune et le code postal.",
        "address_choice": "Plusieurs adresses correspondent. Choisissez la bonne.",
    }
    status: ClassVar[int] = 422
