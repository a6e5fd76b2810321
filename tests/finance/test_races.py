"""Two sweeps at once: the ledger is that of a single one. Each control shows what the guard prevents."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections

from bookings import services as bookings
from bookings.errors import CannotUnuse
from bookings.models import Booking
from finance import sql
from finance.models import Entry, Transfer, TransferLine, YearTotal
from finance.services import half_months
from finance.services.half_months import close_half_month
from finance.services.pricing import price_bookings
from tests.finance import factories as make
from tests.finance.factories import CLOSING, DAY
from tests.finance.races import linger_after, meet_after, meet_before, together

pytestmark = pytest.mark.django_db(transaction=True)
LATER = DAY + timedelta(days=400)


@pytest.fixture
def crowded() -> None:
    venue = make.venue()
    YearTotal.objects.create(venue=venue, year=2026, gross_cents=19_999_00)
    for _ in range(5):
        make.used(venue, cents=1_00)


def test_two_pricings_at_once_price_everything_once(crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_before(monkeypatch, "finance.locks.years")
    linger_after(monkeypatch, "finance.services.pricing._price_locked")
    results = together(lambda: price_bookings(now=LATER))
    assert sorted(results) == [0, 5]
    revenues = Entry.objects.order_by("transition_id").values_list("revenue_cents", flat=True)
    assert list(revenues) == [20_000_00 + 100 * n for n in range(5)]
    assert YearTotal.objects.get().gross_cents == 20_004_00


def test_without_the_lock_two_pricings_collide(crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_before(monkeypatch, "finance.locks.years", call=False)
    linger_after(monkeypatch, "finance.services.pricing._price_locked")
    results = together(lambda: price_bookings(now=LATER))
    assert any(isinstance(result, IntegrityError) for result in results)


@pytest.fixture
def ready() -> Booking:
    """A priced booking of a structure that is paid."""
    booked = make.used(make.payable_venue())
    price_bookings(now=CLOSING)
    return booked


def test_two_closings_at_once_pay_once(ready: Booking, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_before(monkeypatch, "finance.locks.closing")
    assert sorted(together(lambda: close_half_month(now=CLOSING))) == [0, 1]
    assert (Transfer.objects.count(), TransferLine.objects.count()) == (1, 1)


def test_without_the_lock_two_closings_collide(ready: Booking, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, "finance.selectors.is_frozen")
    monkeypatch.setattr("finance.locks.closing", lambda: None)
    results = together(lambda: close_half_month(now=CLOSING))
    assert any(isinstance(result, IntegrityError) for result in results)
    assert TransferLine.objects.count() == 1


def taken_back_while_it_is_paid(monkeypatch: pytest.MonkeyPatch, booked: Booking) -> Callable[[], Any]:
    """The desk takes it back between what is gathered and what is paid. Call the result to know what it is told."""
    told: list[Any] = []

    def desk() -> None:
        try:
            told.append(bookings.unuse(booking_id=booked.pk, actor=None, now=booked.slot.starts_at))
        except Exception as refusal:
            told.append(refusal)
        finally:
            connections.close_all()

    thread, issue = threading.Thread(target=desk), half_months._issue

    def slowly(*args: Any, **kwargs: Any) -> None:
        thread.start()
        time.sleep(0.5)
        issue(*args, **kwargs)

    monkeypatch.setattr(half_months, "_issue", slowly)

    def answer() -> Any:
        thread.join(timeout=10)
        return told[0]

    return answer


def test_what_is_being_paid_is_not_taken_back(ready: Booking, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = taken_back_while_it_is_paid(monkeypatch, ready)
    assert close_half_month(now=CLOSING) == 1
    assert isinstance(desk(), CannotUnuse)
    ready.refresh_from_db()
    assert ready.status == "reimbursing"


def test_without_the_lock_it_is_taken_back_and_not_paid(
    ready: Booking, monkeypatch: pytest.MonkeyPatch
) -> None:
    gather = sql.statements("closing.sql")["gather"]
    monkeypatch.setitem(sql.statements("closing.sql"), "gather", gather.replace("FOR NO KEY UPDATE OF b", ""))
    desk = taken_back_while_it_is_paid(monkeypatch, ready)
    with pytest.raises(RuntimeError, match="1 bookings to pay, 1 lines, 0 moved"):
        close_half_month(now=CLOSING)
    assert desk().status == "booked"
    assert not Transfer.objects.exists()
