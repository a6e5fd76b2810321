"""Every statement of the partner guide has its page: each line of `docs/guide.md`, opened in a browser."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from bookings.models import Booking
from core.models import Email
from finance.models import Transfer
from offers.models import Offer
from passculture_pro.demo.people import PASSWORD
from tests.support.browser import *  # noqa: F403

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide.md"
LOGINS = {
    "camille": "camille@circuit.example",
    "sacha": "sacha@salle.example",
    "maël": "dominique@toiles.example",
    "homologation": "homologation@staff.example",
    "commission": "commission@staff.example",
    "admin": "admin@staff.example",
}
STAFF = {"homologation", "commission", "admin"}


class Line(NamedTuple):
    """A row of the table."""

    said: str
    who: str
    page: str
    found: str


def _pattern(words: str) -> re.Pattern[str]:
    """The words, whatever the spaces between them: many do not break."""
    return re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)


def table() -> list[Line]:
    rows = re.findall(
        r"^\| (.+) \| (\S+) \| `(\S+)` \| (.+) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [Line(*row) for row in rows]


def firsts() -> dict[str, str]:
    """What the words in angle brackets stand for: the first of each at the circuit."""
    offers = Offer.objects.filter(venue__memberships__user__email=LOGINS["camille"]).order_by("pk")
    coming = Booking.objects.filter(offer__in=offers, status="booked").order_by("-slot__starts_at", "pk")
    letter = Email.objects.filter(kind="bookings/new_booking").order_by("pk")[0]
    given = (
        ("Nom", "last_name"),
        ("Prénom", "first_name"),
        ("E-mail", "email"),
        ("Code de contremarque", "code"),
    )
    return {
        "offer": str(offers.filter(state="published")[0].pk),
        "draft": str(offers.filter(state="draft")[0].pk),
        "booking": str(coming[0].pk),
        "transfer": str(Transfer.objects.order_by("pk")[0].pk),
        "letter": str(letter.pk),
        "holder": " ".join(f"{label} : {letter.context[name]}" for label, name in given),
    }


def signed_in(open_page: Any, root: str, who: str) -> Page:
    page: Page = open_page()
    if who == "visitor":
        return page
    page.goto(f"{root}/admin/login/" if who in STAFF else f"{root}/connexion/")
    page.locator("#id_username").fill(LOGINS[who])
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form [type=submit]").first.click()
    page.wait_for_url(re.compile(r"/(accueil|admin)/$"))
    return page


def filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda word: values[word[1]], text)


def test_each_statement_of_the_guide_has_its_page(open_page: Any, live_server: Any) -> None:
    call_command("seed_demo")
    pages: dict[str, Page] = {}
    values, lost = firsts(), []
    for line in table():
        page = pages.get(line.who) or signed_in(open_page, live_server.url, line.who)
        pages[line.who] = page
        answer = page.goto(live_server.url + filled(line.page, values))
        said = page.locator("main, #content").first.inner_text()
        if answer is None or answer.status != 200 or not _pattern(filled(line.found, values)).search(said):
            lost.append(line)
    assert lost == []


#: Words that only one sentence of the guide holds: a row that goes away is missed.
SENTENCES = (
    *("déjà inscrit", "informations générales", "Deux jeudis par mois", "premiers pas", "page d’accueil"),
    *("rattachées à votre structure", "importer automatiquement", "créer manuellement", "Au grand public"),
    *("Un événement physique daté", "catégorie d’offre", "Séance de cinéma", "Évènement cinématographique"),
    *("Cinéma plein air", "Festival de cinéma", "géolocalisées", "siège social", "A une autre adresse"),
    *("groupes scolaires via", "remplir ce formulaire", "Rectorat", "volet collectif", "Dépôt du compte"),
    *(
        "homologation",
        "Rattachement de votre structure",
        "impérative",
        "2 à 3 semaines",
        "précédente quinzaine",
    ),
    *(
        "1ᵉʳ et le 15",
        "mise à jour automatiquement",
        "déterminer ses modalités",
        "liste de mes remboursements",
    ),
    *("jusqu’à 48h", "72h après", "percevrez un remboursement", "valider manuellement", "Guichet"),
    *("mail de notification", "en direct", "sous-onglet", "réservations individuelles ?"),
    *("comment proposer vos offres", "Allociné", "tarif réduit", "écrire au support"),
)


@pytest.mark.parametrize("words", SENTENCES)
def test_the_table_speaks_of_the_whole_guide(words: str) -> None:
    assert any(words in line.said for line in table())
