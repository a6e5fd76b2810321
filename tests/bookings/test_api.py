"""Book, read and cancel: every code of the contract, and nobody else's bookings."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Deposit
from bookings import services
from bookings.models import Booking
from bookings.states import Validation
from offers.models import Offer, Slot
from offers.states import State
from tests.api import world
from tests.api.world import soon
from tests.support.app import App, refused
from venues.models import Venue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 12, 30, tzinfo=UTC)


@pytest.fixture
def app() -> App:
    return App(world.beneficiary())


def iso(instant: datetime | None) -> str | None:
    return instant.isoformat().replace("+00:00", "Z") if instant else None


def made(app: App, **slot_fields: object) -> Booking:
    """A booking made by the app."""
    answer = app.book(world.stock(**slot_fields))
    assert answer.status_code == 201, answer.content
    return Booking.objects.get(pk=answer.json()["id"])


def test_booking_answers_exactly_the_fields_of_the_contract() -> None:
    with time_machine.travel(NOW, tick=False):
        start = NOW + timedelta(days=10)
        stock = world.stock(world.offer(is_duo=True), cents=4_50, starts_at=start)
        answer = App(world.beneficiary()).book(stock, 2)
    assert answer.status_code == 201
    body = answer.json()
    code = body.pop("code")
    assert len(code) == 6
    assert body == {
        "id": str(Booking.objects.get().pk),
        "status": "booked",
        "quantity": 2,
        "total_cents": 9_00,
        "booked_at": iso(NOW),
        "is_cancellable": True,
        "cancellable_until": iso(NOW + timedelta(hours=48)),
        "auto_validated_at": iso(start + timedelta(hours=72)),
        "used_at": None,
        "cancelled_at": None,
        "offer": {
            "id": str(stock.slot.offer_id),
            "title": "Les Noyers de Marthe",
            "address": {
                "label": "",
                "street": "Place du Foirail",
                "postal_code": "46160",
                "city": "Cajarc",
                "latitude": 44.4849,
                "longitude": 1.8422,
                "time_zone": "Europe/Paris",
            },
        },
        "stock": {"id": str(stock.pk), "starts_at": iso(start)},
    }


def test_booking_takes_the_seat_and_the_credit(app: App) -> None:
    booking = made(app, capacity=3)
    assert Slot.objects.get(pk=booking.slot_id).booked == 1
    assert app.get("me/").json()["credit"]["remaining_cents"] == 295_00


def test_an_event_within_two_days_is_booked_for_good(app: App) -> None:
    body = app.book(world.stock(starts_at=soon(hours=47))).json()
    assert body["is_cancellable"] is False
    assert body["cancellable_until"] == body["booked_at"]


def test_goods_have_no_dates_and_can_be_cancelled_until_used(app: App) -> None:
    body = app.book(world.stock(world.offer(subcategory="LIVRE_PAPIER"), goods=True)).json()
    assert body["is_cancellable"] is True
    assert (body["stock"]["starts_at"], body["cancellable_until"], body["auto_validated_at"]) == (
        None,
        None,
        None,
    )


REFUSALS = [
    ({"capacity": 2, "booked": 2}, (409, "sold_out")),
    ({"booking_closes_at": timezone.now() - world.HOUR}, (409, "booking_closed")),
    ({"starts_at": timezone.now() - world.HOUR}, (409, "booking_closed")),
    ({"deleted_at": timezone.now()}, (409, "stock_not_bookable")),
]


@pytest.mark.parametrize(("fields", "expected"), REFUSALS)
def test_the_state_of_a_date_refuses(app: App, fields: dict[str, object], expected: tuple[int, str]) -> None:
    answer = app.book(world.stock(**fields))
    assert refused(answer) == expected
    assert not Booking.objects.exists()


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED])
def test_an_offer_that_is_not_published_is_not_bookable(app: App, state: State) -> None:
    assert refused(app.book(world.stock(world.offer(state=state)))) == (409, "stock_not_bookable")


@pytest.mark.parametrize("status", ["pending", "rejected", "closed"])
def test_a_structure_that_is_not_validated_sells_nothing(app: App, status: str) -> None:
    stock = world.stock()
    Venue.objects.update(status=status, decision_reason="motif")
    assert refused(app.book(stock)) == (409, "stock_not_bookable")


def test_one_live_booking_per_offer(app: App) -> None:
    booking = made(app)
    other_date = world.stock(booking.offer, starts_at=soon(days=20))
    assert refused(app.book(other_date)) == (409, "already_booked")
    assert app.post(f"bookings/{booking.pk}/cancel/").status_code == 200
    assert app.book(other_date).status_code == 201


def test_a_price_beyond_the_credit_left_is_refused() -> None:
    app = App(world.beneficiary(cents=20_00, spent=15_01))
    assert refused(app.book(world.stock(cents=5_00))) == (422, "insufficient_credit")
    assert app.book(world.stock(cents=4_99)).status_code == 201


def test_expired_credit_buys_nothing() -> None:
    app = App(world.beneficiary(expires_at=timezone.now() - world.HOUR))
    assert refused(app.book(world.stock())) == (422, "insufficient_credit")


def test_who_was_granted_nothing_cannot_book() -> None:
    assert refused(App(world.person()).book(world.stock())) == (422, "insufficient_credit")


def test_two_places_ask_for_a_duo_offer(app: App) -> None:
    assert refused(app.book(world.stock(), 2)) == (422, "quantity_not_allowed")
    assert app.book(world.stock(world.offer(is_duo=True)), 2).status_code == 201


@pytest.mark.parametrize("stock_id", ["999999999", "abc", "0", "9" * 60, "-1", "1.0", "٣"])
def test_a_stock_that_does_not_exist_is_not_found(app: App, stock_id: str) -> None:
    assert refused(app.book(stock_id)) == (404, "not_found")


@pytest.mark.parametrize("quantity", [0, 3, -1, 10**30, True, False, 1.0, 1.5, "1", None, [], {}, [1]])
def test_a_quantity_is_the_integer_one_or_two(app: App, quantity: object) -> None:
    answer = app.book(world.stock(), quantity)
    assert refused(answer) == (400, "invalid")
    assert list(answer.json()["fields"]) == ["quantity"]


@pytest.mark.parametrize("stock_id", [1, True, None, 1.5, [], {}, "", "nul\0", "x" * 65, "\ud800"])
def test_a_stock_id_is_a_short_string(app: App, stock_id: object) -> None:
    answer = app.book(stock_id)
    assert refused(answer) == (400, "invalid")
    assert list(answer.json()["fields"]) == ["stock_id"]


def test_fields_that_are_not_asked_for_change_nothing(app: App) -> None:
    stock, other = world.stock(cents=5_00), world.beneficiary()
    names = [field.name for field in Booking._meta.get_fields() if field.name != "quantity"]
    names += [field.name for field in Deposit._meta.get_fields()]
    body = dict.fromkeys(names, other.pk) | {
        "status": "used",
        "total_cents": 0,
        "code": "AAAAAA",
        "price": 0,
    }
    answer = app.post(
        "bookings/", body | {"stock_id": str(stock.pk), "quantity": 1}, headers={"Idempotency-Key": "masse"}
    )
    booking = Booking.objects.get()
    assert answer.status_code == 201
    assert (booking.user, booking.status, booking.total_cents) == (
        Deposit.objects.exclude(user=other).get().user,
        "booked",
        5_00,
    )
    assert booking.code != "AAAAAA"


def test_cancelling_gives_back_the_seat_and_the_credit(app: App) -> None:
    booking = made(app)
    answer = app.post(f"bookings/{booking.pk}/cancel/")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["is_cancellable"], body["auto_validated_at"]) == ("cancelled", False, None)
    assert body["cancelled_at"] is not None
    assert Slot.objects.get(pk=booking.slot_id).booked == 0
    assert app.get("me/").json()["credit"]["remaining_cents"] == 300_00


def test_cancelling_twice_is_refused(app: App) -> None:
    booking = made(app)
    app.post(f"bookings/{booking.pk}/cancel/")
    assert refused(app.post(f"bookings/{booking.pk}/cancel/")) == (409, "already_cancelled")


def test_what_was_used_is_not_cancelled(app: App) -> None:
    booking = made(app)
    services.use(
        booking_id=booking.pk, actor=None, now=timezone.now(), wait_for_limit=False, by=Validation.DESK
    )
    assert refused(app.post(f"bookings/{booking.pk}/cancel/")) == (409, "already_used")
    assert app.get(f"bookings/{booking.pk}/").json()["status"] == "used"


def test_at_the_limit_it_is_too_late() -> None:
    user = world.beneficiary()
    with time_machine.travel(NOW, tick=False):
        booking = made(App(user), starts_at=NOW + timedelta(hours=60))
    limit = NOW + timedelta(hours=12)
    with time_machine.travel(limit, tick=False):
        app = App(user)
        assert refused(app.post(f"bookings/{booking.pk}/cancel/")) == (422, "too_late_to_cancel")
        assert app.get(f"bookings/{booking.pk}/").json()["is_cancellable"] is False
    with time_machine.travel(limit - timedelta(microseconds=1), tick=False):
        assert App(user).post(f"bookings/{booking.pk}/cancel/").status_code == 200


def test_somebody_else_s_booking_reads_like_one_that_does_not_exist(app: App) -> None:
    booking = made(App(world.beneficiary()))
    foreign, unknown = app.get(f"bookings/{booking.pk}/"), app.get("bookings/999999999/")
    assert refused(foreign) == refused(unknown) == (404, "not_found")
    assert foreign.content == unknown.content
    assert refused(app.post(f"bookings/{booking.pk}/cancel/")) == (404, "not_found")
    booking.refresh_from_db()
    assert booking.status == "booked"


def test_the_list_shows_one_s_own_bookings_latest_first(app: App) -> None:
    made(App(world.beneficiary()))
    mine = [made(app), made(app)]
    rows = app.get("bookings/").json()["results"]
    assert [row["id"] for row in rows] == [str(booking.pk) for booking in reversed(mine)]
    assert rows[0] == app.get(f"bookings/{mine[1].pk}/").json()


def test_the_list_can_be_limited_to_a_state(app: App) -> None:
    kept, dropped, used = made(app), made(app), made(app)
    app.post(f"bookings/{dropped.pk}/cancel/")
    services.use(booking_id=used.pk, actor=None, now=timezone.now(), wait_for_limit=False)
    services.pay(booking_ids=[used.pk], now=timezone.now(), detail={})
    found = {
        state: [row["id"] for row in app.get("bookings/", status=state).json()["results"]] for state in STATES
    }
    assert found == {"booked": [str(kept.pk)], "used": [str(used.pk)], "cancelled": [str(dropped.pk)]}


STATES = ("booked", "used", "cancelled")


def test_the_list_comes_page_after_page(app: App) -> None:
    mine = [str(made(app).pk) for _ in range(5)]
    seen, answer = [], app.get("bookings/", limit=2, status="booked").json()
    while True:
        seen += [row["id"] for row in answer["results"]]
        if answer["next"] is None:
            break
        answer = app.get(answer["next"]).json()
    assert seen == mine[::-1]


@pytest.mark.parametrize("params", [{"status": "paid"}, {"limit": 51}, {"limit": "x"}, {"cursor": "x"}])
def test_what_cannot_be_asked_of_the_list_is_refused(app: App, params: dict[str, object]) -> None:
    assert refused(app.get("bookings/", **params)) == (400, "invalid")


@pytest.mark.parametrize("many", [1, 8])
def test_the_list_costs_the_same_whatever_it_shows(
    app: App, many: int, django_assert_num_queries: object
) -> None:
    for _ in range(many):
        made(app)
    with django_assert_num_queries(2):  # type: ignore[operator]  # token and account; bookings
        assert len(app.get("bookings/").json()["results"]) == many


def test_a_booking_survives_the_offer_it_is_for(app: App) -> None:
    booking = made(app)
    Offer.objects.update(state=State.PAUSED)
    assert app.get(f"bookings/{booking.pk}/").json()["offer"]["title"] == "Les Noyers de Marthe"
