"""The queries of each page, one purpose each: neither more nor less."""

import pytest
from django.test import Client

from bookings.models import Booking
from tests.bookings.factories import BookingFactory
from tests.offers.factories import OfferFactory, StockFactory
from tests.support.moments import ahead
from tests.support.queries import budget
from venues.models import Venue

pytestmark = pytest.mark.django_db
WHO = ("session", "person", "memberships")
MONEY = ("latest freeze", "attachments", "bank files", "entries")
LIST = ("last move", "communes", "rows", "totals", "counts by state")

PAGES = {
    "/accueil/": (
        "tonight",
        "bookings of the night",
        "dates to come",
        *MONEY,
        "first offer",
        "school referencing",
    ),
    "/offres/": ("rows", "counts by state"),
    "/circuits/": ("stops", "dates to come"),
    "/reservations/": LIST,
    "/guichet/": ("tonight", "who is in", "latest entries"),
    "/structures/": (),
    "/structures/{venue}/": (),
    "/offres/{offer}/": ("offer", "dates", "prices"),
    "/offres/{offer}/description/": ("offer", "any date?"),
    "/offres/{offer}/dates/": ("offer", "dates", "prices", "any date?"),
    "/offres/{offer}/reservations/": ("offer", *LIST),
    "/offres/{offer}/deplacer/": ("offer", "dates ahead", "holders"),
    "/offres/{draft}/lieu/": ("offer", "recent places", "any date?"),
    "/offres/{draft}/verifier/": ("offer", "dates", "any date?"),
    "/reservations/{booking}/": ("booking", "its moves"),
    "/seances/{slot}/deplacer/": ("date", "holders"),
    "/seances/{slot}/supprimer/": ("date", "holders"),
    "/inscription/structure/": (),
}


@pytest.fixture
def booking(venue: Venue) -> Booking:
    StockFactory(slot__offer__venue=venue, slot__starts_at=ahead(hours=2))
    return BookingFactory(stock__slot__offer__venue=venue)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_only_what_it_shows(
    alice_client: Client, venue: Venue, booking: Booking, page: str
) -> None:
    draft = OfferFactory(venue=venue, draft=True)
    names = {"offer": booking.offer_id, "draft": draft.pk, "slot": booking.slot_id, "booking": booking.pk}
    url = page.format(venue=venue.pk, **names)
    alice_client.get("/structures/")  # the session notes when it was seen, once a minute
    with budget(*WHO, *PAGES[page]):
        assert alice_client.get(url).status_code == 200


def test_letting_somebody_in_takes_one_lock_one_move_and_one_line(
    bob_client: Client, booking: Booking
) -> None:
    BookingFactory._meta.model.objects.filter(pk=booking.pk).update(cancellable_until=booking.booked_at)
    bob_client.get("/guichet/")
    looked_up, shown = ("booking", "its moves"), ("tonight", "who is in", "latest entries")
    with budget(*WHO, *looked_up, "lock", "move", "line of the log", *shown):
        assert b"Oui" in bob_client.post("/guichet/", {"code": booking.code}).content
