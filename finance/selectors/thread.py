"""The thread of the money: what happened to a booking, and when what comes next is due."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bookings.models import Booking
from bookings.rules import automatic_validation_at
from bookings.states import Status
from finance import periods, rules
from finance.models import TransferLine
from finance.selectors.half_months import expected_on, upcoming_cutoff
from finance.states import TransferStatus


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stop: `at` is known to the instant, `on` to the day."""

    title: str
    state: Literal["done", "now", "todo"]
    at: datetime | None = None
    on: date | None = None
    note: str = ""


def payment_date_of(*, booking: Booking, now: datetime, upcoming: datetime) -> date | None:
    """The day a booking's money is expected, if its structure is attached; None when nothing is to come.

    `upcoming`: from `upcoming_cutoff`, once for a whole list. The slot must be loaded. No query.
    """
    if booking.status not in {Status.BOOKED, Status.USED}:
        return None
    starts_at = booking.slot.starts_at
    validated_at = booking.used_at or automatic_validation_at(starts_at=starts_at)
    if validated_at is None:
        return None
    cutoff = rules.first_cutoff(validated_at=validated_at, starts_at=starts_at, upcoming=upcoming)
    return expected_on(cutoff=cutoff, now=now)


def thread(*, booking: Booking, now: datetime) -> list[Step]:
    """Booked → validated → half-month → transfer, with dates. Two queries."""
    line = _live_line(booking)
    booked = Step(title="Réservée", state="done", at=booking.booked_at)
    if booking.status == Status.CANCELLED:
        return [booked, Step(title="Annulée", state="done", at=booking.cancelled_at)]
    return [booked, _validation(booking), *(_paid(line) if line else _to_pay(booking, now=now))]


def _live_line(booking: Booking) -> TransferLine | None:
    rows = TransferLine.objects.filter(entry__booking=booking, entry__mirrors=None)
    live = rows.exclude(transfer__status=TransferStatus.REJECTED)
    return live.select_related("transfer__half_month").order_by("-pk").first()


def _validation(booking: Booking) -> Step:
    if booking.used_at:
        return Step(title="Validée", state="done", at=booking.used_at)
    at = automatic_validation_at(starts_at=booking.slot.starts_at)
    note = "au guichet, ou d’office 72 h après la séance" if at else "au guichet"
    return Step(title="Validation", state="now", at=at, note=note)


def _paid(line: TransferLine) -> list[Step]:
    transfer = line.transfer
    executed = transfer.status == TransferStatus.EXECUTED
    return [
        Step(title="Quinzaine", state="done", note=transfer.half_month.period.label),
        Step(title="Virement émis", state="done", at=transfer.issued_at, note=transfer.reference),
        Step(
            title="Remboursée" if executed else "Remboursement",
            state="done" if executed else "now",
            at=transfer.settled_at,
            on=None if executed else expected_on(cutoff=transfer.half_month.cutoff, now=transfer.issued_at),
            note=f"justificatif {transfer.statement_number}",
        ),
    ]


def _to_pay(booking: Booking, *, now: datetime) -> list[Step]:
    upcoming = upcoming_cutoff(now=now)
    used = booking.status == Status.USED
    on = payment_date_of(booking=booking, now=now, upcoming=upcoming)
    cutoff = None
    if used and booking.used_at:
        starts_at = booking.slot.starts_at
        cutoff = rules.first_cutoff(validated_at=booking.used_at, starts_at=starts_at, upcoming=upcoming)
    return [
        Step(
            title="Quinzaine",
            state="now" if used else "todo",
            at=cutoff,
            note=periods.ending_at(cutoff).label if cutoff else "",
        ),
        Step(title="Virement", state="todo", on=on),
    ]
