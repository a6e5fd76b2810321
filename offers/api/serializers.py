"""What the app asks of the catalogue, and reads. Docstrings of serializers are published, hence in French."""

from typing import Any

from rest_framework import serializers

from core.api.fields import Finite, Identifier, Instant, Whole
from core.api.paging import PageQuery
from core.geo import Point
from offers.catalogue import Found, OfferPage, Search
from offers.categories import CATEGORIES, SUBCATEGORIES
from offers.models import Offer, Stock
from venues.api.serializers import AddressSerializer, VenueRefSerializer

USUAL_RADIUS_KM, MOST_RADIUS_KM = 50, 200
TOGETHER = "La latitude et la longitude vont ensemble."
NEEDS_POINT = "Le rayon demande une latitude et une longitude."
EMPTY_PERIOD = "La fin de la période suit son début."


class OffersQuery(PageQuery):
    """Paramètres de la recherche."""

    lat = Finite(required=False, min_value=-90, max_value=90, help_text="Latitude ; avec `lng`.")
    lng = Finite(required=False, min_value=-180, max_value=180, help_text="Longitude ; avec `lat`.")
    radius_km = Finite(
        required=False,
        min_value=0.001,
        max_value=MOST_RADIUS_KM,
        help_text=f"Rayon, {USUAL_RADIUS_KM} km par défaut.",
    )
    category = serializers.ChoiceField(required=False, choices=list(CATEGORIES.items()))
    subcategory = serializers.ChoiceField(
        required=False, choices=[(row.code, row.label) for row in SUBCATEGORIES.values()]
    )
    q = serializers.CharField(
        required=False, max_length=100, help_text="Tous ces mots, sans accents ni majuscules."
    )
    starts_after = Instant(required=False, help_text="Séances à partir de cet instant (inclus).")
    starts_before = Instant(required=False, help_text="Séances avant cet instant (exclu).")
    max_price_cents = serializers.IntegerField(required=False, min_value=0, max_value=10_000_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Parameters that only make sense together."""
        for here, there in (("lat", "lng"), ("lng", "lat")):
            if here in attrs and there not in attrs:
                raise serializers.ValidationError({there: TOGETHER})
        if "radius_km" in attrs and "lat" not in attrs:
            raise serializers.ValidationError({"radius_km": NEEDS_POINT})
        if (
            "starts_after" in attrs
            and "starts_before" in attrs
            and attrs["starts_before"] <= attrs["starts_after"]
        ):
            raise serializers.ValidationError({"starts_before": EMPTY_PERIOD})
        return attrs


def wanted(params: dict[str, Any]) -> Search:
    """The search that validated parameters describe."""
    near = Point(latitude=params["lat"], longitude=params["lng"]) if "lat" in params else None
    return Search(
        near=near,
        radius_m=params.get("radius_km", USUAL_RADIUS_KM) * 1_000,
        category=params.get("category", ""),
        subcategory=params.get("subcategory", ""),
        words=params.get("q", ""),
        starts_after=params.get("starts_after"),
        starts_before=params.get("starts_before"),
        max_price_cents=params.get("max_price_cents"),
    )


class NextStockSerializer(serializers.Serializer):
    """Le prochain tarif à réserver. Sans date pour un bien ; `remaining` null : illimité."""

    id = Identifier()
    starts_at = Instant(allow_null=True, source="slot.starts_at")
    price_cents = Whole()
    remaining = Whole(allow_null=True, source="slot.remaining")


class OfferCardSerializer(serializers.Serializer):
    """Une offre dans une liste."""

    id = Identifier()
    title = serializers.CharField()
    category = serializers.CharField()
    subcategory = serializers.CharField()
    venue = VenueRefSerializer()
    address = AddressSerializer()
    distance_m = Whole(allow_null=True, help_text="Null sans `lat` et `lng`.")
    next_stock = NextStockSerializer(help_text="Le tarif le plus bas de la première séance encore libre.")
    image = serializers.URLField(allow_null=True)


class OffersSerializer(serializers.Serializer):
    """Une page d’offres."""

    next = serializers.URLField(allow_null=True, help_text="Adresse de la page suivante ; null à la fin.")
    results = OfferCardSerializer(many=True)


class AccessibilitySerializer(serializers.Serializer):
    """Accessibilité par handicap : moteur, auditif, visuel, psychique ou cognitif."""

    motor = serializers.BooleanField(source="motor_accessible")
    hearing = serializers.BooleanField(source="hearing_accessible")
    visual = serializers.BooleanField(source="visual_accessible")
    mental = serializers.BooleanField(source="mental_accessible")


class FilmSerializer(serializers.Serializer):
    """Ce qui est connu du film ; vide sinon."""

    director = serializers.CharField(source="film_director")
    author = serializers.CharField(source="film_author")
    visa = serializers.CharField(source="film_visa")


class StockSerializer(serializers.Serializer):
    """Un tarif d’une séance. Le délai d’annulation est celui d’une réservation faite maintenant."""

    id = Identifier()
    starts_at = Instant(allow_null=True)
    booking_closes_at = Instant(allow_null=True)
    is_cancellable = serializers.BooleanField()
    cancellable_until = Instant(allow_null=True)
    price_cents = Whole()
    price_label = serializers.CharField()
    remaining = Whole(
        allow_null=True, help_text="Places de la séance, tous tarifs ensemble ; null : illimité."
    )
    is_bookable = serializers.BooleanField()


class OfferSerializer(OfferCardSerializer):
    """Une offre et ses séances à venir."""

    next_stock = NextStockSerializer(allow_null=True)
    description = serializers.CharField()
    duration_minutes = Whole(allow_null=True)
    is_duo = serializers.BooleanField()
    accessibility = AccessibilitySerializer()
    film = FilmSerializer(allow_null=True)
    stocks = StockSerializer(many=True)


def card(found: Found) -> dict[str, Any]:
    """The values of `OfferCardSerializer`."""
    return _base(found.offer) | {"next_stock": found.next_stock, "distance_m": found.distance_m}


def page(page: OfferPage, *, stocks: list[dict[str, Any]]) -> dict[str, Any]:
    """The values of `OfferSerializer`; those of stocks come from `bookings`, which knows the 48 h."""
    offer = page.offer
    return _base(offer) | {
        "next_stock": page.next_stock,
        "distance_m": None,
        "description": offer.description,
        "duration_minutes": offer.duration_minutes,
        "is_duo": offer.is_duo,
        "accessibility": offer,
        "film": offer if offer.film_director or offer.film_author or offer.film_visa else None,
        "stocks": stocks,
    }


def _base(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.pk,
        "title": offer.title,
        "category": SUBCATEGORIES[offer.subcategory].category,
        "subcategory": offer.subcategory,
        "venue": offer.venue,
        "address": offer.address,
        "image": None,
    }


def stock_values(stock: Stock) -> dict[str, Any]:
    """The values of `StockSerializer` that the catalogue knows."""
    slot = stock.slot
    return {
        "id": stock.pk,
        "starts_at": slot.starts_at,
        "booking_closes_at": slot.booking_closes_at,
        "price_cents": stock.price_cents,
        "price_label": stock.label,
        "remaining": slot.remaining,
    }
