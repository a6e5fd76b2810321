"""The register of development: fictional structures that look right, and every town hall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venues import communes, siret
from venues.registers.base import UnknownSiret
from venues.registers.offline import OfflineRegister, fictional_sirets

register = OfflineRegister()
TOWN_HALLS = sorted(commune.siren for commune in communes._index().by_insee.values() if commune.siren)


def test_the_fictional_structures_are_well_formed_and_real_ones_cannot_be_met() -> None:
    found = [register.find(number) for number in fictional_sirets()]
    assert len(found) == 13
    assert all(siret.problem(company.siret) is None for company in found)
    assert all(company.siren.startswith("0001") for company in found)  # below the first SIREN ever given
    assert all(communes.by_insee(company.insee_code) for company in found)
    assert all(company.naf_label for company in found)


def test_every_kind_of_structure_is_there() -> None:
    found = [register.find(number) for number in fictional_sirets()]
    assert sum(not company.is_open for company in found) == 2
    assert sum(not company.published for company in found) == 1
    assert sum(company.naf_code == "59.14Z" and company.legal_category == "9220" for company in found) >= 4


def test_the_circuit_of_the_demonstration() -> None:
    company = register.find("000 100 016 00013")
    assert company.name == "Association Ciné des Causses"
    assert (company.street, company.postal_code, company.city) == ("14 rue de la Halle", "46000", "Cahors")
    assert (company.naf_code, company.legal_category, company.is_head_office) == ("59.14Z", "9220", True)


def test_its_second_establishment_has_the_same_legal_entity() -> None:
    second = register.find("00010001600021")
    assert second.siren == register.find("00010001600013").siren
    assert second.public_names == ("Ciné des Causses, plein air",)
    assert not second.is_head_office


def test_the_fixed_cinema_of_the_demonstration() -> None:
    company = register.find("00010002400017")
    assert (company.name, company.city, company.legal_category) == ("Cinéma Le Beffroi", "Arras", "5499")


def test_what_is_not_published_has_neither_name_nor_address() -> None:
    company = register.find("00010012300017")
    assert (company.name, company.street, company.postal_code, company.published) == ("", "", "", False)


@pytest.mark.parametrize(
    ("commune", "name"),
    [
        ("46045", "COMMUNE DE CAJARC"),
        ("62041", "COMMUNE D ARRAS"),
        ("72181", "COMMUNE DU MANS"),
        ("17300", "COMMUNE DE LA ROCHELLE"),
        ("24172", "COMMUNE DES EYZIES"),
    ],
)
def test_a_town_hall_is_named_as_the_register_does(commune: str, name: str) -> None:
    siren = next(c.siren for c in (communes.by_insee(commune),) if c)
    assert register.find(siret.with_key(siren, "0001")).name == name


@given(st.sampled_from(TOWN_HALLS), st.integers(0, 9999))
def test_any_town_hall_with_any_number_is_known(siren: str, nic: int) -> None:
    company = register.find(siret.with_key(siren, f"{nic:04d}"))
    assert (company.siren, company.legal_category, company.naf_code) == (siren, "7210", "84.11Z")
    assert company.street == "Mairie"
    assert company.is_head_office == (nic == 1)


@pytest.mark.parametrize("number", ["12345678200010", "00010015600017", "21460045400019", "", "abc"])
def test_anything_else_is_unknown(number: str) -> None:
    with pytest.raises(UnknownSiret):
        register.find(number)
