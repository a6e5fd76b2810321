"""Drift is found where it is, and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from bookings.models import Booking
from finance.models import YearTotal
from finance.services import price_and_close, reconcile, repair_year_totals
from tests.finance import factories as make
from tests.finance.factories import CLOSING

pytestmark = pytest.mark.django_db


@contextmanager
def without_triggers() -> Iterator[None]:
    """What somebody with every right on the server could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def world() -> Booking:
    venue = make.payable_venue()
    bookings = [make.used(venue, cents=cents) for cents in (400, 650)]
    make.unuse(make.used(venue))
    make.used(make.venue("Pas rattachée"))
    price_and_close(now=CLOSING)
    return bookings[0]


FAULTS = {
    "year_total": "UPDATE finance_yeartotal SET gross_cents = gross_cents + 1 WHERE gross_cents > 1000",
    "entry_gross": "UPDATE finance_entry SET gross_cents = 9, due_cents = 9 WHERE booking_id = {booking}",
    "entry_due": "UPDATE finance_entry SET due_cents = 9, forgone_cents = 391 WHERE booking_id = {booking}",
    "entry_mirror": "UPDATE finance_entry SET due_cents = -399, forgone_cents = -1 WHERE mirrors_id > 0",
    "entry_standing": "DELETE FROM finance_entry WHERE booking_id = {booking}",
    "transfer_due": "UPDATE finance_transfer SET amount_cents = amount_cents + 1",
    "transfer_count": "UPDATE finance_transfer SET booking_count = booking_count + 1",
    "transfer_gross": "UPDATE finance_transfer SET gross_cents = gross_cents + 1",
    "file_total": "UPDATE finance_bankfile SET total_cents = total_cents + 1",
    "paid_twice": (
        "INSERT INTO finance_transferline (transfer_id, entry_id, venue_id, round)"
        " SELECT transfer_id, entry_id, venue_id, 2 FROM finance_transferline LIMIT 1"
    ),
    "booking_state": "UPDATE bookings_booking SET status = 'used' WHERE id = {booking}",
}


def test_a_sound_ledger_has_no_drift(world: Booking) -> None:
    assert reconcile() == []


@pytest.mark.parametrize("kind", FAULTS)
def test_a_planted_fault_is_found(world: Booking, kind: str) -> None:
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(FAULTS[kind].format(booking=world.pk))
    found = [drift for drift in reconcile() if drift.kind == kind]
    assert len(found) == 1
    assert found[0].expected != found[0].found


def test_yearly_totals_are_repaired_and_money_is_not(world: Booking) -> None:
    YearTotal.objects.filter(gross_cents=1_050).update(gross_cents=7)
    YearTotal.objects.filter(gross_cents=400).delete()
    assert repair_year_totals() == 2
    assert reconcile() == []
    assert repair_year_totals() == 0
