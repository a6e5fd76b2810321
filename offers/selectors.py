"""Reads of the catalogue for the portal. Everything starts from what a structure owns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from core.text import fold
from offers import rules, statuses
from offers.models import Offer, Slot, Stock
from offers.states import State, Status
from venues.models import Venue
from venues.states import Status as VenueStatus


def visible_to(user: Any) -> QuerySet[Offer]:
    """Offers of the structures where a person works."""
    return Offer.objects.filter(venue__memberships__user=user, venue__memberships__ended_at=None)


def of_venue(
    *, venue: Venue, now: datetime, query: str = "", status: str = "", subcategory: str = ""
) -> QuerySet[Any]:
    """The structure's offers, annotated with status, next date, seats and bookings, filtered."""
    live = Q(slots__deleted_at=None)
    rows: QuerySet[Any] = statuses.with_status(offers=Offer.objects.filter(venue=venue), now=now).annotate(
        next_start=Min("slots__starts_at", filter=live & Q(slots__starts_at__gt=now)),
        last_start=Max("slots__starts_at", filter=live),
        seats=Sum("slots__capacity", filter=live),
        seats_booked=Coalesce(Sum("slots__booked", filter=live), 0),
        slot_count=Count("slots", filter=live),
    )
    for word in fold(query).split()[:5]:
        rows = rows.filter(search_text__contains=word)
    if status in set(Status):
        rows = rows.filter(status=status)
    if subcategory:
        rows = rows.filter(subcategory=subcategory)
    return rows.select_related("address")


def one_of(*, venue: Venue) -> QuerySet[Offer]:
    """The offers of a structure, as their pages need them: place and head office loaded."""
    return Offer.objects.select_related("address", "venue__address").filter(venue=venue)


def dates_of(*, venue: Venue) -> QuerySet[Slot]:
    """Live dates of a structure, as the pages that move them need them."""
    rows = Slot.objects.select_related("offer__address", "offer__venue__address")
    return rows.filter(offer__venue=venue, deleted_at=None)


def ahead_of(*, offer: Offer, now: datetime) -> list[int]:
    """Dates of an offer that have not begun."""
    return list(
        offer.slots.filter(deleted_at=None, starts_at__gt=now).order_by("pk").values_list("pk", flat=True)
    )


def unbegun_of(*, venue: Venue, now: datetime) -> list[int]:
    """Ids of every live slot of a structure that has not begun, those without a date too."""
    live = Slot.objects.filter(Q(starts_at=None) | Q(starts_at__gt=now), offer__venue=venue, deleted_at=None)
    return list(live.order_by("pk").values_list("pk", flat=True))


def first_published(*, venue: Venue) -> Offer | None:
    """The first offer a structure ever published, its place loaded."""
    published = Offer.objects.filter(venue=venue).exclude(state=State.DRAFT)
    return published.select_related("address").order_by("published_at", "pk").first()


def has_dates(*, offer: Offer) -> bool:
    """Was any date added?"""
    return offer.slots.filter(deleted_at=None).exists()


def status_counts(*, venue: Venue, now: datetime) -> dict[str, int]:
    """How many offers in each status, for the filter's labels."""
    rows = statuses.with_status(offers=Offer.objects.filter(venue=venue), now=now)
    return dict(rows.values_list("status").annotate(n=Count("pk")).order_by())


def live_slots(*, offer: Offer) -> list[Slot]:
    """Dates of an offer in order, prices loaded."""
    prices = Prefetch(
        "stocks",
        queryset=Stock.objects.filter(deleted_at=None).order_by("price_cents", "pk"),
        to_attr="prices",
    )
    return list(offer.slots.filter(deleted_at=None).order_by("starts_at", "pk").prefetch_related(prices))


def facts_of(*, slots: list[Slot]) -> list[rules.SlotFacts]:
    """What the rules need of dates loaded by `live_slots`."""
    return [
        rules.SlotFacts(
            starts_at=slot.starts_at,
            closes_at=slot.booking_closes_at,
            remaining=slot.remaining,
            priced=bool(getattr(slot, "prices", True)),
        )
        for slot in slots
    ]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An offer with its dates and what is missing to publish it."""

    offer: Offer
    slots: list[Slot]
    status: Status
    missing: list[str]


def sheet(*, offer: Offer, now: datetime) -> Sheet:
    """Everything the offer's pages show. Three queries at most."""
    slots = live_slots(offer=offer)
    facts = facts_of(slots=slots)
    status = rules.status_of(
        state=State(offer.state),
        venue_validated=offer.venue.status == VenueStatus.VALIDATED,
        slots=facts,
        now=now,
    )
    missing = list(rules.blockers_to_publish(has_address=offer.address_id is not None, slots=facts, now=now))
    return Sheet(offer=offer, slots=slots, status=status, missing=missing)


def upcoming(*, venue: Venue, now: datetime, limit: int = 50) -> list[Slot]:
    """Next dates of published or paused offers, soonest first, places loaded."""
    return list(
        Slot.objects.filter(offer__venue=venue, deleted_at=None, starts_at__gt=now)
        .exclude(offer__state=State.DRAFT)
        .select_related("offer__address", "offer__venue")
        .order_by("starts_at", "pk")[:limit]
    )


def tonight(*, venue: Venue, since: datetime, until: datetime) -> list[Slot]:
    """Dates that begin within a window, soonest first. A paused offer still plays for those who booked."""
    return list(
        Slot.objects.filter(offer__venue=venue, deleted_at=None, starts_at__gte=since, starts_at__lt=until)
        .exclude(offer__state=State.DRAFT)
        .select_related("offer__address")
        .order_by("starts_at", "pk")
    )


def stops_of(*, venue: Venue, now: datetime) -> list[dict[str, Any]]:
    """Places where the structure plays: commune, number of dates ahead, next one, seats booked."""
    live = Q(slots__deleted_at=None, slots__starts_at__gt=now)
    rows = (
        Offer.objects.filter(venue=venue)
        .exclude(address=None)
        .values("address__city", "address__postal_code", "address__label")
        .annotate(
            dates=Count("slots", filter=live),
            next_start=Min("slots__starts_at", filter=live),
            booked=Coalesce(Sum("slots__booked", filter=live), 0),
            offer_count=Count("pk", distinct=True),
            zone=Max(F("address__time_zone")),
        )
        .order_by(F("next_start").asc(nulls_last=True), "address__city")
    )
    return [dict(row) for row in rows]


def recent_places(*, venue: Venue, limit: int = 6) -> list[Offer]:
    """The latest distinct places used by a structure, through one offer of each (address loaded)."""
    latest = (
        Offer.objects.filter(venue=venue)
        .exclude(address=None)
        .exclude(address=venue.address)
        .order_by("address_id", "-pk")
        .distinct("address_id")
        .values("pk")
    )
    return list(Offer.objects.filter(pk__in=latest).select_related("address").order_by("-pk")[:limit])
