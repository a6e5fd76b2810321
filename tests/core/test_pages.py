"""Pages of the kernel: who may see them, and under which policy."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.models import Email

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 13, 12, tzinfo=UTC)


@pytest.fixture
def letter() -> Email:
    context = {"first_name": "Camille", "url": "https://partenaires.example/lien", "days": 3}
    return Email.objects.create(
        kind="accounts/confirm", to="c@circuit.example", context=context, created_at=NOW, next_attempt_at=NOW
    )


@pytest.fixture
def staff(client: Client) -> Client:
    person = {"first_name": "Alix", "last_name": "Staff", "is_staff": True}
    client.force_login(User.objects.create_user("alix@staff.example", None, **person))
    return client


@pytest.mark.parametrize("path", ["/composants/", "/boite-aux-lettres/"])
def test_pages_of_the_house_do_not_exist_for_others(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/composants/", "/boite-aux-lettres/"])
def test_pages_of_the_house_open_to_the_staff(staff: Client, path: str) -> None:
    assert staff.get(path).status_code == 200


def test_a_letter_is_found_in_the_mailbox(staff: Client, letter: Email) -> None:
    assert f'href="/boite-aux-lettres/{letter.pk}/"' in staff.get("/boite-aux-lettres/").content.decode()


def test_a_letter_is_framed_by_our_own_page_alone(staff: Client, letter: Email) -> None:
    response = staff.get(f"/boite-aux-lettres/{letter.pk}/?format=html")
    policy = response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


def test_the_page_around_a_letter_keeps_the_strict_policy(staff: Client, letter: Email) -> None:
    response = staff.get(f"/boite-aux-lettres/{letter.pk}/")
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    assert "<iframe" in response.content.decode()


def test_the_links_of_a_letter_open_in_the_whole_window(staff: Client, letter: Email) -> None:
    html = staff.get(f"/boite-aux-lettres/{letter.pk}/?format=html").content.decode()
    assert '<base target="_top">' in html


def test_an_unknown_page_is_said_in_french(client: Client) -> None:
    response = client.get("/rien-ici/")
    assert response.status_code == 404
    assert "Cette page n’est pas au programme" in response.content.decode()


def test_a_page_that_waited_too_long_says_so(settings: Any) -> None:
    response = Client(enforce_csrf_checks=True).post("/connexion/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "Cette page a trop attendu" in response.content.decode()


def test_the_staff_sign_in_asks_for_the_second_factor_where_it_is_required(
    client: Client, settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    assert 'name="otp_token"' in client.get("/admin/login/").content.decode()


def test_the_staff_sign_in_asks_for_a_password_alone_elsewhere(client: Client) -> None:
    assert 'name="otp_token"' not in client.get("/admin/login/").content.decode()


def test_a_part_asked_for_after_the_session_ended_leads_to_the_sign_in(client: Client) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/reservations/?q=noa"}
    response = client.get("/reservations/", headers=asked)
    assert response.headers["HX-Redirect"] == "/connexion/?next=%2Freservations%2F%3Fq%3Dnoa"
