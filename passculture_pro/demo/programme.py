"""What plays where: films, villages, and days counted from the day the world is made."""

from dataclasses import dataclass
from datetime import time

VILLAGES = {
    "Cajarc": ("Salle des fêtes", "place du Foirail 46160 Cajarc"),
    "Limogne-en-Quercy": ("Salle de la mairie", "rue de la Mairie 46260 Limogne-en-Quercy"),
    "Lalbenque": ("Foyer rural", "place de la Halle 46230 Lalbenque"),
    "Catus": ("Halle couverte", "rue du Lac 46150 Catus"),
    "Assier": ("Cour du château", "place de l'Église 46320 Assier"),
    "Luzech": ("Espace Lucterius", "quai du Lot 46140 Luzech"),
    "Puy-l'Évêque": ("Salle polyvalente", "rue des Platanes 46700 Puy-l'Évêque"),
    "Gramat": ("Salle de l'Horloge", "place de la République 46500 Gramat"),
    "Souillac": ("Palais des congrès", "boulevard Malvy 46200 Souillac"),
    "Figeac": ("Espace Mitterrand", "boulevard Pasteur 46100 Figeac"),
    "Gourdon": ("Cour des Cordeliers", "rue des Cordeliers 46300 Gourdon"),
    "Prayssac": ("Salle des fêtes", "place d'Istrie 46220 Prayssac"),
}


@dataclass(frozen=True, kw_only=True)
class Film:
    """What is shown."""

    title: str
    director: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Show:
    """One date of one offer. `day` counts from today; `booked` is how many young people come."""

    film: Film
    subcategory: str
    village: str
    day: int
    at: time = time(20, 30)
    seats: int | None = 80
    price_cents: int = 4_00
    booked: int = 0
    cancelled: int = 0
    at_desk: int = 0
    duo: bool = False
    paused: bool = False


NOYERS = Film(title="Les Noyers de Marthe", director="Aude Fontbrune", minutes=104)
MINUIT = Film(title="Minuit à Padirac", director="Joris Malbec", minutes=97)
NOISETTE = Film(title="Capitaine Noisette", director="Lise Orgueil", minutes=71)
RIVIERE = Film(title="La Rivière sous la place", director="Bachir Toulzac", minutes=118)

PAST = (
    Show(
        film=NOYERS, subcategory="SEANCE_CINE", village="Gramat", day=-51, booked=14, cancelled=2, at_desk=6
    ),
    Show(
        film=NOISETTE,
        subcategory="SEANCE_CINE",
        village="Souillac",
        day=-44,
        booked=11,
        at_desk=4,
        at=time(17),
    ),
    Show(
        film=MINUIT, subcategory="EVENEMENT_CINE", village="Figeac", day=-37, booked=16, cancelled=1, duo=True
    ),
    Show(film=RIVIERE, subcategory="CINE_PLEIN_AIR", village="Gourdon", day=-31, booked=9, price_cents=5_00),
    Show(film=NOYERS, subcategory="SEANCE_CINE", village="Prayssac", day=-24, booked=12, at_desk=5),
    Show(film=MINUIT, subcategory="SEANCE_CINE", village="Luzech", day=-19, booked=13, cancelled=1),
    Show(film=NOISETTE, subcategory="SEANCE_CINE", village="Puy-l'Évêque", day=-13, booked=8, at=time(17)),
    Show(
        film=RIVIERE,
        subcategory="EVENEMENT_CINE",
        village="Assier",
        day=-9,
        booked=10,
        duo=True,
        price_cents=5_00,
    ),
    Show(film=NOYERS, subcategory="SEANCE_CINE", village="Catus", day=-6, booked=11, at_desk=3),
    Show(film=MINUIT, subcategory="SEANCE_CINE", village="Lalbenque", day=-2, booked=9, at_desk=2),
    Show(
        film=NOISETTE, subcategory="SEANCE_CINE", village="Limogne-en-Quercy", day=-1, booked=7, at=time(17)
    ),
)
AHEAD = (
    Show(film=NOYERS, subcategory="SEANCE_CINE", village="Cajarc", day=0, booked=17, cancelled=1, at_desk=2),
    Show(
        film=NOISETTE, subcategory="SEANCE_CINE", village="Lalbenque", day=1, at=time(17), seats=6, booked=6
    ),
    Show(
        film=MINUIT,
        subcategory="EVENEMENT_CINE",
        village="Limogne-en-Quercy",
        day=4,
        booked=8,
        duo=True,
        price_cents=5_00,
    ),
    Show(
        film=RIVIERE,
        subcategory="FESTIVAL_CINE",
        village="Figeac",
        day=9,
        booked=5,
        price_cents=6_00,
        seats=120,
    ),
    Show(film=MINUIT, subcategory="SEANCE_CINE", village="Catus", day=12, booked=3, seats=70, paused=True),
    Show(film=NOYERS, subcategory="SEANCE_CINE", village="Assier", day=30, booked=2, seats=90),
    Show(
        film=RIVIERE,
        subcategory="CINE_PLEIN_AIR",
        village="Gourdon",
        day=33,
        at=time(21),
        seats=None,
        price_cents=0,
        booked=2,
    ),
)
OPEN_AIR = (
    Show(
        film=RIVIERE,
        subcategory="CINE_PLEIN_AIR",
        village="Souillac",
        day=-16,
        at=time(21),
        booked=9,
        price_cents=4_00,
    ),
    Show(
        film=NOYERS,
        subcategory="CINE_PLEIN_AIR",
        village="Gramat",
        day=-8,
        at=time(21),
        booked=6,
        price_cents=5_00,
    ),
)
FIXED = (
    Show(film=NOYERS, subcategory="SEANCE_CINE", village="", day=-10, booked=6, price_cents=6_50),
    Show(film=MINUIT, subcategory="SEANCE_CINE", village="", day=0, booked=4, price_cents=6_50, seats=140),
    Show(
        film=RIVIERE,
        subcategory="EVENEMENT_CINE",
        village="",
        day=5,
        booked=3,
        price_cents=8_00,
        seats=140,
        duo=True,
    ),
)
