"""How much faster the set-based pricing is than pricing one booking at a time. Printed, never asserted."""

import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import Deposit, User
from bookings.models import Booking, BookingTransition
from finance import periods, rules
from finance.models import Entry, ScaleBand, YearTotal
from finance.services import reconcile
from finance.services.pricing import price_bookings
from offers.models import Stock
from tests.finance import factories as make
from tests.finance.factories import DAY, LONG_AGO
from venues.models import Venue

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
ROUNDS, BULK, LOOP = 5, 4_000, 200
LATER = DAY + timedelta(days=1)


def crowd(at: Venue, *, size: int) -> None:
    """Bookings that were validated and wait for their price."""
    slot = make.slot(make.offer(at))
    stock = Stock.objects.create(slot=slot, label="Plein", price_cents=450)
    first = User.objects.count()
    users = User.objects.bulk_create(
        User(email=f"bench{n}@test.example", password="!") for n in range(first, first + size)
    )
    deposits = Deposit.objects.bulk_create(
        Deposit(user=user, granted_cents=30_000, granted_at=LONG_AGO, expires_at=LATER) for user in users
    )
    made = Booking.objects.bulk_create(
        Booking(
            code=make.code_of(1_000_000 + deposit.user_id),
            user_id=deposit.user_id,
            deposit=deposit,
            stock=stock,
            slot=slot,
            offer=slot.offer,
            venue=at,
            quantity=1,
            unit_price_cents=450,
            total_cents=450,
            price_label="Plein",
            booked_at=LONG_AGO,
            status="used",
            used_at=DAY,
            validation="desk",
        )
        for deposit in deposits
    )
    BookingTransition.objects.bulk_create(
        BookingTransition(
            booking=booking,
            venue=at,
            event="use",
            from_status="booked",
            to_status="used",
            at=DAY,
            recorded_at=DAY,
        )
        for booking in made
    )


def one_by_one() -> int:
    """What a careful loop does: lock the year, apply the rule, write the entry."""
    names = ("group", "above_cents", "basis_points", "valid_from", "valid_until")
    bands = {band.pk: rules.Band(**{n: getattr(band, n) for n in names}) for band in ScaleBand.objects.all()}
    ids = {band: pk for pk, band in bands.items()}
    waiting = BookingTransition.objects.filter(event="use", entry=None).order_by("pk")
    for move in list(waiting.select_related("booking__offer")):
        with transaction.atomic():
            year = periods.year_of(move.at)
            YearTotal.objects.get_or_create(venue_id=move.venue_id, year=year)
            total = YearTotal.objects.select_for_update(of=("self",)).get(venue_id=move.venue_id, year=year)
            total.gross_cents += move.booking.total_cents
            band = rules.rate_for(
                revenue_cents=total.gross_cents,
                group=rules.group_of(move.booking.offer.subcategory),
                on=periods.day_of(move.at),
                bands=ids,
            )
            due, forgone = rules.price(gross_cents=move.booking.total_cents, basis_points=band.basis_points)
            Entry.objects.create(
                transition=move,
                booking=move.booking,
                venue_id=move.venue_id,
                band_id=ids[band],
                basis_points=band.basis_points,
                gross_cents=move.booking.total_cents,
                due_cents=due,
                forgone_cents=forgone,
                year=year,
                revenue_cents=total.gross_cents,
                validated_at=move.at,
                priced_at=LATER,
            )
            total.save(update_fields=["gross_cents"])
    return LOOP


def per_second(act: Callable[[], int]) -> float:
    """Rows written in a second."""
    start = time.perf_counter()
    return act() / (time.perf_counter() - start)


def test_set_based_pricing_beside_a_loop(capsys: pytest.CaptureFixture[str]) -> None:
    venue, ratios, speeds = make.venue(), [], []
    for _ in range(ROUNDS):
        crowd(venue, size=BULK)
        bulk = per_second(lambda: price_bookings(now=LATER))
        crowd(venue, size=LOOP)
        ratios.append(bulk / per_second(one_by_one))
        speeds.append(bulk)
    load = os.getloadavg()[0]
    noisy = " (noisy)" if load > 1.5 * (os.cpu_count() or 1) else ""
    middle, low, high = statistics.median(ratios), min(ratios), max(ratios)
    speed = f"{statistics.median(speeds):,.0f} rows/s"
    line = f"P06 pricing, SQL ÷ loop: {middle:.0f} [{low:.0f}–{high:.0f}], {speed}"
    with capsys.disabled():
        print(f"\n{line}, load {load:.1f}{noisy}")  # noqa: T201 what a benchmark is for
    assert reconcile() == []
