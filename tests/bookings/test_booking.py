"""Take places: credit, seats, booking, log and e-mail together, or nothing at all."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle

import pytest
from django.db import transaction

from accounts.models import Deposit, User
from bookings import services, tokens
from bookings.errors import CannotBook
from bookings.models import Booking, BookingTransition
from bookings.services import booking as booking_service
from bookings.states import Event, Status
from core.models import Email
from offers import services as offer_services
from offers.models import Offer, Slot, Stock
from offers.states import State
from tests.accounts.factories import UserFactory, young
from tests.bookings.truth import counters_agree
from tests.offers.factories import StockFactory
from tests.support.races import just_before
from tests.venues.factories import VenueFactory
from venues.models import Venue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def stock(*, starts_in: timedelta = 10 * DAY, **fields: object) -> Stock:
    return StockFactory(slot__starts_at=NOW + starts_in, **fields)


def book(user: User, of: Stock, quantity: int = 1) -> Booking:
    return services.book(user=user, stock_id=of.pk, quantity=quantity, now=NOW)


def refusal(user: User, of: Stock, quantity: int = 1) -> str:
    """The code, once nothing is left behind."""
    before = (Booking.objects.count(), BookingTransition.objects.count(), Email.objects.count())
    with pytest.raises(CannotBook) as refused:
        book(user, of, quantity)
    assert (Booking.objects.count(), BookingTransition.objects.count(), Email.objects.count()) == before
    assert counters_agree()
    assert refused.value.message == CannotBook.messages[refused.value.code]
    return refused.value.code


def test_a_booking_keeps_the_price_and_the_dates_of_the_moment(lou: User) -> None:
    wanted = stock(price_cents=4_50, label="Tarif réduit", slot__offer__is_duo=True)
    booking = book(lou, wanted, 2)
    assert tokens.is_well_formed(booking.code)
    assert (booking.status, booking.quantity, booking.unit_price_cents, booking.total_cents) == (
        Status.BOOKED,
        2,
        4_50,
        9_00,
    )
    assert (booking.price_label, booking.booked_at) == ("Tarif réduit", NOW)
    assert booking.cancellable_until == NOW + 2 * DAY
    assert (booking.offer, booking.venue, booking.slot) == (
        wanted.slot.offer,
        wanted.slot.offer.venue,
        wanted.slot,
    )


def test_it_takes_the_seats_and_the_credit_and_writes_the_first_line_of_its_log(lou: User) -> None:
    booking = book(lou, stock(price_cents=5_00, slot__offer__is_duo=True), 2)
    assert Slot.objects.get().booked == 2
    assert Deposit.objects.get().spent_cents == 10_00
    line = BookingTransition.objects.get()
    assert (line.booking, line.event, line.from_status, line.to_status) == (
        booking,
        Event.BOOK,
        "",
        Status.BOOKED,
    )
    assert (line.actor, line.at, line.recorded_at) == (lou, NOW, NOW)
    assert counters_agree()


def test_each_obstacle_is_said_in_the_order_of_the_business_text() -> None:
    person, wanted = young(credit_cents=10_00), stock(price_cents=20_00, slot__capacity=1)
    first = book(person, stock(price_cents=5_00, slot__offer=wanted.slot.offer, starts_in=9 * DAY))
    book(young(), wanted)
    of_slot = Slot.objects.filter(pk=wanted.slot_id)
    of_slot.update(booking_closes_at=NOW)
    Offer.objects.update(state=State.PAUSED)
    assert refusal(person, wanted, 2) == "already_booked"
    services.cancel(booking_id=first.pk, actor=person, now=NOW)
    assert refusal(person, wanted, 2) == "quantity_not_allowed"
    assert refusal(person, wanted) == "stock_not_bookable"
    Offer.objects.update(state=State.PUBLISHED)
    assert refusal(person, wanted) == "booking_closed"
    of_slot.update(booking_closes_at=NOW + HOUR)
    assert refusal(person, wanted) == "sold_out"
    of_slot.update(capacity=2)
    assert refusal(person, wanted) == "insufficient_credit"
    Deposit.objects.filter(user=person).update(granted_cents=20_00)
    assert book(person, wanted).status == Status.BOOKED


@pytest.mark.parametrize(
    "known",
    [
        {"slot__offer__draft": True},
        {"slot__offer__paused": True},
        {"deleted_at": NOW},
        {"slot__deleted_at": NOW},
    ],
)
def test_what_is_not_for_sale_is_not_booked(lou: User, known: dict[str, object]) -> None:
    assert refusal(lou, stock(**known)) == "stock_not_bookable"


@pytest.mark.parametrize("state", ["pending", "rejected", "closed"])
def test_a_structure_that_is_not_validated_sells_nothing(lou: User, state: str) -> None:
    assert refusal(lou, stock(slot__offer__venue=VenueFactory(**{state: True}))) == "stock_not_bookable"


def test_a_price_that_never_was_is_refused_in_the_same_words(lou: User) -> None:
    assert refusal(lou, Stock(pk=2**40)) == "stock_not_bookable"


@pytest.mark.parametrize("quantity", [0, 3, -1])
def test_only_one_place_or_two_are_given(lou: User, quantity: int) -> None:
    assert refusal(lou, stock(slot__offer__is_duo=True), quantity) == "quantity_not_allowed"


def test_two_places_need_two_seats(lou: User) -> None:
    assert refusal(lou, stock(slot__offer__is_duo=True, slot__capacity=1), 2) == "sold_out"


def test_seats_without_a_limit_are_never_sold_out(lou: User) -> None:
    assert book(lou, stock(slot__capacity=None)).slot_id == Slot.objects.get().pk


def test_the_last_cent_of_credit_can_be_spent_and_not_one_more() -> None:
    assert book(young(credit_cents=5_00), stock(price_cents=5_00)).total_cents == 5_00
    assert refusal(young(credit_cents=4_99), stock(price_cents=5_00)) == "insufficient_credit"


def test_nobody_books_without_credit_or_with_credit_that_expired(lou: User) -> None:
    assert refusal(UserFactory(), stock(price_cents=0)) == "insufficient_credit"
    Deposit.objects.update(expires_at=NOW, granted_at=NOW - DAY)
    assert refusal(lou, stock()) == "insufficient_credit"


def test_a_cancelled_offer_is_booked_again_with_another_code(lou: User) -> None:
    wanted = stock()
    first = book(lou, wanted)
    services.cancel(booking_id=first.pk, actor=lou, now=NOW + HOUR)
    again = book(lou, wanted)
    assert again.code != first.code
    assert counters_agree()


def test_a_date_moved_at_the_last_instant_gives_its_new_limit(lou: User) -> None:
    wanted = stock()
    later = NOW + 60 * HOUR

    def move() -> None:
        services.move_date(slot_id=wanted.slot_id, starts_at=later, actor=None, now=NOW)

    with just_before("offers.services.take_places", move):
        assert book(lou, wanted).cancellable_until == NOW + 12 * HOUR


def test_a_date_deleted_at_the_last_instant_is_no_longer_bookable(lou: User) -> None:
    wanted = stock()

    def delete() -> None:
        services.withdraw_date(slot_id=wanted.slot_id, actor=None, now=NOW)

    with just_before("offers.services.take_places", delete), pytest.raises(CannotBook) as refused:
        book(lou, wanted)
    assert refused.value.code == "stock_not_bookable"


def test_a_structure_closed_at_the_last_instant_sells_nothing(lou: User) -> None:
    def close() -> None:
        Venue.objects.update(status="closed")

    with just_before("offers.services.take_places", close), pytest.raises(CannotBook) as refused:
        book(lou, stock())
    assert refused.value.code == "stock_not_bookable"


def test_the_last_seat_taken_at_the_last_instant_is_sold_out(lou: User) -> None:
    wanted = stock(slot__capacity=1)
    with (
        just_before(
            "offers.services.take_places",
            lambda: offer_services.take_places(slot_id=wanted.slot_id, quantity=1),
        ),
        pytest.raises(CannotBook) as refused,
    ):
        book(lou, wanted)
    assert refused.value.code == "sold_out"


def test_what_follows_in_the_same_transaction_takes_everything_back(lou: User) -> None:
    with pytest.raises(RuntimeError, match="after"), transaction.atomic():  # noqa: PT012 what follows is the point
        book(lou, stock())
        raise RuntimeError("after")
    assert not Booking.objects.exists()
    assert not Email.objects.exists()
    assert counters_agree()


# --- Codes that meet (R10): eight codes in the world, six of them live.


@pytest.fixture
def eight_codes(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    drawn = cycle([f"AAAAA{letter}" for letter in "ABCDEFGH"])
    monkeypatch.setattr(tokens, "draw", lambda: next(drawn))
    return drawn


@pytest.mark.usefixtures("eight_codes")
def test_a_code_already_taken_is_drawn_again() -> None:
    codes = set()
    for _ in range(6):
        codes.add(book(young(), stock()).code)
    for _ in range(3):
        tokens.draw()  # the next draws start on codes that are taken
    codes |= {book(young(), stock()).code for _ in range(2)}
    assert len(codes) == 8
    assert counters_agree()


@pytest.mark.usefixtures("eight_codes")
def test_when_no_code_is_left_the_refusal_is_clean() -> None:
    for _ in range(8):
        book(young(), stock())
    with pytest.raises(CannotBook, match="Réessayez"):
        book(young(), stock())
    assert Booking.objects.count() == 8
    assert counters_agree()


@pytest.mark.usefixtures("eight_codes")
def test_control_without_a_second_draw_a_code_taken_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    book(young(), stock())
    for _ in range(7):
        tokens.draw()
    monkeypatch.setattr(booking_service, "CODE_TRIES", 1)
    with pytest.raises(CannotBook, match="Réessayez"):
        book(young(), stock())
