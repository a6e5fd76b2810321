"""Nobody did anything: validated 72 h after the start, dated at its deadline, however late, often or crowded."""

import threading
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from bookings import services
from bookings.models import Booking, BookingTransition
from bookings.services import automatic
from bookings.states import Event, Status, Validation
from bookings.tasks import validate_past as task
from tests.bookings.factories import BookingFactory
from tests.bookings.truth import counters_agree, events
from tests.offers.factories import SlotFactory, StockFactory
from tests.support.moments import ago
from tests.support.races import together

START = datetime(2026, 11, 6, 19, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DEADLINE = START + 72 * HOUR


def attended(*, start: datetime = START, **fields: object) -> Booking:
    return BookingFactory(stock__slot__starts_at=start, now=start - 10 * DAY, **fields)


def sweep(at: datetime) -> int:
    return services.validate_past(now=at)


@pytest.mark.django_db
def test_nothing_is_validated_before_the_seventy_second_hour() -> None:
    booking = attended()
    assert sweep(START + 71 * HOUR + 59 * MINUTE) == 0
    assert sweep(DEADLINE - timedelta(microseconds=1)) == 0
    assert events(booking) == ["book"]
    assert sweep(DEADLINE) == 1


@pytest.mark.django_db
def test_the_line_of_the_log_is_dated_at_the_deadline_and_signed_by_nobody() -> None:
    booking = attended()
    sweep(DEADLINE + 5 * MINUTE)
    booking.refresh_from_db()
    assert (booking.status, booking.used_at, booking.validation) == (
        Status.USED,
        DEADLINE,
        Validation.AUTOMATIC,
    )
    line = BookingTransition.objects.get(event=Event.USE)
    assert (line.at, line.recorded_at, line.actor) == (DEADLINE, DEADLINE + 5 * MINUTE, None)
    assert line.venue_id == booking.venue_id
    assert counters_agree()


@pytest.mark.django_db
def test_a_second_sweep_has_nothing_to_do() -> None:
    attended()
    assert [sweep(DEADLINE), sweep(DEADLINE), sweep(DEADLINE + DAY)] == [1, 0, 0]
    assert BookingTransition.objects.filter(event=Event.USE).count() == 1


@pytest.mark.django_db
def test_a_week_without_sweeps_across_a_change_of_hour_dates_each_at_its_own_deadline() -> None:
    paris = ZoneInfo("Europe/Paris")
    starts = [datetime(2026, 10, day, 20, 30, tzinfo=paris) for day in range(20, 27)]
    bookings = {attended(start=start.astimezone(UTC)).pk: start for start in starts}
    assert sweep(datetime(2026, 11, 2, tzinfo=UTC)) == 7
    found = dict(Booking.objects.values_list("pk", "used_at"))
    assert found == {pk: start.astimezone(UTC) + 72 * HOUR for pk, start in bookings.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["used", "cancelled", "reimbursing", "reimbursed"])
def test_what_is_no_longer_waiting_is_left_alone(state: str) -> None:
    booking = BookingFactory(**{state: True}, stock__slot__starts_at=START, now=START - 10 * DAY)
    assert sweep(DEADLINE + 30 * DAY) == 0
    assert Booking.objects.get().status == booking.status


@pytest.mark.django_db
def test_goods_are_never_validated_by_the_clock() -> None:
    BookingFactory(stock__slot__goods=True, now=START)
    assert sweep(START + 1000 * DAY) == 0


@pytest.mark.django_db
def test_each_date_of_an_offer_has_its_own_deadline() -> None:
    first = attended()
    second = SlotFactory(offer=first.offer, starts_at=START + DAY)
    late = BookingFactory(stock=StockFactory(slot=second), now=START - 10 * DAY)
    assert sweep(DEADLINE) == 1
    assert events(late) == ["book"]


@pytest.mark.django_db
def test_many_are_validated_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automatic, "CHUNK", 2)
    first = attended()
    for _ in range(4):
        BookingFactory(stock=first.stock, now=START - 10 * DAY)
    assert sweep(DEADLINE) == 5
    assert counters_agree()


@pytest.mark.django_db
def test_the_command_takes_an_instant_and_says_how_many() -> None:
    attended()
    said = StringIO()
    call_command("validate_past_bookings", at=DEADLINE, stdout=said)
    assert said.getvalue().splitlines()[-1] == "validated: 1"


@pytest.mark.django_db
def test_the_task_sweeps_with_the_clock_of_the_moment() -> None:
    due = BookingFactory(stock__slot__starts_at=ago(hours=73))
    waiting = BookingFactory(stock__slot__starts_at=ago(hours=71))
    task(unknown_to_this_version=True)
    assert (events(due), events(waiting)) == (["book", "use"], ["book"])


# --- In parallel


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_the_same_instant_share_the_work_and_never_double_it() -> None:
    first = attended()
    for _ in range(11):
        BookingFactory(stock=first.stock, now=START - 10 * DAY)
    counts = together(lambda: sweep(DEADLINE), times=4)
    assert sum(counts) == 12
    assert BookingTransition.objects.filter(event=Event.USE).count() == 12
    assert counters_agree()


@pytest.mark.django_db(transaction=True)
def test_what_somebody_holds_is_skipped_without_waiting_and_taken_next_time() -> None:
    held, free = attended(), attended()
    with transaction.atomic():
        Booking.objects.select_for_update(of=("self",)).get(pk=held.pk)
        assert together(lambda: sweep(DEADLINE)) == [1]
        assert events(free) == ["book", "use"]
    assert sweep(DEADLINE) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_claim_two_sweeps_write_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    booking = attended()
    careless = automatic._SWEEP.replace("FOR UPDATE OF booking SKIP LOCKED", "").replace(
        "WHERE booking.id = due.id AND booking.status = 'booked'", "WHERE booking.id = due.id"
    )
    monkeypatch.setattr(automatic, "_SWEEP", careless)
    waiting = threading.Event()

    def late() -> int:
        waiting.set()
        return automatic._sweep_once(now=DEADLINE)

    with transaction.atomic():
        automatic._sweep_once(now=DEADLINE)
        thread = threading.Thread(target=lambda: (late(), connections.close_all()))
        thread.start()
        waiting.wait(5)
        threading.Event().wait(0.3)  # the other sweep has read its rows and waits for ours to commit
    thread.join(10)
    assert events(booking) == ["book", "use", "use"]
