"""The status in SQL is the status in Python, whatever an offer went through."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from offers import selectors, statuses
from offers.models import Offer, Slot, Stock
from offers.states import State, Status
from tests.offers.factories import OfferFactory
from tests.venues.factories import VenueFactory
from venues.models import Venue
from venues.states import Status as VenueStatus

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
Lot = dict[str, object]

gaps = st.sampled_from([timedelta(0), TICK, -TICK, timedelta(days=3), timedelta(days=-3)])
slots = st.fixed_dictionaries(
    {
        "starts_in": st.one_of(st.none(), gaps),
        "closes_before": st.sampled_from([timedelta(0), TICK, timedelta(days=4)]),
        "capacity": st.sampled_from([None, 1, 2]),
        "booked": st.integers(min_value=0, max_value=1),
        "priced": st.booleans(),
        "deleted": st.booleans(),
        "price_deleted": st.booleans(),
    }
)
PLAIN = {
    "starts_in": timedelta(days=3),
    "closes_before": timedelta(0),
    "capacity": 1,
    "booked": 0,
    "priced": True,
    "deleted": False,
    "price_deleted": False,
}


class _Undo(Exception):
    """Each example starts from nothing."""


def made(*, state: State, venue: VenueStatus, lots: list[Lot]) -> Offer:
    offer = OfferFactory(state=state, venue=VenueFactory())
    Venue.objects.update(status=venue, decision_reason="motif")
    for lot in lots:
        add(offer, **lot)  # type: ignore[arg-type]
    return Offer.objects.select_related("venue", "address").get(pk=offer.pk)


def add(
    offer: Offer,
    *,
    starts_in: timedelta | None,
    closes_before: timedelta,
    capacity: int | None,
    booked: int,
    priced: bool,
    deleted: bool,
    price_deleted: bool,
) -> None:
    start = None if starts_in is None else NOW + starts_in
    slot = Slot.objects.create(
        offer=offer,
        starts_at=start,
        booking_closes_at=None if start is None else start - closes_before,
        capacity=capacity,
        booked=booked,
        created_at=NOW,
        deleted_at=NOW if deleted else None,
    )
    if priced:
        Stock.objects.create(slot=slot, price_cents=500, deleted_at=NOW if price_deleted else None)


@pytest.mark.slow
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(state=st.sampled_from(State), venue=st.sampled_from(VenueStatus), lots=st.lists(slots, max_size=3))
@example(state=State.PUBLISHED, venue=VenueStatus.VALIDATED, lots=[PLAIN])
@example(state=State.PUBLISHED, venue=VenueStatus.VALIDATED, lots=[{**PLAIN, "price_deleted": True}])
@example(
    state=State.PUBLISHED,
    venue=VenueStatus.VALIDATED,
    lots=[{**PLAIN, "starts_in": timedelta(0)}, {**PLAIN, "booked": 1}],
)
def test_sql_and_python_read_the_same_status(state: State, venue: VenueStatus, lots: list[Lot]) -> None:
    try:
        with transaction.atomic():
            offer = made(state=state, venue=venue, lots=lots)
            read = statuses.with_status(offers=Offer.objects.filter(pk=offer.pk), now=NOW).get()
            assert read.status == selectors.sheet(offer=offer, now=NOW).status
            raise _Undo
    except _Undo:
        pass


def test_the_counts_of_the_filter_are_those_of_the_list() -> None:
    venue = VenueFactory()
    for state in (State.DRAFT, State.PAUSED, State.PUBLISHED):
        OfferFactory(venue=venue, state=state)
    add(OfferFactory(venue=venue), **PLAIN)  # type: ignore[arg-type]
    OfferFactory()
    counts = selectors.status_counts(venue=venue, now=NOW)
    assert counts == {"draft": 1, "paused": 1, "sold_out": 1, "active": 1}
    for status, count in counts.items():
        assert selectors.of_venue(venue=venue, now=NOW, status=status).count() == count


def test_the_list_counts_seats_of_live_dates_only() -> None:
    offer = OfferFactory()
    for known in (
        {"capacity": 2, "booked": 1},
        {"capacity": 1, "booked": 1},
        {"capacity": 2, "booked": 1, "deleted": True},
    ):
        add(offer, **{**PLAIN, **known})  # type: ignore[arg-type]
    row = selectors.of_venue(venue=offer.venue, now=NOW).get()
    assert (row.slot_count, row.seats, row.seats_booked) == (2, 3, 2)
    assert (row.next_start, row.last_start) == (NOW + timedelta(days=3), NOW + timedelta(days=3))


@pytest.mark.parametrize(
    ("query", "found"),
    [("noyers", 1), ("NOYÈRS marthe", 1), ("l’été noyers", 1), ("cajarc", 1), ("46160", 1), ("figeac", 0)],
)
def test_the_search_knows_the_title_and_the_village_however_they_are_typed(query: str, found: int) -> None:
    from offers.services import describe

    offer = OfferFactory()
    description = {"title": "L’Été, les Noyers de Marthe", "subcategory": "SEANCE_CINE"}
    describe(offer_id=offer.pk, description=description, actor=None, now=NOW)
    assert selectors.of_venue(venue=offer.venue, now=NOW, query=query).count() == found


def test_tonight_holds_what_a_paused_offer_still_plays_and_no_draft() -> None:
    venue = VenueFactory()
    playing = [add(OfferFactory(venue=venue, state=state), **PLAIN) or state for state in State]  # type: ignore[arg-type,func-returns-value]
    assert len(playing) == 3
    shown = selectors.tonight(venue=venue, since=NOW, until=NOW + timedelta(days=4))
    assert {slot.offer.state for slot in shown} == {State.PUBLISHED, State.PAUSED}


def test_a_status_is_shown_for_every_state_of_a_structure() -> None:
    offer = made(state=State.PUBLISHED, venue=VenueStatus.PENDING, lots=[PLAIN])
    assert selectors.sheet(offer=offer, now=NOW).status == Status.PENDING
