"""The whole road in a real browser: what has script works, what is live comes by itself, nothing breaks the CSP."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import services as account_services
from bookings import services as booking_services
from core.models import Email
from offers.models import Offer, Slot
from tests.accounts.factories import StaffFactory, UserFactory
from tests.journeys.test_whole_road import IBAN, PDF
from tests.support.browser import *  # noqa: F403
from tests.support.browser import faults, sideways
from venues.models import Venue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "demo-passculture"


def sign_in(page: Page, root: str, email: str) -> None:
    """By the form."""
    page.goto(f"{root}/connexion/")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"{root}/accueil/")


def sign_up(page: Page, root: str) -> None:
    """A person, an address proved, a SIRET, a structure."""
    page.goto(f"{root}/inscription/")
    for label, value in (
        ("Prénom", "Maël"),
        ("Nom", "Kerdoncuff"),
        ("Adresse e-mail", "mael@toiles.example"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ouvrez votre boîte de réception")
    path = re.search(
        r"/inscription/confirmation/[^/]+/", Email.objects.get(kind="accounts/confirm").context["url"]
    )
    assert path
    page.goto(root + path[0])
    page.get_by_role("button", name="Confirmer mon adresse").click()
    page.get_by_label("SIRET").fill("000 100 032 00010")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_text("Projection de films cinématographiques").first).to_be_visible()
    page.get_by_role("radio", name="Dans plusieurs communes").check()
    page.get_by_role("button", name="Confirmer et continuer").click()
    page.wait_for_url(f"{root}/accueil/")


def publish(page: Page, root: str) -> Offer:
    """Four steps; the address comes as one types."""
    page.get_by_role("link", name="Créer une offre").first.click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("radio", name="Cinéma plein air").check()
    page.get_by_label("Titre").fill("Minuit à Padirac")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_role("radio", name="À une autre adresse").check()
    page.get_by_label("Nom du lieu").fill("Salle des fêtes")
    page.get_by_label("Adresse", exact=True).press_sequentially("place du Foirail 46160 Cajarc")
    page.get_by_role("radio", name=re.compile("46160 Cajarc")).check()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_label("Date").fill((timezone.now() + timedelta(days=6)).date().isoformat())
    page.get_by_label("Heure").fill("20:30")
    page.get_by_label("Prix").fill("4,50")
    page.get_by_label("Places").fill("80")
    page.get_by_role("button", name="Ajouter la séance").click()
    page.get_by_role("link", name="Vérifier et publier").click()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Minuit à Padirac")
    return Offer.objects.get()


def staff_decide(page: Page, root: str, path: str) -> None:
    """In Django admin: open the record, press the button, confirm."""
    page.goto(f"{root}/admin/{path}")
    page.locator("input[type=submit].default").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_the_road_from_a_siret_to_the_bank_account(open_page: Any, live_server: Any) -> None:
    root = live_server.url
    StaffFactory(email="staff@staff.example")
    page, staff = open_page(), open_page()
    sign_up(page, root)
    offer = publish(page, root)
    venue = Venue.objects.get()
    sign_in_as_staff(staff, root)
    staff_decide(staff, root, f"venues/venue/{venue.pk}/decision/validate/")
    page.goto(f"{root}/reservations/")
    expect(page.get_by_text("Aucune réservation pour le moment")).to_be_visible()
    young = UserFactory(email="lina@mobile.example", first_name="Lina", last_name="Bastoul")
    now = timezone.now()
    account_services.grant_deposit(
        user=young, granted_cents=3_000, now=now, expires_at=now + timedelta(days=9)
    )
    stock = Slot.objects.get().stocks.get()
    booking = booking_services.book(user=young, stock_id=stock.pk, quantity=1, now=now)
    expect(page.get_by_text(booking.code)).to_be_visible(timeout=20_000)  # without reloading
    page.goto(f"{root}/guichet/")
    page.get_by_label("Code du billet").fill(booking.code.lower())
    page.get_by_role("button", name="Valider l’entrée").click()
    expect(page.get_by_text("Trop tôt")).to_be_visible()
    page.goto(f"{root}/finance/informations-bancaires/depot/")
    page.get_by_label("IBAN").fill(IBAN)
    page.get_by_label("Justificatif").set_input_files(
        {"name": "rib.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.locator("main form").get_by_role("button").last.click()
    expect(page.get_by_text("Votre compte est déposé")).to_be_visible()
    staff_decide(
        staff, root, f"finance/bankaccount/{venue.legal_entity.bank_accounts.get().pk}/decision/accept/"
    )
    page.goto(f"{root}/finance/informations-bancaires/")
    page.get_by_role("button", name=re.compile("Rattacher")).click()
    expect(page.get_by_text("1 sur 1").or_(page.get_by_text("rattachée")).first).to_be_visible()
    assert offer.slots.count() == 1


def sign_in_as_staff(page: Page, root: str) -> None:
    """The door of the admin."""
    page.goto(f"{root}/admin/login/")
    page.locator("#id_username").fill("staff@staff.example")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("input[type=submit]").click()
    page.wait_for_url(f"{root}/admin/")


PAGES = (
    "/accueil/",
    "/offres/",
    "/offres/creation/",
    "/circuits/",
    "/reservations/",
    "/guichet/",
    "/structures/",
    "/finance/virements/",
    "/finance/justificatifs/",
    "/finance/informations-bancaires/",
    "/finance/chiffre-affaires/",
    "/finance/modalites/",
)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_every_page_of_the_demonstration_world_is_clean(open_page: Any, live_server: Any, width: str) -> None:
    call_command("seed_demo")
    page = open_page(width=width)
    sign_in(page, live_server.url, "camille@circuit.example")
    for path in PAGES:
        page.goto(live_server.url + path)
        assert faults(page) == [], path
        assert sideways(page) <= 0, path
