"""The State's open register, by recorded answers."""

from datetime import date

import httpx
import pytest
import respx

from tests.venues.recorded import recorded
from venues.registers.base import Company, RegisterUnavailable, UnknownSiret
from venues.registers.recherche_entreprises import URL, RechercheEntreprises

HEAD_OFFICE = "00010015600017"
SECOND = "00010015600025"


def answered(name: str, *, siret: str = HEAD_OFFICE) -> Company:
    respx.get(URL).respond(json=recorded(name))
    return RechercheEntreprises().find(siret)


@respx.mock
def test_the_siret_is_asked_once_and_nothing_about_persons() -> None:
    call = respx.get(URL).respond(json=recorded("recherche_siege"))
    RechercheEntreprises().find("000 100 156 00017")
    assert call.call_count == 1
    assert dict(call.calls.last.request.url.params) == {
        "q": HEAD_OFFICE,
        "page": "1",
        "per_page": "1",
        "minimal": "true",
        "include": "siege,matching_etablissements,complements",
    }


@respx.mock
def test_a_head_office_is_read_in_full() -> None:
    assert answered("recherche_siege") == Company(
        siret=HEAD_OFFICE,
        siren="000100156",
        name="CINE TREMPLIN",
        public_names=("CINE TREMPLIN",),
        naf_code="59.14Z",
        naf_label="Projection de films cinématographiques",
        legal_category="9220",
        association_id="W000000156",
        is_open=True,
        closed_on=None,
        is_head_office=True,
        published=True,
        street="12 avenue de la Pellicule",
        complement="Batiment B",
        postal_code="46000",
        city="Cahors",
        insee_code="46042",
        latitude=44.4511,
        longitude=1.4402,
        created_on=date(1983, 5, 1),
    )


@respx.mock
def test_another_establishment_is_read_from_the_matching_ones() -> None:
    company = answered("recherche_matching", siret=SECOND)
    assert (company.is_head_office, company.city, company.street) == (False, "Cajarc", "3 rue de l’Eglise")
    assert company.public_names == ("Ciné Tremplin plein air",)
    assert (company.naf_code, company.name) == ("90.02Z", "CINE TREMPLIN")
    assert company.created_on == date(1983, 5, 1)


@respx.mock
def test_no_result_is_an_unknown_siret() -> None:
    with pytest.raises(UnknownSiret):
        answered("recherche_unknown")


@respx.mock
def test_an_answer_about_another_establishment_is_an_unknown_siret() -> None:
    with pytest.raises(UnknownSiret):
        answered("recherche_siege", siret=SECOND)


@respx.mock
@pytest.mark.parametrize("siret", ["", "123", "00010015600018", "../siren"])
def test_what_is_not_a_siret_is_never_asked(siret: str) -> None:
    call = respx.route().respond(json={})
    with pytest.raises(UnknownSiret):
        RechercheEntreprises().find(siret)
    assert not call.called


@respx.mock
def test_a_ceased_legal_entity_closes_its_establishments() -> None:
    company = answered("recherche_ceased")
    assert (company.is_open, company.closed_on) == (False, date(2024, 6, 30))


@respx.mock
def test_a_closed_establishment_is_closed() -> None:
    company = answered("recherche_closed", siret=SECOND)
    assert (company.is_open, company.closed_on) == (False, date(2025, 2, 28))


@respx.mock
def test_what_is_not_published_is_removed() -> None:
    company = answered("recherche_partly_published")
    assert not company.published
    assert (company.name, company.public_names, company.street, company.complement) == ("", (), "", "")
    assert (company.postal_code, company.latitude, company.longitude) == ("", None, None)
    assert (company.city, company.is_open, company.legal_category) == ("Cahors", True, "1000")


@respx.mock
def test_missing_keys_break_nothing() -> None:
    company = answered("recherche_bare")
    assert (company.siret, company.name, company.street, company.city) == (HEAD_OFFICE, "", "", "")
    assert (company.is_open, company.published, company.is_head_office) == (True, True, True)
    assert (company.naf_label, company.association_id, company.created_on) == (None, None, None)


@respx.mock
def test_too_many_calls_then_an_answer() -> None:
    busy = httpx.Response(429, headers={"Retry-After": "0"})
    call = respx.get(URL).mock(side_effect=[busy, httpx.Response(200, json=recorded("recherche_siege"))])
    assert RechercheEntreprises().find(HEAD_OFFICE).name == "CINE TREMPLIN"
    assert call.call_count == 2


@respx.mock
@pytest.mark.parametrize("failure", [httpx.Response(500), httpx.ReadTimeout("slow")])
def test_two_failures_make_it_unavailable(failure: httpx.Response | Exception) -> None:
    call = respx.get(URL).mock(side_effect=[failure, failure])
    with pytest.raises(RegisterUnavailable):
        RechercheEntreprises().find(HEAD_OFFICE)
    assert call.call_count == 2


@respx.mock
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"results": None}),
        httpx.Response(400, json={"erreur": "?"}),
        httpx.Response(404, json={}),
    ],
)
def test_an_unexpected_answer_makes_it_unavailable(answer: httpx.Response) -> None:
    call = respx.get(URL).mock(return_value=answer)
    with pytest.raises(RegisterUnavailable):
        RechercheEntreprises().find(HEAD_OFFICE)
    assert call.call_count == 1
