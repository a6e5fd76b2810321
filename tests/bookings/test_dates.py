"""A date that moves or goes, a place that changes: what it does to those who booked."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings import services
from bookings.errors import CannotMove
from bookings.models import Booking
from bookings.states import Reason, Status
from core.errors import DomainError
from core.models import ActionLog, Email
from offers.models import Slot
from tests.bookings.factories import BookingFactory
from tests.bookings.truth import counters_agree, events
from tests.offers.factories import SlotFactory, StockFactory
from tests.venues.factories import AddressFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = NOW + 10 * DAY
LATER = NOW + 5 * DAY


def booked(*, start: datetime = START, **fields: object) -> Booking:
    return BookingFactory(stock__slot__starts_at=start, now=NOW, **fields)


def validated(booking: Booking, *, at: datetime = LATER) -> Booking:
    return services.use(booking_id=booking.pk, actor=None, now=at, wait_for_limit=False)


def paid(booking: Booking) -> None:
    validated(booking)
    services.pay(booking_ids=[booking.pk], now=LATER, detail={})


def move(booking: Booking, *, to: datetime, at: datetime = LATER) -> int:
    return services.move_date(slot_id=booking.slot_id, starts_at=to, actor=None, now=at)


def fresh(booking: Booking) -> Booking:
    return Booking.objects.get(pk=booking.pk)


@pytest.mark.parametrize(("starts_in", "cancellable_for"), [(30, 30), (48, 48), (240, 48)])
def test_a_date_that_moves_gives_two_days_again_up_to_its_start(starts_in: int, cancellable_for: int) -> None:
    booking = booked()
    assert move(booking, to=LATER + starts_in * HOUR) == 1
    assert fresh(booking).cancellable_until == LATER + cancellable_for * HOUR


def test_everyone_who_booked_is_told_and_may_cancel_again() -> None:
    booking = booked()
    BookingFactory(stock=booking.stock, now=NOW)
    assert move(booking, to=START + DAY) == 2
    told = Email.objects.filter(kind="bookings/date_moved").order_by("pk")
    assert [mail.to for mail in told] == list(
        Booking.objects.order_by("pk").values_list("user__email", flat=True)
    )
    assert all("cancellable_until" in mail.context for mail in told)
    services.cancel(booking_id=booking.pk, actor=booking.user, now=LATER + 47 * HOUR)
    assert counters_agree()


@pytest.mark.parametrize(
    ("starts_in", "status"), [(48 * HOUR, Status.USED), (48 * HOUR + timedelta(seconds=1), Status.BOOKED)]
)
def test_a_used_booking_comes_back_when_the_new_start_is_more_than_two_days_away(
    starts_in: timedelta, status: Status
) -> None:
    booking = booked()
    validated(booking)
    move(booking, to=LATER + starts_in)
    assert fresh(booking).status == status
    assert counters_agree()


def test_what_is_being_paid_is_not_touched_by_a_move() -> None:
    booking = booked()
    paid(booking)
    before = fresh(booking)
    assert move(booking, to=START + DAY) == 0
    after = fresh(booking)
    assert (after.status, after.cancellable_until) == (Status.REIMBURSING, before.cancellable_until)


def test_the_seventy_two_hours_count_from_the_new_start() -> None:
    booking = booked()
    move(booking, to=START + DAY)
    assert services.validate_past(now=START + 72 * HOUR) == 0
    assert services.validate_past(now=START + DAY + 72 * HOUR) == 1
    assert fresh(booking).used_at == START + DAY + 72 * HOUR


def test_bookings_close_at_the_new_start() -> None:
    booking = booked()
    move(booking, to=START + DAY)
    assert Slot.objects.get().booking_closes_at == START + DAY


def test_an_event_that_has_begun_is_neither_moved_nor_deleted() -> None:
    booking = booked()
    for act in (lambda: move(booking, to=START + DAY, at=START), lambda: withdraw(booking, at=START)):
        with pytest.raises(CannotMove) as refused:
            act()
        assert refused.value.code == "already_begun"
    assert Slot.objects.get().starts_at == START


@pytest.mark.parametrize(
    ("to", "code"),
    [(LATER, "starts_in_the_past"), (LATER + 800 * DAY, "starts_too_late"), (START, "date_twice")],
)
def test_a_date_does_not_move_anywhere(to: datetime, code: str) -> None:
    booking = booked()
    with pytest.raises(DomainError) as refused:
        move(booking, to=to)
    assert (refused.value.code, refused.value.field) == (code, "starts_at")
    assert Slot.objects.get().starts_at == START


# --- Another place


def test_another_place_gives_the_same_right_for_the_dates_to_come_only() -> None:
    coming = booked()
    offer = coming.offer
    begun = BookingFactory(stock=StockFactory(slot=SlotFactory(offer=offer, starts_at=LATER - HOUR)), now=NOW)
    assert (
        services.move_place(offer_id=offer.pk, address=AddressFactory(village=2), actor=None, now=LATER) == 1
    )
    assert fresh(coming).cancellable_until == LATER + 2 * DAY
    assert fresh(begun).cancellable_until == begun.cancellable_until
    assert [mail.context["city"] for mail in Email.objects.filter(kind="bookings/date_moved")] == [
        "Marcilhac-sur-Célé"
    ]


def test_the_same_place_again_disturbs_nobody() -> None:
    booking = booked()
    assert (
        services.move_place(offer_id=booking.offer_id, address=booking.offer.address, actor=None, now=LATER)
        == 0
    )
    assert not Email.objects.filter(kind="bookings/date_moved").exists()


def test_a_corrected_name_of_the_hall_moves_nobody() -> None:
    booking = booked()
    here = AddressFactory(label="Sale des fêtes", street="Le Bourg")
    services.move_place(offer_id=booking.offer_id, address=here, actor=None, now=NOW)
    Email.objects.all().delete()
    renamed = AddressFactory(label="Salle des fêtes", street="Le Bourg")
    assert services.move_place(offer_id=booking.offer_id, address=renamed, actor=None, now=LATER) == 0
    assert not Email.objects.exists()


def test_another_hall_of_a_village_known_by_its_commune_only_is_another_place() -> None:
    booking = booked()
    halls = [AddressFactory(label=label, street="", precision="municipality") for label in ("Foyer", "Salle")]
    services.move_place(offer_id=booking.offer_id, address=halls[0], actor=None, now=NOW)
    assert services.move_place(offer_id=booking.offer_id, address=halls[1], actor=None, now=LATER) == 1


# --- Deletion


def withdraw(booking: Booking, *, at: datetime = LATER) -> int:
    return services.withdraw_date(slot_id=booking.slot_id, actor=None, now=at)


def test_deleting_a_date_cancels_its_bookings_and_gives_everything_back() -> None:
    booking = booked(duo=True)
    used = BookingFactory(stock=booking.stock, now=NOW)
    validated(used)
    assert withdraw(booking) == 2
    assert Slot.objects.get().deleted_at == LATER
    assert {one.cancel_reason for one in Booking.objects.all()} == {Reason.DATE_DELETED}
    assert events(used) == ["book", "use", "unuse", "cancel"]
    assert Email.objects.filter(kind="bookings/date_deleted").count() == 2
    assert counters_agree()


def test_deleting_twice_is_refused() -> None:
    booking = booked()
    withdraw(booking)
    with pytest.raises(CannotMove) as refused:
        withdraw(booking)
    assert refused.value.code == "slot_gone"


def test_a_date_nobody_booked_is_deleted_without_a_word() -> None:
    stock = StockFactory(slot__starts_at=START)
    assert services.withdraw_date(slot_id=stock.slot_id, actor=None, now=NOW) == 0
    assert not Email.objects.exists()


def test_what_is_being_paid_is_never_cancelled_by_a_deletion() -> None:
    booking = booked()
    paid(booking)
    assert withdraw(booking) == 0
    assert fresh(booking).status == Status.REIMBURSING
    assert counters_agree()


def test_acts_on_a_date_are_in_the_history_of_the_offer() -> None:
    booking = booked()
    move(booking, to=START + DAY)
    services.move_place(offer_id=booking.offer_id, address=AddressFactory(village=1), actor=None, now=LATER)
    withdraw(booking)
    lines = ActionLog.objects.filter(target_type="offers.offer", target_id=booking.offer_id).order_by("pk")
    assert [line.verb for line in lines] == ["move_date", "place_offer", "delete_date"]
    assert lines[0].before == {"starts_at": START.isoformat()}
