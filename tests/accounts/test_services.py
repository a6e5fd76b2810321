"""Accounts, credit and tokens of the app: what each act writes, and what it refuses."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password

from accounts import selectors, services
from accounts.errors import CannotSignIn, InsufficientCredit
from accounts.models import Deposit, MobileToken, User
from accounts.services import staff, tokens
from core.errors import TooManyTries
from core.models import ActionLog, Email
from tests.accounts.factories import PASSWORD, DepositFactory, UserFactory
from tests.support.races import together, without

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def sign_up(email: str = "mael@toiles.example") -> User | None:
    return services.sign_up(
        email=email, password="une toile", first_name="Maël", last_name="Le Goff", now=NOW
    )


def test_an_account_is_kept_in_lower_case_with_its_password_hashed() -> None:
    made = sign_up(" Mael@TOILES.example ")
    assert made is not None
    assert made.email == "mael@toiles.example"
    assert "une toile" not in made.password
    assert ActionLog.objects.get(verb="sign_up").actor == made


@pytest.mark.django_db(transaction=True)
def test_the_same_address_twice_at_the_same_instant_makes_one_account() -> None:
    made = together(sign_up, times=4)
    assert [one for one in made if isinstance(one, Exception)] == []
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_when_nobody_saw_the_other_coming_the_database_refuses_and_nobody_notices() -> None:
    with without("accounts.locks.account_of", instead=lambda *, email: None):
        sign_up()
        assert sign_up() is None
    assert Email.objects.count() == 1


def test_a_known_address_takes_as_long_as_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("accounts.services.people.make_password", hashed.append)
    UserFactory(email="mael@toiles.example")
    assert sign_up() is None
    assert hashed == ["une toile"]


# --- Credit


def test_credit_is_granted_once() -> None:
    person = UserFactory()
    deposit = services.grant_deposit(user=person, granted_cents=150_00, now=NOW, expires_at=NOW + 365 * DAY)
    assert (deposit.granted_cents, deposit.spent_cents) == (150_00, 0)
    assert selectors.credit_of(user=person) == deposit


def test_credit_is_spent_to_the_last_cent_and_given_back() -> None:
    deposit = DepositFactory(granted_cents=10_00)
    services.debit(user_id=deposit.user_id, cents=10_00, now=NOW)
    with pytest.raises(InsufficientCredit):
        services.debit(user_id=deposit.user_id, cents=1, now=NOW)
    services.give_back(deposit_id=deposit.pk, cents=10_00)
    assert Deposit.objects.get().spent_cents == 0


def test_credit_that_expired_buys_nothing_not_even_what_is_free() -> None:
    deposit = DepositFactory(expires_at=NOW, granted_at=NOW - DAY)
    with pytest.raises(InsufficientCredit):
        services.debit(user_id=deposit.user_id, cents=0, now=NOW)


# --- Tokens of the app


def live(raw: str, kind: str, *, at: datetime = NOW) -> MobileToken | None:
    return selectors.live_token(digest=tokens.digest_of(raw=raw), kind=kind, now=at)


def test_a_token_is_kept_as_a_digest_only() -> None:
    pair = tokens.issue(user=UserFactory(), now=NOW)
    kept = set(MobileToken.objects.values_list("digest", flat=True))
    assert kept == {hashlib.sha256(raw.encode()).hexdigest() for raw in (pair.access, pair.refresh)}


def test_tokens_are_long_and_different() -> None:
    person = UserFactory()
    drawn = {raw for _ in range(20) for raw in vars(tokens.issue(user=person, now=NOW)).values()}
    assert len(drawn) == 40
    assert min(map(len, drawn)) >= 43, "256 bits"


@pytest.mark.parametrize(
    ("kind", "lasting"), [("access", tokens.ACCESS_FOR), ("refresh", tokens.REFRESH_FOR)]
)
def test_a_token_opens_until_it_expires(kind: str, lasting: timedelta) -> None:
    raw = getattr(tokens.issue(user=UserFactory(), now=NOW), kind)
    assert live(raw, kind, at=NOW + lasting - timedelta(microseconds=1))
    assert live(raw, kind, at=NOW + lasting) is None
    assert live(raw, "refresh" if kind == "access" else "access") is None


def test_renewing_keeps_the_family_and_revokes_what_was_used() -> None:
    first = tokens.issue(user=UserFactory(), now=NOW)
    second = tokens.refresh(raw=first.refresh, now=NOW)
    assert live(first.refresh, "refresh") is None
    assert live(second.refresh, "refresh")
    assert MobileToken.objects.values("family").distinct().count() == 1


def test_a_token_renewed_twice_was_stolen_the_whole_family_closes() -> None:
    first = tokens.issue(user=UserFactory(), now=NOW)
    second = tokens.refresh(raw=first.refresh, now=NOW)
    other = tokens.issue(user=User.objects.get(), now=NOW)
    with pytest.raises(CannotSignIn):
        tokens.refresh(raw=first.refresh, now=NOW)
    assert [live(second.access, "access"), live(second.refresh, "refresh")] == [None, None]
    assert live(other.access, "access"), "another session goes on"


@pytest.mark.parametrize("raw", ["", "unknown", "x" * 10_000])
def test_what_was_never_given_renews_nothing(raw: str) -> None:
    with pytest.raises(CannotSignIn):
        tokens.refresh(raw=raw, now=NOW)


def test_a_new_password_revokes_every_token() -> None:
    person = UserFactory()
    pair = tokens.issue(user=person, now=NOW)
    services.change_password(user=person, password="une autre toile", now=NOW)
    assert [live(pair.access, "access"), live(pair.refresh, "refresh")] == [None, None]
    assert check_password("une autre toile", User.objects.get().password)
    assert ActionLog.objects.get(verb="change_password").actor == person


# --- Tries


def tried(email: str, password: str = "faux", ip: str = "192.0.2.1") -> Any:
    return tokens.check_credentials(email=email, password=password, ip=ip)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_tries_at_once_are_evaluated_ten_times(monkeypatch: pytest.MonkeyPatch) -> None:
    person, evaluated = UserFactory(), []
    check = tokens.check_password
    monkeypatch.setattr(tokens, "check_password", lambda *given: evaluated.append(1) or check(*given))
    answers = together(*(lambda ip=f"192.0.2.{n}": tried(person.email, ip=ip) for n in range(50)))
    assert len(evaluated) == 10
    assert sum(isinstance(one, TooManyTries) for one in answers) == 40


def test_one_network_address_may_not_try_everybody() -> None:
    for number in range(tokens.TRIES_PER_ADDRESS):
        with pytest.raises(CannotSignIn):
            tried(f"p{number}@test.example")
    with pytest.raises(TooManyTries) as refused:
        tried("encore@test.example")
    assert refused.value.retry_after <= tokens.WINDOW
    with pytest.raises(CannotSignIn):
        tried("encore@test.example", ip="192.0.2.2")


def test_an_unknown_address_costs_a_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(tokens, "check_password", lambda password, digest: seen.append(digest) or False)
    known = UserFactory()
    for email in (known.email, "personne@nulle.example"):
        with pytest.raises(CannotSignIn):
            tried(email)
    assert seen == [known.password, tokens._NOBODY]


@pytest.mark.parametrize("state", [{"is_active": False}, {"unconfirmed": True}])
def test_the_right_password_of_a_closed_account_does_not_open(state: dict[str, Any]) -> None:
    with pytest.raises(CannotSignIn) as refused:
        tried(UserFactory(**state).email, PASSWORD)
    assert refused.value.code == ("email_not_confirmed" if "unconfirmed" in state else "invalid_credentials")


# --- Staff


def test_groups_hold_the_permissions_of_their_table_no_more_no_less() -> None:
    staff.define_groups()
    staff.define_groups()
    from django.contrib.auth.models import Group

    for name, wanted in staff.GROUPS.items():
        held = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in held} == set(wanted)
