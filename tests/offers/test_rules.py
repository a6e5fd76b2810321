"""What may be typed, what is missing, what people read. No database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offers import rules
from offers.categories import SUBCATEGORIES, dated_physical
from offers.rules import LocalTime, SlotFacts
from offers.states import STATUS_LABELS, TRANSITIONS, Event, State, Status, target

NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
PARIS, MIQUELON, REUNION = "Europe/Paris", "America/Miquelon", "Indian/Reunion"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("typed", "zone", "kind"),
    [
        ("2027-03-28T02:30", PARIS, LocalTime.MISSING),
        ("2027-03-28T01:59", PARIS, LocalTime.FINE),
        ("2027-03-28T02:00", PARIS, LocalTime.MISSING),
        ("2027-03-28T03:00", PARIS, LocalTime.FINE),
        ("2027-10-31T02:30", PARIS, LocalTime.TWICE),
        ("2027-10-31T02:00", PARIS, LocalTime.TWICE),
        ("2027-10-31T03:00", PARIS, LocalTime.FINE),
        ("2026-03-29T02:30", PARIS, LocalTime.MISSING),
        ("2026-10-25T02:30", PARIS, LocalTime.TWICE),
        ("2027-03-14T02:30", MIQUELON, LocalTime.MISSING),
        ("2027-11-07T01:30", MIQUELON, LocalTime.TWICE),
        ("2027-03-28T02:30", MIQUELON, LocalTime.FINE),
        ("2027-03-28T02:30", REUNION, LocalTime.FINE),
        ("2027-10-31T02:30", REUNION, LocalTime.FINE),
    ],
)
def test_an_hour_of_the_wall_clock_exists_once_twice_or_not_at_all(
    typed: str, zone: str, kind: LocalTime
) -> None:
    assert rules.local_time(naive=at(typed), zone=zone) == kind


@pytest.mark.parametrize(
    ("typed", "zone", "instead"),
    [("2027-03-28T02:30", PARIS, "2027-03-28T03:30"), ("2027-03-14T02:15", MIQUELON, "2027-03-14T03:15")],
)
def test_the_hour_to_try_instead_of_one_that_does_not_exist(typed: str, zone: str, instead: str) -> None:
    assert rules.next_existing(naive=at(typed), zone=zone) == at(instead)


@given(
    naive=st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2030, 1, 1)),
    zone=st.sampled_from([PARIS, MIQUELON, REUNION, "America/Guadeloupe", "Pacific/Marquesas"]),
)
def test_an_hour_that_exists_once_comes_back_from_utc_unchanged(naive: datetime, zone: str) -> None:
    tz = ZoneInfo(zone)
    both = {naive.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1)}
    back = {instant.astimezone(tz).replace(tzinfo=None) for instant in both}
    kind = {(1, True): LocalTime.FINE, (2, True): LocalTime.TWICE, (2, False): LocalTime.MISSING}[
        len(both), naive in back
    ]
    assert rules.local_time(naive=naive, zone=zone) == kind


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        ({}, []),
        ({"title": "x" * 90}, []),
        ({"title": "x" * 91}, ["title_too_long"]),
        ({"title": " \n"}, ["title_missing"]),
        ({"subcategory": "PETANQUE"}, ["subcategory_unknown"]),
        ({"subcategory": "DECOUVERTE_METIERS"}, ["subcategory_unknown"]),
        ({"subcategory": "LIVRE_PAPIER", "is_duo": True}, ["duo_not_allowed"]),
        ({"title": "", "subcategory": ""}, ["title_missing", "subcategory_unknown"]),
    ],
)
def test_why_a_description_is_refused(known: dict[str, object], codes: list[str]) -> None:
    plain = {"title": "Les Noyers de Marthe", "subcategory": "SEANCE_CINE", "is_duo": False}
    assert list(rules.blockers_to_describe(**plain | known)) == codes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("starts_at", "closes_before", "codes"),
    [
        (NOW + TICK, HOUR, []),
        (NOW, HOUR, ["starts_in_the_past"]),
        (NOW - DAY, HOUR, ["starts_in_the_past"]),
        (NOW + rules.FARTHEST, HOUR, []),
        (NOW + rules.FARTHEST + TICK, HOUR, ["starts_too_late"]),
        (NOW + DAY, timedelta(0), []),
        (NOW + DAY, -TICK, ["closes_after_start"]),
    ],
)
def test_why_a_date_is_refused(starts_at: datetime, closes_before: timedelta, codes: list[str]) -> None:
    found = rules.blockers_to_date(starts_at=starts_at, closes_at=starts_at - closes_before, now=NOW)
    assert list(found) == codes


@pytest.mark.parametrize(
    ("cents", "codes"), [(0, []), (300_00, []), (300_01, ["price_too_high"]), (-1, ["price_invalid"])]
)
def test_a_price_goes_from_nothing_to_three_hundred_euros(cents: int, codes: list[str]) -> None:
    assert list(rules.blockers_to_price(price_cents=cents)) == codes


@pytest.mark.parametrize(
    ("capacity", "booked", "codes"),
    [
        (None, 999, []),
        (1, 0, []),
        (1_000_000, 0, []),
        (0, 0, ["seats_invalid"]),
        (1_000_001, 0, ["seats_invalid"]),
        (3, 3, []),
        (3, 4, ["seats_below_booked"]),
    ],
)
def test_why_a_number_of_seats_is_refused(capacity: int | None, booked: int, codes: list[str]) -> None:
    assert list(rules.blockers_to_seats(capacity=capacity, booked=booked)) == codes


def slot(*, starts_in: timedelta | None = DAY, remaining: int | None = 1, priced: bool = True) -> SlotFacts:
    start = None if starts_in is None else NOW + starts_in
    return SlotFacts(starts_at=start, closes_at=start, remaining=remaining, priced=priced)


PAST, FULL, OPEN, BARE = slot(starts_in=-DAY), slot(remaining=0), slot(), slot(priced=False)


@pytest.mark.parametrize(
    ("has_address", "slots", "codes"),
    [
        (True, [OPEN], []),
        (True, [OPEN, PAST], []),
        (True, [FULL], []),
        (False, [OPEN], ["address_missing"]),
        (True, [], ["date_missing"]),
        (True, [PAST], ["date_missing"]),
        (True, [OPEN, BARE], ["price_missing"]),
        (False, [], ["address_missing", "date_missing"]),
    ],
)
def test_what_is_missing_before_publishing(
    has_address: bool, slots: list[SlotFacts], codes: list[str]
) -> None:
    assert list(rules.blockers_to_publish(has_address=has_address, slots=slots, now=NOW)) == codes


@pytest.mark.parametrize(
    ("slots", "status"),
    [
        ([OPEN], Status.ACTIVE),
        ([OPEN, FULL, PAST], Status.ACTIVE),
        ([PAST], Status.EXPIRED),
        ([slot(starts_in=-DAY, remaining=0)], Status.EXPIRED),
        ([FULL], Status.SOLD_OUT),
        ([FULL, PAST], Status.SOLD_OUT),
        ([BARE], Status.SOLD_OUT),
        ([], Status.SOLD_OUT),
        ([slot(remaining=None)], Status.ACTIVE),
        ([slot(starts_in=None)], Status.ACTIVE),
    ],
)
def test_what_people_read_of_a_published_offer(slots: list[SlotFacts], status: Status) -> None:
    assert rules.status_of(state=State.PUBLISHED, venue_validated=True, slots=slots, now=NOW) == status


@pytest.mark.parametrize("slots", [[], [OPEN], [PAST]])
def test_what_was_decided_outranks_what_is_computed(slots: list[SlotFacts]) -> None:
    for state, validated, status in (
        (State.DRAFT, False, Status.DRAFT),
        (State.PAUSED, True, Status.PAUSED),
        (State.PUBLISHED, False, Status.PENDING),
    ):
        assert rules.status_of(state=state, venue_validated=validated, slots=slots, now=NOW) == status


def test_an_offer_begins_and_closes_at_the_instant_itself() -> None:
    assert rules.is_over(slot=slot(starts_in=timedelta(0)), now=NOW)
    assert not rules.is_over(slot=slot(starts_in=TICK), now=NOW)
    early = SlotFacts(starts_at=NOW + DAY, closes_at=NOW, remaining=1)
    assert rules.is_over(slot=early, now=NOW)


def test_a_draft_is_published_and_never_becomes_one_again() -> None:
    assert State.DRAFT not in TRANSITIONS.values()
    assert target(state=State.PUBLISHED, event=Event.PUBLISH) is None
    assert target(state=State.DRAFT, event=Event.PAUSE) is None
    assert set(STATUS_LABELS) == set(Status)


def test_cinema_offers_exactly_its_four_dated_kinds() -> None:
    assert [row.label for row in dated_physical(category="CINEMA")] == [
        "Séance de cinéma",
        "Évènement cinématographique",
        "Cinéma plein air",
        "Festival de cinéma",
    ]


def test_every_dated_kind_is_an_event_that_happens_somewhere_and_may_be_chosen() -> None:
    for row in dated_physical():
        assert row.event
        assert row.selectable
        assert row.where != "online"
        assert SUBCATEGORIES[row.code] is row
