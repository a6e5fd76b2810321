"""Book, read, cancel; and an offer's page, which says until when a booking made now could be cancelled."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import services, wallet
from bookings.api import examples, serializers
from bookings.api.serializers import (
    BookingSerializer,
    BookingsQuery,
    BookingsSerializer,
    NewBookingSerializer,
)
from bookings.errors import CannotBook, CannotCancel
from bookings.models import Booking
from bookings.states import Reason
from core.api.fields import key_of
from core.api.paging import page_of, read_page
from core.api.schema import IDEMPOTENCY_KEY, refusals
from core.api.views import ApiView, idempotent
from core.idempotency import IdempotencyConflict
from offers import catalogue
from offers.api.serializers import OfferSerializer

_SIGNED_OUT = ("not_authenticated", "invalid_token")
_RULES = ("insufficient_credit", "quantity_not_allowed", "too_late_to_cancel")


def _by_status(messages: dict[str, str]) -> dict[int, dict[str, str]]:
    return {
        409: {code: text for code, text in messages.items() if code not in _RULES},
        422: {code: text for code, text in messages.items() if code in _RULES},
    }


_ETAG = OpenApiParameter("ETag", location=OpenApiParameter.HEADER, response=[200, 304], type=str)
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", location=OpenApiParameter.HEADER, type=str, description="L’ETag de la copie gardée."
)


class OfferDetail(ApiView):
    """An offer with its dates to come."""

    @extend_schema(
        operation_id="offer",
        summary="Une offre et ses séances",
        description="Les séances complètes ou closes y figurent aussi, avec `is_bookable` à faux.",
        tags=["Offres"],
        parameters=[_IF_NONE_MATCH, _ETAG],
        examples=[examples.OFFER],
        responses={
            200: OfferSerializer,
            304: OpenApiResponse(description="La copie gardée est encore bonne."),
            **refusals(*_SIGNED_OUT, "not_found"),
        },
    )
    def get(self, request: Request, pk: str) -> Response:
        """Its page, or 304 when the app's copy is still good."""
        page = catalogue.offer_page(pk=key_of(pk), now=self.now)
        if page is None:
            raise Http404
        content = serializers.offer(page, now=self.now)
        etag = _etag(content)
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if _is_known(etag, request.headers.get("If-None-Match", "")):
            return Response(status=304, headers=headers)
        return Response(content, headers=headers)


def _etag(content: dict[str, Any]) -> str:
    """A weak validator: `cancellable_until` moves with the clock, and counts to the minute only."""
    stocks = [
        stock | {"cancellable_until": (stock["cancellable_until"] or "")[:16]} for stock in content["stocks"]
    ]
    text = json.dumps(content | {"stocks": stocks}, sort_keys=True)
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _is_known(etag: str, header: str) -> bool:
    known = parse_etags(header)
    return "*" in known or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in known}


class Bookings(ApiView):
    """One's own bookings."""

    @extend_schema(
        operation_id="bookings",
        summary="Mes réservations",
        description="Les dernières faites d’abord.",
        tags=["Réservations"],
        parameters=[BookingsQuery],
        responses={200: BookingsSerializer, **refusals("invalid", *_SIGNED_OUT)},
    )
    def get(self, request: Request) -> Response:
        """One page of them."""
        page = read_page(request, query=BookingsQuery)
        rows = wallet.of_user(
            user=request.user,
            state=page.params.get("status", ""),
            after=_position(page.after),
            limit=page.most,
        )
        address, shown = page_of(page, rows=rows, key=lambda row: [row.booked_at.isoformat(), row.pk])
        results = [serializers.booking(row, now=self.now) for row in shown]
        return Response(BookingsSerializer({"next": address, "results": results}).data)

    @extend_schema(
        operation_id="book",
        summary="Réserver",
        description="Une seule réservation en cours par offre. Deux places quand l’offre est en duo.",
        tags=["Réservations"],
        parameters=[IDEMPOTENCY_KEY],
        request=NewBookingSerializer,
        examples=[examples.NEW_BOOKING, examples.BOOKING],
        responses={
            201: BookingSerializer,
            **refusals(
                *("invalid", *_SIGNED_OUT, "not_found", "too_large", "unsupported_media_type"),
                of=_by_status(CannotBook.messages | IdempotencyConflict.messages),
            ),
        },
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Book."""
        form = NewBookingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        stock_id = key_of(form.validated_data["stock_id"])
        if not catalogue.stock_exists(pk=stock_id):
            raise Http404
        booking = services.book(
            user=request.user, stock_id=stock_id, quantity=form.validated_data["quantity"], now=self.now
        )
        return _shown(booking, now=self.now, status=201)


class BookingDetail(ApiView):
    """One booking."""

    @extend_schema(
        operation_id="booking",
        summary="Une réservation",
        description="Une réservation d’un autre compte n’existe pas ici.",
        examples=[examples.BOOKING],
        tags=["Réservations"],
        responses={200: BookingSerializer, **refusals(*_SIGNED_OUT, "not_found")},
    )
    def get(self, request: Request, pk: str) -> Response:
        """One's own, or nothing."""
        return _shown(_own(request, pk), now=self.now)


class BookingCancel(ApiView):
    """The end of a booking."""

    @extend_schema(
        operation_id="cancel",
        summary="Annuler une réservation",
        description="Jusqu’à `cancellable_until`. Le crédit et la place sont rendus.",
        examples=[examples.BOOKING],
        tags=["Réservations"],
        request=None,
        responses={
            200: BookingSerializer,
            **refusals(*_SIGNED_OUT, "not_found", of=_by_status(CannotCancel.messages)),
        },
    )
    def post(self, request: Request, pk: str) -> Response:
        """Cancel, up to the limit."""
        booking = services.cancel(
            booking_id=_own(request, pk).pk, actor=request.user, now=self.now, reason=Reason.BENEFICIARY
        )
        return _shown(booking, now=self.now)


def _own(request: Request, pk: str) -> Booking:
    booking = wallet.one(user=request.user, pk=key_of(pk))
    if booking is None:
        raise Http404
    return booking


def _shown(booking: Booking, *, now: datetime, status: int = 200) -> Response:
    return Response(BookingSerializer(serializers.booking(booking, now=now)).data, status=status)


def _position(after: list[Any] | None) -> wallet.Position | None:
    if after is None:
        return None
    booked_at, booking_id = after
    return wallet.Position(booked_at=datetime.fromisoformat(booked_at), booking_id=booking_id)
