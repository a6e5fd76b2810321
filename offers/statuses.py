"""The status people read, as a queryset annotation: the twin of `offers.rules.status_of`, pinned by a property test."""

from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from offers.models import Offer, Slot, Stock
from offers.states import State, Status
from venues.states import Status as VenueStatus


def ahead(*, now: datetime) -> Q:
    """Condition on a slot: not begun, bookings not closed."""
    return (Q(starts_at=None) | Q(starts_at__gt=now)) & (
        Q(booking_closes_at=None) | Q(booking_closes_at__gt=now)
    )


def with_status(*, offers: QuerySet[Offer], now: datetime) -> QuerySet[Any]:
    """Annotate `status`."""
    slots = Slot.objects.filter(offer=OuterRef("pk"), deleted_at=None)
    priced = Exists(Stock.objects.filter(slot=OuterRef("pk"), deleted_at=None))
    open_slots = slots.filter(ahead(now=now))
    free = open_slots.filter(Q(capacity=None) | Q(capacity__gt=F("booked"))).filter(priced)
    return offers.annotate(
        status=Case(
            When(state=State.DRAFT, then=Value(Status.DRAFT.value)),
            When(state=State.PAUSED, then=Value(Status.PAUSED.value)),
            When(~Q(venue__status=VenueStatus.VALIDATED), then=Value(Status.PENDING.value)),
            When(Exists(slots) & ~Exists(open_slots), then=Value(Status.EXPIRED.value)),
            When(~Exists(free), then=Value(Status.SOLD_OUT.value)),
            default=Value(Status.ACTIVE.value),
            output_field=CharField(),
        )
    )
