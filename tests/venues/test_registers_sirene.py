"""INSEE's register, by recorded answers."""

from datetime import date

import httpx
import pytest
import respx

from tests.venues.recorded import recorded
from venues.registers.base import Company, RegisterUnavailable, UnknownSiret
from venues.registers.sirene import KEY_HEADER, URL, Sirene

SIRET = "00010015600017"
ADDRESS = f"{URL}/siret/{SIRET}"


def find() -> Company:
    return Sirene(key="a-key").find(SIRET)


def answered(name: str) -> Company:
    respx.get(ADDRESS).respond(json=recorded(name))
    return find()


@respx.mock
def test_the_key_goes_in_the_header_only() -> None:
    call = respx.get(ADDRESS).respond(json=recorded("sirene_open"))
    find()
    request = call.calls.last.request
    assert request.headers[KEY_HEADER] == "a-key"
    assert str(request.url) == ADDRESS


@respx.mock
def test_an_establishment_is_read_in_full_from_its_current_period() -> None:
    assert answered("sirene_open") == Company(
        siret=SIRET,
        siren="000100156",
        name="CINE TREMPLIN",
        public_names=("CINE TREMPLIN", "Ciné Tremplin"),
        naf_code="59.14Z",
        naf_label="Projection de films cinématographiques",
        legal_category="9220",
        association_id="W000000156",
        is_open=True,
        closed_on=None,
        is_head_office=True,
        published=True,
        street="12 B avenue de la Pellicule",
        complement="Batiment B",
        postal_code="46000",
        city="Cahors",
        insee_code="46042",
        latitude=None,
        longitude=None,
        created_on=date(1983, 5, 1),
    )


@respx.mock
def test_a_closed_establishment_is_closed_since_its_last_period() -> None:
    company = answered("sirene_closed")
    assert (company.is_open, company.closed_on, company.is_head_office) == (False, date(2025, 3, 1), False)


@respx.mock
def test_a_ceased_legal_entity_closes_its_establishments() -> None:
    assert not answered("sirene_ceased").is_open


@respx.mock
def test_a_sole_trader_goes_by_their_name() -> None:
    assert answered("sirene_person").name == "ORPHEE DUMIROIR"


@respx.mock
def test_what_is_not_published_is_removed() -> None:
    company = answered("sirene_masked")
    assert not company.published
    assert (company.name, company.public_names, company.street) == ("", (), "")
    assert (company.postal_code, company.city) == ("", "Cahors")


@respx.mock
def test_missing_keys_break_nothing() -> None:
    company = answered("sirene_bare")
    assert (company.name, company.street, company.naf_code, company.city) == ("", "", "", "")
    assert (company.is_open, company.published, company.is_head_office) == (True, True, False)


@respx.mock
def test_not_found_is_an_unknown_siret() -> None:
    call = respx.get(ADDRESS).respond(404, json=recorded("sirene_unknown"))
    with pytest.raises(UnknownSiret):
        find()
    assert call.call_count == 1


@respx.mock
@pytest.mark.parametrize("siret", ["", "123", "00010015600018", "00010015600017/../../siren"])
def test_what_is_not_a_siret_is_never_asked(siret: str) -> None:
    call = respx.route().respond(json={})
    with pytest.raises(UnknownSiret):
        Sirene(key="a-key").find(siret)
    assert not call.called


@respx.mock
@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_makes_it_unavailable(status: int) -> None:
    respx.get(ADDRESS).respond(status, json=recorded("sirene_forbidden"))
    with pytest.raises(RegisterUnavailable, match=str(status)):
        find()


@respx.mock
def test_thirty_calls_a_minute_are_respected() -> None:
    call = respx.get(ADDRESS).respond(429, headers={"Retry-After": "41"})
    with pytest.raises(RegisterUnavailable):
        find()
    assert call.call_count == 1


@respx.mock
def test_too_many_calls_then_an_answer() -> None:
    busy = httpx.Response(429, headers={"Retry-After": "0"})
    call = respx.get(ADDRESS).mock(side_effect=[busy, httpx.Response(200, json=recorded("sirene_open"))])
    assert find().is_open
    assert call.call_count == 2


@respx.mock
@pytest.mark.parametrize("failure", [httpx.Response(500), httpx.ConnectTimeout("slow")])
def test_two_failures_make_it_unavailable(failure: httpx.Response | Exception) -> None:
    call = respx.get(ADDRESS).mock(side_effect=[failure, failure])
    with pytest.raises(RegisterUnavailable):
        find()
    assert call.call_count == 2


@respx.mock
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(301, headers={"Location": f"{URL}/siret/00010002400017"}),
        httpx.Response(404, content=b"<html>not this service</html>"),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, json={"header": {}}),
    ],
)
def test_an_unexpected_answer_makes_it_unavailable(answer: httpx.Response) -> None:
    call = respx.get(ADDRESS).mock(return_value=answer)
    with pytest.raises(RegisterUnavailable):
        find()
    assert call.call_count == 1
