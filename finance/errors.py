"""Refusals about money."""

from typing import ClassVar

from core.errors import DomainError


class CannotDeposit(DomainError):
    """Why a bank account's file is not taken."""

    messages: ClassVar[dict[str, str]] = {
        "iban_invalid": "Cet IBAN n’est pas lisible. Recopiez-le en entier, lettres et chiffres.",
        "iban_wrong_key": "Cet IBAN contient une erreur de saisie. Relisez-le caractère par caractère.",
        "iban_not_sepa": "Cet IBAN est hors de la zone SEPA. Indiquez un compte en euros de cette zone.",
        "iban_known": "Cet IBAN est déjà déposé pour votre structure.",
        "bic_missing": "Nous ne connaissons pas le BIC de cette banque. Indiquez-le : il est sur votre RIB.",
        "bic_invalid": "Ce BIC n’est pas valable. Il a 8 ou 11 caractères, et figure sur votre RIB.",
        "proof_missing": "Joignez votre RIB.",
        "wrong_state": "Ce dossier n’attend pas de correction. Rechargez la page.",
    }
    status: ClassVar[int] = 422


class CannotDecide(DomainError):
    """Why staff cannot take this decision about a bank account's file."""

    messages: ClassVar[dict[str, str]] = {
        "wrong_state": "Le dossier n’est plus dans l’état attendu. Rechargez la page.",
        "reason_missing": "Indiquez le motif : il est envoyé au partenaire.",
        "own_file": "Vous avez déposé ce dossier. Une autre personne doit le décider.",
    }


class CannotAttach(DomainError):
    """Why a structure is not attached to an account, or detached from it."""

    messages: ClassVar[dict[str, str]] = {
        "not_accepted": "Ce compte n’est pas encore accepté. Vous pourrez rattacher vos structures ensuite.",
        "other_entity": "Ce compte n’est pas celui de votre structure.",
        "nothing_chosen": "Choisissez au moins une structure.",
        "not_attached": "Cette structure n’est plus rattachée à ce compte. Rechargez la page.",
        "meanwhile": "Le rattachement a changé entre-temps. Rechargez la page.",
    }


class CannotSettle(DomainError):
    """Why the bank's answer is not recorded."""

    messages: ClassVar[dict[str, str]] = {
        "unknown_file": "Aucun fichier bancaire ne porte l’identifiant « {what} ».",
        "unknown_transfer": "Aucun virement de ce fichier ne porte l’identifiant « {what} ».",
    }
    status: ClassVar[int] = 404

    def __init__(self, code: str, *, what: str) -> None:
        super().__init__(code, message=self.messages[code].format(what=what))
