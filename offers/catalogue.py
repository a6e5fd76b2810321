"""Reads of the public catalogue: what the app finds, near a point or by date. Selectors.

Visible: the offer is published, its structure validated, and a date at least is ahead with its bookings open.
A date that is sold out stays visible; it is shown as the next one only when nothing else can be booked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Case,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Round, Sin, Sqrt

from core.geo import EARTH_RADIUS_M, Point, box_around
from core.text import fold
from offers import rules
from offers.categories import SUBCATEGORIES
from offers.models import Offer, Slot, Stock
from offers.states import State
from offers.statuses import ahead
from venues.states import Status as VenueStatus


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is asked. `near` comes with `radius_m`; `starts_after` is included, `starts_before` is not."""

    near: Point | None = None
    radius_m: float = 0
    category: str = ""
    subcategory: str = ""
    words: str = ""
    starts_after: datetime | None = None
    starts_before: datetime | None = None
    max_price_cents: int | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """An offer (place and structure loaded), what comes next there, and its distance to the point given."""

    offer: Offer
    next_stock: Stock | None
    distance_m: int | None = None


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a page stops. Without distance nor start: among the offers without a date, which come last."""

    offer_id: int
    distance_m: int | None = None
    starts_at: datetime | None = None


def position_of(found: Found) -> Position:
    """Where a row stands in its list."""
    starts_at = found.next_stock.slot.starts_at if found.next_stock else None
    return Position(offer_id=found.offer.pk, distance_m=found.distance_m, starts_at=starts_at)


def search(*, wanted: Search, now: datetime, after: Position | None = None, limit: int) -> list[Found]:
    """Visible offers that match, nearest first when a point is given, else by date. Three queries at most.

    `next_stock` is the cheapest price of the first date, among the dates and prices asked for.
    """
    dates = _first_dates(_dates_ahead(wanted=wanted, now=now), now=now).filter(_visible("offer__"))
    dates = _described(dates, wanted=wanted).select_related("offer__venue", "offer__address")
    slots = (
        _nearest(dates, centre=wanted.near, radius_m=wanted.radius_m, after=after, limit=limit)
        if wanted.near
        else _soonest(dates, now=now, after=after, limit=limit)
    )
    cheapest = _cheapest(slots, wanted=wanted)
    return [
        Found(offer=slot.offer, next_stock=cheapest[slot.pk], distance_m=getattr(slot, "distance_m", None))
        for slot in slots
        if slot.pk in cheapest
    ]


def _visible(prefix: str = "") -> Q:
    return Q(**{f"{prefix}state": State.PUBLISHED, f"{prefix}venue__status": VenueStatus.VALIDATED})


def _prices(wanted: Search) -> QuerySet[Stock]:
    prices = Stock.objects.filter(deleted_at=None)
    return (
        prices if wanted.max_price_cents is None else prices.filter(price_cents__lte=wanted.max_price_cents)
    )


def _dates_ahead(*, wanted: Search, now: datetime) -> QuerySet[Slot]:
    """Dates that can be shown, of any offer."""
    dates = Slot.objects.filter(
        ahead(now=now), Exists(_prices(wanted).filter(slot=OuterRef("pk"))), deleted_at=None
    )
    if wanted.starts_after is not None:
        dates = dates.filter(starts_at__gte=wanted.starts_after)
    if wanted.starts_before is not None:
        dates = dates.filter(starts_at__lt=wanted.starts_before)
    full = When(capacity__isnull=False, booked__gte=F("capacity"), then=Value(1))
    return dates.annotate(full=Case(full, default=Value(0), output_field=IntegerField()))


def _first_dates(dates: QuerySet[Slot], *, now: datetime) -> QuerySet[Slot]:
    """One row per offer: its first date with a seat left, else its first date, else its lot without date."""
    same_offer = dates.filter(offer=OuterRef("offer"))
    earlier = Q(starts_at__lt=OuterRef("starts_at")) | Q(
        starts_at=OuterRef("starts_at"), pk__lt=OuterRef("pk")
    )
    better = Q(full__lt=OuterRef("full")) | (Q(full=OuterRef("full")) & earlier)
    dated = same_offer.filter(starts_at__gt=now)
    undated = same_offer.filter(Q(starts_at__isnull=False) | Q(pk__lt=OuterRef("pk")))
    return dates.filter(
        (Q(starts_at__isnull=False) & ~Exists(dated.filter(better))) | (Q(starts_at=None) & ~Exists(undated))
    )


def _described(dates: QuerySet[Slot], *, wanted: Search) -> QuerySet[Slot]:
    if wanted.subcategory:
        dates = dates.filter(offer__subcategory=wanted.subcategory)
    if wanted.category:
        codes = [row.code for row in SUBCATEGORIES.values() if row.category == wanted.category]
        dates = dates.filter(offer__subcategory__in=codes)
    for word in fold(wanted.words).split():
        dates = dates.filter(offer__search_text__contains=word)
    return dates


def _nearest(
    dates: QuerySet[Slot], *, centre: Point, radius_m: float, after: Position | None, limit: int
) -> list[Slot]:
    """Within the radius, annotated with `distance_m`: a box that an index serves, then the exact distance."""
    box = box_around(centre=centre, radius_m=radius_m)
    spans = Q()
    for west, east in box.longitudes:
        spans |= Q(offer__address__longitude__range=(west, east))
    exact = _distance(centre, latitude="offer__address__latitude", longitude="offer__address__longitude")
    near = (
        dates.filter(spans, offer__address__latitude__range=(box.south, box.north))
        .alias(exact_m=exact)
        .filter(exact_m__lte=radius_m)
        .annotate(distance_m=Round("exact_m", output_field=IntegerField()))
    )
    if after is not None:
        same = Q(distance_m=after.distance_m, offer_id__gt=after.offer_id)
        near = near.filter(Q(distance_m__gt=after.distance_m) | same)
    return list(near.order_by("distance_m", "offer_id")[:limit])


def _soonest(dates: QuerySet[Slot], *, now: datetime, after: Position | None, limit: int) -> list[Slot]:
    """Dates in order, then offers without one; read apart, so that the index of dates serves."""
    dated, undated = dates.filter(starts_at__gt=now), dates.filter(starts_at=None)
    found: list[Slot] = []
    if after is not None and after.starts_at is None:
        undated = undated.filter(offer_id__gt=after.offer_id)
    else:
        if after is not None:
            same = Q(starts_at=after.starts_at, offer_id__gt=after.offer_id)
            dated = dated.filter(starts_at__gte=after.starts_at).filter(
                Q(starts_at__gt=after.starts_at) | same
            )
        found = list(dated.order_by("starts_at", "offer_id")[:limit])
    if len(found) < limit:
        found += undated.order_by("offer_id")[: limit - len(found)]
    return found


def _distance(origin: Point, *, latitude: str, longitude: str) -> Combinable:
    """The SQL twin of `core.geo.distance_m` (a property test pins both)."""

    def number(value: float) -> Value:
        return Value(value, output_field=FloatField())

    half_height = Sin(Radians(F(latitude) - number(origin.latitude)) / number(2))
    half_width = Sin(Radians(F(longitude) - number(origin.longitude)) / number(2))
    cosines = Cos(Radians(number(origin.latitude))) * Cos(Radians(F(latitude)))
    chord = Power(half_height, number(2)) + cosines * Power(half_width, number(2))
    return number(2 * EARTH_RADIUS_M) * ASin(Sqrt(Least(chord, number(1))))


def _cheapest(slots: Sequence[Slot], *, wanted: Search) -> dict[int, Stock]:
    """Slot → its lowest price, the slot attached."""
    by_id = {slot.pk: slot for slot in slots}
    prices = (
        _prices(wanted).filter(slot__in=by_id).order_by("slot_id", "price_cents", "pk").distinct("slot_id")
    )
    found = {stock.slot_id: stock for stock in prices}
    for slot_id, stock in found.items():
        stock.slot = by_id[slot_id]
    return found


@dataclass(frozen=True, kw_only=True)
class OfferPage:
    """An offer's page: the offer, and every price of its dates to come, in order (slots attached)."""

    offer: Offer
    stocks: list[Stock]
    next_stock: Stock | None


def offer_page(*, pk: int, now: datetime) -> OfferPage | None:
    """A visible offer and its dates to come, closed and full ones too; None if not visible. Three queries."""
    prices = Prefetch("stocks", queryset=Stock.objects.filter(deleted_at=None).order_by("price_cents", "pk"))
    offer = Offer.objects.filter(_visible(), pk=pk).select_related("venue", "address").first()
    if offer is None:
        return None
    dates = offer.slots.filter(Q(starts_at=None) | Q(starts_at__gt=now), deleted_at=None).prefetch_related(
        prices
    )
    slots = list(dates.order_by(F("starts_at").asc(nulls_last=True), "pk"))
    stocks = [stock for slot in slots for stock in slot.stocks.all()]
    return OfferPage(offer=offer, stocks=stocks, next_stock=_next_of(stocks, now=now))


def _next_of(stocks: Iterable[Stock], *, now: datetime) -> Stock | None:
    """The cheapest price of the first date with a seat left, or else of the first one still open."""
    still_open = [stock for stock in stocks if not rules.is_over(slot=facts_of(stock), now=now)]
    free = [stock for stock in still_open if stock.slot.remaining != 0]
    return next(iter(free or still_open), None)


def facts_of(stock: Stock) -> rules.SlotFacts:
    """What the rules need of a price's date."""
    slot = stock.slot
    return rules.SlotFacts(
        starts_at=slot.starts_at, closes_at=slot.booking_closes_at, remaining=slot.remaining
    )


def stock_exists(*, pk: int) -> bool:
    """Was there ever such a price?"""
    return Stock.objects.filter(pk=pk).exists()
