"""Create, edit, publish, put away and copy a school offer.

Whatever proposes something to schools holds the lock of the referencing to the end of its transaction: a withdrawal
comes before (and the act is refused) or after (and the offer reads « Suspendue »), never in between.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from core.history import record
from core.text import fold
from schools import locks
from schools.errors import CannotEditOffer, CannotPublishOffer
from schools.models import SchoolOffer
from schools.programmes import DOMAINS, LEVELS
from schools.rules import offers as rules
from schools.selectors.offers import facts_of
from schools.states import EDITABLE, OfferEvent, OfferState, offer_target
from venues.geocoding.base import Place
from venues.models import Venue
from venues.services import keep_address

#: What a person types, and nothing else.
TYPED = frozenset(
    {
        *("title", "description", "domains", "levels", "starts_at", "duration_minutes", "booking_limit_at"),
        *("pupils", "price_cents", "price_details", "place_kind", "address", "institution"),
        *("contact_email", "contact_phone"),
    }
)
#: How to reach a person: the log, which keeps everything for ever, says only that it changed.
PERSONAL = frozenset({"contact_email", "contact_phone"})
CHANGED = "changed"
#: What a copy does not take: its date is another one.
NOT_COPIED = frozenset({"starts_at", "booking_limit_at"})
#: The column that a refusal is about.
ABOUT = {
    "title": "title",
    "description": "description",
    "domains": "domains",
    "domain": "domains",
    "levels": "levels",
    "level": "levels",
    "date": "starts_at",
    "duration": "duration_minutes",
    "limit": "booking_limit_at",
    "pupils": "pupils",
    "price": "price_cents",
    "place": "place_kind",
    "address": "address",
    "institution": "institution",
    "contact": "contact_email",
}


@dataclass(frozen=True, kw_only=True)
class NewAddress:
    """An address that was typed: its row is kept with the offer, or not at all. `label`: what people call it."""

    place: Place
    label: str = ""


def column_of(*, code: str) -> str | None:
    """The column a refusal is about: `pupils_missing` → `pupils`; None for the whole offer."""
    return "price_details" if code.startswith("price_details") else ABOUT.get(code.partition("_")[0])


@transaction.atomic
def create(*, venue: Venue, typed: dict[str, Any], actor: Any, now: datetime) -> SchoolOffer:
    """A draft; `typed` holds keys of TYPED, the title at least. Its `address` is a row, a NewAddress or None.

    Raises CannotPublishForSchools when the structure is not referenced at this instant, CannotEditOffer.
    """
    locks.referenced(venue_id=venue.pk)
    offer = SchoolOffer(venue=venue, created_at=now, updated_at=now)
    _fill(offer, typed)
    _check_typed(offer)
    offer.save()
    record(
        actor=actor, verb="create_school_offer", target=offer, now=now, after=_shown(offer, TYPED - PERSONAL)
    )
    return offer


@transaction.atomic
def edit(*, offer_id: int, typed: dict[str, Any], version: int, actor: Any, now: datetime) -> SchoolOffer:
    """Change what an offer says. A published one stays whole. `version` is the one the person was reading.

    Raises CannotPublishForSchools, CannotEditOffer (`changed_meanwhile`, `wrong_state`, …), CannotPublishOffer.
    """
    offer = _referenced_offer(offer_id)
    if offer.state not in EDITABLE:
        raise CannotEditOffer("wrong_state")
    if offer.version != version:
        raise CannotEditOffer("changed_meanwhile")
    before = _shown(offer, TYPED)
    _fill(offer, typed)
    _check_typed(offer)
    if offer.state == OfferState.PUBLISHED:
        _check_whole(offer, now=now)
    after = _shown(offer, TYPED)
    changed = {name for name in TYPED if before[name] != after[name]}
    if not changed:
        return offer
    _save(offer, now=now)
    record(
        actor=actor,
        verb="edit_school_offer",
        target=offer,
        now=now,
        before={name: before[name] for name in sorted(changed - PERSONAL)},
        after={name: CHANGED if name in PERSONAL else after[name] for name in sorted(changed)},
    )
    return offer


@transaction.atomic
def publish(*, offer_id: int, version: int, actor: Any, now: datetime) -> SchoolOffer:
    """Show a whole draft to its school. `version` is the one the person read: nobody publishes what they did not.

    Raises CannotPublishForSchools, CannotPublishOffer (`changed_meanwhile`, or what is missing).
    """
    offer = _referenced_offer(offer_id)
    _target(offer, OfferEvent.PUBLISH)  # what is no draft any more is told so, before what it may miss
    if offer.version != version:
        raise CannotPublishOffer("changed_meanwhile")
    _check_whole(offer, now=now)
    offer.published_at = offer.published_at or now
    return _move(offer, OfferEvent.PUBLISH, actor=actor, now=now)


@transaction.atomic
def unpublish(*, offer_id: int, actor: Any, now: datetime) -> SchoolOffer:
    """Take an offer back to its draft, while nobody counts on it. Needs no referencing: it shows less."""
    return _move(locks.offer(pk=offer_id), OfferEvent.UNPUBLISH, actor=actor, now=now)


@transaction.atomic
def archive(*, offer_id: int, actor: Any, now: datetime) -> SchoolOffer:
    """Put an offer away: it leaves the list, and is not opened again."""
    offer = locks.offer(pk=offer_id)
    offer.archived_at = now
    return _move(offer, OfferEvent.ARCHIVE, actor=actor, now=now)


@transaction.atomic
def duplicate(*, offer_id: int, actor: Any, now: datetime) -> SchoolOffer:
    """A new draft that says the same, its dates apart. Raises CannotPublishForSchools."""
    source = _referenced_offer(offer_id)
    typed = {name: getattr(source, name) for name in TYPED - NOT_COPIED}
    return create(venue=source.venue, typed=typed, actor=actor, now=now)


def _referenced_offer(offer_id: int) -> SchoolOffer:
    """The offer, locked after the referencing of its structure (an offer never changes structure)."""
    venue_id = SchoolOffer.objects.values_list("venue_id", flat=True).get(pk=offer_id)
    locks.referenced(venue_id=venue_id)
    return locks.offer(pk=offer_id)


def _fill(offer: SchoolOffer, typed: dict[str, Any]) -> None:
    for name in TYPED & typed.keys():
        setattr(offer, name, _kept(typed[name]))
    for name, table in (("domains", DOMAINS), ("levels", LEVELS)):
        codes = set(getattr(offer, name))
        if codes <= set(table):
            setattr(offer, name, [code for code in table if code in codes])
    offer.search_text = fold(offer.title)


def _kept(value: Any) -> Any:
    """An address that was typed becomes a row here, under the locks: a refusal takes it away with the rest."""
    return keep_address(place=value.place, label=value.label) if isinstance(value, NewAddress) else value


def _check_typed(offer: SchoolOffer) -> None:
    for code in rules.blockers_to_type(facts=facts_of(offer=offer)):
        raise CannotEditOffer(code, field=column_of(code=code))


def _check_whole(offer: SchoolOffer, *, now: datetime) -> None:
    for code in rules.blockers_to_publish(facts=facts_of(offer=offer), now=now):
        raise CannotPublishOffer(code, field=column_of(code=code))


def _target(offer: SchoolOffer, event: OfferEvent) -> OfferState:
    state = offer_target(state=OfferState(offer.state), event=event)
    if state is None:
        raise CannotPublishOffer("wrong_state")
    return state


def _move(offer: SchoolOffer, event: OfferEvent, *, actor: Any, now: datetime) -> SchoolOffer:
    before, offer.state = offer.state, _target(offer, event)
    _save(offer, now=now)
    record(
        actor=actor,
        verb=f"{event}_school_offer",
        target=offer,
        now=now,
        before={"state": before},
        after={"state": offer.state},
    )
    return offer


def _save(offer: SchoolOffer, *, now: datetime) -> None:
    offer.updated_at = now
    offer.version += 1
    offer.save()


def _shown(offer: SchoolOffer, names: frozenset[str]) -> dict[str, Any]:
    """What was typed, as the log keeps it: instants in UTC, rows by their words."""
    return {name: _plain(getattr(offer, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, (str, int, list, type(None))) else str(value)
