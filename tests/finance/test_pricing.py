"""Pricing in SQL: the same cents as the pure rule, once, late, and in any number of runs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.models import Booking, BookingTransition
from finance.models import Entry, ScaleBand, YearTotal
from finance.rules import Band
from finance.services.pricing import price_bookings
from tests.finance import factories as make
from tests.finance.factories import DAY
from tests.finance.ledger import Line, replay

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=400)
NEW_YEAR = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)


def written() -> list[Line]:
    rows = Entry.objects.select_related("mirrors").order_by("transition_id")
    return [
        Line(
            row.transition_id,
            row.gross_cents,
            row.due_cents,
            row.basis_points,
            row.year,
            row.revenue_cents,
            row.mirrors.transition_id if row.mirrors else None,
        )
        for row in rows
    ]


def moves() -> list[BookingTransition]:
    rows = BookingTransition.objects.filter(event__in=["use", "unuse"])
    return list(rows.select_related("booking__offer").order_by("pk"))


def totals() -> dict[tuple[int, int], int]:
    return {(row.venue_id, row.year): row.gross_cents for row in YearTotal.objects.all()}


def reached(venue: object, cents: int, year: int = 2026) -> None:
    YearTotal.objects.create(venue=venue, year=year, gross_cents=cents)


def test_a_validation_is_priced_once() -> None:
    make.used(make.venue(), cents=400)
    assert [price_bookings(now=LATER), price_bookings(now=LATER)] == [1, 0]
    entry = Entry.objects.get()
    assert (entry.gross_cents, entry.due_cents, entry.forgone_cents, entry.basis_points) == (
        400,
        400,
        0,
        10_000,
    )


@pytest.mark.parametrize(
    ("before", "cents", "subcategory", "due"),
    [
        (19_980_00, 20_00, "SEANCE_CINE", 20_00),
        (19_990_00, 20_00, "SEANCE_CINE", 19_00),
        (39_990_00, 10_01, "SEANCE_CINE", 9_21),
        (149_995_00, 10_00, "SEANCE_CINE", 9_00),
        (160_000_00, 10_00, "LIVRE_PAPIER", 9_50),
        (0, 10_00, "VOD", 0),
        (0, 0, "SEANCE_CINE", 0),
    ],
)
def test_the_vectors_of_the_contract(before: int, cents: int, subcategory: str, due: int) -> None:
    venue = make.venue()
    reached(venue, before)
    make.used(venue, cents=cents, subcategory=subcategory)
    price_bookings(now=LATER)
    assert Entry.objects.get().due_cents == due
    assert totals()[venue.pk, 2026] == before + cents


def test_a_validation_taken_back_is_mirrored_and_the_year_goes_down() -> None:
    venue = make.venue()
    reached(venue, 19_990_00)
    first = make.used(venue, cents=20_00)
    price_bookings(now=LATER)
    make.unuse(first, at=DAY + timedelta(hours=1))
    make.used(venue, cents=10_00)
    price_bookings(now=LATER)
    assert [row.due_cents for row in Entry.objects.order_by("transition_id")] == [19_00, -19_00, 10_00]
    assert totals()[venue.pk, 2026] == 20_000_00


def test_a_mirror_stays_in_the_half_month_and_year_of_what_it_mirrors() -> None:
    booked = make.used(make.venue(), on=NEW_YEAR - timedelta(minutes=1))
    make.unuse(booked, at=NEW_YEAR + timedelta(days=3))
    price_bookings(now=LATER)
    there, back = Entry.objects.order_by("transition_id")
    assert (back.validated_at, back.year, back.mirrors) == (there.validated_at, 2026, there)
    assert set(totals().values()) == {0}


def test_the_year_is_that_of_paris() -> None:
    venue = make.venue()
    make.used(venue, on=NEW_YEAR - timedelta(microseconds=1))
    make.used(venue, on=NEW_YEAR)
    price_bookings(now=LATER)
    assert totals() == {(venue.pk, 2026): 400, (venue.pk, 2027): 400}


def test_what_is_not_known_yet_waits() -> None:
    make.used(make.venue(), on=DAY)
    assert price_bookings(now=DAY - timedelta(seconds=1)) == 0
    assert price_bookings(now=DAY) == 1


def test_nothing_is_mirrored_before_what_it_mirrors_is_priced() -> None:
    booked = make.used(make.venue(), on=LATER)
    make.unuse(booked, at=DAY)
    assert price_bookings(now=DAY) == 0
    assert price_bookings(now=LATER) == 2


def test_a_scale_applies_from_its_date() -> None:
    ScaleBand.objects.filter(group="standard", above_cents=-1).update(valid_until="2026-10-20")
    ScaleBand.objects.create(
        group="standard", above_cents=-1, basis_points=5_000, valid_from="2026-10-20", text="50 %"
    )
    venue = make.venue()
    make.used(venue, on=datetime(2026, 10, 19, 21, 59, tzinfo=UTC))
    make.used(venue, on=datetime(2026, 10, 19, 22, 0, tzinfo=UTC))
    price_bookings(now=LATER)
    assert list(Entry.objects.order_by("transition_id").values_list("due_cents", flat=True)) == [400, 200]


#: One step of a story: which of 4 bookings, its price at first, the minutes until then, and a pricing or not.
STEPS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from([0, 1, 9_95, 299_99]), st.integers(0, 60 * 24 * 40), st.booleans()
    ),
    min_size=1,
    max_size=24,
)
BEFORE = st.sampled_from([0, 19_900_00, 39_701_00, 149_999_99])


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS, before=BEFORE)
def test_any_story_gives_the_cents_of_the_pure_rule(steps: list, before: int, bands: list[Band]) -> None:
    with transaction.atomic():
        venues = [make.venue(), make.venue()]
        start = {(venue.pk, year): before for venue in venues for year in (2026, 2027)}
        for venue, year in start:
            YearTotal.objects.create(venue_id=venue, year=year, gross_cents=before)
        _play(steps, venues)
        price_bookings(now=LATER)
        expected = replay(moves=moves(), bands=bands, start=start)
        assert written() == expected
        assert sum(totals().values()) == 4 * before + sum(line.gross for line in expected)
        transaction.set_rollback(True)


def _play(steps: list, venues: list) -> None:
    """Each step validates a booking, or takes it back; two structures, dates that cross a new year."""
    subcategories = ["SEANCE_CINE", "LIVRE_PAPIER", "VOD", "SEANCE_CINE"]
    bookings: dict[int, Booking] = {}
    now = datetime(2026, 11, 25, tzinfo=UTC)
    for which, cents, minutes, run in steps:
        now += timedelta(minutes=minutes)
        if which not in bookings:
            bookings[which] = make.booking(venues[which % 2], cents=cents, subcategory=subcategories[which])
        booked = bookings[which]
        make.unuse(booked, at=now) if booked.status == "used" else make.use(booked, at=now)
        if run:
            price_bookings(now=now)
