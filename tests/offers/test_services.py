"""Create, describe, place, date, publish, pause: each act, its refusals, its line in the history."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from core.errors import DomainError
from core.models import ActionLog
from offers import services
from offers.errors import CannotEdit, CannotPublish
from offers.models import Offer, Slot, Stock
from offers.states import State
from tests.offers.factories import OfferFactory, SlotFactory, StockFactory
from tests.venues.factories import AddressFactory, VenueFactory
from venues.models import Venue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DESCRIPTION = {
    "title": "Les Noyers de Marthe",
    "subcategory": "SEANCE_CINE",
    "is_duo": True,
    "film_director": "Ève Roc",
}


def refused(act: Callable[[], Any]) -> tuple[str, str | None]:
    with pytest.raises(DomainError) as refusal:
        act()
    assert refusal.value.message != "Cette action n’est pas possible."
    return refusal.value.code, refusal.value.field


def last_line() -> ActionLog:
    return ActionLog.objects.order_by("-pk")[:1].get()


# --- Description


def test_a_new_offer_is_a_draft_of_its_structure(venue: Venue, alice: User) -> None:
    offer = services.create(venue=venue, description=DESCRIPTION, actor=alice, now=NOW)
    assert (offer.venue, offer.state, offer.address, offer.created_at) == (venue, State.DRAFT, None, NOW)
    assert (offer.title, offer.is_duo, offer.film_director) == ("Les Noyers de Marthe", True, "Ève Roc")
    assert "noyers de marthe" in offer.search_text
    assert (last_line().verb, last_line().actor) == ("create_offer", alice)


@pytest.mark.parametrize(
    ("known", "refusal"),
    [
        ({"title": " "}, ("title_missing", "title")),
        ({"title": "x" * 91}, ("title_too_long", "title")),
        ({"subcategory": "VOD_PIRATE"}, ("subcategory_unknown", "subcategory")),
        ({"subcategory": "LIVRE_PAPIER"}, ("duo_not_allowed", "is_duo")),
    ],
)
def test_a_description_is_refused_beside_its_field(
    venue: Venue, known: dict[str, Any], refusal: tuple[str, str]
) -> None:
    assert (
        refused(lambda: services.create(venue=venue, description=DESCRIPTION | known, actor=None, now=NOW))
        == refusal
    )
    offer = OfferFactory(venue=venue)
    assert (
        refused(
            lambda: services.describe(offer_id=offer.pk, description=DESCRIPTION | known, actor=None, now=NOW)
        )
        == refusal
    )


def test_a_description_sets_nothing_else(venue: Venue, other_venue: Venue) -> None:
    sly = {
        "state": State.PUBLISHED,
        "venue": other_venue,
        "venue_id": other_venue.pk,
        "published_at": NOW,
        "id": 7,
    }
    offer = services.create(venue=venue, description=DESCRIPTION | sly, actor=None, now=NOW)
    services.describe(offer_id=offer.pk, description=DESCRIPTION | sly, actor=None, now=NOW)
    offer = Offer.objects.get()
    assert (offer.state, offer.venue, offer.published_at) == (State.DRAFT, venue, None)


def test_the_history_keeps_what_changed_and_only_that() -> None:
    offer = OfferFactory(title="Les Noyers")
    description = {"title": "Les Noyers de Marthe", "subcategory": offer.subcategory}
    services.describe(offer_id=offer.pk, description=description, actor=None, now=NOW)
    line = last_line()
    assert (line.before, line.after) == ({"title": "Les Noyers"}, {"title": "Les Noyers de Marthe"})
    services.describe(offer_id=offer.pk, description=description, actor=None, now=NOW)
    assert last_line().pk == line.pk


def test_a_place_is_kept_on_the_offer_with_its_coordinates_and_its_clocks() -> None:
    offer, village = OfferFactory(draft=True), AddressFactory(overseas=True)
    services.place(offer_id=offer.pk, address=village, actor=None, now=NOW)
    offer.refresh_from_db()
    assert (offer.address.latitude, offer.time_zone) == (-20.8789, "Indian/Reunion")
    assert "saint denis" in offer.search_text
    assert last_line().after == {"place": str(village)}


# --- Dates


def add(offer: Offer, **known: Any) -> Slot:
    plain = {"starts_at": NOW + DAY, "capacity": 80, "price_cents": 4_50}
    return services.add_slot(**{"offer_id": offer.pk, "actor": None, "now": NOW, **plain, **known})


def test_a_date_comes_with_its_seats_and_its_price_and_closes_at_its_start() -> None:
    slot = add(OfferFactory(draft=True), label="Plein tarif")
    assert (slot.starts_at, slot.booking_closes_at, slot.capacity, slot.booked) == (
        NOW + DAY,
        NOW + DAY,
        80,
        0,
    )
    stock = Stock.objects.get()
    assert (stock.price_cents, stock.label) == (4_50, "Plein tarif")
    assert last_line().after == {"starts_at": (NOW + DAY).isoformat(), "capacity": 80, "price_cents": 4_50}


@pytest.mark.parametrize(
    ("known", "refusal"),
    [
        ({"starts_at": NOW}, ("starts_in_the_past", "starts_at")),
        ({"starts_at": NOW + 732 * DAY}, ("starts_too_late", "starts_at")),
        ({"booking_closes_at": NOW + 2 * DAY}, ("closes_after_start", "booking_closes_at")),
        ({"price_cents": 300_01}, ("price_too_high", "price_cents")),
        ({"price_cents": -1}, ("price_invalid", "price_cents")),
        ({"capacity": 0}, ("seats_invalid", "capacity")),
        ({"capacity": 1_000_001}, ("seats_invalid", "capacity")),
    ],
)
def test_a_date_is_refused_beside_its_field(known: dict[str, Any], refusal: tuple[str, str]) -> None:
    assert refused(lambda: add(OfferFactory(draft=True), **known)) == refusal
    assert not Slot.objects.exists()


def test_an_offer_plays_once_at_an_instant() -> None:
    offer = OfferFactory(draft=True)
    slot = add(offer)
    assert refused(lambda: add(offer)) == ("date_twice", "starts_at")
    services.remove_slot(slot=slot, actor=None, now=NOW)
    assert add(offer).pk != slot.pk


def test_an_offer_has_a_bounded_number_of_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("offers.rules.MAX_SLOTS", 1)
    offer = OfferFactory(draft=True)
    add(offer)
    assert refused(lambda: add(offer, starts_at=NOW + 2 * DAY)) == ("too_many_dates", None)


def test_seats_change_but_never_below_what_is_booked() -> None:
    slot = SlotFactory(capacity=50, booked=3)
    assert refused(lambda: services.change_seats(slot_id=slot.pk, capacity=2, actor=None, now=NOW)) == (
        "seats_below_booked",
        "capacity",
    )
    for capacity in (3, None):
        assert (
            services.change_seats(slot_id=slot.pk, capacity=capacity, actor=None, now=NOW).capacity
            == capacity
        )
    assert last_line().before == {"capacity": 3}


# --- Publishing


def publishable(**known: Any) -> Offer:
    return StockFactory(slot__offer=OfferFactory(draft=True, **known), slot__starts_at=NOW + DAY).slot.offer


def publish(offer: Offer) -> Offer:
    return services.publish(offer_id=offer.pk, actor=None, now=NOW)


def test_an_offer_is_published_paused_and_published_again() -> None:
    offer = publishable()
    assert (publish(offer).state, publish_date(offer)) == (State.PUBLISHED, NOW)
    assert services.pause(offer_id=offer.pk, actor=None, now=NOW + DAY).state == State.PAUSED
    services.publish(offer_id=offer.pk, actor=None, now=NOW)
    assert publish_date(offer) == NOW, "the first time stays"
    verbs = ActionLog.objects.filter(target_id=offer.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["publish_offer", "pause_offer", "publish_offer"]


def publish_date(offer: Offer) -> datetime | None:
    return Offer.objects.get(pk=offer.pk).published_at


def test_what_is_missing_is_said() -> None:
    assert refused(lambda: publish(publishable(address=None)))[0] == "address_missing"
    assert refused(lambda: publish(OfferFactory(draft=True)))[0] == "date_missing"
    bare = SlotFactory(offer=OfferFactory(draft=True), starts_at=NOW + DAY).offer
    assert refused(lambda: publish(bare))[0] == "price_missing"


def test_an_offer_is_prepared_while_its_structure_waits_and_not_once_it_is_refused() -> None:
    assert publish(publishable(venue=VenueFactory(pending=True))).state == State.PUBLISHED
    for state in ("rejected", "closed"):
        assert (
            refused(lambda known=state: publish(publishable(venue=VenueFactory(**{known: True}))))[0]
            == "venue_closed"
        )


def test_a_move_that_is_not_in_the_table_is_refused() -> None:
    offer = publish(publishable())
    assert refused(lambda: publish(offer))[0] == "wrong_state"
    draft = OfferFactory(draft=True)
    assert refused(lambda: services.pause(offer_id=draft.pk, actor=None, now=NOW))[0] == "wrong_state"


@pytest.mark.parametrize("family", [CannotEdit, CannotPublish])
def test_every_refusal_is_a_short_french_sentence(family: type[DomainError]) -> None:
    for sentence in family.messages.values():
        assert sentence.endswith(".")
        assert len(sentence.split()) <= 20
