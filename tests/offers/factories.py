"""The catalogue: `StockFactory(price_cents=4_00)` is a price of a date in thirty days, of a published offer.

`OfferFactory(draft=True)`, `paused=True`; `SlotFactory(starts_at=…)`, `goods=True` for one without a date.
"""

import factory

from core.text import fold
from offers.models import Offer, Slot, Stock
from offers.states import State
from tests.support.moments import ago, ahead
from tests.venues.factories import VenueFactory


class OfferFactory(factory.django.DjangoModelFactory[Offer]):
    """A published screening at the head office of its structure."""

    class Meta:
        model = Offer

    class Params:
        draft = factory.Trait(state=State.DRAFT, published_at=None)
        paused = factory.Trait(state=State.PAUSED)

    venue = factory.SubFactory(VenueFactory)
    title = factory.Sequence(lambda n: f"Les Noyers de Marthe {n}")
    description = "Dans un village du Lot, trois sœurs rouvrent un cinéma."
    subcategory = "SEANCE_CINE"
    address = factory.SelfAttribute("venue.address")
    state = State.PUBLISHED
    duration_minutes = 96
    search_text = factory.LazyAttribute(lambda made: fold(f"{made.title} {made.address or ''}"))
    created_at = factory.LazyFunction(lambda: ago(days=100))
    published_at = factory.LazyFunction(lambda: ago(days=100))
    updated_at = factory.SelfAttribute("created_at")


class SlotFactory(factory.django.DjangoModelFactory[Slot]):
    """A date in thirty days, bookable until it begins."""

    class Meta:
        model = Slot

    class Params:
        goods = factory.Trait(starts_at=None)

    offer = factory.SubFactory(OfferFactory)
    starts_at = factory.LazyFunction(lambda: ahead(days=30))
    booking_closes_at = factory.SelfAttribute("starts_at")
    capacity = 50
    created_at = factory.LazyFunction(lambda: ago(days=100))


class StockFactory(factory.django.DjangoModelFactory[Stock]):
    """One price of one date."""

    class Meta:
        model = Stock

    slot = factory.SubFactory(SlotFactory)
    label = "Tarif unique"
    price_cents = 5_00
