"""Builds the demonstration world by living it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from bookings import services as booking_services
from core import uploads
from finance import ibans
from finance import services as finance_services
from finance.models import BankAccount
from offers import services as offer_services
from passculture_pro.demo import people as demo_people
from passculture_pro.demo import programme
from passculture_pro.demo.help import welcome_webinars
from passculture_pro.demo.money import half_months
from passculture_pro.demo.school_offers import school_offers
from passculture_pro.demo.schools import school_commission, school_referencing
from passculture_pro.demo.shows import Stage, lay_show
from passculture_pro.demo.timeline import Timeline
from venues import identity
from venues import services as venue_services
from venues.models import Venue
from venues.services.structures import Identity
from venues.states import Role

BEGAN = timedelta(days=75)
CIRCUIT, OPEN_AIR, FIXED, NEWCOMER = "00010001600013", "00010001600021", "00010002400017", "00010003200010"
IBANS = ("FR1420041010050500013M02606", "FR7630006000011234567890189", "FR7610278008230000123456789")
PROOF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def build(*, now: datetime, tell: Callable[[int, int], None]) -> None:
    """Live the whole world, then leave it as it stands at `now`. One transaction: all of it, or nothing."""
    with transaction.atomic():
        _build(now=now, tell=tell)


def _build(*, now: datetime, tell: Callable[[int, int], None]) -> None:
    began = now - BEGAN
    people = demo_people.populate(now=began, lately=now - timedelta(days=2, hours=1))
    line = Timeline(now=now)
    venues = _structures(people, began=began, now=now)
    _banks(line, people, venues, began=began)
    stage = Stage(line=line, audience=people.young, volunteer=people["benevole@circuit.example"])
    for owner, venue, shows in (
        ("camille@circuit.example", venues[CIRCUIT], programme.PAST + programme.AHEAD),
        ("camille@circuit.example", venues[OPEN_AIR], programme.OPEN_AIR),
        ("sacha@salle.example", venues[FIXED], programme.FIXED),
    ):
        for show in shows:
            lay_show(stage, venue=venue, show=show, owner=people[owner], now=now)
    _schools(line, people, venues, began=began, now=now)
    _draft(people["camille@circuit.example"], venues[CIRCUIT], now=now)
    half_months(line, began=began, now=now)
    line.run(tell=tell)
    welcome_webinars(newcomer=people["dominique@toiles.example"], now=now)
    _spend_all(people["jeune2@mobile.example"], venues[FIXED], now=now)


def _draft(owner: User, venue: Venue, *, now: datetime) -> None:
    """An offer somebody began yesterday: a title, and no place yet."""
    description = {"title": "Le Petit Phare de Nuit", "subcategory": "SEANCE_CINE", "duration_minutes": 84}
    offer_services.create(venue=venue, description=description, actor=owner, now=now - timedelta(days=1))


def _schools(
    line: Timeline, people: demo_people.People, venues: dict[str, Venue], *, began: datetime, now: datetime
) -> None:
    """The fixed cinema proposes to classes; the newcomer has applied; the circuit has not."""
    sacha, newcomer = people["sacha@salle.example"], people["dominique@toiles.example"]
    commission = school_commission(
        password_digest=sacha.password,
        admin=people["admin@staff.example"],
        venues=venues.values(),
        now=began,
    )
    school_referencing(
        line,
        commission=commission,
        fixed=(venues[FIXED], sacha),
        newcomer=(venues[NEWCOMER], newcomer),
        began=began,
        now=now,
    )
    school_offers(line, venue=venues[FIXED], owner=sacha, began=began, now=now)


def _structures(people: demo_people.People, *, began: datetime, now: datetime) -> dict[str, Venue]:
    admin = people["admin@staff.example"]
    registered = {}
    for siret, owner, itinerant, at in (
        (CIRCUIT, "camille@circuit.example", True, began),
        (OPEN_AIR, "camille@circuit.example", True, began + timedelta(days=3)),
        (FIXED, "sacha@salle.example", False, began + timedelta(days=5)),
        (NEWCOMER, "dominique@toiles.example", True, now - timedelta(days=2)),
    ):
        venue = _register(siret, owner=people[owner], itinerant=itinerant, at=at)
        registered[siret] = venue
        if siret != NEWCOMER:
            venue_services.validate(venue_id=venue.pk, actor=admin, now=at + timedelta(days=1))
    venue_services.add_member(
        venue=registered[CIRCUIT],
        user=people["benevole@circuit.example"],
        role=Role.DESK,
        actor=people["camille@circuit.example"],
        now=began + timedelta(days=6),
    )
    return {
        siret: Venue.objects.select_related("address", "legal_entity").get(pk=v.pk)
        for siret, v in registered.items()
    }


def _register(siret: str, *, owner: User, itinerant: bool, at: datetime) -> Venue:
    found = identity.identify(raw=siret)
    company, place = found.company, found.place
    if company is None or place is None:
        raise RuntimeError(
            f"the offline register does not know {siret}: set COMPANY_REGISTER=offline to seed"
        )
    known = Identity(
        siret=siret,
        legal_name=company.name,
        naf_code=company.naf_code,
        naf_label=company.naf_label or "",
        legal_category=company.legal_category,
        place=place,
        verified=True,
    )
    name = (company.public_names or (company.name,))[0].removeprefix("Association ")
    return venue_services.register(
        identity=known,
        public_name=name,
        is_itinerant=itinerant,
        booking_email=owner.email,
        actor=owner,
        now=at,
    )


def _banks(line: Timeline, people: demo_people.People, venues: dict[str, Venue], *, began: datetime) -> None:
    camille, sacha = people["camille@circuit.example"], people["sacha@salle.example"]
    staff = people["homologation@staff.example"]
    kept: dict[str, BankAccount] = {}

    def deposit(key: str, venue: Venue, label: str, iban: str, actor: User) -> Callable[[datetime], None]:
        def act(at: datetime) -> None:
            kept[key] = _deposit(venue=venue, label=label, iban=iban, actor=actor, at=at)

        return act

    def accept(key: str) -> Callable[[datetime], None]:
        return lambda at: _do(finance_services.accept, bank_account_id=kept[key].pk, actor=staff, now=at)

    def attach(key: str, venue: Venue) -> Callable[[datetime], None]:
        return lambda at: _do(
            finance_services.attach, venue_ids=[venue.pk], bank_account_id=kept[key].pk, actor=camille, now=at
        )

    circuit = venues[CIRCUIT]
    line.lay(
        at=began + timedelta(days=2), act=deposit("current", circuit, "Compte courant", IBANS[0], camille)
    )
    line.lay(at=began + timedelta(days=7), act=accept("current"))
    line.lay(at=began + timedelta(days=8), act=attach("current", circuit))
    line.lay(
        at=began + timedelta(days=40), act=deposit("savings", circuit, "Livret plein air", IBANS[1], camille)
    )
    line.lay(at=began + timedelta(days=44), act=accept("savings"))
    line.lay(
        at=began + timedelta(days=71),
        act=deposit("fixed", venues[FIXED], "Compte de la salle", IBANS[2], sacha),
    )


def _do(service: Callable[..., Any], **arguments: Any) -> None:
    service(**arguments)


def _deposit(*, venue: Venue, label: str, iban: str, actor: User, at: datetime) -> BankAccount:
    proof = uploads.read(
        file=BytesIO(PROOF), size=len(PROOF), name="rib.pdf", max_bytes=settings.PROOF_MAX_BYTES
    )
    return finance_services.deposit(
        legal_entity=venue.legal_entity,
        label=label,
        holder=venue.legal_name,
        coordinates=ibans.read(iban=iban),
        proof=proof,
        actor=actor,
        now=at,
    )


def _spend_all(user: User, venue: Venue, *, now: datetime) -> None:
    """The young person without credit: everything they had went into one evening for two."""
    stock = venue.offers.get(subcategory="EVENEMENT_CINE").slots.get().stocks.get()
    booking_services.book(user=user, stock_id=stock.pk, quantity=1, now=now - timedelta(hours=1))
