"""Sign in, renew, sign out, and who am I."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from accounts.models import MobileToken, User
from accounts.services import tokens
from core.network import client_ip
from tests.api import world
from tests.support.app import App, refused

pytestmark = pytest.mark.django_db
WRONG = (401, "invalid_credentials")
STALE = (401, "invalid_token")


def sign_in(email: str, password: str = world.PASSWORD, *, ip: str = "") -> object:
    """From an address that no other test counts."""
    return App().post("auth/token/", {"email": email, "password": password}, REMOTE_ADDR=ip or uuid4().hex)


def test_signing_in_gives_two_tokens_that_work() -> None:
    answer = sign_in(world.person().email)
    assert answer.status_code == 200
    assert sorted(answer.json()) == ["access", "refresh"]
    assert App(token=answer.json()["access"]).get("me/").status_code == 200


def test_the_case_of_the_address_does_not_matter() -> None:
    assert sign_in(world.person().email.upper()).status_code == 200


def test_an_unknown_address_and_a_wrong_password_read_the_same() -> None:
    known = sign_in(world.person().email, "autre-chose")
    unknown = sign_in(f"{uuid4().hex}@test.example", "autre-chose")
    assert refused(known) == refused(unknown) == WRONG
    assert known.content == unknown.content


def test_an_unconfirmed_address_is_told_what_to_do() -> None:
    assert refused(sign_in(world.person(email_confirmed_at=None).email)) == (401, "email_not_confirmed")


def test_a_disabled_account_does_not_come_in() -> None:
    assert refused(sign_in(world.person(is_active=False).email)) == WRONG


def test_the_eleventh_try_of_an_address_waits() -> None:
    email = world.person().email
    assert [sign_in(email, "faux").status_code for _ in range(10)] == [401] * 10
    answer = sign_in(email)
    assert refused(answer) == (429, "too_many_tries")
    assert 0 < int(answer["Retry-After"]) <= 900


def test_one_network_address_cannot_try_everybody() -> None:
    ip = uuid4().hex
    answers = [sign_in(f"{uuid4().hex}@test.example", "faux", ip=ip).status_code for _ in range(101)]
    assert answers[:100] == [401] * 100
    assert answers[100] == 429


def test_a_header_does_not_change_where_one_comes_from(rf: object) -> None:
    assert client_ip(rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4")) == "10.0.0.1"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "lou",
        "null",
        '"lou"',
        None,
        {"email": "lou@test.example"},
        {"email": "pas une adresse", "password": "x"},
        {"email": True, "password": "x"},
        {"email": "lou@test.example", "password": 12345678},
        {"email": "lou@test.example", "password": ["x"]},
        {"email": "lou@test.example", "password": "nul\0"},
        {"email": "a" * 300 + "@test.example", "password": "x"},
        {"email": "lou@test.example", "password": "x" * 1001},
    ],
)
def test_malformed_credentials_are_invalid(body: object) -> None:
    assert refused(App().post("auth/token/", body)) == (400, "invalid")


def test_refreshing_gives_a_new_pair() -> None:
    first = tokens.issue(user=world.person(), now=timezone.now())
    answer = App().post("auth/token/refresh/", {"refresh": first.refresh})
    assert answer.status_code == 200
    assert answer.json()["refresh"] != first.refresh
    assert App(token=answer.json()["access"]).get("me/").status_code == 200


def test_a_refresh_token_used_twice_closes_the_whole_session() -> None:
    first = tokens.issue(user=world.person(), now=timezone.now())
    second = App().post("auth/token/refresh/", {"refresh": first.refresh}).json()
    assert refused(App().post("auth/token/refresh/", {"refresh": first.refresh})) == STALE
    assert refused(App(token=second["access"]).get("me/")) == STALE


def test_an_expired_refresh_token_renews_nothing() -> None:
    pair = tokens.issue(user=world.person(), now=timezone.now() - tokens.REFRESH_FOR)
    assert refused(App().post("auth/token/refresh/", {"refresh": pair.refresh})) == STALE


def test_an_access_token_does_not_renew_and_a_refresh_token_does_not_open() -> None:
    pair = tokens.issue(user=world.person(), now=timezone.now())
    assert refused(App().post("auth/token/refresh/", {"refresh": pair.access})) == STALE
    assert refused(App(token=pair.refresh).get("me/")) == STALE


def test_signing_out_closes_this_session_and_no_other() -> None:
    user = world.person()
    here, elsewhere = tokens.issue(user=user, now=timezone.now()), tokens.issue(user=user, now=timezone.now())
    assert App(token=here.access).post("auth/sign-out/").status_code == 204
    assert refused(App(token=here.access).get("me/")) == STALE
    assert refused(App().post("auth/token/refresh/", {"refresh": here.refresh})) == STALE
    assert App(token=elsewhere.access).get("me/").status_code == 200


def test_a_stale_token_does_not_prevent_signing_in() -> None:
    email = world.person().email
    answer = App(token="stale").post(
        "auth/token/", {"email": email, "password": world.PASSWORD}, REMOTE_ADDR=email
    )
    assert answer.status_code == 200


def test_me_shows_what_is_left_to_spend() -> None:
    user = world.beneficiary(cents=300_00, spent=45_50)
    body = App(user).get("me/").json()
    expires = user.deposit.expires_at.isoformat().replace("+00:00", "Z")
    assert body == {
        "id": str(user.pk),
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "credit": {"granted_cents": 300_00, "remaining_cents": 254_50, "expires_at": expires},
    }


def test_expired_credit_leaves_nothing_to_spend() -> None:
    user = world.beneficiary(expires_at=timezone.now() - world.HOUR)
    assert App(user).get("me/").json()["credit"]["remaining_cents"] == 0


def test_who_was_granted_nothing_has_no_credit() -> None:
    assert App(world.person()).get("me/").json()["credit"] is None


def test_an_access_token_lasts_thirty_minutes() -> None:
    app = App(world.person())
    with time_machine.travel(timezone.now() + timedelta(minutes=29), tick=False):
        assert app.get("me/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=30, seconds=1), tick=False):
        assert refused(app.get("me/")) == STALE


def test_a_disabled_account_is_out_at_once() -> None:
    user = world.person()
    app = App(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert refused(app.get("me/")) == STALE


FORGED = [
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "eyJhbGciOiJSUzI1NiIsImtpZCI6Ii4uLy4uL2Rldi9udWxsIn0.e30.c2ln",
    "null",
    "undefined",
    "0",
    "' OR 1=1 --",
    "../../etc/passwd",
    "a b c",
    "é",
    "A" * 43,
    "A" * 300,
    "A" * 1_000_000,
    "nul\0",
    "",
]


@pytest.mark.parametrize("raw", FORGED, ids=range(len(FORGED)))
def test_a_forged_token_opens_nothing(raw: str) -> None:
    answer = App().get("me/", headers={"Authorization": f"Bearer {raw}"})
    assert refused(answer) == STALE
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["", "Basic bG91OngK", "Token abc"])
def test_without_a_bearer_token_one_is_asked_to_sign_in(header: str) -> None:
    answer = App().get("me/", headers={"Authorization": header})
    assert refused(answer) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_the_database_holds_no_token_in_clear() -> None:
    pair = tokens.issue(user=world.person(), now=timezone.now())
    kept = str(list(MobileToken.objects.values()))
    assert pair.access not in kept
    assert pair.refresh not in kept


def test_no_answer_about_an_account_is_kept_in_a_cache() -> None:
    answer = App(world.person()).get("me/")
    assert "no-store" in answer["Cache-Control"]


def test_asking_who_am_i_takes_two_queries(django_assert_num_queries: object) -> None:
    app = App(world.beneficiary())
    with django_assert_num_queries(2):  # type: ignore[operator]  # the token with its account, the deposit
        app.get("me/")
