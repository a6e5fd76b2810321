"""The database refuses what the rules refuse: one attempt per constraint, and every constraint attempted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.utils import DataError

from bookings.models import Booking, BookingTransition
from core.models import ActionLog
from tests.bookings.factories import BookingFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)

#: constraint → (trait of a valid booking, what would break it).
ATTEMPTS: dict[str, tuple[str | None, dict[str, Any]]] = {
    "booking_used_at_matches_status": ("used", {"used_at": None}),
    "booking_validation_matches_status": ("used", {"validation": "magic"}),
    "booking_cancelled_matches_status": ("cancelled", {"cancel_reason": ""}),
    "booking_reimbursed_at_matches_status": ("reimbursed", {"reimbursed_at": None}),
    "booking_quantity_is_one_or_two": (None, {"quantity": 3, "total_cents": F("unit_price_cents") * 3}),
    "booking_total_is_price_times_places": (None, {"total_cents": 1}),
    "booking_code_alphabet": (None, {"code": "AAAAA0"}),
    "booking_limit_not_before_booking": (None, {"cancellable_until": datetime(2020, 1, 1, tzinfo=UTC)}),
    "booking_status_known": (None, {"status": "lost"}),
}
MORE: list[tuple[str, str | None, dict[str, Any]]] = [
    ("booking_used_at_matches_status", None, {"used_at": NOW}),
    ("booking_validation_matches_status", None, {"validation": "desk"}),
    ("booking_cancelled_matches_status", None, {"cancelled_at": NOW}),
    ("booking_cancelled_matches_status", None, {"cancel_reason": "partner"}),
    ("booking_cancelled_matches_status", "cancelled", {"cancelled_at": None}),
    ("booking_reimbursed_at_matches_status", "used", {"reimbursed_at": NOW}),
    ("booking_code_alphabet", None, {"code": "aaaaaa"}),
    ("booking_code_alphabet", None, {"code": "AAAAA"}),
    ("booking_quantity_is_one_or_two", None, {"quantity": 0, "total_cents": 0}),
]


def refused(act: Callable[[], Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("constraint", "trait", "change"), [(name, *attempt) for name, attempt in ATTEMPTS.items()] + MORE
)
def test_a_row_that_contradicts_itself_is_refused(
    constraint: str, trait: str | None, change: dict[str, Any]
) -> None:
    booking = BookingFactory(**({trait: True} if trait else {}))
    refused(lambda: Booking.objects.filter(pk=booking.pk).update(**change), constraint)


def copy_of(booking: Booking, **fields: Any) -> Booking:
    values = {field.attname: getattr(booking, field.attname) for field in Booking._meta.concrete_fields}
    return Booking(**{**values, "id": None, "code": "ZZZZZZ", **fields})


def test_a_code_belongs_to_one_booking() -> None:
    booking = BookingFactory(cancelled=True)
    refused(lambda: copy_of(booking, code=booking.code).save(), "bookings_booking_code")


def test_a_person_holds_one_live_booking_of_an_offer() -> None:
    booking = BookingFactory()
    refused(lambda: copy_of(booking).save(), "booking_one_live_per_offer")


def test_a_cancelled_booking_leaves_room_for_another() -> None:
    booking = BookingFactory(cancelled=True)
    copy_of(booking, status="booked", cancelled_at=None, cancel_reason="").save()
    assert Booking.objects.count() == 2


def test_every_constraint_of_bookings_is_attempted() -> None:
    declared = {one.name for one in Booking._meta.constraints}
    assert declared == {*ATTEMPTS, "booking_one_live_per_offer"}


@pytest.mark.parametrize("field", ["unit_price_cents", "total_cents", "quantity"])
def test_no_amount_is_negative(field: str) -> None:
    booking = BookingFactory()
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(**{field: -1})


def test_the_log_knows_its_events() -> None:
    booking = BookingFactory()
    line = BookingTransition(booking=booking, venue=booking.venue, event="forget", at=NOW, recorded_at=NOW)
    refused(line.save, "transition_event_known")


# --- The log is written once


@pytest.mark.parametrize("model", [BookingTransition, ActionLog])
def test_a_line_of_the_log_is_never_changed_nor_deleted_through_the_orm(model: Any) -> None:
    BookingFactory()
    ActionLog.objects.create(at=NOW, verb="x", target_type="y", target_id=1)
    line = model.objects.order_by("pk").first()
    with pytest.raises(TypeError, match="append-only"):
        line.save()
    with pytest.raises(TypeError, match="append-only"):
        line.delete()
    refused(lambda: model.objects.filter(pk=line.pk).update(at=NOW + timedelta(days=1)), "append-only")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=line.pk)._raw_delete("default")


@pytest.mark.parametrize("table", ["bookings_bookingtransition", "core_actionlog"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_nor_by_sql(table: str, statement: str) -> None:
    BookingFactory()
    ActionLog.objects.create(at=NOW, verb="x", target_type="y", target_id=1)

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table))

    refused(run, "append-only")


def test_a_booking_with_a_history_is_never_deleted() -> None:
    booking = BookingFactory()

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DELETE FROM bookings_booking WHERE id = %s", [booking.pk])

    refused(run, "bookings_bookingtra")
