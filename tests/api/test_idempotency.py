"""One effect per key (R20): repeated, parallel, crashed, expired, misused."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connections
from django.utils import timezone

from bookings.api.views import Bookings
from bookings.models import Booking
from core import idempotency, services
from core.models import IdempotencyKey
from offers.models import Slot, Stock
from tests.api import world
from tests.support.app import App, refused

pytestmark = pytest.mark.django_db
PARALLEL = 50


@pytest.fixture
def app() -> App:
    return App(world.beneficiary())


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": ""}, {"Idempotency-Key": "k" * 256}])
def test_a_key_of_1_to_255_characters_is_required(app: App, headers: dict[str, str]) -> None:
    answer = app.post("bookings/", {"stock_id": str(world.stock().pk), "quantity": 1}, headers=headers)
    assert refused(answer) == (400, "invalid")
    assert list(answer.json()["fields"]) == ["Idempotency-Key"]
    assert not Booking.objects.exists()


@pytest.mark.parametrize("key", [" ", "nul\0", "é", "tab\t", "\x7f"])
def test_a_key_is_made_of_visible_characters(app: App, key: str) -> None:
    assert refused(app.book(world.stock(), key=key)) == (400, "invalid")


@pytest.mark.parametrize("key", ["k", "k" * 255, "0f8fad5b-d9cb-469f-a165-70867728950e", "a b;c'\"%"])
def test_any_other_key_will_do(app: App, key: str) -> None:
    assert app.book(world.stock(), key=key).status_code == 201


def test_the_same_key_and_body_answer_the_first_answer_again(app: App) -> None:
    stock = world.stock()
    first, again = app.book(stock, key="k"), app.book(stock, key="k")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert Booking.objects.count() == Slot.objects.get().booked == 1


def test_spaces_and_order_of_the_body_do_not_matter(app: App) -> None:
    stock = str(world.stock().pk)
    first = app.post(
        "bookings/", json.dumps({"stock_id": stock, "quantity": 1}), headers={"Idempotency-Key": "k"}
    )
    again = app.post("bookings/", f'{{ "quantity":1,"stock_id":"{stock}"}}', headers={"Idempotency-Key": "k"})
    assert first.content == again.content


def test_the_first_answer_stays_whatever_became_of_the_booking(app: App) -> None:
    stock = world.stock()
    first = app.book(stock, key="k")
    app.post(f"bookings/{first.json()['id']}/cancel/")
    assert app.book(stock, key="k").content == first.content


@pytest.mark.parametrize("quantity", [2, "x", None])
def test_the_same_key_with_another_body_is_a_conflict(app: App, quantity: object) -> None:
    stock = world.stock()
    app.book(stock, key="k")
    assert refused(app.book(stock, quantity, key="k")) == (409, "idempotency_conflict")
    assert Booking.objects.count() == 1


def test_refusals_are_not_kept(app: App) -> None:
    stock = world.stock(capacity=1, booked=1)
    assert refused(app.book(stock, key="k")) == (409, "sold_out")
    assert not IdempotencyKey.objects.exists()
    Slot.objects.update(booked=0)
    assert app.book(stock, key="k").status_code == 201


def test_a_key_belongs_to_its_account() -> None:
    stock = world.stock()
    answers = [App(world.beneficiary()).book(stock, key="k") for _ in range(2)]
    assert len({answer.json()["id"] for answer in answers}) == 2


def test_a_key_serves_a_day_and_then_is_new_again() -> None:
    user, stock = world.beneficiary(), world.stock()
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        first = App(user).book(stock, key="k").json()["id"]
    with time_machine.travel(start + timedelta(hours=24, seconds=-1), tick=False):
        app = App(user)
        assert app.book(stock, key="k").json()["id"] == first
        app.post(f"bookings/{first}/cancel/")
    with time_machine.travel(start + timedelta(hours=24), tick=False):
        assert App(user).book(stock, key="k").json()["id"] != first
    assert IdempotencyKey.objects.count() == 1


def test_keys_are_forgotten_after_a_day(app: App) -> None:
    app.book(world.stock(), key="k")
    assert services.purge_expired(now=timezone.now() + timedelta(hours=23)) == 0
    assert services.purge_expired(now=timezone.now() + timedelta(hours=24, seconds=1)) == 1


def test_a_crash_between_commit_and_reply_loses_nothing(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(*_: object, **__: object) -> None:
        raise SystemExit

    stock = world.stock()
    with monkeypatch.context() as cut:
        cut.setattr(Bookings, "finalize_response", power_cut)
        with pytest.raises(SystemExit):
            app.book(stock, key="k")
    kept = Booking.objects.get()
    answer = app.book(stock, key="k")
    assert (answer.status_code, answer.json()["id"]) == (201, str(kept.pk))
    assert Booking.objects.count() == 1


def test_a_crash_before_commit_leaves_nothing(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(**_: object) -> None:
        raise SystemExit

    stock = world.stock()
    with monkeypatch.context() as cut:
        cut.setattr("core.idempotency.Answer", power_cut)
        with pytest.raises(SystemExit):
            app.book(stock, key="k")
    assert not Booking.objects.exists()
    assert not IdempotencyKey.objects.exists()
    assert Slot.objects.get().booked == 0
    assert app.book(stock, key="k").status_code == 201


def interrupted(sqlstate: str, *, times: int) -> tuple[Callable[[], idempotency.Answer], list[int]]:
    """An act that PostgreSQL interrupts the first `times`, and the tries it made."""
    tries: list[int] = []

    def act() -> idempotency.Answer:
        tries.append(1)
        if len(tries) <= times:
            cause = Exception()
            cause.sqlstate = sqlstate  # type: ignore[attr-defined]
            raise OperationalError from cause
        return idempotency.Answer(status=201, body="{}")

    return act, tries


def once(act: Callable[[], idempotency.Answer]) -> idempotency.Answer:
    return idempotency.once(user_id=world.person().pk, key="k", fingerprint="f", now=timezone.now(), act=act)


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_a_deadlock_is_tried_again(sqlstate: str) -> None:
    act, tries = interrupted(sqlstate, times=2)
    assert once(act).status == 201
    assert len(tries) == 3


@pytest.mark.parametrize(("sqlstate", "times"), [("40P01", 9), ("55P03", 1), ("57014", 1)])
def test_what_does_not_pass_by_itself_is_not_tried_for_ever(sqlstate: str, times: int) -> None:
    act, tries = interrupted(sqlstate, times=times)
    with pytest.raises(OperationalError):
        once(act)
    assert len(tries) == min(times, 3)


def in_parallel(app: App, stock: Stock, *, keys: list[str]) -> list[Any]:
    def ask(key: str) -> Any:
        try:
            return app.book(stock, key=key)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(keys)) as pool:
        return list(pool.map(ask, keys))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_requests_with_one_key_make_one_booking_and_get_one_answer() -> None:
    app, stock = App(world.beneficiary()), world.stock()
    answers = in_parallel(app, stock, keys=["k"] * PARALLEL)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Booking.objects.count() == Slot.objects.get().booked == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_the_keys_the_same_requests_get_different_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the previous test measures does come from the keys."""
    monkeypatch.setattr(idempotency, "once", lambda *, act, **_: act())
    app, stock = App(world.beneficiary()), world.stock()
    answers = in_parallel(app, stock, keys=["k"] * PARALLEL)
    assert {answer.status_code for answer in answers} == {201, 409}
