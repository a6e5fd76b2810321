"""What may be typed of a school offer, what is missing to publish it, what is read of its state."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.errors import CannotEditOffer, CannotPublishOffer
from schools.rules import offers as rules
from schools.rules.offers import OfferFacts
from schools.states import (
    EDITABLE,
    OFFER_STATE_LABELS,
    OFFER_STATUS_LABELS,
    OFFER_TRANSITIONS,
    PLACE_LABELS,
    OfferEvent,
    OfferState,
    OfferStatus,
    PlaceKind,
    offer_target,
)

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
START = datetime(2027, 3, 12, 13, tzinfo=UTC)
WHOLE = OfferFacts(
    title="Minuit à Padirac",
    description="Une projection.",
    domains=("CINEMA",),
    levels=("SIXIEME",),
    starts_at=START,
    duration_minutes=150,
    booking_limit_at=START - timedelta(days=14),
    pupils=28,
    price_cents=180_00,
    place_kind="school",
    has_institution=True,
    contact_email="a@b.example",
)
S, E = OfferState, OfferEvent


def typed(**fields: Any) -> list[str]:
    return list(rules.blockers_to_type(facts=replace(WHOLE, **fields)))


def missing(*, now: datetime = NOW, **fields: Any) -> list[str]:
    return list(rules.blockers_to_publish(facts=replace(WHOLE, **fields), now=now))


# --- Moves


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (S.DRAFT, {E.PUBLISH: S.PUBLISHED, E.ARCHIVE: S.ARCHIVED}),
        (S.PUBLISHED, {E.UNPUBLISH: S.DRAFT, E.ARCHIVE: S.ARCHIVED, E.PREBOOK: S.PREBOOKED}),
        (
            S.PREBOOKED,
            {E.CONFIRM: S.BOOKED, E.REFUSE: S.CANCELLED, E.CANCEL: S.CANCELLED, E.EXPIRE: S.EXPIRED},
        ),
        (S.BOOKED, {E.REFUSE: S.CANCELLED, E.CANCEL: S.CANCELLED, E.USE: S.USED}),
        (S.USED, {E.REIMBURSE: S.REIMBURSED}),
        (S.REIMBURSED, {E.ARCHIVE: S.ARCHIVED}),
        (S.CANCELLED, {E.ARCHIVE: S.ARCHIVED}),
        (S.EXPIRED, {E.ARCHIVE: S.ARCHIVED}),
        (S.ARCHIVED, {}),
    ],
)
def test_each_state_has_its_moves_and_no_other(
    state: OfferState, moves: dict[OfferEvent, OfferState]
) -> None:
    found = {event: offer_target(state=state, event=event) for event in OfferEvent}
    assert {event: target for event, target in found.items() if target} == moves


def test_every_state_is_reached_and_every_event_serves() -> None:
    assert {S.DRAFT, *OFFER_TRANSITIONS.values()} == set(OfferState)
    assert {event for _, event in OFFER_TRANSITIONS} == set(OfferEvent)


def test_nothing_is_typed_once_a_teacher_counts_on_it() -> None:
    assert set(EDITABLE) == {S.DRAFT, S.PUBLISHED}


def test_every_state_and_every_place_has_its_words() -> None:
    assert set(OFFER_STATE_LABELS) == set(OfferState)
    assert set(OFFER_STATUS_LABELS) == set(OfferStatus)
    assert set(PLACE_LABELS) == set(PlaceKind)


# --- What may be typed


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": " "}, "title_missing"),
        ({"title": "x" * 91}, "title_too_long"),
        ({"description": "x" * 5_001}, "description_too_long"),
        ({"price_details": "x" * 1_001}, "price_details_too_long"),
        ({"domains": ("CUISINE",)}, "domain_unknown"),
        ({"levels": ("CRECHE",)}, "level_unknown"),
        ({"place_kind": "moon"}, "place_unknown"),
        ({"place_kind": "ours"}, "address_missing"),
        ({"place_kind": "to_define", "has_address": True}, "address_missing"),
        ({"pupils": 0}, "pupils_invalid"),
        ({"pupils": 501}, "pupils_invalid"),
        ({"price_cents": -1}, "price_invalid"),
        ({"price_cents": 60_000_01}, "price_invalid"),
        ({"duration_minutes": 0}, "duration_invalid"),
        ({"duration_minutes": 10_081}, "duration_invalid"),
        ({"booking_limit_at": START + timedelta(microseconds=1)}, "limit_after_start"),
    ],
)
def test_what_is_refused_even_in_a_draft(fields: dict[str, Any], code: str) -> None:
    assert typed(**fields) == [code]
    assert code in CannotEditOffer.messages


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * 90, "description": "x" * 5_000},
        {"pupils": 1},
        {"pupils": 500, "price_cents": 0},
        {"price_cents": 60_000_00, "booking_limit_at": START},
        {"place_kind": "elsewhere", "has_address": True},
    ],
)
def test_bounds_are_allowed(fields: dict[str, Any]) -> None:
    assert typed(**fields) == []


def test_a_title_is_enough_for_a_draft() -> None:
    assert list(rules.blockers_to_type(facts=OfferFacts(title="Une idée"))) == []


# --- What is missing


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"description": " "}, "description_missing"),
        ({"domains": ()}, "domains_missing"),
        ({"levels": ()}, "levels_missing"),
        ({"starts_at": None}, "date_missing"),
        ({"duration_minutes": None}, "duration_missing"),
        ({"booking_limit_at": None}, "limit_missing"),
        ({"pupils": None}, "pupils_missing"),
        ({"price_cents": None}, "price_missing"),
        ({"place_kind": ""}, "place_missing"),
        ({"has_institution": False}, "institution_missing"),
        ({"contact_email": ""}, "contact_missing"),
        ({"starts_at": NOW, "booking_limit_at": NOW}, "date_past"),
        ({"booking_limit_at": NOW}, "limit_past"),
        ({"starts_at": NOW + timedelta(days=732)}, "date_too_late"),
    ],
)
def test_each_missing_answer_is_named(fields: dict[str, Any], code: str) -> None:
    assert missing(**fields) == [code]
    assert code in CannotPublishOffer.messages


def test_a_whole_offer_misses_nothing_and_a_free_one_neither() -> None:
    assert missing() == missing(price_cents=0) == []


def test_a_title_alone_misses_eleven_answers() -> None:
    assert len(list(rules.blockers_to_publish(facts=OfferFacts(title="Une idée"), now=NOW))) == 11


# --- The last day to book


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 1), datetime(2027, 3, 1, 22, 59, tzinfo=UTC)),  # 23:59 in Paris
        (date(2027, 3, 12), START),  # the day itself: until it begins
        (date(2027, 3, 13), datetime(2027, 3, 13, 22, 59, tzinfo=UTC)),  # refused later, not moved
    ],
)
def test_a_day_to_book_lasts_until_its_evening_and_never_past_the_start(
    day: date, expected: datetime
) -> None:
    assert rules.limit_instant(day=day, starts_at=START, zone="Europe/Paris") == expected


def test_a_day_to_book_is_a_day_of_the_place() -> None:
    found = rules.limit_instant(day=date(2027, 3, 1), starts_at=None, zone="Indian/Reunion")
    assert found == datetime(2027, 3, 1, 19, 59, tzinfo=UTC)


@given(
    day=st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    start=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(["Europe/Paris", "Indian/Reunion", "Pacific/Tahiti", "America/Miquelon"]),
)
def test_the_limit_is_on_its_day_and_ends_before_a_start_of_that_day(
    day: date, start: datetime, zone: str
) -> None:
    found = rules.limit_instant(day=day, starts_at=start, zone=zone).astimezone(ZoneInfo(zone))
    assert found.date() == day
    assert start.astimezone(ZoneInfo(zone)).date() != day or found <= start


# --- What is read


@pytest.mark.parametrize(
    ("state", "referenced", "now", "expected"),
    [
        (S.DRAFT, True, NOW, OfferStatus.DRAFT),
        (S.DRAFT, False, NOW, OfferStatus.DRAFT),
        (S.PUBLISHED, True, NOW, OfferStatus.PUBLISHED),
        (S.PUBLISHED, False, NOW, OfferStatus.SUSPENDED),
        (S.PUBLISHED, True, START - timedelta(days=14), OfferStatus.EXPIRED),
        (S.PUBLISHED, False, START - timedelta(days=14), OfferStatus.SUSPENDED),
        (S.PUBLISHED, True, START, OfferStatus.EXPIRED),
        (S.PUBLISHED, True, START + timedelta(minutes=150), OfferStatus.ENDED),
        (S.PUBLISHED, False, START + timedelta(minutes=150), OfferStatus.ENDED),
        (S.PREBOOKED, False, START, OfferStatus.PREBOOKED),
        (S.BOOKED, False, START, OfferStatus.BOOKED),
        (S.BOOKED, True, START + timedelta(minutes=150), OfferStatus.ENDED),
        (S.USED, True, START + timedelta(days=3), OfferStatus.ENDED),
        (S.REIMBURSED, True, START + timedelta(days=30), OfferStatus.REIMBURSED),
        (S.CANCELLED, True, NOW, OfferStatus.CANCELLED),
        (S.EXPIRED, True, NOW, OfferStatus.EXPIRED),
        (S.ARCHIVED, True, START + timedelta(days=30), OfferStatus.ARCHIVED),
    ],
)
def test_what_is_read_of_an_offer(
    state: OfferState, referenced: bool, now: datetime, expected: OfferStatus
) -> None:
    assert rules.status_of(state=state, facts=WHOLE, referenced=referenced, now=now) == expected
