"""Nothing happens without a token, and looking changes nothing (S16)."""

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.architecture.busy import *  # noqa: F403 the fixture
from tests.architecture.busy import Busy
from tests.architecture.site import Route, address, pages

#: Sessions note when they were last seen; nothing else moves on its own.
NOT_LOOKED_AT = {"django_session"}
CATCH_ALL = "^(?!static/).*$"
READ_ONLY = {405}


def strict(person: User) -> Client:
    """A browser that checks what Django's test client usually lets through."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def writers(busy: Busy, client: Client) -> list[Route]:
    """Pages that take a POST."""
    found = []
    for route in pages():
        url = address(route, busy.values(str(route)))
        if (
            url is not None
            and str(route) != CATCH_ALL
            and client.options(url).headers.get("Allow", "POST").count("POST")
        ):
            found.append(route)
    return found


def refused(client: Client, busy: Busy, data: dict[str, str], **headers: str) -> dict[str, int]:
    """What each page answers to a POST it should not take."""
    answers = {}
    for route in writers(busy, client):
        answer = client.post(address(route, busy.values(str(route))), data, headers=headers)
        answers[str(route)] = answer.status_code
    return answers


@pytest.mark.slow
@pytest.mark.django_db
def test_every_post_without_its_token_is_refused(busy: Busy, alice: User) -> None:
    client = strict(alice)
    client.get("/connexion/")
    for data, headers in (
        ({}, {}),
        ({"csrfmiddlewaretoken": "x" * 64}, {}),
        ({"csrfmiddlewaretoken": "x" * 64}, {"Origin": "https://evil.example"}),
    ):
        answers = refused(client, busy, data, **headers)
        assert len(answers) > 20
        assert {name: status for name, status in answers.items() if status not in {403, *READ_ONLY}} == {}


@pytest.mark.django_db
def test_with_its_token_the_same_post_is_heard(busy: Busy, alice: User) -> None:
    client = strict(alice)
    page = client.get(f"/offres/{busy.offer.pk}/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert client.post(f"/offres/{busy.offer.pk}/pause/", {"csrfmiddlewaretoken": token}).status_code == 302
    busy.offer.refresh_from_db()
    assert busy.offer.state == "paused"


@pytest.mark.django_db
def test_a_refused_post_is_told_in_words(alice: User) -> None:
    answer = strict(alice).post("/guichet/", {"code": "ZZZZZZ"})
    assert answer.status_code == 403
    assert "Cette page a trop attendu" in answer.content.decode()


def contents() -> dict[str, tuple[int, str]]:
    """How many rows each table holds, and a print of all of them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in NOT_LOOKED_AT:
                cursor.execute(
                    f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t"
                )
                found[table] = cursor.fetchone()
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_looking_at_every_page_changes_nothing(
    busy: Busy, alice_client: Client, staff_client: Client
) -> None:
    before, seen = contents(), 0
    for client in (alice_client, staff_client, Client()):
        for route in pages():
            url = address(route, busy.values(str(route)))
            if url is not None:
                answer = client.get(url)
                b"".join(answer)  # streams too
                seen += 1
    assert seen > 150
    assert contents() == before


@pytest.mark.django_db
def test_a_change_would_be_seen(busy: Busy) -> None:
    before = contents()
    type(busy.offer).objects.filter(pk=busy.offer.pk).update(title="Autre chose")
    assert contents() != before
