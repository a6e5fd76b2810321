"""Bookings, made by the services: seats, credit and history are always right.

`BookingFactory()` waits for a date in thirty days. `used`, `cancelled`, `reimbursing` and `reimbursed` lived
on: `BookingFactory(used=True, stock__price_cents=4_00)`. A date that is past (five days ago where the state
needs it) was booked ten days before it; `now` says otherwise.
"""

from datetime import datetime, timedelta
from typing import Any

import factory

from bookings import services
from bookings.models import Booking
from bookings.states import Reason, Status
from tests.accounts.factories import DepositFactory
from tests.offers.factories import StockFactory
from tests.support.moments import ago

TEN_DAYS = timedelta(days=10)


def booked_at(starts_at: datetime | None) -> datetime:
    """Now, or ten days before a date that is past."""
    return ago() if starts_at is None else min(ago(), starts_at - TEN_DAYS)


class BookingFactory(factory.django.DjangoModelFactory[Booking]):
    """One place of one young person."""

    class Meta:
        model = Booking

    class Params:
        _past = factory.Trait(
            stock=factory.SubFactory(StockFactory, slot__starts_at=factory.LazyFunction(lambda: ago(days=5)))
        )
        used = factory.Trait(_past=True, status=Status.USED)
        reimbursing = factory.Trait(_past=True, status=Status.REIMBURSING)
        reimbursed = factory.Trait(_past=True, status=Status.REIMBURSED)
        cancelled = factory.Trait(status=Status.CANCELLED)
        duo = factory.Trait(quantity=2, stock__slot__offer__is_duo=True)

    stock = factory.SubFactory(StockFactory)
    user = factory.LazyFunction(lambda: DepositFactory().user)
    quantity = 1
    status = Status.BOOKED
    now = factory.LazyAttribute(lambda made: booked_at(made.stock.slot.starts_at))
    #: When it was validated: at the start of the event, or an hour after the booking of goods.
    used_at = factory.LazyAttribute(lambda made: made.stock.slot.starts_at or made.now + timedelta(hours=1))
    cancel_reason = Reason.BENEFICIARY

    @classmethod
    def _create(cls, model_class: type[Booking], *args: Any, **wanted: Any) -> Booking:
        now, status = wanted["now"], Status(wanted["status"])
        booking = services.book(
            user=wanted["user"], stock_id=wanted["stock"].pk, quantity=wanted["quantity"], now=now
        )
        if status == Status.CANCELLED:
            services.cancel(
                booking_id=booking.pk,
                actor=None,
                now=now + timedelta(hours=1),
                reason=wanted["cancel_reason"],
            )
        elif status != Status.BOOKED:
            _live_on(booking, status, used_at=wanted["used_at"])
        return Booking.objects.select_related(
            "user", "deposit", "stock", "slot", "offer__venue", "venue"
        ).get(pk=booking.pk)


def _live_on(booking: Booking, status: Status, *, used_at: datetime) -> None:
    services.use(booking_id=booking.pk, actor=None, now=used_at, wait_for_limit=False)
    if status in {Status.REIMBURSING, Status.REIMBURSED}:
        services.pay(booking_ids=[booking.pk], now=used_at + timedelta(days=1), detail={})
    if status == Status.REIMBURSED:
        services.settle(booking_ids=[booking.pk], now=used_at + timedelta(days=2), detail={})
