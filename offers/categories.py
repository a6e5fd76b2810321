"""Categories and sub-categories, as frozen data. Pure. Source: domain.md §2.6 (73 rows)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

CATEGORIES: dict[str, str] = {
    "CINEMA": "Cinéma",
    "FILM": "Film, vidéo",
    "CONFERENCE_RENCONTRE": "Conférences, rencontres",
    "JEU": "Jeux",
    "LIVRE": "Livre",
    "CARTE_JEUNES": "Carte jeunes",
    "MUSEE": "Musée, patrimoine, arts visuels",
    "MUSIQUE_LIVE": "Musique live",
    "MUSIQUE_ENREGISTREE": "Musique enregistrée",
    "PRATIQUE_ART": "Pratique artistique",
    "MEDIA": "Médias",
    "SPECTACLE": "Spectacle vivant",
    "INSTRUMENT": "Instrument de musique",
    "BEAUX_ARTS": "Beaux-arts",
    "TECHNIQUE": "Catégorie technique",
}


@dataclass(frozen=True, kw_only=True)
class Subcategory:
    """What the portal must know of a kind of offer."""

    code: str
    category: str
    label: str
    event: bool = False
    duo: bool = False
    where: Literal["offline", "online", "both"] = "offline"
    reimbursement: Literal["standard", "book", "unpaid"] = "standard"
    expires_after_days: int | None = None
    school: bool = False
    selectable: bool = True


def _s(code: str, category: str, label: str, **flags: object) -> Subcategory:
    return Subcategory(code=code, category=category, label=label, **flags)  # type: ignore[arg-type]


_ALL: Sequence[Subcategory] = (
    _s("SEANCE_CINE", "CINEMA", "Séance de cinéma", event=True, duo=True, school=True),
    _s("EVENEMENT_CINE", "CINEMA", "Évènement cinématographique", event=True, duo=True, school=True),
    _s("FESTIVAL_CINE", "CINEMA", "Festival de cinéma", event=True, duo=True, school=True),
    _s("CINE_PLEIN_AIR", "CINEMA", "Cinéma plein air", event=True, duo=True, school=True),
    _s("CINE_VENTE_DISTANCE", "CINEMA", "Cinéma vente à distance", where="online"),
    _s("CARTE_CINE_MULTISEANCES", "CINEMA", "Carte cinéma multi-séances", expires_after_days=30),
    _s("CARTE_CINE_ILLIMITE", "CINEMA", "Carte cinéma illimité", expires_after_days=30),
    _s("SUPPORT_PHYSIQUE_FILM", "FILM", "Support physique (DVD, Blu-ray)", expires_after_days=30),
    _s("ABO_MEDIATHEQUE", "FILM", "Abonnement médiathèque", expires_after_days=30),
    _s("VOD", "FILM", "Vidéo à la demande", where="online", reimbursement="unpaid"),
    _s("ABO_PLATEFORME_VIDEO", "FILM", "Abonnement plateforme vidéo", where="online", reimbursement="unpaid"),
    _s("AUTRE_SUPPORT_NUMERIQUE", "FILM", "Autre support numérique", where="online", reimbursement="unpaid"),
    _s("CONFERENCE", "CONFERENCE_RENCONTRE", "Conférence", event=True, duo=True, school=True),
    _s("RENCONTRE", "CONFERENCE_RENCONTRE", "Rencontre", event=True, duo=True, school=True),
    _s(
        "DECOUVERTE_METIERS",
        "CONFERENCE_RENCONTRE",
        "Découverte des métiers",
        event=True,
        duo=True,
        school=True,
        selectable=False,
    ),
    _s("SALON", "CONFERENCE_RENCONTRE", "Salon ou convention", event=True, duo=True, school=True),
    _s(
        "RENCONTRE_EN_LIGNE",
        "CONFERENCE_RENCONTRE",
        "Rencontre en ligne",
        event=True,
        where="online",
        reimbursement="unpaid",
        school=True,
    ),
    _s("CONCOURS", "JEU", "Concours - jeux", event=True, duo=True, school=True),
    _s("RENCONTRE_JEU", "JEU", "Rencontres - jeux", event=True, duo=True, school=True),
    _s("EVENEMENT_JEU", "JEU", "Évènements - jeux", event=True, duo=True, school=True),
    _s("ESCAPE_GAME", "JEU", "Escape game", duo=True),
    _s("JEU_EN_LIGNE", "JEU", "Jeux en ligne", where="online", reimbursement="unpaid"),
    _s("ABO_JEU_VIDEO", "JEU", "Abonnement jeux vidéo", where="online", reimbursement="unpaid"),
    _s("ABO_LUDOTHEQUE", "JEU", "Abonnement ludothèque", expires_after_days=30, selectable=False),
    _s("LIVRE_PAPIER", "LIVRE", "Livre papier", reimbursement="book", expires_after_days=10),
    _s("LIVRE_NUMERIQUE", "LIVRE", "Livre numérique", where="online", reimbursement="book"),
    _s(
        "ABO_LIVRE_NUMERIQUE",
        "LIVRE",
        "Abonnement livres numériques",
        where="online",
        reimbursement="book",
        expires_after_days=30,
    ),
    _s(
        "TELECHARGEMENT_LIVRE_AUDIO",
        "LIVRE",
        "Livre audio à télécharger",
        where="online",
        reimbursement="unpaid",
    ),
    _s("LIVRE_AUDIO_PHYSIQUE", "LIVRE", "Livre audio sur support physique", expires_after_days=30),
    _s("ABO_BIBLIOTHEQUE", "LIVRE", "Abonnement bibliothèque", expires_after_days=30),
    _s("FESTIVAL_LIVRE", "LIVRE", "Festival et salon du livre", event=True, duo=True),
    _s("CARTE_JEUNES", "CARTE_JEUNES", "Carte jeunes", expires_after_days=30),
    _s("CARTE_MUSEE", "MUSEE", "Abonnement musée, carte ou pass", duo=True, expires_after_days=30),
    _s("VISITE", "MUSEE", "Visite libre", event=True, duo=True, school=True),
    _s("VISITE_GUIDEE", "MUSEE", "Visite guidée", event=True, duo=True, school=True),
    _s("EVENEMENT_PATRIMOINE", "MUSEE", "Évènement et atelier patrimoine", event=True, duo=True, school=True),
    _s("VISITE_VIRTUELLE", "MUSEE", "Visite virtuelle", where="online", reimbursement="unpaid"),
    _s("MUSEE_VENTE_DISTANCE", "MUSEE", "Musée vente à distance", where="online"),
    _s("FESTIVAL_ART_VISUEL", "MUSEE", "Festival d’arts visuels", event=True, duo=True, school=True),
    _s("CONCERT", "MUSIQUE_LIVE", "Concert", event=True, duo=True, school=True),
    _s(
        "EVENEMENT_MUSIQUE",
        "MUSIQUE_LIVE",
        "Autre type d’évènement musical",
        event=True,
        duo=True,
        school=True,
    ),
    _s("FESTIVAL_MUSIQUE", "MUSIQUE_LIVE", "Festival de musique", event=True, duo=True, school=True),
    _s("LIVESTREAM_MUSIQUE", "MUSIQUE_LIVE", "Livestream musical", event=True, where="online"),
    _s("ABO_CONCERT", "MUSIQUE_LIVE", "Abonnement concert", expires_after_days=30),
    _s("SUPPORT_PHYSIQUE_MUSIQUE_CD", "MUSIQUE_ENREGISTREE", "CD", expires_after_days=30),
    _s(
        "SUPPORT_PHYSIQUE_MUSIQUE_VINYLE",
        "MUSIQUE_ENREGISTREE",
        "Vinyles et autres supports",
        expires_after_days=30,
    ),
    _s(
        "TELECHARGEMENT_MUSIQUE",
        "MUSIQUE_ENREGISTREE",
        "Téléchargement de musique",
        where="online",
        reimbursement="unpaid",
    ),
    _s(
        "ABO_PLATEFORME_MUSIQUE",
        "MUSIQUE_ENREGISTREE",
        "Abonnement plateforme musicale",
        where="online",
        reimbursement="unpaid",
    ),
    _s(
        "CAPTATION_MUSIQUE",
        "MUSIQUE_ENREGISTREE",
        "Captation musicale",
        reimbursement="unpaid",
        selectable=False,
    ),
    _s(
        "SEANCE_ESSAI_PRATIQUE_ART",
        "PRATIQUE_ART",
        "Séance d’essai",
        event=True,
        duo=True,
        expires_after_days=30,
        school=True,
    ),
    _s(
        "ATELIER_PRATIQUE_ART",
        "PRATIQUE_ART",
        "Atelier, stage de pratique artistique",
        event=True,
        duo=True,
        school=True,
    ),
    _s("ABO_PRATIQUE_ART", "PRATIQUE_ART", "Abonnement pratique artistique", expires_after_days=30),
    _s("PRATIQUE_ART_VENTE_DISTANCE", "PRATIQUE_ART", "Pratique artistique vente à distance", where="online"),
    _s(
        "PLATEFORME_PRATIQUE_ARTISTIQUE",
        "PRATIQUE_ART",
        "Plateforme de pratique artistique",
        where="online",
        reimbursement="unpaid",
        expires_after_days=30,
    ),
    _s(
        "LIVESTREAM_PRATIQUE_ARTISTIQUE",
        "PRATIQUE_ART",
        "Pratique artistique en direct",
        event=True,
        where="online",
    ),
    _s("ABO_PRESSE_EN_LIGNE", "MEDIA", "Abonnement presse en ligne", where="online", reimbursement="unpaid"),
    _s("PODCAST", "MEDIA", "Podcast", where="online", reimbursement="unpaid"),
    _s("APP_CULTURELLE", "MEDIA", "Application culturelle", where="online", reimbursement="unpaid"),
    _s(
        "SPECTACLE_REPRESENTATION",
        "SPECTACLE",
        "Spectacle, représentation",
        event=True,
        duo=True,
        school=True,
    ),
    _s("FESTIVAL_SPECTACLE", "SPECTACLE", "Festival de spectacle vivant", event=True, duo=True, school=True),
    _s("LIVESTREAM_EVENEMENT", "SPECTACLE", "Livestream d’évènement", event=True, where="online"),
    _s("SPECTACLE_ENREGISTRE", "SPECTACLE", "Spectacle enregistré", where="online", reimbursement="unpaid"),
    _s("ABO_SPECTACLE", "SPECTACLE", "Abonnement spectacle", expires_after_days=30),
    _s("SPECTACLE_VENTE_DISTANCE", "SPECTACLE", "Spectacle vente à distance", where="online"),
    _s("ACHAT_INSTRUMENT", "INSTRUMENT", "Achat d’instrument", expires_after_days=30),
    _s("LOCATION_INSTRUMENT", "INSTRUMENT", "Location d’instrument", expires_after_days=30),
    _s("PARTITION", "INSTRUMENT", "Partition", expires_after_days=30),
    _s(
        "BON_ACHAT_INSTRUMENT",
        "INSTRUMENT",
        "Bon d’achat instrument",
        expires_after_days=30,
        selectable=False,
    ),
    _s("MATERIEL_ART_CREATIF", "BEAUX_ARTS", "Matériel arts créatifs", expires_after_days=30),
    _s(
        "ACTIVATION_EVENT",
        "TECHNIQUE",
        "Évènement d’activation",
        event=True,
        where="both",
        reimbursement="unpaid",
        selectable=False,
    ),
    _s(
        "ACTIVATION_THING",
        "TECHNIQUE",
        "Bien d’activation",
        where="both",
        reimbursement="unpaid",
        selectable=False,
    ),
    _s(
        "JEU_SUPPORT_PHYSIQUE",
        "TECHNIQUE",
        "Jeu sur support physique",
        where="both",
        reimbursement="unpaid",
        selectable=False,
    ),
    _s(
        "OEUVRE_ART",
        "TECHNIQUE",
        "Œuvre d’art",
        where="both",
        reimbursement="unpaid",
        expires_after_days=30,
        selectable=False,
    ),
)

SUBCATEGORIES: dict[str, Subcategory] = {row.code: row for row in _ALL}

#: The four formats of the partner guide, in its order.
CINEMA_EVENTS = ("SEANCE_CINE", "EVENEMENT_CINE", "CINE_PLEIN_AIR", "FESTIVAL_CINE")


def dated_physical(*, category: str | None = None) -> list[Subcategory]:
    """Sub-categories of a dated event that takes place somewhere, that partners may choose; cinema first."""
    found = [
        row
        for row in _ALL
        if row.event and row.selectable and row.where == "offline" and category in (None, row.category)
    ]
    first = [SUBCATEGORIES[code] for code in CINEMA_EVENTS if category in (None, "CINEMA")]
    return first + [row for row in found if row.code not in CINEMA_EVENTS]


def codes_reimbursed_as(group: str) -> list[str]:
    """Codes of a reimbursement group, for set-based SQL."""
    return [row.code for row in _ALL if row.reimbursement == group]
