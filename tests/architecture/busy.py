"""A structure where everything has happened once: what every page needs to have something on it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts import services as account_services
from accounts.models import User
from bookings.models import Booking
from core.models import Email
from finance import services as finance_services
from finance.models import BankAccount, Transfer
from help.models import Article, Webinar
from offers.models import Offer, Slot
from schools.models import Piece, SchoolOffer
from tests.accounts.factories import UserFactory
from tests.bookings.factories import BookingFactory
from tests.finance import factories as money
from tests.help.factories import ArticleFactory, WebinarFactory
from tests.offers.factories import OfferFactory, SlotFactory, StockFactory
from tests.schools import offers as school_offers
from tests.schools.referencing import referenced
from tests.support.moments import ago, ahead
from tests.venues.factories import MembershipFactory
from venues.models import Venue

__all__ = ["busy"]
SIRET = "00010001600013"  # of the register of development
SCHOOL_OFFER = (
    *("schools:offer", "schools:edit", "schools:publish", "schools:unpublish"),
    *("schools:archive", "schools:duplicate"),
)


@dataclass(frozen=True, kw_only=True)
class Busy:
    """Alice's structure, and one of everything that is hers."""

    venue: Venue
    offer: Offer
    draft: Offer
    slot: Slot
    booking: Booking
    account: BankAccount
    corrected: BankAccount
    transfer: Transfer
    person: User
    confirmation: str
    school_offer: SchoolOffer
    piece: Piece
    webinar: Webinar
    article: Article

    def values(self, name: str) -> dict[str, Any]:
        """What the address of a route needs."""
        subject = {
            "bookings:detail": self.booking,
            "bookings:undo": self.booking,
            "bookings:move_date": self.slot,
            "bookings:withdraw_date": self.slot,
            "core:letter": Email.objects.order_by("pk").first(),
            "finance:resubmit": self.corrected,
            "finance:attach": self.account,
            "finance:detach": self.account,
            "finance:proof": self.account,
            "finance:transfer": self.transfer,
            "finance:statement_pdf": self.transfer,
            "finance:details_csv": self.transfer,
            "offers:description": self.draft,
            "offers:place": self.draft,
            "offers:dates": self.draft,
            "offers:summary": self.draft,
            **dict.fromkeys(SCHOOL_OFFER, self.school_offer),
            "schools:referencing_piece": self.piece,
            "schools:referencing_remove_piece": self.piece,
            "venues:detail": self.venue,
        }.get(name, self.offer)
        reset = default_token_generator.make_token(self.person)
        return {
            "pk": getattr(subject, "pk", None),
            "venue_pk": self.venue.pk,
            "webinar_pk": self.webinar.pk,
            "category": "CINEMA",
            "key": "cinema",
            "slug": self.article.slug,
            "siret": SIRET,
            "token": self.confirmation if name == "accounts:confirm" else reset,
            "uidb64": urlsafe_base64_encode(force_bytes(self.person.pk)),
        }


def _catalogue(venue: Venue) -> tuple[Offer, Offer, Slot]:
    offer, draft = OfferFactory(venue=venue), OfferFactory(venue=venue, draft=True)
    OfferFactory(venue=venue, paused=True)
    StockFactory(slot__offer=draft)
    slot = StockFactory(slot__offer=offer).slot
    for starts_at in (ago(hours=1), ahead(hours=2), ahead(days=10)):
        StockFactory(slot=SlotFactory(offer=offer, starts_at=starts_at, booking_closes_at=starts_at))
    return offer, draft, slot


def _bookings(venue: Venue) -> Booking:
    for state in ("used", "cancelled", "reimbursing", "reimbursed"):
        BookingFactory.create_batch(2, stock__slot__offer__venue=venue, **{state: True})
    for _ in range(3):
        past = StockFactory(slot__offer__venue=venue, slot__starts_at=ago(days=40))
        BookingFactory(stock=past, used=True)
    return BookingFactory(stock__slot__offer__venue=venue)


def _money(venue: Venue) -> tuple[BankAccount, BankAccount, Transfer]:
    account = money.account(venue.legal_entity)
    corrected = money.account(
        venue.legal_entity, status=money.BankStatus.CORRECTIONS, iban=money.OTHER_IBAN, since=ago(days=50)
    )
    money.link(venue, account, since=ago(days=100))
    finance_services.price_and_close(now=timezone.now())
    return account, corrected, Transfer.objects.get()


def _school_offer(venue: Venue) -> SchoolOffer:
    """What a referenced structure proposes."""
    referenced(venue)
    school_offers.offer(venue, draft=True)
    return school_offers.offer(venue)


def _confirmation() -> str:
    """The token of a link that was e-mailed."""
    account_services.send_confirmation(user=UserFactory(unconfirmed=True), now=timezone.now())
    return (
        Email.objects.filter(kind="accounts/confirm")
        .latest("pk")
        .context["url"]
        .rstrip("/")
        .rpartition("/")[2]
    )


@pytest.fixture
def busy(venue: Venue, alice: User) -> Busy:
    """Everything has happened once."""
    MembershipFactory(user=alice, role="admin")
    offer, draft, slot = _catalogue(venue)
    booking = _bookings(venue)
    account, corrected, transfer = _money(venue)
    return Busy(
        venue=venue,
        offer=offer,
        draft=draft,
        slot=slot,
        booking=booking,
        account=account,
        corrected=corrected,
        transfer=transfer,
        person=alice,
        confirmation=_confirmation(),
        school_offer=_school_offer(venue),
        piece=Piece.objects.get(application__venue=venue),
        webinar=WebinarFactory(),
        article=ArticleFactory(),
    )
