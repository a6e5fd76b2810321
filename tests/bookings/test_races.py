"""Two people at the same instant, on real connections. Each race has its control: without the guard, it goes wrong."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.db.models import F

from accounts.models import Deposit
from bookings import services
from bookings.models import Booking, BookingTransition
from bookings.states import Reason
from core.errors import DomainError
from core.models import Email
from offers import locks as offer_locks
from offers.models import Slot
from tests.accounts.factories import young
from tests.bookings.factories import BookingFactory
from tests.bookings.test_lives import legal
from tests.bookings.truth import counters_agree
from tests.offers.factories import StockFactory
from tests.support.races import meeting_at, together, without

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
START = NOW + timedelta(days=10)
SOON = NOW + timedelta(hours=1)
A_WHILE = 0.3
#: Somebody has read what they need, and has not written yet.
REACHED = threading.Event()


@contextmanager
def slowly(target: str) -> Iterator[None]:
    """Everybody takes a while before `target`: long enough for the others to act meanwhile, if nothing holds them."""
    module, _, name = target.rpartition(".")
    real = getattr(import_module(module), name)

    def slow(*args: Any, **kwargs: Any) -> Any:
        REACHED.set()
        time.sleep(A_WHILE)
        return real(*args, **kwargs)

    REACHED.clear()
    with patch(target, slow):
        yield


def unlocked(*, pk: int) -> Booking:
    return Booking.objects.select_related("slot", "user", "offer__address", "venue").get(pk=pk)


@contextmanager
def no_lock_on_bookings() -> Iterator[None]:
    """Read the booking, and hope."""
    with ExitStack() as stack:
        for target in ("bookings.locks.booking_alone", "bookings.locks.booking_with_slot"):
            stack.enter_context(without(target, instead=unlocked))
        stack.enter_context(without("accounts.locks.deposit_by_id", instead=lambda *, pk: None))
        yield


def booked(**fields: Any) -> Booking:
    """One of two places taken, so that giving one back twice is not refused by the counter's own bounds."""
    first = BookingFactory(stock__slot__starts_at=START, now=NOW)
    return BookingFactory(stock=first.stock, now=NOW, **fields)


def use(booking: Booking) -> Booking:
    return services.use(booking_id=booking.pk, actor=None, now=SOON, wait_for_limit=False)


def cancel(booking: Booking) -> Booking:
    return services.cancel(booking_id=booking.pk, actor=booking.user, now=SOON)


def sweep(booking: Booking) -> None:
    REACHED.wait(5)
    if services.validate_past(now=START + timedelta(hours=72)) < 2:
        raise DomainError("skipped")  # somebody held it: the next sweep sees


def cancel_late(booking: Booking) -> Booking:
    return services.cancel(booking_id=booking.pk, actor=None, now=START, reason=Reason.STAFF)


PAIRS: dict[str, tuple[Callable[[Booking], Any], Callable[[Booking], Any]]] = {
    "cancel and use": (cancel, use),
    "use and use": (use, use),
    "cancel and cancel": (cancel, cancel),
    "sweep and cancel": (sweep, cancel_late),
}


def fair(pair: str, meeting: AbstractContextManager[None] | None = None) -> bool:
    """Of two acts at once exactly one happens, the other is refused in words, and everything adds up."""
    booking = booked()
    with meeting or slowly("bookings.selectors.facts_of"):
        results = together(*(partial(act, booking) for act in PAIRS[pair]))
    refusals = [result for result in results if isinstance(result, DomainError)]
    failures = [result for result in results if isinstance(result, Exception) and result not in refusals]
    try:
        return len(refusals) == 1 and not failures and counters_agree() and legal(booking.pk)
    except (AssertionError, KeyError):
        return False


@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_acts_at_once_one_wins_and_the_other_is_told(pair: str) -> None:
    assert fair(pair)


@pytest.mark.parametrize("pair", PAIRS)
def test_control_without_the_lock_both_believe_they_won(pair: str) -> None:
    meeting = None if "sweep" in pair else meeting_at("bookings.selectors.facts_of")
    with no_lock_on_bookings():
        assert not fair(pair, meeting)


# --- Dates and bookings


def delete(slot_id: int) -> int:
    return services.withdraw_date(slot_id=slot_id, actor=None, now=SOON)


def book(stock: Any, *, at: datetime = SOON) -> Booking:
    return services.book(user=young(), stock_id=stock.pk, quantity=1, now=at)


def nobody_is_left_behind() -> bool:
    """No live booking on a deleted date, and every holder was told."""
    left = Booking.objects.filter(slot__deleted_at__isnull=False).exclude(status="cancelled")
    told = Email.objects.filter(kind="bookings/date_deleted").count()
    return not left.exists() and told == Booking.objects.filter(cancel_reason=Reason.DATE_DELETED).count()


def book_while_deleting() -> Any:
    """What becomes of the booking."""
    stock = StockFactory(slot__starts_at=START)

    def book_in_the_middle() -> Booking:
        REACHED.wait(5)
        return book(stock)

    with slowly("offers.services.remove_slot"):
        return together(partial(delete, stock.slot_id), book_in_the_middle)[1]


def test_nobody_books_a_date_that_is_being_deleted() -> None:
    assert book_while_deleting().code == "stock_not_bookable"
    assert nobody_is_left_behind()
    assert counters_agree()


def test_control_without_the_lock_of_the_date_somebody_is_left_behind() -> None:
    unheld = without("offers.locks.slot_for_update", instead=lambda *, pk: Slot.objects.get(pk=pk))
    with unheld:
        book_while_deleting()
    assert not nobody_is_left_behind()


def test_whoever_books_just_before_a_deletion_is_cancelled_with_the_others() -> None:
    """The deposit of the newcomer was not locked: the deletion begins again rather than lock out of order."""
    booking = BookingFactory(stock__slot__starts_at=START, now=NOW)
    newcomers = iter([1])

    def late(*, pks: set[int]) -> None:
        for _ in newcomers:
            together(partial(book, booking.stock))
        list(Deposit.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))

    with patch("accounts.locks.deposits", late):
        assert delete(booking.slot_id) == 2
    assert nobody_is_left_behind()
    assert counters_agree()


def move_and_cancel() -> list[Any]:
    """A date moves back and forth while its holders cancel: all of them want the same rows."""
    bookings = [BookingFactory(stock__slot__starts_at=START, now=NOW)]
    bookings += [BookingFactory(stock=bookings[0].stock, now=NOW) for _ in range(3)]

    def move(days: int) -> int:
        start = START + timedelta(days=days)
        return services.move_date(slot_id=bookings[0].slot_id, starts_at=start, actor=None, now=SOON)

    acts = [partial(cancel, one) for one in bookings] + [partial(move, days) for days in (1, 2)]
    with slowly("bookings.rules.limit_after_move"):
        return together(*acts)


def test_moving_a_date_while_people_cancel_is_no_trouble() -> None:
    results = move_and_cancel()
    assert not [result for result in results if isinstance(result, Exception)]
    assert counters_agree()
    told = Email.objects.filter(kind="bookings/date_moved").count()
    assert sum(result for result in results if isinstance(result, int)) == told


def test_control_in_another_order_of_locks_they_wait_for_each_other_for_ever() -> None:
    def booking_first(*, pk: int) -> Booking:
        booking = Booking.objects.select_for_update(of=("self",)).select_related("slot", "user").get(pk=pk)
        time.sleep(A_WHILE)
        offer_locks.slot_for_update(pk=booking.slot_id)
        return booking

    with without("bookings.locks.booking_with_slot", instead=booking_first):
        results = move_and_cancel()
    assert any(isinstance(result, OperationalError) for result in results)


# --- The last cents (R07)


def spend() -> tuple[list[Any], Deposit]:
    """Forty bookings of 5 € at once, with 20 € of credit."""
    person = young(credit_cents=20_00)
    stocks = [StockFactory(slot__starts_at=START, price_cents=5_00) for _ in range(40)]
    results = together(
        *(partial(services.book, user=person, stock_id=one.pk, quantity=1, now=NOW) for one in stocks)
    )
    return [one for one in results if isinstance(one, Booking)], Deposit.objects.get()


def test_forty_bookings_at_once_spend_twenty_euros_and_no_more() -> None:
    accepted, deposit = spend()
    assert (len(accepted), deposit.spent_cents) == (4, 20_00)
    assert BookingTransition.objects.count() == Email.objects.count() == 4
    assert counters_agree()


def test_control_reading_the_credit_before_taking_it_spends_more() -> None:
    def careless(*, user_id: int, cents: int, now: datetime) -> Deposit:
        deposit = Deposit.objects.get(user_id=user_id)
        if deposit.granted_cents - deposit.spent_cents < cents:
            raise DomainError("insufficient_credit")
        time.sleep(A_WHILE)
        Deposit.objects.filter(pk=deposit.pk).update(spent_cents=deposit.spent_cents + cents)
        return deposit

    no_lock = without(
        "accounts.locks.deposit_of", instead=lambda *, user_id: Deposit.objects.get(user_id=user_id)
    )
    with no_lock, without("accounts.services.debit", instead=careless):
        accepted, _ = spend()
    assert len(accepted) > 4


# --- The last seats (R06, in small)


def sell() -> list[Any]:
    """Forty people, ten seats."""
    stock = StockFactory(slot__starts_at=START, slot__capacity=10)
    people = [young() for _ in range(40)]
    return together(
        *(partial(services.book, user=one, stock_id=stock.pk, quantity=1, now=NOW) for one in people)
    )


def test_forty_people_at_once_take_ten_seats() -> None:
    results = sell()
    codes = [result.code for result in results if isinstance(result, DomainError)]
    assert codes == ["sold_out"] * 30
    assert Booking.objects.count() == Slot.objects.get().booked == 10
    assert counters_agree()


def test_control_reading_the_seats_before_taking_them_oversells() -> None:
    def careless(*, slot_id: int, quantity: int) -> None:
        slot = Slot.objects.get(pk=slot_id)
        if slot.remaining is not None and slot.remaining < quantity:
            raise DomainError("sold_out")
        time.sleep(A_WHILE)
        Slot.objects.filter(pk=slot_id, booked__lt=F("capacity")).update(booked=slot.booked + quantity)

    with without("offers.services.take_places", instead=careless):
        sell()
    assert Booking.objects.count() > 10
