"""How a booking reads: its state in words, its computed dates, why an action is not possible (BOO-08, BOO-16)."""

from dataclasses import dataclass
from datetime import datetime

from bookings import rules
from bookings.models import Booking
from bookings.states import CONFIRMED_LABEL, LABELS, REASON_LABELS, Event, Reason, Status
from core.french import show_day_short, show_moment

#: Status as read → (kind of tag, icon).
TAGS = {
    "confirmed": ("info", "lock"),
    Status.BOOKED: ("brand", "clock"),
    Status.USED: ("ok", "circle-check"),
    Status.CANCELLED: ("", "ban"),
    Status.REIMBURSING: ("ok", "hourglass"),
    Status.REIMBURSED: ("ok", "banknote"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the list."""

    booking: Booking
    kind: str
    icon: str
    label: str
    note: str
    is_new: bool = False


def reading(*, booking: Booking, now: datetime) -> tuple[str, str]:
    """Key and word of the state a partner reads."""
    status = Status(booking.status)
    if rules.is_confirmed(status=status, limit=booking.cancellable_until, now=now):
        return "confirmed", CONFIRMED_LABEL
    return status, LABELS[status]


def row(*, booking: Booking, now: datetime, new_since: datetime | None = None) -> Row:
    """A line, with the one date that matters next."""
    key, label = reading(booking=booking, now=now)
    kind, icon = TAGS[key]
    fresh = new_since is not None and booking.booked_at > new_since
    return Row(
        booking=booking, kind=kind, icon=icon, label=label, note=note(booking=booking, now=now), is_new=fresh
    )


def note(*, booking: Booking, now: datetime) -> str:
    """What happens next, with its exact instant in the zone of the place."""
    zone, status = booking.offer.time_zone, Status(booking.status)
    if status == Status.CANCELLED and booking.cancelled_at:
        why = REASON_LABELS[Reason(booking.cancel_reason)]
        return f"{why[:1].upper()}{why[1:]}, le {show_day_short(booking.cancelled_at, zone)}"
    if status == Status.REIMBURSED and booking.reimbursed_at:
        return f"Le {show_day_short(booking.reimbursed_at)}"
    if status == Status.REIMBURSING:
        return "Le virement est émis"
    if status == Status.USED and booking.used_at:
        return f"Le {show_moment(booking.used_at, zone)}"
    return _next_of_booked(booking, now=now)


def _next_of_booked(booking: Booking, *, now: datetime) -> str:
    zone, limit = booking.offer.time_zone, booking.cancellable_until
    if limit is not None and now < limit:
        return f"Annulable jusqu’au {show_moment(limit, zone)}"
    automatic = rules.automatic_validation_at(starts_at=booking.slot.starts_at)
    return (
        f"Validée d’office le {show_moment(automatic, zone)}"
        if automatic
        else "Valable jusqu’à son utilisation"
    )


HISTORY = {
    Event.BOOK: "Réservée",
    Event.USE: "Validée",
    Event.UNUSE: "Validation reprise",
    Event.CANCEL: "Annulée",
    Event.PAY: "Mise en virement",
    Event.SETTLE: "Remboursée",
    Event.REJECT: "Virement rejeté",
}


def history(*, booking: Booking, now: datetime) -> list[dict[str, str]]:
    """Steps of a booking loaded with its `history`, then the ones to come, for the route component."""
    zone = booking.offer.time_zone
    items = []
    for move in booking.history:  # type: ignore[attr-defined]
        who = (
            f", par {move.actor.full_name}" if move.actor else ", d’office" if move.event == Event.USE else ""
        )
        text = f"{show_moment(move.at, zone)}{who}"
        items.append({"state": "done", "icon": "check", "title": HISTORY[Event(move.event)], "text": text})
    return items + _to_come(booking, now=now)


def _to_come(booking: Booking, *, now: datetime) -> list[dict[str, str]]:
    if booking.status != Status.BOOKED:
        return []
    zone, limit, items = booking.offer.time_zone, booking.cancellable_until, []
    automatic = rules.automatic_validation_at(starts_at=booking.slot.starts_at)
    if limit is not None:
        state = "done" if now >= limit else "now"
        items.append(
            {
                "state": state,
                "icon": "lock",
                "title": "Confirmée",
                "text": f"{show_moment(limit, zone)}, fin du délai d’annulation",
            }
        )
    if automatic is not None:
        waiting = "now" if limit is None or now >= limit else "todo"
        items.append(
            {
                "state": waiting,
                "icon": "hourglass",
                "title": "Validée d’office",
                "text": f"{show_moment(automatic, zone)}, si personne ne la valide avant",
            }
        )
    return items
