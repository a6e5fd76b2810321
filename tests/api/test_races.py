"""Many phones at once, over HTTP: never a seat too many (R06), never a cent too many (R07)."""

import itertools
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest
from django.db import connection, connections
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Deposit, User
from accounts.services import tokens
from bookings import notifications
from bookings.errors import CannotBook
from bookings.models import Booking
from offers.models import Slot, Stock
from tests.api import world
from tests.support.app import App
from tests.support.server import gunicorn

CLIENTS = 32


def buyers(count: int) -> list[str]:
    """Tokens of as many young people with credit."""
    now = timezone.now()
    people = User.objects.bulk_create(
        User(
            email=f"{uuid.uuid4().hex}@test.example",
            first_name="Lou",
            last_name="Test",
            email_confirmed_at=now,
        )
        for _ in range(count)
    )
    Deposit.objects.bulk_create(
        Deposit(user=user, granted_cents=300_00, granted_at=now, expires_at=now + world.DAY)
        for user in people
    )
    return [tokens.issue(user=user, now=now).access for user in people]


def sell(url: str, stock: Stock, *, to: list[str]) -> Counter[tuple[int, str]]:
    """Everybody books one place, 32 at a time; what each was answered."""
    phones = [httpx.Client(base_url=url, timeout=60) for _ in range(CLIENTS)]

    def ask(phone: httpx.Client, token: str) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        answer = phone.post(
            "/api/v1/bookings/", json={"stock_id": str(stock.pk), "quantity": 1}, headers=headers
        )
        return answer.status_code, answer.json().get("code", "") if answer.status_code != 201 else ""

    def keep_asking(phone: httpx.Client, mine: list[str]) -> list[tuple[int, str]]:
        with phone:
            return [ask(phone, token) for token in mine]

    with ThreadPoolExecutor(max_workers=CLIENTS) as pool:
        answers = pool.map(keep_asking, phones, [to[n::CLIENTS] for n in range(CLIENTS)])
        return Counter(itertools.chain.from_iterable(answers))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_500_bookings_from_32_clients_for_100_seats_make_exactly_100() -> None:
    stock = world.stock(capacity=100)
    with gunicorn() as url:
        answers = sell(url, stock, to=buyers(500))
    assert answers == {(201, ""): 100, (409, "sold_out"): 400}
    assert Slot.objects.get().booked == 100
    assert Booking.objects.count() == 100
    assert Booking.objects.values("code").distinct().count() == 100
    assert Deposit.objects.aggregate(spent=Sum("spent_cents"))["spent"] == 100 * 5_00


@pytest.fixture
def no_check_on_seats(transactional_db: None) -> Iterator[None]:
    """The database lets more seats be booked than there are."""
    (check,) = [found for found in Slot._meta.constraints if found.name == "slot_never_oversold"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Slot, check)
    yield
    Slot.objects.update(capacity=None)
    with connection.schema_editor() as editor:
        editor.add_constraint(Slot, check)


@pytest.mark.slow
@pytest.mark.usefixtures("no_check_on_seats")
@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_same_sale_oversells() -> None:
    """The control: reading what is left before taking it is not enough."""
    stock = world.stock(capacity=20)
    with gunicorn("tests.api.oversold:application") as url:
        answers = sell(url, stock, to=buyers(80))
    assert answers[201, ""] > 20
    assert Slot.objects.get().booked == answers[201, ""] == Booking.objects.count()


def at_once(asks: list[Callable[[], Any]]) -> Counter[tuple[int, str]]:
    """Every request in a thread and on a connection of its own; what each was answered."""

    def run(ask: Callable[[], Any]) -> tuple[int, str]:
        try:
            answer = ask()
            return answer.status_code, "" if answer.status_code == 201 else answer.json()["code"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=CLIENTS) as pool:
        return Counter(pool.map(run, asks))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_seats_claimed_by_bookings_that_fail_are_sold_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth of the bookings roll back with a seat in hand: all seats are sold in the end, and no more."""
    dice, tell = random.Random(6), notifications.booking_created

    def fail_sometimes(**values: Any) -> None:
        if dice.random() < 0.2:
            raise CannotBook("booking_closed")
        tell(**values)

    monkeypatch.setattr("bookings.notifications.booking_created", fail_sometimes)
    stock = world.stock(capacity=30)
    answers = at_once([partial(App(token=token).book, stock) for token in buyers(150)])
    assert answers[201, ""] == Slot.objects.get().booked == Booking.objects.count() == 30
    assert set(answers) == {(201, ""), (409, "sold_out"), (409, "booking_closed")}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_forty_bookings_at_once_never_spend_more_than_the_credit() -> None:
    app, venue = App(world.beneficiary(cents=20_00)), world.venue()
    stocks = [world.stock(world.offer(venue=venue), cents=5_00) for _ in range(40)]
    answers = at_once([partial(app.book, stock) for stock in stocks])
    assert answers == {(201, ""): 4, (422, "insufficient_credit"): 36}
    assert Deposit.objects.get().spent_cents == 20_00
    assert Slot.objects.aggregate(booked=Sum("booked"))["booked"] == Booking.objects.count() == 4
