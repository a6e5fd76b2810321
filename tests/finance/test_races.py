"""Two sweeps at once: the ledger is that of a single one. Each control shows what the guard prevents."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from finance.models import Entry, YearTotal
from finance.services.pricing import price_bookings
from tests.finance import factories as make
from tests.finance.factories import DAY
from tests.finance.races import meet_before, together

pytestmark = pytest.mark.django_db(transaction=True)
LATER = DAY + timedelta(days=400)


@pytest.fixture
def crowded() -> None:
    venue = make.venue()
    YearTotal.objects.create(venue=venue, year=2026, gross_cents=19_999_00)
    for _ in range(5):
        make.used(venue, cents=1_00)


def test_two_pricings_at_once_price_everything_once(crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_before(monkeypatch, "finance.locks.years")
    results = together(lambda: price_bookings(now=LATER))
    assert sorted(results) == [0, 5]
    revenues = Entry.objects.order_by("transition_id").values_list("revenue_cents", flat=True)
    assert list(revenues) == [20_000_00 + 100 * n for n in range(5)]
    assert YearTotal.objects.get().gross_cents == 20_004_00


def test_without_the_lock_two_pricings_collide(crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_before(monkeypatch, "finance.locks.years", call=False)
    results = together(lambda: price_bookings(now=LATER))
    assert any(isinstance(result, IntegrityError) for result in results)
