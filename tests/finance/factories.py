"""Rows for the tests of money: plain functions, so that a test shows only what it is about."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import Deposit, User
from bookings.models import Booking
from bookings.services.moves import move
from bookings.states import Event, Status
from core.crypto import encrypt, fingerprint
from finance.models import BankAccount, VenueBankLink
from finance.states import BankStatus
from offers.models import Offer, Slot, Stock
from offers.states import State
from venues.models import Address, LegalEntity, Membership, Venue

_numbers = count(1)
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ234567"
IBAN = "FR1420041010050500013M02606"
OTHER_IBAN = "DE89370400440532013000"
#: A day in the second half of October 2026, and the instant its half-month is closed.
DAY = datetime(2026, 10, 20, 18, 30, tzinfo=UTC)
LONG_AGO = DAY - timedelta(days=200)
CLOSING = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
CUTOFF = datetime(2026, 10, 31, 23, 0, tzinfo=UTC)


def code_of(number: int) -> str:
    """Six letters of the alphabet of codes."""
    letters = ""
    for _ in range(6):
        number, rest = divmod(number, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    return letters


def person(**fields: Any) -> User:
    number = next(_numbers)
    values = {
        "email": f"personne{number}@test.example",
        "first_name": "Ana",
        "last_name": f"Test{number}",
        **fields,
    }
    return User.objects.create_user(values.pop("email"), "mot-de-passe", **values)


def beneficiary() -> User:
    user = person()
    Deposit.objects.create(
        user=user, granted_cents=300_00, granted_at=LONG_AGO, expires_at=LONG_AGO + timedelta(days=900)
    )
    return user


def entity(name: str = "Association des Noyers") -> LegalEntity:
    return LegalEntity.objects.create(siren=f"{next(_numbers):09d}", name=name, created_at=LONG_AGO)


def venue(name: str = "Ciné des Noyers", *, of: LegalEntity | None = None) -> Venue:
    place = Address.objects.create(
        street="1 place du Foirail",
        postal_code="46160",
        city="Cajarc",
        insee_code="46045",
        latitude=44.48,
        longitude=1.84,
        time_zone="Europe/Paris",
        precision="housenumber",
        source="test",
    )
    return Venue.objects.create(
        legal_entity=of or entity(),
        siret=f"{next(_numbers):014d}",
        legal_name=name,
        public_name=name,
        address=place,
        booking_email="cine@test.example",
        verification="register",
        status="validated",
        created_at=LONG_AGO,
        validated_at=LONG_AGO,
    )


def member(of: Venue, *, role: str = "admin", **fields: Any) -> User:
    user = person(**fields)
    Membership.objects.create(user=user, venue=of, role=role, created_at=LONG_AGO)
    return user


def offer(of: Venue, *, subcategory: str = "SEANCE_CINE", title: str = "Les Noyers de Marthe") -> Offer:
    return Offer.objects.create(
        venue=of,
        title=title,
        subcategory=subcategory,
        address=of.address,
        state=State.PUBLISHED,
        search_text=title,
        created_at=LONG_AGO,
        published_at=LONG_AGO,
        updated_at=LONG_AGO,
    )


def slot(of: Offer, *, starts_at: datetime | None = DAY) -> Slot:
    return Slot.objects.create(
        offer=of, starts_at=starts_at, booking_closes_at=starts_at, created_at=LONG_AGO
    )


def booking(
    at: Venue | Slot, *, cents: int = 400, subcategory: str = "SEANCE_CINE", starts_at: datetime | None = DAY
) -> Booking:
    """A booking on a date of its own, or on a given one."""
    date = at if isinstance(at, Slot) else slot(offer(at, subcategory=subcategory), starts_at=starts_at)
    user = beneficiary()
    stock, _ = Stock.objects.get_or_create(slot=date, label=f"Tarif {cents}", price_cents=cents)
    return Booking.objects.create(
        code=code_of(next(_numbers)),
        user=user,
        deposit=user.deposit,
        stock=stock,
        slot=date,
        offer=date.offer,
        venue=date.offer.venue,
        quantity=1,
        unit_price_cents=cents,
        total_cents=cents,
        price_label=stock.label,
        booked_at=LONG_AGO,
    )


def use(booked: Booking, *, at: datetime = DAY) -> Booking:
    """Validate it."""
    move(booking=booked, event=Event.USE, now=at, actor=None, used_at=at, validation="desk")
    return booked


def unuse(booked: Booking, *, at: datetime = DAY) -> Booking:
    """Take the validation back."""
    booked.refresh_from_db()
    assert booked.status == Status.USED
    move(booking=booked, event=Event.UNUSE, now=at, actor=None)
    return booked


def used(at: Venue | Slot, *, on: datetime = DAY, **fields: Any) -> Booking:
    return use(booking(at, **fields), at=on)


def account(
    of: LegalEntity, *, status: BankStatus = BankStatus.ACCEPTED, since: datetime = LONG_AGO, **fields: Any
) -> BankAccount:
    iban = fields.pop("iban", IBAN)
    decided = {} if status == BankStatus.PENDING else {"decided_by": staff(), "decided_at": since}
    values = {
        "label": "Compte courant",
        "holder": of.name,
        "iban_ciphered": encrypt(iban),
        "iban_last4": iban[-4:],
        "iban_fingerprint": fingerprint(iban),
        "bic": "PSSTFRPPXXX",
        "proof": ContentFile(b"%PDF-1.7\n", name="x.pdf"),
        "proof_name": "rib.pdf",
        "submitted_by": person(),
        "submitted_at": since,
        "message": ""
        if status in {BankStatus.PENDING, BankStatus.ACCEPTED}
        else "Le titulaire ne correspond pas.",
    }
    return BankAccount.objects.create(legal_entity=of, status=status, **{**values, **decided, **fields})


def staff(**fields: Any) -> User:
    return person(is_staff=True, is_superuser=True, **fields)


def link(
    of: Venue,
    to: BankAccount,
    *,
    since: datetime = LONG_AGO,
    until: datetime | None = None,
    payable_from: datetime | None = None,
) -> VenueBankLink:
    return VenueBankLink.objects.create(
        venue=of,
        bank_account=to,
        period=DateTimeTZRange(since, until),
        payable_from=payable_from or since,
        created_by=to.submitted_by,
    )


def payable_venue(name: str = "Ciné des Noyers") -> Venue:
    """A structure attached for long to an accepted account."""
    made = venue(name)
    link(made, account(made.legal_entity))
    return made
