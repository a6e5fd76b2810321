"""The words people put above their columns, folded, and the field each one names."""

import re

from circuits.reading.texts import words
from circuits.reading.values import Field
from core.text import fold

_WORDS: dict[Field, str] = {
    Field.DAY: "date, dates, le, date seance, date de seance, date projection, "
    "date de projection, date de la seance, "
    "jour et date, date du film, jour date, date prevue, dates seances, quand",
    Field.WEEKDAY: "jour, jours, jour semaine, jour de la semaine, jour de semaine",
    Field.TIME: "heure, heures, horaire, horaires, h, heure seance, heure de seance, "
    "heure de projection, debut, "
    "heure debut, heure de debut, heure de la seance, horaire seance, a quelle heure",
    Field.MOMENT: "date et heure, date heure, date heures, date horaire, date et horaire, "
    "jour et heure, seance, seances, "
    "date et heure de la seance, jour heure, creneau, quand, date et h",
    Field.COMMUNE: "commune, communes, village, villages, ville, villes, localite, "
    "bourg, municipalite, nom commune, "
    "nom de la commune, nom du village, point de projection, circuit, etape, commune d accueil, city",
    Field.POSTAL_CODE: "code postal, cp, c p, code, zip, codepostal, code post, code postal commune",
    Field.HALL: "salle, salles, nom salle, nom de la salle, batiment, equipement, "
    "nom du lieu, lieu de projection, "
    "salle de projection, lieu dit, site, hall, lieu precis",
    Field.PLACE: "lieu, lieux, endroit, ou, lieu et commune, commune et salle, "
    "commune salle, ville salle, village salle, "
    "lieu de la seance, lieu seance, lieu projection, adresse complete, salle et commune, salle commune, lieu commune",
    Field.STREET: "adresse, rue, voie, adresse postale, adresse salle, adresse de la salle, numero et rue, adresse 1",
    Field.FILM: "film, films, titre, titres, titre film, titre du film, nom du film, "
    "oeuvre, programme, intitule, "
    "nom film, film projete, projection, long metrage, title, titre de l oeuvre, spectacle",
    Field.PRICE: "tarif, tarifs, prix, tarif plein, prix plein, plein tarif, entree, "
    "montant, tp, prix entree, prix place, "
    "prix de la place, tarif normal, tarif unique, prix unitaire, cout, "
    "tarif adulte, adulte, adultes, billet, tarif euros",
    Field.REDUCED: "tarif reduit, prix reduit, reduit, tr, demi tarif, tarif enfant, "
    "enfant, enfants, tarif jeune, "
    "reduction, tarif reduit euros, tarif adherent, adherent, moins de 18 ans, tarif enfants, tarif reduit jeune",
    Field.SEATS: "places, jauge, jauges, capacite, nb places, nombre de places, "
    "nombre places, nbre places, nbre de places, "
    "sieges, fauteuils, capacite salle, capacite de la salle, effectif max, "
    "contingent, nb de places, places disponibles",
    Field.VERSION: "version, vo vf, vf vo, langue, vo, vf, vostfr, version film, vo ou vf, langues",
    Field.DURATION: "duree, durees, duree film, duree du film, minutes, min, temps, duree min, duree en minutes",
    Field.CONTACT: "contact, contacts, referent, referente, responsable, telephone, tel, "
    "mail, email, e mail, courriel, "
    "benevole, correspondant, coordonnees, nom du contact, portable, tel contact, contact local, personne contact",
    Field.NOTES: "remarque, remarques, note, notes, observation, observations, "
    "commentaire, commentaires, info, infos, "
    "informations, divers, precision, precisions, animation, animations, complement, detail, details, public",
}
SYNONYMS: dict[str, Field] = {
    name: about for about, names in _WORDS.items() for name in (part.strip() for part in names.split(","))
}
_BRACKETS = re.compile(r"\([^()]{0,40}\)")  # `Tarif (€)`, `Date (jj/mm)`
_UNITS = {
    "eur",
    "euro",
    "euros",
    "ttc",
    "optionnel",
    "facultatif",
    "obligatoire",
    "hh",
    "mm",
    "jj",
    "aaaa",
    "ex",
}
_LINKS = {"de", "du", "des", "la", "le", "les", "et", "l", "d", "en", "a", "ou"}
# One word is enough when the whole is not known; the first found wins.
_KEYS: tuple[tuple[str, Field], ...] = (
    ("reduit", Field.REDUCED),
    ("enfant", Field.REDUCED),
    ("postal", Field.POSTAL_CODE),
    ("duree", Field.DURATION),
    ("date", Field.DAY),
    ("heure", Field.TIME),
    ("horaire", Field.TIME),
    ("tarif", Field.PRICE),
    ("prix", Field.PRICE),
    ("jauge", Field.SEATS),
    ("capacite", Field.SEATS),
    ("places", Field.SEATS),
    ("film", Field.FILM),
    ("titre", Field.FILM),
    ("commune", Field.COMMUNE),
    ("village", Field.COMMUNE),
    ("ville", Field.COMMUNE),
    ("salle", Field.HALL),
    ("lieu", Field.PLACE),
    ("adresse", Field.STREET),
    ("version", Field.VERSION),
    ("telephone", Field.CONTACT),
    ("contact", Field.CONTACT),
    ("remarque", Field.NOTES),
    ("observation", Field.NOTES),
)
_LONGEST = 5  # words: past that, it is a sentence


def field_of(header: str) -> tuple[Field | None, bool]:
    """The field that a header names, and whether the whole of it is known."""
    bare_header = _BRACKETS.sub(" ", header).strip() or header
    found = [word for word in words(fold(bare_header)) if word not in _UNITS]
    whole = " ".join(found)
    if whole in SYNONYMS:
        return SYNONYMS[whole], True
    bare = " ".join(word for word in found if word not in _LINKS)
    if bare in SYNONYMS:
        return SYNONYMS[bare], True
    if 0 < len(found) <= _LONGEST and not any(character.isdigit() for character in whole):
        for key, about in _KEYS:
            if key in found or f"{key}s" in found:
                return about, False
    return None, False
