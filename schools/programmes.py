"""What a school offer speaks about, and to whom: frozen tables. Pure.

Codes are stored; labels are shown. Domains are those of arts and cultural education (Éducation nationale); levels
go from nursery school to the last year of lycée. Interventions are the ways of meeting pupils.
"""

DOMAINS = {
    "ARCHITECTURE": "Architecture",
    "CIRQUE": "Arts du cirque et de la rue",
    "ARTS_PLASTIQUES": "Arts plastiques et visuels",
    "BANDE_DESSINEE": "Bande dessinée",
    "CINEMA": "Cinéma, audiovisuel",
    "CULTURE_SCIENTIFIQUE": "Culture scientifique, technique et industrielle",
    "DANSE": "Danse",
    "DESIGN": "Design",
    "DEVELOPPEMENT_DURABLE": "Développement durable",
    "ECRITURE": "Univers du livre, de la lecture et des écritures",
    "MEDIAS": "Médias et information",
    "MEMOIRE": "Mémoire",
    "MUSIQUE": "Musique",
    "NUMERIQUE": "Arts numériques",
    "PATRIMOINE": "Patrimoine",
    "PHOTOGRAPHIE": "Photographie",
    "THEATRE": "Théâtre, expression dramatique, marionnettes",
}

LEVELS = {
    "MATERNELLE": "École maternelle",
    "ELEMENTAIRE": "École élémentaire",
    "SIXIEME": "Collège, 6e",
    "CINQUIEME": "Collège, 5e",
    "QUATRIEME": "Collège, 4e",
    "TROISIEME": "Collège, 3e",
    "SECONDE": "Lycée, seconde",
    "PREMIERE": "Lycée, première",
    "TERMINALE": "Lycée, terminale",
    "CAP_1": "CAP, 1re année",
    "CAP_2": "CAP, 2e année",
}

INTERVENTIONS = {
    "PROJECTION_DEBAT": "Projection-débat",
    "ATELIER": "Atelier de pratique",
    "VISITE": "Visite d’un lieu",
    "RENCONTRE": "Rencontre avec un ou une professionnelle",
    "SPECTACLE": "Spectacle ou concert",
    "EXPOSITION": "Exposition",
    "CONFERENCE": "Conférence",
    "RESIDENCE": "Résidence en établissement",
}


def labels(codes: list[str], *, table: dict[str, str]) -> list[str]:
    """What is shown for stored codes, in the table's order. ValueError on a code that is not in it."""
    order = list(table)
    return [table[code] for code in sorted(codes, key=order.index)]
