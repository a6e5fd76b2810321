"""The catalogue, near a point or by date. An offer's own page is in `bookings.api`, which knows the 48 h."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.paging import page_of, read_page
from core.api.schema import refusals
from core.api.views import ApiView
from offers import catalogue
from offers.api.serializers import OffersQuery, OffersSerializer, card, wanted


class Offers(ApiView):
    """What can be booked."""

    @extend_schema(
        operation_id="offers",
        summary="Chercher des offres",
        description=(
            "Les plus proches d’abord quand un point est donné, sinon les prochaines. "
            "Une séance complète reste visible, avec `remaining` à 0, quand rien d’autre n’est libre."
        ),
        tags=["Offres"],
        parameters=[OffersQuery],
        responses={200: OffersSerializer, **refusals("invalid", "not_authenticated", "invalid_token")},
    )
    def get(self, request: Request) -> Response:
        """One page of the search."""
        page = read_page(request, query=OffersQuery)
        found = catalogue.search(
            wanted=wanted(page.params), now=self.now, after=_position(page.after), limit=page.most
        )
        address, rows = page_of(page, rows=found, key=_key)
        return Response(OffersSerializer({"next": address, "results": [card(row) for row in rows]}).data)


def _key(found: catalogue.Found) -> list[Any]:
    place = catalogue.position_of(found)
    return [place.offer_id, place.distance_m, place.starts_at.isoformat() if place.starts_at else None]


def _position(after: list[Any] | None) -> catalogue.Position | None:
    if after is None:
        return None
    offer_id, distance_m, starts_at = after
    start = datetime.fromisoformat(starts_at) if starts_at else None
    return catalogue.Position(offer_id=offer_id, distance_m=distance_m, starts_at=start)
