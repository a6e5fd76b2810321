"""Every statement of the partner guide has its page: each line of `docs/guide.md`, opened in a browser."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from bookings.models import Booking
from core.models import Email
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


def firsts() -> dict[str, int]:
    """What the words in angle brackets stand for: the first of each at the circuit."""
    offers = Offer.objects.filter(venue__memberships__user__email=LOGINS["camille"]).order_by("pk")
    coming = Booking.objects.filter(offer__in=offers, status="booked").order_by("-slot__starts_at", "pk")
    return {
        "offer": offers.filter(state="published")[0].pk,
        "draft": offers.filter(state="draft")[0].pk,
        "booking": coming[0].pk,
        "letter": Email.objects.filter(kind="bookings/new_booking").order_by("pk")[0].pk,
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


def test_each_statement_of_the_guide_has_its_page(open_page: Any, live_server: Any) -> None:
    call_command("seed_demo")
    pages: dict[str, Page] = {}
    ids = firsts()
    lost = []
    for line in table():
        page = pages.get(line.who) or signed_in(open_page, live_server.url, line.who)
        pages[line.who] = page
        address = re.sub(r"<(\w+)>", lambda word: str(ids[word[1]]), line.page)
        answer = page.goto(live_server.url + address)
        said = page.locator("main, #content").first.inner_text()
        if answer is None or answer.status != 200 or not _pattern(line.found).search(said):
            lost.append(line)
    assert lost == []


def test_the_table_speaks_of_the_whole_guide() -> None:
    said = " ".join(line.said for line in table())
    for words in (
        "webinaire",
        "Rectorat",
        "Allociné",
        "48h",
        "72h",
        "Guichet",
        "1ᵉʳ",
        "support",
        "A une autre",
    ):
        assert words in said
    assert len(table()) >= 40
