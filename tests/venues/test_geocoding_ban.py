"""The address base, by recorded answers."""

import httpx
import pytest
import respx

from tests.venues.recorded import recorded
from venues.geocoding.ban import URL, Ban
from venues.geocoding.base import GeocoderUnavailable, Place


def answered(name: str, text: str = "12 avenue de la Pellicule Cahors") -> list[Place]:
    respx.get(URL).respond(json=recorded(name))
    return Ban().search(text)


@respx.mock
def test_what_was_typed_is_asked_once() -> None:
    call = respx.get(URL).respond(json=recorded("ban_housenumber"))
    Ban().search("  12 avenue\n de la Pellicule ", postal_code="46000", limit=3)
    assert call.call_count == 1
    assert dict(call.calls.last.request.url.params) == {
        "q": "12 avenue de la Pellicule",
        "limit": "3",
        "autocomplete": "1",
        "postcode": "46000",
    }


@respx.mock
def test_an_address_is_read_longitude_first() -> None:
    assert answered("ban_housenumber")[0] == Place(
        label="12 Avenue de la Pellicule 46000 Cahors",
        street="12 Avenue de la Pellicule",
        postal_code="46000",
        city="Cahors",
        insee_code="46042",
        latitude=44.4511,
        longitude=1.4402,
        time_zone="Europe/Paris",
        precision="housenumber",
        score=0.93,
        source="ban",
        ban_id="46042_9156_00012",
    )


@respx.mock
def test_a_guess_is_dropped_and_a_doubt_is_asked_back() -> None:
    sure, doubtful = answered("ban_housenumber")
    assert (sure.score, sure.to_confirm, sure.approximate) == (0.93, False, False)
    assert (doubtful.score, doubtful.to_confirm, doubtful.precision) == (0.61, True, "street")


@respx.mock
def test_the_centre_of_a_commune_is_approximate() -> None:
    (place,) = answered("ban_municipality")
    assert (place.precision, place.street, place.approximate) == ("municipality", "", True)


@respx.mock
def test_overseas_has_its_own_time() -> None:
    (place,) = answered("ban_overseas")
    assert place.time_zone == "Indian/Reunion"


@respx.mock
def test_a_district_of_paris_is_in_paris() -> None:
    (place,) = answered("ban_paris")
    assert (place.insee_code, place.city, place.time_zone) == ("75104", "Paris", "Europe/Paris")


@respx.mock
def test_nothing_found_is_an_empty_list() -> None:
    assert answered("ban_empty", "10 Downing Street, London") == []


@respx.mock
def test_missing_keys_break_nothing() -> None:
    (place,) = answered("ban_bare")
    assert (place.street, place.city, place.postal_code, place.ban_id) == ("", "Cajarc", "46160", None)


@respx.mock
@pytest.mark.parametrize("text", ["", "  ", "ab", " ,;- ab", "??"])
def test_a_text_too_short_is_not_asked(text: str) -> None:
    call = respx.route().respond(json={})
    assert Ban().search(text) == []
    assert not call.called


@respx.mock
def test_a_text_is_made_readable() -> None:
    call = respx.get(URL).respond(json=recorded("ban_empty"))
    Ban().search("« salle " + "x" * 300)
    asked = call.calls.last.request.url.params["q"]
    assert asked.startswith("salle x")
    assert len(asked) == 200


@respx.mock
def test_a_text_it_cannot_read_finds_nothing() -> None:
    respx.get(URL).respond(400, json={"code": 400})
    assert Ban().search("#rue#") == []


@respx.mock
def test_too_many_calls_then_an_answer() -> None:
    busy = httpx.Response(429, headers={"Retry-After": "0"})
    call = respx.get(URL).mock(side_effect=[busy, httpx.Response(200, json=recorded("ban_housenumber"))])
    assert len(Ban().search("12 avenue de la Pellicule")) == 2
    assert call.call_count == 2


@respx.mock
@pytest.mark.parametrize(
    "failure", [httpx.Response(500), httpx.ReadTimeout("slow"), httpx.ConnectError("down")]
)
def test_two_failures_make_it_unavailable(failure: httpx.Response | Exception) -> None:
    call = respx.get(URL).mock(side_effect=[failure, failure])
    with pytest.raises(GeocoderUnavailable):
        Ban().search("12 avenue de la Pellicule")
    assert call.call_count == 2


@respx.mock
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, json={"features": None}),
        httpx.Response(403, json={}),
    ],
)
def test_an_unexpected_answer_makes_it_unavailable(answer: httpx.Response) -> None:
    call = respx.get(URL).mock(return_value=answer)
    with pytest.raises(GeocoderUnavailable):
        Ban().search("12 avenue de la Pellicule")
    assert call.call_count == 1
