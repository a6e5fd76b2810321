"""The help on a phone, without script: found, read, followed."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from help.services import articles as services
from tests.support.browser import *  # noqa: F403 the fixtures
from tests.support.browser import faults, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_article_is_found_and_read_on_a_phone_without_script(open_page: Any, live_server: Any) -> None:
    services.load(now=timezone.now())
    page = open_page(width="phone", javascript=False)
    page.goto(f"{live_server.url}/connexion/")
    page.get_by_role("link", name="Aide sur cette page").click()
    page.get_by_role("navigation", name="Fil d’Ariane").get_by_role("link", name="Aide").click()
    page.get_by_role("searchbox").fill("deplacer seance")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Déplacer ou supprimer une séance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Déplacer ou supprimer une séance")
    page.get_by_role("navigation", name="Sur cette page").get_by_role("link", name="Changer de lieu").click()
    expect(page.get_by_role("heading", name="Changer de lieu")).to_be_in_viewport()
    page.get_by_role("link", name="Écrire à l’équipe").click()
    expect(page).to_have_url(
        f"{live_server.url}/aide/contact/?page=%2Faide%2Farticles%2Fannuler-deplacer-une-seance%2F"
    )


@pytest.mark.parametrize("width", ["phone", "desk"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_help_is_accessible_and_fits(open_page: Any, live_server: Any, width: str, dark: bool) -> None:
    services.load(now=timezone.now())
    page = open_page(width=width, dark=dark)
    for path in (
        "",
        "?q=seance",
        "?q=zebulon",
        "collections/cinema/",
        "articles/determiner-ses-modalites-de-remboursement/",
    ):
        page.goto(f"{live_server.url}/aide/{path}")
        assert (faults(page), sideways(page)) == ([], 0), path
