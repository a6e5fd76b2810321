"""Refusals of the help pages: articles, webinars, messages to the team."""

from typing import ClassVar

from core.errors import DomainError


class CannotWrite(DomainError):
    """Why an article is not kept as it was typed."""

    messages: ClassVar[dict[str, str]] = {
        "title_missing": "Donnez un titre à l’article.",
        "title_too_long": "Ce titre est trop long. 140 caractères au plus.",
        "summary_missing": "Résumez l’article en une phrase.",
        "summary_too_long": "Ce résumé est trop long. 280 caractères au plus.",
        "body_missing": "Écrivez le texte de l’article.",
        "body_too_long": "Ce texte est trop long. 30 000 caractères au plus : faites deux articles.",
        "collection_unknown": "Choisissez une collection de la liste.",
        "position_invalid": "Le rang va de 1 à 999.",
        "related_to_itself": "Un article n’est pas lié à lui-même.",
        "slug_taken": "Un autre article vient de prendre cette adresse. Enregistrez de nouveau.",
        "changed_since": "Quelqu’un a modifié cet article entre-temps. Copiez votre texte, puis rechargez la page.",
    }
    status: ClassVar[int] = 422


class CannotPublish(DomainError):
    """Why an article does not change state."""

    messages: ClassVar[dict[str, str]] = {
        "wrong_state": "L’article n’est plus dans l’état attendu. Rechargez la page.",
    }


class CannotRegister(DomainError):
    """Why a place at a webinar is not taken, or not given back."""

    messages: ClassVar[dict[str, str]] = {
        "full": "Ce webinaire est complet. Choisissez une autre date.",
        "begun": "Ce webinaire a déjà commencé. Choisissez une autre date.",
        "cancelled": "Ce webinaire est annulé. Choisissez une autre date.",
        "already_registered": "Vous êtes déjà inscrit à ce webinaire.",
        "not_registered": "Vous n’êtes pas inscrit à ce webinaire.",
    }


class CannotPlan(DomainError):
    """Why staff may not do that to a webinar, or to the pattern of webinars."""

    messages: ClassVar[dict[str, str]] = {
        "cancelled": "Ce webinaire est annulé : il ne change plus.",
        "begun": "Ce webinaire a déjà commencé : il ne se déplace ni ne s’annule plus.",
        "not_begun": "La présence se note à partir du début du webinaire.",
        "in_the_past": "Cette date est passée. Choisissez une date à venir.",
        "same_date": "C’est déjà la date de ce webinaire.",
        "same_address": "C’est déjà l’adresse de ce webinaire.",
        "address_missing": "Donnez l’adresse de la visioconférence.",
        "reason_missing": "Dites pourquoi : les inscrits le liront.",
        "somebody_else": "Une personne cochée n’est pas inscrite à ce webinaire.",
        "zone_unknown": "Ce fuseau horaire n’existe pas. Exemple : Europe/Paris.",
        "ordinals_unknown": "Choisissez parmi le premier, le deuxième, le troisième et le quatrième.",
        "address_unsafe": "Cette adresse doit commencer par https://.",
        "another_active": "Un autre rythme est actif. Arrêtez-le d’abord.",
    }


class CannotSend(DomainError):
    """Why a message to the team is not taken, or not moved."""

    messages: ClassVar[dict[str, str]] = {
        "name_on_one_line": "Écrivez votre nom sur une seule ligne.",
        "page_elsewhere": "Cette page n’est pas de ce site. Exemple : /offres/.",
        "wrong_state": "Ce message n’est plus dans l’état attendu. Rechargez la page.",
    }
    status: ClassVar[int] = 422
