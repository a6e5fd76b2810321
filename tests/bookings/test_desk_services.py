"""The Guichet's two acts: validate, take a validation back."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from bookings import services
from bookings.errors import CannotUnuse, CannotUse
from bookings.models import Booking, BookingTransition
from bookings.states import Event, Status, Validation
from tests.bookings.factories import BookingFactory
from tests.bookings.truth import counters_agree, events
from tests.support.races import just_before

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMIT = NOW + 2 * DAY


@pytest.fixture
def booking() -> Booking:
    return BookingFactory(stock__slot__starts_at=NOW + 10 * DAY, now=NOW)


def use(booking: Booking, *, at: datetime = LIMIT, waits: bool = True, actor: User | None = None) -> Booking:
    return services.use(booking_id=booking.pk, actor=actor, now=at, wait_for_limit=waits)


def refused_at_the_door(booking: Booking, **known: object) -> str:
    with pytest.raises(CannotUse) as refused:
        use(booking, **known)  # type: ignore[arg-type]
    assert refused.value.message
    return refused.value.code


def test_a_validated_booking_says_when_and_by_whom(booking: Booking, bob: User) -> None:
    used = use(booking, actor=bob)
    assert (used.status, used.used_at, used.validation) == (Status.USED, LIMIT, Validation.DESK)
    line = BookingTransition.objects.get(event=Event.USE)
    assert (line.actor, line.at, line.to_status) == (bob, LIMIT, Status.USED)
    assert counters_agree()


def test_the_door_opens_when_the_booking_can_no_longer_be_cancelled(booking: Booking) -> None:
    assert refused_at_the_door(booking, at=LIMIT - timedelta(microseconds=1)) == "still_cancellable"
    assert use(booking, at=LIMIT).status == Status.USED


def test_the_setting_may_open_the_door_at_once(booking: Booking) -> None:
    assert use(booking, at=NOW, waits=False).status == Status.USED


def test_goods_never_wait() -> None:
    assert use(BookingFactory(stock__slot__goods=True, now=NOW), at=NOW + HOUR).status == Status.USED


@pytest.mark.parametrize(
    ("state", "code"),
    [("used", "already_used"), ("cancelled", "cancelled"), ("reimbursing", "paid"), ("reimbursed", "paid")],
)
def test_each_refusal_of_the_door(state: str, code: str) -> None:
    booking = BookingFactory(**{state: True})
    assert refused_at_the_door(booking, at=booking.booked_at + 90 * DAY) == code
    assert Booking.objects.get().status == state


def test_what_another_desk_validated_just_before_is_not_validated_twice(booking: Booking) -> None:
    with just_before("bookings.locks.booking_alone", lambda: use(booking)):
        assert refused_at_the_door(booking) == "already_used"


def test_a_validation_taken_back_leaves_a_booking_like_before(booking: Booking, bob: User) -> None:
    use(booking)
    back = services.unuse(booking_id=booking.pk, actor=bob, now=LIMIT + HOUR)
    assert (back.status, back.used_at, back.validation) == (Status.BOOKED, None, "")
    assert events(booking) == ["book", "use", "unuse"]
    assert BookingTransition.objects.get(event=Event.UNUSE).actor == bob
    assert counters_agree()


@pytest.mark.parametrize(
    ("state", "code"),
    [("cancelled", "not_used"), ("reimbursing", "paid"), ("reimbursed", "paid"), (None, "not_used")],
)
def test_why_a_validation_is_not_taken_back(state: str | None, code: str) -> None:
    booking = BookingFactory(**({state: True} if state else {}))
    with pytest.raises(CannotUnuse) as refused:
        services.unuse(booking_id=booking.pk, actor=None, now=NOW)
    assert refused.value.code == code
