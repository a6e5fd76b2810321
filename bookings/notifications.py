"""Which e-mail for which move. Values are written down at the moment of the act; rendering comes at sending."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from bookings import rules
from bookings.models import Booking
from bookings.states import Status
from core import services as core_services
from core.french import show_day, show_hour, show_moment
from core.money import show_euros


def booking_created(*, booking: Booking, now: datetime) -> None:
    """To the partner: last name, first name, e-mail and code, as the guide promises (NOT-01)."""
    offer = booking.offer
    core_services.keep_email(
        kind="bookings/new_booking",
        to=_recipient(booking),
        reply_to=booking.user.email,
        context={**_who(booking), **_what(booking), **_dates(booking, now=now), "url": _url(offer.pk)},
        now=now,
        dedupe_key=f"new_booking:{booking.pk}",
    )


def booking_cancelled(*, booking: Booking, now: datetime) -> None:
    """To the partner: somebody will not come, the seat is free again."""
    core_services.keep_email(
        kind="bookings/cancelled",
        to=_recipient(booking),
        context={**_who(booking), **_what(booking), "url": _url(booking.offer_id)},
        now=now,
        dedupe_key=f"cancelled:{booking.pk}",
    )


def beneficiary_told(*, booking: Booking, kind: str, now: datetime) -> None:
    """To the young person: what the partner changed, and what they may do."""
    limit = booking.cancellable_until
    context = {**_who(booking), **_what(booking)}
    if booking.status == Status.BOOKED and limit is not None and limit > now:
        context["cancellable_until"] = show_moment(limit, booking.offer.time_zone)
    core_services.keep_email(kind=kind, to=booking.user.email, context=context, now=now)


def _recipient(booking: Booking) -> str:
    return booking.offer.booking_email or booking.venue.booking_email


def _url(offer_id: int) -> str:
    return settings.SITE_URL + reverse("bookings:of_offer", args=[offer_id])


def _who(booking: Booking) -> dict[str, Any]:
    user = booking.user
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "code": booking.code,
    }


def _what(booking: Booking) -> dict[str, Any]:
    offer, start, venue = booking.offer, booking.slot.starts_at, booking.venue
    return {
        "title": offer.title,
        "place": str(offer.address) if offer.address else "",
        "city": offer.address.city if offer.address else "",
        "when": f"{show_day(start, offer.time_zone)}, {show_hour(start, offer.time_zone)}" if start else "",
        "quantity": booking.quantity,
        "amount": show_euros(booking.total_cents),
        "paid": booking.total_cents > 0,
        "structure": venue.public_name,
    }


def _dates(booking: Booking, *, now: datetime) -> dict[str, Any]:
    zone, limit = booking.offer.time_zone, booking.cancellable_until
    automatic = rules.automatic_validation_at(starts_at=booking.slot.starts_at)
    dates = {}
    if limit is not None and limit > now:
        dates["cancellable_until"] = show_moment(limit, zone)
    if automatic is not None:
        dates["automatic_at"] = show_moment(automatic, zone)
    return dates
