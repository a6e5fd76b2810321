"""Outgoing calls: how many are made, how long they wait, and what counts as no answer."""

from typing import Any

import httpx
import pytest
import respx

from core import http

URL = "https://register.example/search"
HOSTS = ("register.example",)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds the caller would have waited, without waiting them."""
    waited: list[float] = []
    monkeypatch.setattr("core.http.time.sleep", waited.append)
    return waited


def get(url: str = URL, **options: Any) -> tuple[int, object]:
    return http.get_json(url, allowed_hosts=HOSTS, **options)


@respx.mock
def test_an_answer_comes_with_its_status() -> None:
    call = respx.get(URL, params={"q": "é & b"}, headers={"X-Key": "k"}).respond(json={"found": 1})
    assert get(params={"q": "é & b"}, headers={"X-Key": "k"}) == (200, {"found": 1})
    assert call.call_count == 1


@respx.mock
@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_refusal_is_an_answer_and_is_not_asked_again(status: int) -> None:
    call = respx.get(URL).respond(status, json={"no": True})
    assert get() == (status, {"no": True})
    assert call.call_count == 1


@respx.mock
@pytest.mark.parametrize(
    "failure",
    [
        httpx.Response(500),
        httpx.Response(503),
        httpx.Response(429),
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout("slow"),
    ],
)
def test_a_failure_is_asked_once_more(failure: httpx.Response | Exception, pauses: list[float]) -> None:
    call = respx.get(URL).mock(side_effect=[failure, httpx.Response(200, json=[])])
    assert get() == (200, [])
    assert call.call_count == 2
    assert pauses == [http.BACKOFF]


@respx.mock
def test_two_failures_are_no_answer(pauses: list[float]) -> None:
    call = respx.get(URL).respond(500)
    with pytest.raises(http.Unavailable, match="status 500"):
        get()
    assert call.call_count == 2


@respx.mock
def test_without_retries_the_first_failure_is_final(pauses: list[float]) -> None:
    call = respx.get(URL).respond(500)
    with pytest.raises(http.Unavailable):
        get(retries=0)
    assert call.call_count == 1
    assert pauses == []


@respx.mock
def test_a_short_pause_asked_by_the_register_is_kept(pauses: list[float]) -> None:
    busy = httpx.Response(429, headers={"Retry-After": "2"})
    call = respx.get(URL).mock(side_effect=[busy, httpx.Response(200, json={})])
    assert get() == (200, {})
    assert call.call_count == 2
    assert pauses == [2.0]


@respx.mock
@pytest.mark.parametrize("asked", ["3", "3600", "Wed, 21 Oct 2026 07:28:00 GMT", "²"])
def test_a_long_or_unreadable_pause_is_not_waited(asked: str, pauses: list[float]) -> None:
    call = respx.get(URL).respond(429, headers=[(b"Retry-After", asked.encode("latin-1"))])
    with pytest.raises(http.Unavailable):
        get()
    assert call.call_count == 1
    assert pauses == []


@respx.mock
@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_not_followed(status: int) -> None:
    elsewhere = respx.get("https://elsewhere.example/").respond(json={})
    call = respx.get(URL).respond(status, headers={"Location": "https://elsewhere.example/"})
    with pytest.raises(http.Unavailable, match=str(status)):
        get()
    assert call.call_count == 1
    assert not elsewhere.called


@respx.mock
@pytest.mark.parametrize("body", [b"", b"<html>maintenance</html>", b'{"cut": ', b"\xff\xfe\x00"])
def test_what_is_not_json_is_no_answer(body: bytes) -> None:
    call = respx.get(URL).respond(200, content=body)
    with pytest.raises(http.Unavailable, match="without JSON"):
        get()
    assert call.call_count == 1


@respx.mock
def test_an_answer_too_long_is_refused() -> None:
    respx.get(URL).respond(json="x" * http.MAX_BYTES)
    with pytest.raises(http.Unavailable, match="too long"):
        get()


@respx.mock
def test_an_answer_just_short_enough_is_read() -> None:
    text = "x" * (http.MAX_BYTES - 2)
    respx.get(URL).respond(json=text)
    assert get() == (200, text)


@respx.mock
def test_an_answer_that_drips_is_given_up() -> None:
    respx.get(URL).respond(json={})
    with pytest.raises(http.Unavailable, match="too slow"):
        get(timeout=0)


@respx.mock
@pytest.mark.parametrize(
    "url",
    [
        "http://register.example/",
        "https://elsewhere.example/",
        "https://register.example.elsewhere.example/",
        "https://register.example@elsewhere.example/",
        "https://someone@register.example/",
        "https://register.example:8443/",
        "https://127.0.0.1/",
        "file:///etc/hosts",
        "//register.example/",
    ],
)
def test_only_https_on_the_expected_host_is_called(url: str) -> None:
    call = respx.route().respond(json={})
    with pytest.raises(http.ForbiddenUrl):
        get(url)
    assert not call.called


@respx.mock
def test_what_was_asked_is_not_logged(caplog: pytest.LogCaptureFixture, pauses: list[float]) -> None:
    respx.get(URL).respond(500)
    with pytest.raises(http.Unavailable):
        get(params={"q": "12 rue secrète"}, headers={"X-Key": "hidden-key"})
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name == "core.http")
    assert "register.example gave no usable answer: status 500" in ours
    assert "secr" not in ours
    assert "hidden-key" not in ours
