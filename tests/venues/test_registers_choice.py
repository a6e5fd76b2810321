"""Which register is asked, and how often."""

from typing import Any

import pytest
import respx
from django.core.exceptions import ImproperlyConfigured

from tests.venues.recorded import recorded
from venues.registers import (
    RegisterUnavailable,
    UnknownSiret,
    company_register,
    recherche_entreprises,
    sirene,
)

SIRET = "00010015600017"


@pytest.fixture(autouse=True)
def own_cache(settings: Any, request: pytest.FixtureRequest) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": request.node.nodeid}}


def test_development_asks_nobody(settings: Any) -> None:
    settings.COMPANY_REGISTER = "offline"
    assert company_register().find("00010001600013").name == "Association Ciné des Causses"


@respx.mock
def test_the_open_register_is_asked_once_a_day(settings: Any) -> None:
    settings.COMPANY_REGISTER = "recherche-entreprises"
    call = respx.get(recherche_entreprises.URL).respond(json=recorded("recherche_siege"))
    first = company_register().find(SIRET)
    assert company_register().find("000 100 156 00017") == first
    assert call.call_count == 1


@respx.mock
def test_sirene_is_asked_with_the_key_of_the_settings(settings: Any) -> None:
    settings.COMPANY_REGISTER, settings.SIRENE_API_KEY = "sirene", "a-key"
    call = respx.get(f"{sirene.URL}/siret/{SIRET}").respond(json=recorded("sirene_open"))
    company_register().find(SIRET)
    assert call.calls.last.request.headers[sirene.KEY_HEADER] == "a-key"


@respx.mock
def test_two_registers_do_not_share_their_answers(settings: Any) -> None:
    settings.COMPANY_REGISTER, settings.SIRENE_API_KEY = "recherche-entreprises", "a-key"
    respx.get(recherche_entreprises.URL).respond(json=recorded("recherche_siege"))
    respx.get(f"{sirene.URL}/siret/{SIRET}").respond(json=recorded("sirene_closed"))
    assert company_register().find(SIRET).is_open
    settings.COMPANY_REGISTER = "sirene"
    assert not company_register().find(SIRET).is_open


@respx.mock
def test_an_unknown_siret_is_remembered(settings: Any) -> None:
    settings.COMPANY_REGISTER = "recherche-entreprises"
    call = respx.get(recherche_entreprises.URL).respond(json=recorded("recherche_unknown"))
    for _ in range(2):
        with pytest.raises(UnknownSiret):
            company_register().find(SIRET)
    assert call.call_count == 1


@respx.mock
def test_an_outage_is_not_remembered(settings: Any) -> None:
    settings.COMPANY_REGISTER = "recherche-entreprises"
    call = respx.get(recherche_entreprises.URL).respond(400, json={})
    with pytest.raises(RegisterUnavailable):
        company_register().find(SIRET)
    call.respond(json=recorded("recherche_siege"))
    assert company_register().find(SIRET).name == "CINE TREMPLIN"


@respx.mock
def test_another_address_may_be_set(settings: Any) -> None:
    settings.COMPANY_REGISTER = "recherche-entreprises"
    settings.RECHERCHE_ENTREPRISES_URL = "https://mirror.example/search"
    call = respx.get("https://mirror.example/search").respond(json=recorded("recherche_siege"))
    company_register().find(SIRET)
    assert call.called


@respx.mock
def test_an_address_without_https_is_never_called(settings: Any) -> None:
    settings.COMPANY_REGISTER = "recherche-entreprises"
    settings.RECHERCHE_ENTREPRISES_URL = "http://mirror.example/search"
    call = respx.route().respond(json=recorded("recherche_siege"))
    with pytest.raises(RegisterUnavailable):
        company_register().find(SIRET)
    assert not call.called


@pytest.mark.parametrize(("name", "key"), [("sirene", ""), ("infogreffe", "k")])
def test_a_wrong_setting_is_said_at_once(settings: Any, name: str, key: str) -> None:
    settings.COMPANY_REGISTER, settings.SIRENE_API_KEY = name, key
    with pytest.raises(ImproperlyConfigured):
        company_register()
