"""Who stands behind a SIRET: what is refused, and what is no refusal."""

from dataclasses import replace

import pytest

from tests.venues.factories import VenueFactory
from venues import identity
from venues.errors import CannotRegister
from venues.registers import Company, RegisterUnavailable, company_register

pytestmark = pytest.mark.django_db
CIRCUIT, CLOSED, CEASED, HIDDEN = "00010003200010", "00010010700010", "00010011500013", "00010012300017"
UNKNOWN = "73282932000074"


class Double:
    """A register that answers what it is told."""

    def __init__(self, answer: Company | Exception) -> None:
        self.answer = answer

    def find(self, siret: str) -> Company:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def answering(monkeypatch: pytest.MonkeyPatch, answer: Company | Exception) -> None:
    monkeypatch.setattr(identity, "company_register", lambda: Double(answer))


def known(**fields: object) -> Company:
    return replace(company_register().find(CIRCUIT), **fields)  # type: ignore[arg-type]


def refusal(raw: str) -> str:
    with pytest.raises(CannotRegister) as refused:
        identity.identify(raw=raw)
    assert refused.value.field == "siret"
    assert refused.value.message == CannotRegister.messages[refused.value.code]
    return refused.value.code


def test_a_structure_is_found_with_its_name_activity_and_address() -> None:
    found = identity.identify(raw="000 100 032 00010")
    assert (found.siret, found.formatted, found.name) == (
        CIRCUIT,
        "000 100 032 00010",
        "Les Toiles vagabondes",
    )
    assert found.place is not None
    assert (found.place.postal_code, found.place.city) == ("29270", "Carhaix-Plouguer")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "siret_empty"),
        ("  ", "siret_empty"),
        ("1234567820001", "siret_length"),
        ("123456782000100", "siret_length"),
        ("1234567820001A", "siret_not_digits"),
        ("00010003200011", "siret_check_digits"),
        ("00000000000000", "siret_check_digits"),
        (UNKNOWN, "siret_unknown"),
    ],
)
def test_what_is_no_siret_is_refused_with_its_reason(raw: str, code: str) -> None:
    assert refusal(raw) == code


def test_a_siret_already_registered_is_refused_before_the_register_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    VenueFactory(siret=CIRCUIT)
    answering(monkeypatch, AssertionError("asked"))
    assert refusal(CIRCUIT) == "siret_registered"


@pytest.mark.parametrize("siret", [CLOSED, CEASED])
def test_a_closed_establishment_is_refused_and_so_is_that_of_an_entity_that_ceased(siret: str) -> None:
    assert refusal(siret) == "siret_closed"


def test_what_the_register_hides_is_asked_and_not_refused() -> None:
    found = identity.identify(raw=HIDDEN)
    assert (found.name, found.place) == ("", None)
    assert found.company is not None


def test_a_register_that_is_down_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, RegisterUnavailable())
    found = identity.identify(raw=CIRCUIT)
    assert (found.company, found.place, found.name) == (None, None, "")


@pytest.mark.parametrize("hidden", [{"published": False}, {"postal_code": ""}, {"city": ""}])
def test_an_address_that_is_not_published_is_not_guessed(
    monkeypatch: pytest.MonkeyPatch, hidden: dict[str, object]
) -> None:
    answering(monkeypatch, known(**hidden))
    found = identity.identify(raw=CIRCUIT)
    assert found.company is not None
    assert found.place is None


def test_the_coordinates_of_the_register_are_kept_with_the_clocks_of_the_commune(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    somewhere = {
        "latitude": -20.88,
        "longitude": 55.45,
        "insee_code": "97411",
        "postal_code": "97400",
        "city": "SAINT DENIS",
    }
    answering(monkeypatch, known(**somewhere))
    place = identity.identify(raw=CIRCUIT).place
    assert place is not None
    assert (place.time_zone, place.city, place.source) == ("Indian/Reunion", "Saint-Denis", "register")
