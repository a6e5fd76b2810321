"""Cancel: the 48 h bind the young person only; seats and credit come back, and the other side is told."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings import services
from bookings.errors import CannotCancel
from bookings.models import Booking, BookingTransition
from bookings.states import Event, Reason, Status
from core.models import Email
from offers.models import Slot
from tests.bookings.factories import BookingFactory
from tests.bookings.truth import counters_agree
from tests.offers.factories import StockFactory
from tests.support.races import just_before

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMIT = NOW + 2 * DAY
OTHERS = [Reason.PARTNER, Reason.STAFF, Reason.VENUE_CLOSED]


@pytest.fixture
def booking() -> Booking:
    """Two places in ten days, cancellable for two."""
    return BookingFactory(duo=True, stock__slot__starts_at=NOW + 10 * DAY, now=NOW)


def cancel(booking: Booking, *, at: datetime = NOW + HOUR, reason: Reason = Reason.BENEFICIARY) -> Booking:
    return services.cancel(booking_id=booking.pk, actor=booking.user, now=at, reason=reason)


def refusal(booking: Booking, **known: object) -> str:
    before = Booking.objects.get(pk=booking.pk).status
    with pytest.raises(CannotCancel) as refused:
        cancel(booking, **known)  # type: ignore[arg-type]
    assert Booking.objects.get(pk=booking.pk).status == before
    assert counters_agree()
    return refused.value.code


def test_seats_and_credit_come_back(booking: Booking) -> None:
    cancelled = cancel(booking)
    assert (cancelled.status, cancelled.cancelled_at) == (Status.CANCELLED, NOW + HOUR)
    assert cancelled.cancel_reason == Reason.BENEFICIARY
    assert Slot.objects.get().booked == 0
    assert counters_agree()


def test_the_log_says_who_cancelled_and_why(booking: Booking) -> None:
    cancel(booking)
    line = BookingTransition.objects.get(event=Event.CANCEL)
    assert (line.from_status, line.to_status, line.actor) == (Status.BOOKED, Status.CANCELLED, booking.user)
    assert line.detail == {"reason": "beneficiary"}


def test_the_young_person_cancels_until_the_limit_and_not_at_it(booking: Booking) -> None:
    assert refusal(booking, at=LIMIT) == "too_late_to_cancel"
    assert cancel(booking, at=LIMIT - timedelta(microseconds=1)).status == Status.CANCELLED


@pytest.mark.parametrize("reason", OTHERS)
def test_the_limit_binds_nobody_else(booking: Booking, reason: Reason) -> None:
    assert cancel(booking, at=LIMIT + DAY, reason=reason).cancel_reason == reason
    assert counters_agree()


@pytest.mark.parametrize("reason", [Reason.BENEFICIARY, *OTHERS])
@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("used", "already_used"),
        ("cancelled", "already_cancelled"),
        ("reimbursing", "already_used"),
        ("reimbursed", "already_used"),
    ],
)
def test_what_is_over_is_cancelled_by_nobody(state: str, code: str, reason: Reason) -> None:
    over = BookingFactory(**{state: True})
    assert refusal(over, at=over.booked_at + HOUR, reason=reason) == code


def test_goods_are_cancelled_as_long_as_they_are_not_used() -> None:
    goods = BookingFactory(stock__slot__goods=True, now=NOW)
    assert cancel(goods, at=NOW + 1000 * DAY).status == Status.CANCELLED


def test_the_partner_is_told_that_somebody_will_not_come(booking: Booking) -> None:
    cancel(booking)
    assert Email.objects.get(kind="bookings/cancelled").to == booking.venue.booking_email


def test_the_young_person_is_told_what_the_structure_cancelled(booking: Booking) -> None:
    cancel(booking, reason=Reason.PARTNER)
    told = Email.objects.get(kind="bookings/cancelled_by_partner")
    assert told.to == booking.user.email
    assert not Email.objects.filter(kind="bookings/cancelled").exists()


def test_what_the_desk_validated_just_before_is_not_cancelled(booking: Booking) -> None:
    def validate() -> None:
        services.use(booking_id=booking.pk, actor=None, now=NOW + HOUR, wait_for_limit=False)

    with just_before("bookings.locks.booking_with_slot", validate):
        assert refusal(booking) == "already_used"


def test_another_price_of_the_date_keeps_its_seats(booking: Booking) -> None:
    BookingFactory(stock=StockFactory(slot=booking.slot, label="Tarif réduit"), now=NOW)
    cancel(booking)
    assert Slot.objects.get().booked == 1
    assert counters_agree()
