"""The whole road, by the pages and the API: from a SIRET to a settled transfer, on real parts."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from accounts import services as account_services
from accounts.models import User
from bookings.models import Booking
from core.models import Email
from finance.models import BankAccount, BankFile, Transfer
from offers.models import Offer
from tests.accounts.factories import StaffFactory, UserFactory
from tests.support.world import signed_in
from venues.models import Venue

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MONDAY = datetime(2027, 2, 1, 9, tzinfo=UTC)
SCREENING = datetime(2027, 2, 6, 19, 30, tzinfo=UTC)  # Saturday, 20:30 in Paris
SIRET = "00010003200010"
IBAN = "FR76 3000 6000 0112 3456 7890 189"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Road:
    """What the story carries from step to step."""

    def __init__(self, clock: Any) -> None:
        self.clock = clock
        self.partner = Client()
        self.staff = signed_in(StaffFactory(email="staff@staff.example"))
        self.phone = Client()

    def at(self, instant: datetime) -> None:
        """Time passes; sessions end meanwhile, and people sign in again."""
        self.clock.move_to(instant)
        for client, email in ((self.partner, "mael@toiles.example"), (self.staff, "staff@staff.example")):
            client.logout()
            client.force_login(User.objects.get(email=email))

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The mobile app."""
        return getattr(self.phone, method)(
            f"/api/v1/{path}", body, content_type="application/json", headers={**self.bearer, **headers}
        )

    bearer: dict[str, str] = {}


@pytest.fixture
def road() -> Any:
    """The road on the first morning."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield Road(clock)


def sign_up(road: Road) -> Venue:
    """Steps 1: an address proved by its link, a SIRET, a structure."""
    person = {"first_name": "Maël", "last_name": "Kerdoncuff", "email": "mael@toiles.example"}
    answer = road.partner.post("/inscription/", {**person, "password": "une toile entre deux platanes"})
    assert answer.status_code == 302
    link = re.search(
        r"/inscription/confirmation/[^/]+/", Email.objects.get(kind="accounts/confirm").context["url"]
    )
    assert link
    assert b"Confirmer mon adresse" in road.partner.get(link[0]).content
    assert road.partner.post(link[0]).url == "/inscription/structure/"
    found = road.partner.get("/inscription/structure/", {"siret": "000 100 032 00010"}, follow=True)
    page = found.content.decode()
    assert "Toiles vagabondes" in page
    assert "59.14Z" in page
    form = {
        "public_name": "Les Toiles",
        "is_itinerant": "yes",
        "booking_email": person["email"],
        "moved": "no",
    }
    assert road.partner.post(f"/inscription/structure/{SIRET}/", form).url == "/accueil/"
    assert "000\u00a0100\u00a0032\u00a000010" in road.partner.get("/accueil/").content.decode()
    return Venue.objects.get(siret=SIRET)


def publish(road: Road) -> Offer:
    """Step 2: an offer at another address than the head office."""
    chosen = {"audience": "public", "kind": "dated_event", "category": "CINEMA"}
    step = road.partner.post("/offres/creation/", chosen).url
    page = road.partner.get(step).content.decode()
    formats = re.findall(r"<strong>([^<]*(?:cinéma|cinématographique|plein air)[^<]*)</strong>", page)
    assert formats == [
        "Séance de cinéma",
        "Évènement cinématographique",
        "Cinéma plein air",
        "Festival de cinéma",
    ]
    place = road.partner.post(
        step, {"subcategory": "CINE_PLEIN_AIR", "title": "Minuit à Padirac", "is_duo": "on"}
    ).url
    assert "Cinéma itinérant" in road.partner.get(place).content.decode()
    where = {"location": "elsewhere", "label": "Salle des fêtes", "where": "place du Foirail 46160 Cajarc"}
    dates = road.partner.post(place, where).url
    added = {"day": "2027-02-06", "time": "20:30", "price_cents": "4,50", "capacity": "2"}
    assert road.partner.post(dates, added).url == dates
    offer = Offer.objects.get()
    assert road.partner.post(f"/offres/{offer.pk}/publier/").url == f"/offres/{offer.pk}/"
    offer.refresh_from_db()
    assert offer.address is not None
    assert (offer.address.city, offer.address.time_zone) == ("Cajarc", "Europe/Paris")
    return offer


def sign_in_on_the_phone(road: Road) -> None:
    """Step 3 begins: the mobile app signs in."""
    young = UserFactory(email="lina@mobile.example", first_name="Lina", last_name="Bastoul")
    account_services.grant_deposit(
        user=young, granted_cents=300_00, now=MONDAY, expires_at=MONDAY + timedelta(days=700)
    )
    answer = road.call("post", "auth/token/", {"email": young.email, "password": "demo-passculture"})
    road.bearer = {"Authorization": f"Bearer {answer.json()['access']}"}


def near_cajarc(road: Road) -> list[dict[str, Any]]:
    """What the app shows around a point."""
    return road.call("get", "offers/", {"lat": "44.49", "lng": "1.84", "radius_km": "30"}).json()["results"]


def book(road: Road) -> dict[str, Any]:
    """Step 3: find, read, book."""
    [shown] = near_cajarc(road)
    detail = road.call("get", f"offers/{shown['id']}/").json()
    [stock] = detail["stocks"]
    assert stock["starts_at"] == "2027-02-06T19:30:00Z"
    answer = road.call(
        "post", "bookings/", {"stock_id": stock["id"], "quantity": 2}, **{"Idempotency-Key": "one-evening"}
    )
    assert answer.status_code == 201, answer.content
    return answer.json()


def read_the_email(road: Road, booking: dict[str, Any]) -> None:
    """Step 4: the partner is told, and sees it in both lists."""
    kept = Email.objects.get(kind="bookings/new_booking")
    letter = road.staff.get(f"/boite-aux-lettres/{kept.pk}/").content.decode()
    for word in ("Lina", "Bastoul", "lina@mobile.example", booking["code"]):
        assert word in letter
    offer = booking["offer"]["id"]
    for path in ("/reservations/", f"/offres/{offer}/reservations/"):
        assert booking["code"] in road.partner.get(path).content.decode()


def get_paid_on(road: Road, venue: Venue) -> None:
    """Step 6: deposit, homologation, attachment."""
    proof = SimpleUploadedFile("rib.pdf", PDF, content_type="application/pdf")
    filed = {"label": "Compte courant", "holder": "Les Toiles vagabondes", "iban": IBAN, "proof": proof}
    assert road.partner.post("/finance/informations-bancaires/depot/", filed).status_code == 302
    account = BankAccount.objects.get()
    assert road.staff.post(f"/admin/finance/bankaccount/{account.pk}/decision/accept/").status_code == 302
    ticked = {f"compte-{account.pk}-venues": [venue.pk]}
    attached = road.partner.post(f"/finance/informations-bancaires/{account.pk}/rattacher/", ticked)
    assert attached.status_code == 302


def reading(road: Road, code: str) -> str:
    """The state that the partner reads for a booking."""
    page = road.partner.get("/reservations/", {"q": code}).content.decode()
    table = page[page.index("<tbody>") :]
    return re.search(
        r"</svg>(Réservée|Confirmée|Validée|Annulée|En cours de remboursement|Remboursée)", table
    )[1]  # type: ignore[index]


def test_from_a_siret_to_a_settled_transfer(road: Road, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        venue = sign_up(road)
        publish(road)
        sign_in_on_the_phone(road)
    assert near_cajarc(road) == []  # prepared, but not visible until staff validate the structure
    assert road.staff.post(f"/admin/venues/venue/{venue.pk}/decision/validate/").status_code == 302
    booking = book(road)
    assert booking["cancellable_until"] == "2027-02-03T09:00:00Z"
    read_the_email(road, booking)
    assert reading(road, booking["code"]) == "Réservée"
    road.at(SCREENING + timedelta(hours=71, minutes=59))
    call_command("validate_past_bookings")
    assert reading(road, booking["code"]) == "Confirmée"
    road.at(SCREENING + timedelta(hours=72))
    call_command("validate_past_bookings")
    assert reading(road, booking["code"]) == "Validée"
    call_command("price_bookings")
    for page in ("/accueil/", "/finance/virements/", "/finance/informations-bancaires/"):
        assert re.search(r"9,00\s€", road.partner.get(page).content.decode()), (
            f"{page} does not say what waits"
        )
    get_paid_on(road, venue)
    road.at(datetime(2027, 2, 16, 4, tzinfo=UTC))
    call_command("price_bookings")
    call_command("close_half_month")
    transfer = Transfer.objects.get()
    assert transfer.amount_cents == 9_00
    assert reading(road, booking["code"]) == "En cours de remboursement"
    assert transfer.reference in road.partner.get("/finance/virements/").content.decode()
    assert road.partner.get(f"/finance/justificatifs/{transfer.pk}/justificatif.pdf").content.startswith(
        b"%PDF"
    )
    road.at(datetime(2027, 2, 25, 9, tzinfo=UTC))
    call_command("settle_transfers", file=BankFile.objects.get().msg_id)
    assert reading(road, booking["code"]) == "Remboursée"
    call_command("reconcile")


def test_the_other_way_on_the_code_is_typed_at_the_guichet(road: Road) -> None:
    venue = sign_up(road)
    publish(road)
    sign_in_on_the_phone(road)
    assert road.staff.post(f"/admin/venues/venue/{venue.pk}/decision/validate/").status_code == 302
    code = book(road)["code"]
    early = road.partner.post("/guichet/", {"code": code}).content.decode()
    assert "Trop tôt" in early
    road.at(MONDAY + timedelta(hours=48))
    typed = f"{code[:3].lower()} {code[3:].lower()}"
    assert "Oui" in road.partner.post("/guichet/", {"code": typed}).content.decode()
    assert Booking.objects.get(code=code).status == "used"
    assert "Déjà entré" in road.partner.post("/guichet/", {"code": code}).content.decode()
