"""What the app sends and reads about bookings. Docstrings of serializers are published, hence in French."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from bookings import rules, wallet
from bookings.models import Booking
from bookings.states import LABELS, Status
from core.api.fields import Identifier, Instant, Whole
from core.api.paging import PageQuery
from offers import catalogue
from offers import rules as offer_rules
from offers.api.serializers import OfferSerializer, page, stock_values
from offers.models import Stock
from venues.api.serializers import AddressSerializer

#: What the app shows of a booking → its word.
STATES = [(state, LABELS[Status(state)]) for state in wallet.STATES]


class NewBookingSerializer(serializers.Serializer):
    """Un tarif d’une séance, pour une ou deux personnes."""

    stock_id = Identifier()
    quantity = Whole(min_value=1, max_value=2)


class BookingsQuery(PageQuery):
    """Paramètres de la liste."""

    status = serializers.ChoiceField(required=False, choices=STATES)


class BookedOfferSerializer(serializers.Serializer):
    """L’offre réservée."""

    id = Identifier()
    title = serializers.CharField()
    address = AddressSerializer()


class BookedStockSerializer(serializers.Serializer):
    """La séance réservée ; sans date pour un bien."""

    id = Identifier()
    starts_at = Instant(allow_null=True)


class BookingSerializer(serializers.Serializer):
    """Une réservation, et ce qui peut encore en être fait."""

    id = Identifier()
    code = serializers.CharField(help_text="La contremarque, six caractères à montrer à l’entrée.")
    status = serializers.ChoiceField(choices=STATES)
    quantity = Whole()
    total_cents = Whole()
    booked_at = Instant()
    is_cancellable = serializers.BooleanField()
    cancellable_until = Instant(allow_null=True)
    auto_validated_at = Instant(
        allow_null=True, help_text="72 heures après le début ; null une fois annulée."
    )
    used_at = Instant(allow_null=True)
    cancelled_at = Instant(allow_null=True)
    offer = BookedOfferSerializer()
    stock = BookedStockSerializer()


class BookingsSerializer(serializers.Serializer):
    """Une page de réservations."""

    next = serializers.URLField(allow_null=True, help_text="Adresse de la page suivante ; null à la fin.")
    results = BookingSerializer(many=True)


_AS_STORED = (
    "id",
    "code",
    "quantity",
    "total_cents",
    "booked_at",
    "cancellable_until",
    "used_at",
    "cancelled_at",
)


def booking(row: Booking, *, now: datetime) -> dict[str, Any]:
    """The values of `BookingSerializer`."""
    starts_at = row.slot.starts_at
    over = row.status == Status.CANCELLED
    return {name: getattr(row, name) for name in _AS_STORED} | {
        "status": wallet.shown_state(row),
        "is_cancellable": row.status == Status.BOOKED
        and rules.is_cancellable(limit=row.cancellable_until, now=now),
        "auto_validated_at": None if over else rules.automatic_validation_at(starts_at=starts_at),
        "offer": row.offer,
        "stock": {"id": row.stock_id, "starts_at": starts_at},
    }


def offer(found: catalogue.OfferPage, *, now: datetime) -> dict[str, Any]:
    """An offer's page, each price with the limit of cancellation it would have if it were booked now."""
    return dict(OfferSerializer(page(found, stocks=[_stock(stock, now=now) for stock in found.stocks])).data)


def _stock(stock: Stock, *, now: datetime) -> dict[str, Any]:
    until = rules.would_be_cancellable_until(now=now, starts_at=stock.slot.starts_at)
    return stock_values(stock) | {
        "cancellable_until": until,
        "is_cancellable": until is not None or stock.slot.starts_at is None,
        "is_bookable": offer_rules.is_bookable(slot=catalogue.facts_of(stock), now=now),
    }
