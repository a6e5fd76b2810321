"""Refusals about school groups."""

from typing import ClassVar

from core.errors import DomainError


class CannotPublishForSchools(DomainError):
    """Why a structure may not propose to schools."""

    messages: ClassVar[dict[str, str]] = {
        "not_referenced": (
            "Votre structure n’est pas référencée auprès des ministères. "
            "Demandez d’abord son référencement : votre saisie n’est pas publiée."
        ),
        "venue_closed": (
            "Votre structure est fermée. Elle ne propose plus rien aux établissements : "
            "votre saisie n’est pas publiée."
        ),
    }


class CannotApply(DomainError):
    """Why an application for referencing is not opened, changed or sent."""

    messages: ClassVar[dict[str, str]] = {
        "not_allowed": "Seule une personne qui administre la structure peut demander le référencement.",
        "one_at_a_time": "Un dossier est déjà ouvert pour votre structure. Reprenez-le.",
        "not_a_draft": "Ce dossier est déjà déposé. Il ne se modifie plus.",
        "changed_meanwhile": (
            "Une autre personne a modifié ce dossier pendant votre saisie. "
            "Relisez sa version dans un autre onglet, puis enregistrez à nouveau la vôtre."
        ),
        "another_structure": (
            "Vous avez changé de structure entre-temps. Cette page est celle d’une autre structure : "
            "rien n’est enregistré. Revenez à cette structure dans un autre onglet, puis envoyez à nouveau."
        ),
        "venue_closed": "Votre structure est fermée ou refusée. Elle ne peut pas demander le référencement.",
        "incomplete": "Le dossier n’est pas complet. Relisez les étapes signalées.",
        "honour_missing": "Cochez l’attestation sur l’honneur pour déposer le dossier.",
        "no_region": (
            "Nous ne trouvons pas la région de votre siège. "
            "Écrivez au support : nous corrigerons l’adresse avec vous."
        ),
        "unknown_answer": "Cette réponse n’est pas dans la liste. Rechargez la page.",
        "too_many_pieces": "Vous avez déjà joint 10 pièces. Retirez-en une avant d’en ajouter.",
        "unknown_piece": "Cette pièce n’est plus dans le dossier. Rechargez la page.",
    }
    status: ClassVar[int] = 422


class CannotInstruct(DomainError):
    """Why an opinion or a decision is not taken."""

    messages: ClassVar[dict[str, str]] = {
        "no_mandate": "Vous n’avez aucun mandat pour instruire les dossiers de référencement.",
        "other_region": "Ce dossier est celui d’une autre région. Votre mandat ne la couvre pas.",
        "other_authority": "Votre mandat est celui d’une autre autorité. Cet acte ne vous revient pas.",
        "own_structure": "Vous avez travaillé pour cette structure. Une autre personne doit instruire.",
        "same_person": "Vous avez déjà signé un acte de ce dossier. Une autre personne doit signer celui-ci.",
        "already_given": "Cet avis est déjà rendu. Il ne se modifie pas.",
        "opinions_missing": "La commission décide une fois les deux avis rendus.",
        "not_submitted": "Ce dossier est encore un brouillon. Il n’est pas à instruire.",
        "already_decided": "Ce dossier est déjà décidé. Rechargez la page.",
        "venue_not_validated": (
            "Notre équipe n’a pas encore validé cette structure. Elle ne peut pas être référencée avant."
        ),
        "not_accepted": "Seul un référencement accordé peut être retiré.",
        "unknown_verdict": "Choisissez un avis de la liste.",
        "reason_missing": "Indiquez le motif : il est montré au partenaire.",
    }
    status: ClassVar[int] = 409


class CannotMandate(DomainError):
    """Why a mandate is not given or ended."""

    messages: ClassVar[dict[str, str]] = {
        "not_superuser": "Seule l’administration générale donne ou retire un mandat.",
        "not_staff": "Cette personne n’a pas de compte actif de l’équipe.",
        "own_mandate": "Personne ne se donne un mandat à soi-même.",
        "one_per_region": "Cette personne a déjà un mandat dans cette région. Mettez-y fin d’abord.",
        "unknown_region": "Cette région n’existe pas.",
        "unknown_authority": "Cette autorité n’existe pas.",
        "already_ended": "Ce mandat est déjà terminé.",
    }


class CannotEditOffer(DomainError):
    """Why what was typed of a school offer is refused."""

    messages: ClassVar[dict[str, str]] = {
        "title_missing": "Donnez un titre à votre offre.",
        "title_too_long": "Le titre compte 90 caractères au plus.",
        "description_too_long": "La description compte 5 000 caractères au plus.",
        "price_details_too_long": "Ce texte compte 1 000 caractères au plus.",
        "domain_unknown": "Choisissez des domaines de la liste.",
        "level_unknown": "Choisissez des niveaux de la liste.",
        "place_unknown": "Choisissez un lieu de la liste.",
        "address_missing": "Indiquez l’adresse où vous recevez la classe.",
        "pupils_invalid": "Indiquez un nombre d’élèves entre 1 et 500.",
        "price_invalid": "Le prix va de 0 à 60 000 € pour toute la classe.",
        "duration_invalid": "La durée va d’une minute à sept jours.",
        "limit_after_start": "La réservation ferme au plus tard au début.",
        "another_structure": (
            "Vous avez changé de structure entre-temps. Cette offre était celle d’une autre structure : "
            "rien n’est enregistré. Revenez à cette structure dans un autre onglet, puis envoyez à nouveau."
        ),
        "wrong_state": "Cette offre ne se modifie plus. Dupliquez-la pour en créer une autre.",
        "changed_meanwhile": (
            "Une autre personne a modifié cette offre pendant votre saisie. "
            "Relisez sa version, puis enregistrez à nouveau la vôtre."
        ),
    }
    status: ClassVar[int] = 422


class CannotPublishOffer(DomainError):
    """Why a school offer is not published, withdrawn from sight or put away."""

    messages: ClassVar[dict[str, str]] = {
        "description_missing": "Décrivez ce que vivront les élèves.",
        "domains_missing": "Choisissez au moins un domaine artistique.",
        "levels_missing": "Choisissez au moins un niveau scolaire.",
        "date_missing": "Indiquez la date et l’heure.",
        "date_past": "La date est passée. Choisissez une date à venir.",
        "date_too_late": "Choisissez une date dans les deux ans.",
        "duration_missing": "Indiquez la durée.",
        "limit_missing": "Indiquez jusqu’à quand l’établissement peut réserver.",
        "limit_past": "La date limite de réservation est passée. Repoussez-la.",
        "pupils_missing": "Indiquez le nombre d’élèves.",
        "price_missing": "Indiquez le prix pour la classe, ou 0.",
        "place_missing": "Indiquez où se passe la rencontre.",
        "institution_missing": "Choisissez l’établissement à qui vous proposez l’offre.",
        "contact_missing": "Indiquez l’e-mail où l’enseignant peut vous écrire.",
        "wrong_state": "L’offre n’est plus dans l’état attendu. Rechargez la page.",
        "changed_meanwhile": (
            "Une autre personne a modifié cette offre depuis votre lecture. La voici. Relisez-la, puis publiez-la."
        ),
    }
    status: ClassVar[int] = 409


class CannotLoad(DomainError):
    """Why a directory of schools is not loaded: nothing of it is kept."""

    messages: ClassVar[dict[str, str]] = {
        "bad_lines": "Des lignes sont incorrectes. Rien n’est chargé.",
        "bad_header": "Les colonnes attendues sont : uai ; nom ; type ; commune ; code_postal ; code_insee.",
    }
    status: ClassVar[int] = 422
