"""Reads about bookings. Lists start from the structure, so that access is in the query."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from bookings import rules, tokens
from bookings.models import Booking, BookingTransition
from bookings.states import LIVE, Event, Status
from offers.models import Offer, Stock
from offers.states import State
from venues.models import Venue
from venues.states import Status as VenueStatus


def stock_to_book(*, stock_id: int) -> Stock | None:
    """A stock with everything the rules need, in one query."""
    return (
        Stock.objects.select_related("slot__offer__venue", "slot__offer__address").filter(pk=stock_id).first()
    )


def is_offered(*, stock: Stock) -> bool:
    """Is this price for sale: live date, published offer, validated structure?"""
    slot, offer = stock.slot, stock.slot.offer
    live = stock.deleted_at is None and slot.deleted_at is None
    return live and offer.state == State.PUBLISHED and offer.venue.status == VenueStatus.VALIDATED


def has_live_booking(*, user: User, offer: Offer) -> bool:
    """One live booking per offer and person."""
    return Booking.objects.filter(user=user, offer=offer).exclude(status=Status.CANCELLED).exists()


def for_desk(*, code: str, venue: Venue) -> Booking | None:
    """A booking by its code, at this structure only: another structure's is unknown here."""
    if not tokens.is_well_formed(code):
        return None
    return (
        Booking.objects.select_related("user", "offer__address", "slot")
        .prefetch_related(_last_moves())
        .filter(code=code, venue=venue)
        .first()
    )


def _last_moves() -> "Prefetch[str]":
    moves = BookingTransition.objects.select_related("actor").order_by("pk")
    return Prefetch("transitions", queryset=moves, to_attr="history")


def detail(*, pk: int, venue: Venue) -> Booking | None:
    """One booking of a structure with its dated history."""
    return (
        Booking.objects.select_related("user", "offer__address", "slot")
        .prefetch_related(_last_moves())
        .filter(pk=pk, venue=venue)
        .first()
    )


def for_list(*, venue: Venue, filters: "dict[str, Any]", now: datetime) -> QuerySet[Booking]:
    """Bookings of a structure, filtered. Keys: q, status, city, since, until (on the event's start), offer."""
    rows = Booking.objects.filter(venue=venue).select_related("user", "offer__address", "slot")
    if filters.get("offer"):
        rows = rows.filter(offer=filters["offer"])
    if filters.get("city"):
        rows = rows.filter(offer__address__city=filters["city"])
    if filters.get("since"):
        rows = rows.filter(slot__starts_at__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(slot__starts_at__lt=filters["until"])
    return _searched(_of_status(rows, filters.get("status", ""), now=now), filters.get("q", ""))


def _of_status(rows: QuerySet[Booking], status: str, *, now: datetime) -> QuerySet[Booking]:
    confirmed = Q(status=Status.BOOKED, cancellable_until__lte=now)
    if status == "confirmed":
        return rows.filter(confirmed)
    if status == Status.BOOKED:
        return rows.filter(Q(status=Status.BOOKED) & ~confirmed)
    return rows.filter(status=status) if status in set(Status) else rows


def _searched(rows: QuerySet[Booking], query: str) -> QuerySet[Booking]:
    for word in query.split()[:5]:
        rows = rows.filter(
            Q(user__first_name__icontains=word)
            | Q(user__last_name__icontains=word)
            | Q(user__email__icontains=word)
            | Q(code=tokens.normalise(word)[:6])
            | Q(offer__title__icontains=word)
            | Q(offer__address__city__icontains=word)
        )
    return rows


def status_counts(*, venue: Venue, now: datetime, offer: Offer | None = None) -> dict[str, int]:
    """How many in each state a partner reads, « Confirmée » apart from « Réservée », in one query."""
    rows = Booking.objects.filter(venue=venue)
    rows = rows.filter(offer=offer) if offer else rows
    confirmed = Q(status=Status.BOOKED, cancellable_until__lte=now)
    wanted = {status.value: Count("pk", filter=Q(status=status)) for status in Status}
    wanted["booked"] = Count("pk", filter=Q(status=Status.BOOKED) & ~confirmed)
    wanted["confirmed"] = Count("pk", filter=confirmed)
    wanted["all"] = Count("pk")
    return rows.aggregate(**wanted)


def totals(*, rows: QuerySet[Booking]) -> dict[str, int]:
    """Places and money of a filtered set, cancelled ones left out."""
    live = Q(status__in=sorted(LIVE))
    return rows.aggregate(
        places=Coalesce(Sum("quantity", filter=live), 0), cents=Coalesce(Sum("total_cents", filter=live), 0)
    )


def version_of(*, venue: Venue) -> int:
    """A number that grows whenever a booking of the structure moves: what the live list compares."""
    return BookingTransition.objects.filter(venue=venue).aggregate(last=Max("pk"))["last"] or 0


def cities_of(*, venue: Venue) -> list[str]:
    """Communes where the structure has offers, for the filter."""
    return list(
        Offer.objects.filter(venue=venue, address__isnull=False)
        .order_by("address__city")
        .values_list("address__city", flat=True)
        .distinct()
    )


def recent_at_desk(*, venue: Venue, limit: int = 6) -> list[BookingTransition]:
    """Latest validations by a person at a structure."""
    return list(
        BookingTransition.objects.filter(venue=venue, event=Event.USE, actor__isnull=False)
        .select_related("booking__user", "actor")
        .order_by("-pk")[:limit]
    )


def expected_and_present(*, slot_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Slot → (places expected, places already in)."""
    spent = Q(status__in=sorted(LIVE - {Status.BOOKED}))
    rows = (
        Booking.objects.filter(slot__in=slot_ids, status__in=sorted(LIVE))
        .values("slot_id")
        .annotate(expected=Sum("quantity"), present=Coalesce(Sum("quantity", filter=spent), 0))
    )
    return {row["slot_id"]: (row["expected"], row["present"]) for row in rows}


def facts_of(*, booking: Booking, now: datetime) -> rules.Facts:
    """What the rules need of a booking."""
    return rules.Facts(status=Status(booking.status), cancellable_until=booking.cancellable_until, now=now)


def later_than(*, venue: Venue, since: datetime) -> int:
    """How many bookings of the structure were made after an instant."""
    return Booking.objects.filter(venue=venue, booked_at__gt=since).exclude(status=Status.CANCELLED).count()


def deposits_held(*, slot_ids: Collection[int]) -> set[int]:
    """Deposits that hold places of these dates."""
    live = Booking.objects.filter(slot__in=slot_ids, status__in=sorted(LIVE))
    return set(live.values_list("deposit_id", flat=True))


def holders_of(*, slot_ids: list[int]) -> int:
    """How many people hold a booking that a change of these dates would touch."""
    touched = Booking.objects.filter(slot__in=slot_ids, status__in=[Status.BOOKED, Status.USED])
    return touched.values("user_id").distinct().count()
