"""The search of a school in a real browser: as one types on a phone, and by a button where there is no script."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from schools.models import Institution, SchoolOffer
from tests.journeys.test_in_a_browser import sign_in
from tests.schools import offers as make
from tests.schools.referencing import referenced
from tests.support.browser import *  # noqa: F403
from tests.support.browser import faults, sideways
from venues.models import Venue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/collectif/offres/creation/"


@pytest.fixture
def college(venue: Venue, alice: User) -> Institution:
    """The one that is looked for, among others; Alice's structure is referenced."""
    referenced(venue)
    make.school(name="Lycée du Pont")
    return make.school(name="Collège de l’Exemple")


def opened(open_page: Any, live_server: Any, **options: Any) -> Page:
    page = open_page(**options)
    sign_in(page, live_server.url, "alice@circuit.example")
    page.goto(live_server.url + NEW)
    page.get_by_label("Titre").fill("Minuit à Padirac")
    return page


def kept(page: Page) -> Institution | None:
    """The school of the draft that was saved."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Minuit à Padirac")
    return SchoolOffer.objects.get().institution


def test_schools_come_as_one_types_on_a_phone_and_the_keyboard_chooses(
    open_page: Any, live_server: Any, college: Institution
) -> None:
    page = opened(open_page, live_server, width="phone")
    expect(page.get_by_role("button", name="Chercher")).to_be_hidden()
    page.get_by_label("Établissement", exact=True).press_sequentially("cahors")
    choices = page.locator("#etablissements").get_by_role("radio")
    expect(choices).to_have_count(2)
    assert page.locator("#etablissements").get_attribute("role") == "status"  # read aloud as it comes
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Collège de l’Exemple")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Lycée du Pont")).to_be_checked()
    page.keyboard.press("ArrowUp")
    assert (faults(page), sideways(page)) == ([], 0)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    assert kept(page) == college


def test_without_script_a_button_looks_and_keeps_what_was_typed(
    open_page: Any, live_server: Any, college: Institution
) -> None:
    page = opened(open_page, live_server, width="phone", javascript=False)
    page.get_by_label("Établissement", exact=True).fill("cahors")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_label("Titre")).to_have_value("Minuit à Padirac")
    page.get_by_role("radio", name="Collège de l’Exemple").check()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    assert kept(page) == college


def test_the_enter_key_keeps_the_draft_and_looks_for_nothing(
    open_page: Any, live_server: Any, college: Institution
) -> None:
    page = opened(open_page, live_server)
    page.get_by_label("Titre").press("Enter")
    assert kept(page) is None


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_every_page_of_school_offers_is_clean(
    open_page: Any, live_server: Any, college: Institution, venue: Venue, width: str, dark: bool
) -> None:
    offer = make.offer(venue, institution=college)
    make.offer(venue, draft=True, levels=[], starts_at=None, booking_limit_at=None)
    page = opened(open_page, live_server, width=width, dark=dark)
    detail = f"/collectif/offres/{offer.pk}/"
    for path in ("/offres/creation/", "/collectif/", NEW, detail, f"{detail}modifier/"):
        page.goto(live_server.url + path)
        assert (faults(page), sideways(page)) == ([], 0), path


def test_the_first_screen_asks_nothing_more_of_a_school_group(
    open_page: Any, live_server: Any, college: Institution
) -> None:
    page = opened(open_page, live_server, width="phone")
    page.goto(f"{live_server.url}/offres/creation/")
    expect(page.get_by_text("Un événement physique daté")).to_be_visible()
    page.get_by_role("radio", name="À un groupe scolaire").check()
    expect(page.get_by_text("Un événement physique daté")).to_be_hidden()
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(f"{live_server.url}{NEW}")
