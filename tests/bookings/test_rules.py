"""The 48 h, the 72 h and the door: vectors of the contract, then the same rules said otherwise."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import rules
from bookings.states import Status

NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
instants = st.datetimes(
    min_value=datetime(2024, 1, 1), max_value=datetime(2032, 12, 31), timezones=st.just(UTC)
)
gaps = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=200))


def limit(hours: float, *, booked_at: datetime = NOW) -> datetime | None:
    return rules.cancellation_limit(booked_at=booked_at, starts_at=booked_at + hours * HOUR)


@pytest.mark.parametrize(
    ("starts_in", "cancellable_for"), [(10, 0), (48, 0), (49, 1), (60, 12), (96, 48), (97, 48), (24 * 60, 48)]
)
def test_the_vectors_of_the_contract(starts_in: int, cancellable_for: int) -> None:
    assert limit(starts_in) == NOW + cancellable_for * HOUR


@pytest.mark.parametrize("starts_in", [10, 48])
def test_an_event_within_two_days_can_never_be_cancelled(starts_in: int) -> None:
    assert not rules.is_cancellable(limit=limit(starts_in), now=NOW)
    assert rules.would_be_cancellable_until(now=NOW, starts_at=NOW + starts_in * HOUR) is None


def test_a_booking_is_cancellable_strictly_before_its_limit() -> None:
    assert rules.is_cancellable(limit=NOW, now=NOW - TICK)
    assert not rules.is_cancellable(limit=NOW, now=NOW)


def test_goods_are_cancellable_for_as_long_as_they_are_not_used() -> None:
    assert rules.cancellation_limit(booked_at=NOW, starts_at=None) is None
    assert rules.is_cancellable(limit=None, now=NOW + 1000 * DAY)
    assert rules.automatic_validation_at(starts_at=None) is None
    assert rules.would_be_cancellable_until(now=NOW, starts_at=None) is None


@pytest.mark.parametrize(("starts_in", "cancellable_for"), [(30, 30), (48, 48), (49, 48), (500, 48)])
def test_a_move_gives_two_days_again_up_to_the_new_start(starts_in: int, cancellable_for: int) -> None:
    moved = rules.limit_after_move(moved_at=NOW, starts_at=NOW + starts_in * HOUR)
    assert moved == NOW + cancellable_for * HOUR


def edges(*moments: datetime) -> list[datetime]:
    """Each moment, and one microsecond on either side."""
    return [moment + shift for moment in moments for shift in (-TICK, timedelta(0), TICK)]


def test_every_hour_of_a_week_and_a_microsecond_around_it_agrees_with_the_sentence() -> None:
    seen = 0
    for start in (at for hours in range(0, 150, 2) for at in edges(NOW + hours * HOUR)):
        found = rules.cancellation_limit(booked_at=NOW, starts_at=start)
        for now in (at for hours in range(0, 100, 4) for at in edges(NOW + hours * HOUR)[bool(not hours) :]):
            expected = now - NOW < 2 * DAY and start - now > 2 * DAY
            assert rules.is_cancellable(limit=found, now=now) is expected
            seen += 1
    assert seen > 16_000


@settings(max_examples=300)
@given(booked_at=instants, until_start=gaps, later=gaps)
def test_cancellable_means_less_than_two_days_after_booking_and_more_than_two_before_the_event(
    booked_at: datetime, until_start: timedelta, later: timedelta
) -> None:
    start = booked_at + until_start
    found = rules.cancellation_limit(booked_at=booked_at, starts_at=start)
    for now in [booked_at + later, *edges(booked_at, booked_at + 2 * DAY, start - 2 * DAY, start)]:
        if now >= booked_at:
            expected = now - booked_at < 2 * DAY and start - now > 2 * DAY
            assert rules.is_cancellable(limit=found, now=now) is expected


@settings(max_examples=300)
@given(moved_at=instants, until_start=gaps, later=gaps)
def test_after_a_move_cancellable_means_within_two_days_and_before_the_new_start(
    moved_at: datetime, until_start: timedelta, later: timedelta
) -> None:
    start = moved_at + until_start
    found = rules.limit_after_move(moved_at=moved_at, starts_at=start)
    for now in [moved_at + later, *edges(moved_at + 2 * DAY, start)]:
        expected = now - moved_at < 2 * DAY and now < start
        assert rules.is_cancellable(limit=found, now=now) is expected


@given(booked_at=instants, sooner=gaps, more=gaps)
def test_a_later_event_is_never_cancellable_for_less_long(
    booked_at: datetime, sooner: timedelta, more: timedelta
) -> None:
    early = rules.cancellation_limit(booked_at=booked_at, starts_at=booked_at + sooner)
    late = rules.cancellation_limit(booked_at=booked_at, starts_at=booked_at + sooner + more)
    assert early is not None
    assert late is not None
    assert booked_at <= early <= late <= booked_at + 2 * DAY


@given(now=instants, until_start=gaps)
def test_what_is_announced_before_booking_is_what_the_booking_gets(
    now: datetime, until_start: timedelta
) -> None:
    announced = rules.would_be_cancellable_until(now=now, starts_at=now + until_start)
    kept = rules.cancellation_limit(booked_at=now, starts_at=now + until_start)
    assert announced == (kept if rules.is_cancellable(limit=kept, now=now) else None)


def book_facts(**known: object) -> rules.BookFacts:
    plain = {
        "quantity": 1,
        "duo_allowed": False,
        "offered": True,
        "starts_at": NOW + DAY,
        "closes_at": NOW + DAY,
        "remaining": 10,
        "already_booked": False,
        "now": NOW,
    }
    return rules.BookFacts(**plain | known)  # type: ignore[arg-type]


REFUSED_BOOKINGS = [
    ({"already_booked": True}, "already_booked"),
    ({"quantity": 2}, "quantity_not_allowed"),
    ({"quantity": 3, "duo_allowed": True}, "quantity_not_allowed"),
    ({"quantity": 0}, "quantity_not_allowed"),
    ({"offered": False}, "stock_not_bookable"),
    ({"closes_at": NOW}, "booking_closed"),
    ({"starts_at": NOW}, "booking_closed"),
    ({"quantity": 2, "duo_allowed": True, "remaining": 1}, "sold_out"),
    ({"remaining": 0}, "sold_out"),
]


@pytest.mark.parametrize(("known", "code"), REFUSED_BOOKINGS)
def test_why_places_are_refused(known: dict[str, object], code: str) -> None:
    assert list(rules.blockers_to_book(book_facts(**known))) == [code]


def test_refusals_to_book_come_in_the_order_of_the_business_text() -> None:
    everything = book_facts(already_booked=True, quantity=2, offered=False, closes_at=NOW, remaining=0)
    assert list(rules.blockers_to_book(everything)) == [
        "already_booked",
        "quantity_not_allowed",
        "stock_not_bookable",
        "booking_closed",
        "sold_out",
    ]


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"remaining": None},
        {"quantity": 2, "duo_allowed": True, "remaining": 2},
        {"starts_at": None, "closes_at": None},
    ],
)
def test_places_are_given_when_nothing_is_against_it(known: dict[str, object]) -> None:
    assert list(rules.blockers_to_book(book_facts(**known))) == []


def facts(status: Status, *, until: datetime | None = NOW) -> rules.Facts:
    return rules.Facts(status=status, cancellable_until=until, now=NOW)


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (Status.BOOKED, ["too_late_to_cancel"]),
        (Status.USED, ["already_used", "too_late_to_cancel"]),
        (Status.CANCELLED, ["already_cancelled", "too_late_to_cancel"]),
        (Status.REIMBURSING, ["already_used", "too_late_to_cancel"]),
        (Status.REIMBURSED, ["already_used", "too_late_to_cancel"]),
    ],
)
def test_why_a_cancellation_is_refused(status: Status, codes: list[str]) -> None:
    assert list(rules.blockers_to_cancel(facts(status))) == codes


def test_a_booking_is_cancelled_while_its_limit_is_ahead() -> None:
    assert list(rules.blockers_to_cancel(facts(Status.BOOKED, until=NOW + TICK))) == []


def door(
    status: Status, *, until: datetime | None = NOW, is_event: bool = True, waits: bool = True
) -> list[str]:
    return list(rules.blockers_to_use(facts(status, until=until), is_event=is_event, wait_for_limit=waits))


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (Status.BOOKED, []),
        (Status.USED, ["already_used"]),
        (Status.CANCELLED, ["cancelled"]),
        (Status.REIMBURSING, ["paid"]),
        (Status.REIMBURSED, ["paid"]),
    ],
)
def test_what_the_door_says_of_each_state(status: Status, codes: list[str]) -> None:
    assert door(status) == codes


def test_the_door_waits_until_the_booking_can_no_longer_be_cancelled() -> None:
    assert door(Status.BOOKED, until=NOW + TICK) == ["still_cancellable"]
    assert door(Status.BOOKED, until=NOW) == []
    assert door(Status.BOOKED, until=NOW + DAY, waits=False) == []


def test_the_door_takes_goods_at_once() -> None:
    assert door(Status.BOOKED, until=None, is_event=False) == []


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (Status.USED, []),
        (Status.BOOKED, ["not_used"]),
        (Status.CANCELLED, ["not_used"]),
        (Status.REIMBURSING, ["paid"]),
        (Status.REIMBURSED, ["paid"]),
    ],
)
def test_why_a_validation_is_not_taken_back(status: Status, codes: list[str]) -> None:
    assert list(rules.blockers_to_unuse(status=status)) == codes


def test_after_seventy_two_hours_a_validation_would_only_come_back_by_itself() -> None:
    def blockers(start: datetime | None) -> list[str]:
        return list(rules.blockers_to_unuse(status=Status.USED, starts_at=start, now=NOW))

    assert blockers(NOW - 72 * HOUR) == ["past"]
    assert blockers(NOW - 72 * HOUR + TICK) == []
    assert blockers(None) == []


@pytest.mark.parametrize("status", Status)
def test_confirmed_is_booked_and_past_the_limit(status: Status) -> None:
    assert rules.is_confirmed(status=status, limit=NOW, now=NOW) is (status == Status.BOOKED)
    assert not rules.is_confirmed(status=status, limit=NOW + TICK, now=NOW)
    assert not rules.is_confirmed(status=status, limit=None, now=NOW)


@pytest.mark.parametrize("status", Status)
def test_a_used_booking_comes_back_when_the_new_start_is_more_than_two_days_away(status: Status) -> None:
    def back(start: datetime) -> bool:
        return rules.comes_back_after_move(status=status, starts_at=start, now=NOW)

    assert not back(NOW + 2 * DAY)
    assert back(NOW + 2 * DAY + TICK) is (status == Status.USED)


def test_an_event_that_has_begun_is_neither_moved_nor_deleted() -> None:
    assert not rules.may_move_or_delete(starts_at=NOW, now=NOW)
    assert rules.may_move_or_delete(starts_at=NOW + TICK, now=NOW)
    assert rules.may_move_or_delete(starts_at=None, now=NOW)
