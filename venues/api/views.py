"""The public page of a structure."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.fields import key_of
from core.api.schema import refusals
from core.api.views import ApiView
from venues import selectors
from venues.api.serializers import VenueSerializer


class VenueDetail(ApiView):
    """A validated structure, as anyone may see it."""

    @extend_schema(
        operation_id="venue",
        summary="Une structure",
        description="La page publique d’une structure validée.",
        tags=["Offres"],
        responses={200: VenueSerializer, **refusals("not_authenticated", "invalid_token", "not_found")},
    )
    def get(self, request: Request, pk: str) -> Response:
        """Its public page."""
        venue = selectors.by_public_id(pk=key_of(pk))
        if venue is None:
            raise Http404
        return Response(VenueSerializer(venue).data)
