"""Examples shown in the API's document; a test reads them with the document's own schemas."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

_ADDRESS = {
    "label": "Salle des fêtes",
    "street": "Place du Foirail",
    "postal_code": "46160",
    "city": "Cajarc",
    "latitude": 44.4849,
    "longitude": 1.8422,
    "time_zone": "Europe/Paris",
}
_CARD: dict[str, Any] = {
    "id": "12",
    "title": "Les Noyers de Marthe",
    "category": "CINEMA",
    "subcategory": "SEANCE_CINE",
    "venue": {"id": "3", "name": "Ciné des Noyers"},
    "address": _ADDRESS,
    "distance_m": 1240,
    "next_stock": {"id": "57", "starts_at": "2026-11-13T19:30:00Z", "price_cents": 450, "remaining": 38},
    "image": None,
}
_STOCK = {
    "id": "57",
    "starts_at": "2026-11-13T19:30:00Z",
    "booking_closes_at": "2026-11-13T19:30:00Z",
    "is_cancellable": True,
    "cancellable_until": "2026-11-08T10:12:00Z",
    "price_cents": 450,
    "price_label": "Tarif unique",
    "remaining": 38,
    "is_bookable": True,
}
_BOOKING = {
    "id": "204",
    "code": "K7QF2M",
    "status": "booked",
    "quantity": 1,
    "total_cents": 450,
    "booked_at": "2026-11-06T10:12:00Z",
    "is_cancellable": True,
    "cancellable_until": "2026-11-08T10:12:00Z",
    "auto_validated_at": "2026-11-16T19:30:00Z",
    "used_at": None,
    "cancelled_at": None,
    "offer": {"id": "12", "title": "Les Noyers de Marthe", "address": _ADDRESS},
    "stock": {"id": "57", "starts_at": "2026-11-13T19:30:00Z"},
}
_PAGE = {
    "description": "Marthe taille ses noyers. Le village regarde.",
    "duration_minutes": 96,
    "is_duo": True,
    "accessibility": {"motor": True, "hearing": False, "visual": False, "mental": True},
    "film": {"director": "Inès Vidal", "author": "Inès Vidal", "visa": "161234"},
    "stocks": [_STOCK],
}

OFFER = OpenApiExample(
    "Une séance", value=_CARD | {"distance_m": None} | _PAGE, response_only=True, status_codes=["200"]
)
BOOKING = OpenApiExample("Une réservation", value=_BOOKING, response_only=True, status_codes=["200", "201"])
NEW_BOOKING = OpenApiExample("Une place", value={"stock_id": "57", "quantity": 1}, request_only=True)
