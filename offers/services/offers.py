"""Create, describe, place, publish and pause an offer."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.history import record
from core.text import fold
from offers import locks, rules, selectors
from offers.categories import SUBCATEGORIES
from offers.errors import CannotEdit, CannotPublish
from offers.models import Offer
from offers.states import Event, State, target
from venues.models import Address, Venue
from venues.states import Status as VenueStatus

#: What a description may set, and nothing else.
DESCRIPTION_FIELDS = frozenset(
    {
        "title",
        "description",
        "subcategory",
        "duration_minutes",
        "is_duo",
        "film_director",
        "film_author",
        "film_visa",
        "motor_accessible",
        "hearing_accessible",
        "visual_accessible",
        "mental_accessible",
        "booking_email",
    }
)


@transaction.atomic
def create(*, venue: Venue, description: dict[str, Any], actor: Any, now: datetime) -> Offer:
    """A draft, belonging to exactly one structure. `description` holds keys of DESCRIPTION_FIELDS."""
    _check(description)
    offer = Offer(venue=venue, created_at=now, updated_at=now, **_only_known(description))
    offer.search_text = _search_text(offer)
    offer.save()
    record(actor=actor, verb="create_offer", target=offer, now=now, after=_only_known(description))
    return offer


@transaction.atomic
def describe(*, offer_id: int, description: dict[str, Any], actor: Any, now: datetime) -> Offer:
    """Change what an offer says of itself; its place and dates have their own acts."""
    _check(description)
    offer = locks.offer_for_update(pk=offer_id)
    wanted = _only_known(description)
    before = {name: getattr(offer, name) for name, value in wanted.items() if getattr(offer, name) != value}
    for name, value in wanted.items():
        setattr(offer, name, value)
    offer.search_text, offer.updated_at = _search_text(offer), now
    offer.save()
    if before:
        after = {name: wanted[name] for name in before}
        record(actor=actor, verb="describe_offer", target=offer, now=now, before=before, after=after)
    return offer


def _check(description: dict[str, Any]) -> None:
    for code in rules.blockers_to_describe(
        title=description["title"],
        subcategory=description["subcategory"],
        is_duo=description.get("is_duo", False),
    ):
        raise CannotEdit(code, field=code.partition("_")[0] if not code.startswith("duo") else "is_duo")


def _only_known(description: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in description.items() if name in DESCRIPTION_FIELDS}


def _search_text(offer: Offer) -> str:
    kind = SUBCATEGORIES[offer.subcategory].label
    place = f"{offer.address.label} {offer.address.city} {offer.address.postal_code}" if offer.address else ""
    return fold(f"{offer.title} {kind} {offer.film_director} {place}")


@transaction.atomic
def place(*, offer_id: int, address: Address, actor: Any, now: datetime) -> Offer:
    """Say where it takes place: coordinates and time zone come with the address."""
    offer = locks.offer_for_update(pk=offer_id)
    before = str(offer.address) if offer.address else ""
    offer.address, offer.updated_at = address, now
    offer.search_text = _search_text(offer)
    offer.save()
    record(
        actor=actor,
        verb="place_offer",
        target=offer,
        now=now,
        before={"place": before},
        after={"place": str(address)},
    )
    return offer


@transaction.atomic
def publish(*, offer_id: int, actor: Any, now: datetime) -> Offer:
    """Show the offer in the app (once its structure is validated). Raises CannotPublish with what is missing."""
    offer = locks.offer_for_update(pk=offer_id)
    state = target(state=State(offer.state), event=Event.PUBLISH)
    if state is None:
        raise CannotPublish("wrong_state")
    if offer.venue.status in {VenueStatus.CLOSED, VenueStatus.REJECTED}:
        raise CannotPublish("venue_closed")
    facts = selectors.facts_of(slots=selectors.live_slots(offer=offer))
    for code in rules.blockers_to_publish(has_address=offer.address_id is not None, slots=facts, now=now):
        raise CannotPublish(code)
    return _move(offer, state, verb="publish_offer", actor=actor, now=now)


@transaction.atomic
def pause(*, offer_id: int, actor: Any, now: datetime) -> Offer:
    """Hide the offer from the app; its bookings stay."""
    offer = locks.offer_for_update(pk=offer_id)
    state = target(state=State(offer.state), event=Event.PAUSE)
    if state is None:
        raise CannotPublish("wrong_state")
    return _move(offer, state, verb="pause_offer", actor=actor, now=now)


def _move(offer: Offer, state: State, *, verb: str, actor: Any, now: datetime) -> Offer:
    before, offer.state, offer.updated_at = offer.state, state, now
    offer.published_at = offer.published_at or now
    offer.save()
    record(actor=actor, verb=verb, target=offer, now=now, before={"state": before}, after={"state": state})
    return offer
