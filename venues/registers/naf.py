"""French labels of the main-activity codes (NAF rev. 2, INSEE) met among cultural partners."""

LABELS = {
    "18.20Z": "Reproduction d’enregistrements",
    "32.20Z": "Fabrication d’instruments de musique",
    "47.59B": "Commerce de détail d’autres équipements du foyer",
    "47.61Z": "Commerce de détail de livres en magasin spécialisé",
    "47.62Z": "Commerce de détail de journaux et papeterie en magasin spécialisé",
    "47.63Z": "Commerce de détail d’enregistrements musicaux et vidéo en magasin spécialisé",
    "58.11Z": "Édition de livres",
    "58.13Z": "Édition de journaux",
    "58.14Z": "Édition de revues et périodiques",
    "58.21Z": "Édition de jeux électroniques",
    "59.11A": "Production de films et de programmes pour la télévision",
    "59.11B": "Production de films institutionnels et publicitaires",
    "59.11C": "Production de films pour le cinéma",
    "59.12Z": "Post-production de films cinématographiques, de vidéo et de programmes de télévision",
    "59.13A": "Distribution de films cinématographiques",
    "59.13B": "Édition et distribution vidéo",
    "59.14Z": "Projection de films cinématographiques",
    "59.20Z": "Enregistrement sonore et édition musicale",
    "60.10Z": "Édition et diffusion de programmes radio",
    "74.10Z": "Activités spécialisées de design",
    "74.20Z": "Activités photographiques",
    "79.90Z": "Autres services de réservation et activités connexes",
    "84.11Z": "Administration publique générale",
    "84.12Z": "Administration publique de la santé, de la formation, de la culture et des services sociaux",
    "85.52Z": "Enseignement culturel",
    "90.01Z": "Arts du spectacle vivant",
    "90.02Z": "Activités de soutien au spectacle vivant",
    "90.03A": "Création artistique relevant des arts plastiques",
    "90.03B": "Autre création artistique",
    "90.04Z": "Gestion de salles de spectacles",
    "91.01Z": "Gestion des bibliothèques et des archives",
    "91.02Z": "Gestion des musées",
    "91.03Z": "Gestion des sites et monuments historiques et des attractions touristiques similaires",
    "91.04Z": "Gestion des jardins botaniques et zoologiques et des réserves naturelles",
    "93.21Z": "Activités des parcs d’attractions et parcs à thèmes",
    "93.29Z": "Autres activités récréatives et de loisirs",
    "94.99Z": "Autres organisations fonctionnant par adhésion volontaire",
}


def label_of(code: str) -> str | None:
    """The label of a NAF code written with its dot (`59.14Z`), None when it is not a usual one here."""
    return LABELS.get(code)
