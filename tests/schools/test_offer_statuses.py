"""The status in SQL is the status in Python, whatever an offer went through."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schools import statuses
from schools.models import SchoolOffer
from schools.rules.offers import status_of
from schools.selectors import offers as selectors
from schools.selectors.referencing import standing
from schools.states import OfferState
from tests.schools import offers as make
from tests.schools.referencing import application
from tests.venues.factories import VenueFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)
gaps = st.sampled_from(
    [timedelta(0), TICK, -TICK, timedelta(days=3), timedelta(days=-3), timedelta(minutes=-150)]
)


class _Undo(Exception):
    """Each example starts from nothing."""


@pytest.mark.slow
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    state=st.sampled_from(OfferState),
    start=gaps,
    before=st.sampled_from([timedelta(0), TICK, timedelta(days=4)]),
    minutes=st.sampled_from([1, 150, 10_080]),
    referenced=st.booleans(),
    closed=st.booleans(),
    dated=st.booleans(),
)
@example(
    state=OfferState.PUBLISHED,
    start=timedelta(minutes=-150),
    before=TICK,
    minutes=150,
    referenced=True,
    closed=False,
    dated=True,
)
@example(
    state=OfferState.PUBLISHED,
    start=timedelta(minutes=-150) + TICK,
    before=TICK,
    minutes=150,
    referenced=False,
    closed=False,
    dated=True,
)
@example(
    state=OfferState.PUBLISHED,
    start=timedelta(days=3),
    before=TICK,
    minutes=150,
    referenced=True,
    closed=True,
    dated=True,
)
def test_sql_and_python_read_the_same_status(
    state: OfferState,
    start: timedelta,
    before: timedelta,
    minutes: int,
    referenced: bool,
    closed: bool,
    dated: bool,
) -> None:
    try:
        with transaction.atomic():
            fields = {
                "starts_at": NOW + start,
                "duration_minutes": minutes,
                "booking_limit_at": NOW + start - before,
            }
            if not dated and state in {OfferState.DRAFT, OfferState.ARCHIVED}:
                fields = dict.fromkeys(fields)
            venue = VenueFactory(closed=closed)
            if referenced:
                application(venue, status="accepted")
            offer = make.offer(venue, state=state, **fields)
            rows = SchoolOffer.objects.filter(pk=offer.pk)
            said = standing(venue_id=venue.pk).is_referenced
            read = statuses.with_status(offers=rows, referenced=said, now=NOW).get()
            facts = selectors.facts_of(offer=offer)
            open_to_schools = referenced and not closed
            assert read.status == status_of(state=state, facts=facts, referenced=open_to_schools, now=NOW)
            assert read.status == selectors.sheet(offer=offer, now=NOW).status
            raise _Undo
    except _Undo:
        pass


def test_the_counts_of_the_filter_are_those_of_the_list() -> None:
    venue = VenueFactory()
    for state in OfferState:
        make.offer(venue, state=state)
    make.offer(VenueFactory())
    known = {"venue": venue, "referenced": True, "now": NOW}
    counts = selectors.status_counts(**known)
    assert sum(counts.values()) == 9
    for status, count in counts.items():
        assert selectors.of_venue(**known, status=status).count() == count
