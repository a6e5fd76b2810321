"""Sign up, confirm, sign in, forget one's password: the same words for whoever guesses."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.test import Client
from zeal import zeal_ignore

from accounts.models import User
from core.models import Email
from tests.accounts.factories import PASSWORD, UserFactory
from tests.portal.bodies import body
from tests.support.html import Page, read
from tests.support.moments import ago
from tests.support.world import signed_in

pytestmark = pytest.mark.django_db
GOOD = "une toile entre deux platanes"
PERSON = {"first_name": "Maël", "last_name": "Le Goff", "email": "mael@toiles.example", "password": GOOD}


def sign_up(client: Client, **answers: str) -> Page:
    return read(client.post("/inscription/", PERSON | answers, follow=True))


def link(kind: str = "accounts/confirm") -> str:
    """The address in the latest e-mail."""
    url: str = Email.objects.filter(kind=kind).latest("pk").context["url"]
    return url.removeprefix("http://testserver")


# --- Sign-up


def test_signing_up_sends_a_link_and_signs_nobody_in(client: Client) -> None:
    page = sign_up(client)
    assert "mael@toiles.example" in page.text
    user = User.objects.get()
    assert (user.email, user.email_confirmed_at) == ("mael@toiles.example", None)
    assert check_password(GOOD, user.password)
    assert "_auth_user_id" not in client.session
    assert Email.objects.get().context["days"] == 3


def test_a_known_address_sees_the_same_page_and_gets_another_letter(client: Client) -> None:
    sign_up(client)
    unknown = client.get("/inscription/verifiez-vos-e-mails/")
    User.objects.update(email_confirmed_at=ago(days=1))
    other = Client()
    sign_up(other, first_name="Eve", email="MAEL@toiles.example")
    known = other.get("/inscription/verifiez-vos-e-mails/")
    assert body(known).replace("MAEL", "mael") == body(unknown)
    assert User.objects.get().first_name == "Maël"
    assert Email.objects.latest("pk").kind == "accounts/already_known"


def test_an_address_never_confirmed_takes_the_latest_answers_and_the_older_link_dies(client: Client) -> None:
    """Whoever signs up with somebody else's address must not choose the password behind that person's link."""
    sign_up(client, first_name="Eve", password="le mot de passe du voleur")
    stolen = link()
    sign_up(Client())
    user = User.objects.get()
    assert user.first_name == "Maël"
    assert check_password(GOOD, user.password)
    assert read(client.post(stolen)).status == 422
    assert client.post(link()).status_code == 302


BAD = [
    ({"password": "court"}, "password", "14 caractères"),
    ({"password": "aaaaaaaaaaaaaa1"[:13]}, "password", "14"),
    ({"password": "mael@toiles.example"}, "password", "semblable"),
    ({"email": "pas une adresse"}, "email", "incomplète"),
    ({"email": f"{'x' * 250}@test.example"}, "email", "254"),
    ({"email": ""}, "email", "manque"),
    ({"first_name": "x" * 81}, "first_name", "80"),
    ({"last_name": "  "}, "last_name", "manque"),
]


@pytest.mark.parametrize(("answers", "field", "word"), BAD)
def test_a_bad_answer_is_said_beside_its_field_and_kept(
    client: Client, answers: dict[str, str], field: str, word: str
) -> None:
    page = sign_up(client, **answers)
    assert page.status == 422
    assert word in " ".join(page.errors[field])
    assert {**PERSON, **answers}.items() - page.fields("Créer").items() <= {(field, "")} | {(field, "  ")}
    assert not User.objects.exists()


def test_nobody_makes_themselves_staff_by_signing_up(client: Client) -> None:
    sly = {
        "is_staff": "on",
        "is_superuser": "on",
        "is_active": "on",
        "email_confirmed_at": "2020-01-01",
        "groups": "1",
    }
    sign_up(client, **sly)
    made = User.objects.get()
    assert (made.is_staff, made.is_superuser, made.email_confirmed_at) == (False, False, None)


def test_whoever_signs_up_too_often_waits(client: Client) -> None:
    for number in range(20):
        sign_up(client, email=f"mael{number}@toiles.example")
    assert "Trop d’essais" in sign_up(client, email="encore@toiles.example").errors[""][0]
    assert User.objects.count() == 20


def test_whoever_is_signed_in_goes_on_to_the_structure(client: Client) -> None:
    assert signed_in(UserFactory()).get("/inscription/").url == "/inscription/structure/"


# --- Confirmation


def test_reading_the_link_changes_nothing_and_the_button_signs_in(client: Client) -> None:
    sign_up(client)
    page = read(client.get(link()), status=200)
    assert User.objects.get().email_confirmed_at is None
    after = page.send(client, "Confirmer")
    assert User.objects.get().email_confirmed_at is not None
    assert after.url == "/inscription/structure/"


def test_a_link_works_once(client: Client) -> None:
    sign_up(client)
    client.post(link())
    for answer in (Client().get(link()), Client().post(link())):
        assert read(answer, status=422).headings[0] == "Ce lien n’est plus valable"


def test_a_link_expires_after_three_days(client: Client) -> None:
    sign_up(client)
    with time_machine.travel(ago(days=-3) + timedelta(minutes=1), tick=False):
        assert client.get(link()).status_code == 422


@pytest.mark.parametrize("spoil", [lambda url: url[:-3] + "x/", lambda url: "/inscription/confirmation/x/"])
def test_a_forged_link_opens_nothing(client: Client, spoil: Any) -> None:
    sign_up(client)
    assert client.post(spoil(link())).status_code == 422
    assert User.objects.get().email_confirmed_at is None


# --- Sign-in


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Page:
    return read(client.post("/connexion/", {"username": email, "password": password, **more}, follow=True))


def test_signing_in_leads_home_or_where_one_was_going(client: Client, alice: User) -> None:
    assert sign_in(client, " ALICE@circuit.example ").url == "/accueil/"
    client.logout()
    asked = client.get("/offres/")
    assert asked.url == "/connexion/?next=/offres/"
    assert (
        read(client.get(asked.url)).send(client, "Se connecter", username=alice.email, password=PASSWORD).url
        == "/offres/"
    )


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_off_the_site(client: Client, alice: User, target: str) -> None:
    assert sign_in(client, alice.email, next=target).url == "/accueil/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, alice: User) -> None:
    known, unknown = sign_in(client, alice.email, "faux"), sign_in(client, "personne@nulle.example", "faux")
    assert known.status == unknown.status == 422
    assert known.errors == unknown.errors == {"": ["Adresse e-mail ou mot de passe incorrect."]}
    assert known.fields("Se connecter")["username"] == alice.email
    assert "password" not in known.fields("Se connecter")


def test_an_unconfirmed_address_is_said_to_whoever_knows_the_password_only(client: Client) -> None:
    user = UserFactory(unconfirmed=True)
    assert "Confirmez d’abord" in sign_in(client, user.email).errors[""][0]
    assert "incorrect" in sign_in(client, user.email, "faux").errors[""][0]


def test_after_ten_tries_even_the_right_password_waits(client: Client, alice: User) -> None:
    for _ in range(10):
        assert sign_in(client, alice.email, "faux").status == 422
    answer = client.post("/connexion/", {"username": alice.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 900
    assert "Trop d’essais" in read(answer).errors[""][0]
    assert sign_in(Client(), "charlie@salle.example", "faux").status == 422, "nobody else waits"


def test_a_success_starts_the_count_again(client: Client, alice: User) -> None:
    for _ in range(2):
        for _ in range(9):
            sign_in(client, alice.email, "faux")
        assert sign_in(Client(), alice.email).url == "/accueil/"


def test_a_header_changes_nobody_s_address(client: Client, alice: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 0
    for number in range(10):
        client.post(
            "/connexion/",
            {"username": alice.email, "password": "faux"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert client.post("/connexion/", {"username": alice.email, "password": PASSWORD}).status_code == 429


# --- Sessions


def test_a_session_left_idle_ends(alice: User) -> None:
    client = signed_in(alice)
    client.get("/accueil/")
    with time_machine.travel(ago(hours=-13), tick=False):
        assert client.get("/accueil/").url.startswith("/connexion/")


def test_a_session_ends_after_a_week_even_in_use(alice: User) -> None:
    client = signed_in(alice)
    for hours in range(0, 7 * 24, 11):
        with time_machine.travel(ago(hours=-hours), tick=False):
            assert client.get("/accueil/").status_code == 200
    with time_machine.travel(ago(hours=-(7 * 24 + 1)), tick=False):
        assert client.get("/accueil/").status_code == 302


def test_staff_left_idle_for_a_quarter_of_an_hour_sign_in_again(staff: User) -> None:
    client = signed_in(staff)
    client.get("/admin/")
    with time_machine.travel(ago(minutes=-16), tick=False):
        assert client.get("/admin/").status_code == 302


def test_a_disabled_account_is_out_at_once(alice: User, alice_client: Client) -> None:
    assert alice_client.get("/accueil/").status_code == 200
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert alice_client.get("/accueil/").status_code == 302


def test_signing_out_asks_and_then_does(alice_client: Client) -> None:
    page = read(alice_client.get("/deconnexion/"), status=200)
    after = page.send(alice_client, "Se déconnecter")
    assert "Vous êtes déconnecté." in after.banners
    assert alice_client.get("/accueil/").status_code == 302


def test_the_session_changes_its_name_at_sign_in(client: Client, alice: User) -> None:
    client.post("/inscription/", PERSON)
    before = client.cookies["sessionid"].value
    sign_in(client, alice.email)
    assert client.cookies["sessionid"].value != before


# --- Forgotten password


def forget(client: Client, email: str) -> Page:
    return read(client.post("/mot-de-passe/", {"email": email}, follow=True))


def test_known_and_unknown_addresses_read_the_same_page(client: Client, alice: User) -> None:
    known, unknown = forget(client, alice.email.upper()), forget(client, "personne@nulle.example")
    assert known.url == unknown.url == "/mot-de-passe/envoye/"
    assert known.normalised() == unknown.normalised()
    assert [mail.to for mail in Email.objects.all()] == [alice.email]


def choose(client: Client, first: str = GOOD, second: str = GOOD) -> Page:
    page = read(client.get(link("accounts/reset"), follow=True))
    return page.send(client, "Changer", new_password1=first, new_password2=second)


def test_a_new_password_is_chosen_by_the_link_and_closes_every_session(client: Client, alice: User) -> None:
    elsewhere = signed_in(alice)
    forget(client, alice.email)
    page = choose(client)
    assert page.url == "/connexion/"
    assert any("mot de passe est changé" in said for said in page.banners)
    with zeal_ignore():  # Django reads the session again to close it
        assert elsewhere.get("/accueil/").status_code == 302
    assert sign_in(client, alice.email, GOOD).url == "/accueil/"
    assert "plus valable" in read(Client().get(link("accounts/reset"), follow=True)).headings[0]


def test_a_link_received_proves_the_address(client: Client) -> None:
    user = UserFactory(unconfirmed=True)
    forget(client, user.email)
    choose(client)
    user.refresh_from_db()
    assert user.email_confirmed_at is not None


@pytest.mark.parametrize(("first", "second"), [("court", "court"), (GOOD, GOOD + "!")])
def test_a_bad_new_password_is_refused(client: Client, alice: User, first: str, second: str) -> None:
    forget(client, alice.email)
    page = choose(client, first, second)
    assert "new_password2" in page.errors
    alice.refresh_from_db()
    assert check_password(PASSWORD, alice.password)


def test_a_disabled_account_gets_no_link(client: Client) -> None:
    forget(client, UserFactory(is_active=False).email)
    assert not Email.objects.exists()


def test_the_link_is_in_no_page_that_could_leak_it(client: Client, alice: User) -> None:
    forget(client, alice.email)
    answer = client.get(link("accounts/reset"))
    assert re.search(r"/mot-de-passe/[^/]+/set-password/$", answer.url)
