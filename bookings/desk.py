"""The verdicts of the Guichet: a word, a colour, and a sentence that explains (GUI-03)."""

from dataclasses import dataclass
from datetime import datetime

from bookings.models import Booking
from bookings.states import REASON_LABELS, Event, Reason
from core.french import count, show_clock, show_day, show_moment

#: How much of what was typed is repeated: a code in its QR prefix, not a novel.
SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the page shows. `clears`: the field is emptied for the next person."""

    kind: str
    word: str
    icon: str
    sentence: str
    help: str = ""
    code: str = ""
    undo_id: int | None = None
    clears: bool = False


def _who(booking: Booking) -> str:
    person = f"{booking.user.first_name} {booking.user.last_name[:1]}."
    return f"{person}, {count(booking.quantity, one='place', many='places')}"


def _what(booking: Booking) -> str:
    """The screening the code is for: a right code may be that of another evening."""
    offer, start = booking.offer, booking.slot.starts_at
    parts = [f"« {offer.title} »", show_moment(start, offer.time_zone) if start else ""]
    parts.append(offer.address.city if offer.address else "")
    return ", ".join(part for part in parts if part) + "."


def accepted(*, booking: Booking, now: datetime) -> Verdict:
    """Come in."""
    return Verdict(
        kind="ok",
        word="Oui",
        icon="circle-check",
        sentence=f"{_who(booking)}.",
        help=f"Entrée validée à {show_clock(now, booking.offer.time_zone)}. {_what(booking)}",
        code=booking.code,
        undo_id=booking.pk,
        clears=True,
    )


def unknown(*, code: str) -> Verdict:
    """Not a code of this structure, whatever it is."""
    return Verdict(
        kind="bad",
        word="Non",
        icon="circle-x",
        sentence="Ce code n’existe pas dans votre structure.",
        help="Relisez-le avec la personne : six lettres et chiffres, sans O, I, 0, 1, 8 ni 9.",
        code=code[:12],
    )


def nothing_typed() -> Verdict:
    """An empty field."""
    return Verdict(
        kind="warn", word="Et le code ?", icon="keyboard", sentence="Saisissez les six lettres et chiffres."
    )


def paused(*, seconds: int) -> Verdict:
    """Too many wrong codes."""
    minutes = max(1, -(-seconds // 60))
    return Verdict(
        kind="warn",
        word="Pause",
        icon="hourglass",
        sentence=f"Trop de codes faux. Réessayez dans {count(minutes, one='minute', many='minutes')}.",
        help="Les réservations restent valables : rien n’est perdu, elles se valideront d’office.",
    )


def refused(*, booking: Booking, code: str) -> Verdict:
    """Each refusal says why, since when and by whom."""
    return {
        "cancelled": _cancelled,
        "already_used": _already_in,
        "paid": _paid,
        "still_cancellable": _too_early,
    }[code](booking)


def _cancelled(booking: Booking) -> Verdict:
    when = f" le {show_day(booking.cancelled_at, booking.offer.time_zone)}" if booking.cancelled_at else ""
    why = REASON_LABELS[Reason(booking.cancel_reason)] if booking.cancel_reason else ""
    return Verdict(
        kind="bad",
        word="Non",
        icon="circle-x",
        sentence=f"Réservation annulée{when}, {why}." if why else f"Réservation annulée{when}.",
        help="La personne peut réserver à nouveau, s’il reste des places.",
        code=booking.code,
    )


def _already_in(booking: Booking) -> Verdict:
    uses = [move for move in booking.history if move.event == Event.USE]  # type: ignore[attr-defined]
    last = uses[-1] if uses else None
    by = f" par {last.actor.full_name}" if last and last.actor else " d’office"
    when = show_moment(booking.used_at, booking.offer.time_zone) if booking.used_at else ""
    return Verdict(
        kind="warn",
        word="Déjà entré",
        icon="clock",
        sentence=f"{_who(booking)}, validée {when}{by}.",
        help="Comparez le nom avec la pièce d’identité.",
        code=booking.code,
        undo_id=booking.pk,
    )


def _paid(booking: Booking) -> Verdict:
    when = show_moment(booking.used_at, booking.offer.time_zone) if booking.used_at else ""
    return Verdict(
        kind="bad",
        word="Déjà payée",
        icon="banknote",
        sentence=f"{_who(booking)}, validée {when}.",
        help="Cette réservation est dans un virement : elle ne sert plus.",
        code=booking.code,
    )


def _too_early(booking: Booking) -> Verdict:
    zone = booking.offer.time_zone
    limit = show_moment(booking.cancellable_until, zone) if booking.cancellable_until else ""
    start = show_moment(booking.slot.starts_at, zone) if booking.slot.starts_at else ""
    return Verdict(
        kind="warn",
        word="Trop tôt",
        icon="hourglass",
        sentence=f"{_who(booking)}, peut encore annuler jusqu’au {limit}.",
        help=f"Séance : {start}. Revenez après cette heure.",
        code=booking.code,
    )


def undone(*, booking: Booking) -> Verdict:
    """A validation was taken back."""
    return Verdict(
        kind="off",
        word="Reprise",
        icon="undo-2",
        sentence=f"{_who(booking)} : la validation est annulée.",
        help="Le code peut servir à nouveau.",
        clears=True,
    )


def not_undone(*, booking: Booking, message: str) -> Verdict:
    """It could not be."""
    return Verdict(kind="bad", word="Non", icon="circle-x", sentence=message)
