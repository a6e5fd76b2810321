"""What the factories promise."""

import pytest
from django.contrib.auth.hashers import check_password

from accounts.models import Deposit, User
from bookings.models import Booking, BookingTransition
from bookings.states import Status
from offers.models import Slot
from tests.accounts.factories import PASSWORD, UserFactory
from tests.bookings.factories import BookingFactory
from tests.offers.factories import OfferFactory, StockFactory
from tests.support.app import App
from tests.support.moments import ago
from tests.venues.factories import AddressFactory, VenueFactory
from venues import siret

pytestmark = pytest.mark.django_db

STORIES = {
    Status.BOOKED: ["book"],
    Status.USED: ["book", "use"],
    Status.CANCELLED: ["book", "cancel"],
    Status.REIMBURSING: ["book", "use", "pay"],
    Status.REIMBURSED: ["book", "use", "pay", "settle"],
}


def made(status: Status, **fields: object) -> Booking:
    return BookingFactory(**({} if status == Status.BOOKED else {status.value: True}), **fields)


@pytest.mark.parametrize("status", list(Status))
def test_a_booking_in_any_state_has_lived_up_to_it(status: Status) -> None:
    booking = made(status)
    events = BookingTransition.objects.filter(booking=booking).order_by("pk").values_list("event", flat=True)
    assert booking.status == status
    assert list(events) == STORIES[status]


@pytest.mark.parametrize("status", list(Status))
def test_seats_and_credit_follow_the_state(status: Status) -> None:
    made(status)
    held = 0 if status == Status.CANCELLED else 1
    assert Slot.objects.get().booked == held
    assert Deposit.objects.get().spent_cents == held * 5_00


def test_a_duo_holds_two_seats() -> None:
    assert BookingFactory(duo=True).slot.booked == 2


def test_a_booking_may_be_of_goods_without_a_date() -> None:
    assert BookingFactory(stock__slot__goods=True, status=Status.USED).cancellable_until is None


def test_a_past_date_was_booked_before_it() -> None:
    starts_at = ago(days=40)
    assert BookingFactory(stock=StockFactory(slot__starts_at=starts_at)).booked_at < starts_at


def test_a_structure_has_a_siret_of_its_legal_entity() -> None:
    venue = VenueFactory()
    assert siret.problem(venue.siret) is None
    assert siret.siren_of(venue.siret) == venue.legal_entity.siren
    assert siret.is_siren(venue.legal_entity.siren)


@pytest.mark.parametrize("state", ["pending", "rejected", "closed"])
def test_a_structure_may_be_elsewhere_in_its_life(state: str) -> None:
    assert VenueFactory(**{state: True}).status == state


@pytest.mark.parametrize("state", ["draft", "paused"])
def test_an_offer_may_be_elsewhere_in_its_life(state: str) -> None:
    assert OfferFactory(**{state: True}).state == state


def test_a_place_may_be_overseas() -> None:
    assert AddressFactory(overseas=True).time_zone == "Indian/Reunion"


def test_everybody_has_the_same_password() -> None:
    assert check_password(PASSWORD, UserFactory().password)


def test_bob_only_keeps_the_door(alice: User, bob: User, charlie: User) -> None:
    roles = [
        list(person.memberships.values_list("venue__public_name", "role")) for person in (alice, bob, charlie)
    ]
    assert roles == [[("Ciné des Causses", "admin")], [("Ciné des Causses", "desk")], [("Le Rex", "admin")]]


def test_lou_has_credit(lou_app: App) -> None:
    assert lou_app.get("me/").json()["credit"]["remaining_cents"] == 300_00
