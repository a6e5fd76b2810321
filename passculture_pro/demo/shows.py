"""An offer of the demonstration world, and the young people who come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from bookings import services as booking_services
from bookings.models import Booking
from offers import services as offer_services
from offers.models import Slot
from passculture_pro.demo.programme import VILLAGES, Show
from passculture_pro.demo.timeline import Timeline
from venues import services as venue_services
from venues.geocoding import search_places
from venues.models import Address, Venue

PARIS = ZoneInfo("Europe/Paris")
AHEAD_OF_SHOW = timedelta(days=16)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What every show needs."""

    line: Timeline
    audience: list[User]
    volunteer: User


def starts(*, show: Show, now: datetime) -> datetime:
    """The instant of a show; tonight's stays ahead, however late the world is made."""
    local = now.astimezone(PARIS)
    at = datetime.combine(local.date() + timedelta(days=show.day), show.at, tzinfo=PARIS)
    if show.day == 0 and at < now + timedelta(minutes=75):
        soon = local + timedelta(minutes=90)
        return soon.replace(minute=soon.minute // 15 * 15, second=0, microsecond=0)
    return at


def lay_show(stage: Stage, *, venue: Venue, show: Show, owner: User, now: datetime) -> None:
    """Lay the creation of an offer, then its bookings, on the timeline."""
    at = starts(show=show, now=now)
    published = min(at - AHEAD_OF_SHOW, now - timedelta(days=3))

    def create(instant: datetime) -> None:
        slot = _publish(venue, show, owner=owner, starts_at=at, now=instant)
        _lay_bookings(stage, slot, show, published=published, now=now)

    stage.line.lay(at=published, act=create)
    if show.paused:
        stage.line.lay(
            at=now - timedelta(hours=2), act=lambda instant: _pause(venue, show, owner=owner, now=instant)
        )


def _publish(venue: Venue, show: Show, *, owner: User, starts_at: datetime, now: datetime) -> Slot:
    description = {
        "title": show.film.title,
        "subcategory": show.subcategory,
        "description": f"Un film réalisé par {show.film.director}, suivi d’un moment à partager.",
        "duration_minutes": show.film.minutes,
        "film_director": show.film.director,
        "is_duo": show.duo,
        "motor_accessible": True,
    }
    offer = offer_services.create(venue=venue, description=description, actor=owner, now=now)
    offer_services.place(offer_id=offer.pk, address=_address(venue, show), actor=owner, now=now)
    slot = offer_services.add_slot(
        offer_id=offer.pk,
        starts_at=starts_at,
        capacity=show.seats,
        price_cents=show.price_cents,
        label="Tarif unique" if show.price_cents else "Entrée libre",
        actor=owner,
        now=now,
    )
    offer_services.publish(offer_id=offer.pk, actor=owner, now=now)
    return slot


def _address(venue: Venue, show: Show) -> Address:
    if not show.village:
        return venue.address
    label, text = VILLAGES[show.village]
    return venue_services.keep_address(place=search_places(text)[0], label=label)


def _pause(venue: Venue, show: Show, *, owner: User, now: datetime) -> None:
    offer = venue.offers.get(title=show.film.title, address__city=show.village)
    offer_services.pause(offer_id=offer.pk, actor=owner, now=now)


def _lay_bookings(stage: Stage, slot: Slot, show: Show, *, published: datetime, now: datetime) -> None:
    stock = slot.stocks.get()
    if slot.starts_at is None:
        return
    window = min(slot.starts_at - timedelta(hours=2), now - timedelta(minutes=9)) - published
    for rank in range(show.booked):
        user = _guest(stage.audience, rank=rank, show=show, turn=slot.pk)
        at = published + window * (rank + 1) / (show.booked + 1)
        quantity = 2 if show.duo and rank % 3 == 0 else 1
        _lay_one(stage, user, stock.pk, quantity, at=at, cancels=rank < show.cancelled)
    if show.at_desk:
        opening = min(slot.starts_at - timedelta(minutes=25), now - timedelta(minutes=4))
        stage.line.lay(at=opening, act=lambda instant: _at_the_door(stage, slot, show.at_desk, now=instant))


def _guest(audience: list[User], *, rank: int, show: Show, turn: int) -> User:
    """Everyone comes in turn, never twice to one show; the two demonstration logins have their own evenings."""
    if rank == 0 and show.day == 4:
        return audience[0]
    public = audience[2:]
    return public[(rank * 7 + turn) % len(public)]


def _lay_one(stage: Stage, user: User, stock_id: int, quantity: int, *, at: datetime, cancels: bool) -> None:
    def act(instant: datetime) -> None:
        booking = booking_services.book(user=user, stock_id=stock_id, quantity=quantity, now=instant)
        if cancels:
            later = instant + timedelta(hours=3)
            stage.line.lay(at=later, act=lambda then: _cancel(booking, user, now=then))

    stage.line.lay(at=at, act=act)


def _cancel(booking: Booking, user: User, *, now: datetime) -> None:
    booking_services.cancel(booking_id=booking.pk, actor=user, now=now)


def _at_the_door(stage: Stage, slot: Slot, how_many: int, *, now: datetime) -> None:
    """Those whose right to cancel has passed come in; the desk lets nobody in before."""
    ready = slot.bookings.filter(status="booked", cancellable_until__lte=now).order_by("pk")[:how_many]
    for booking in ready:
        booking_services.use(booking_id=booking.pk, actor=stage.volunteer, now=now, wait_for_limit=True)
