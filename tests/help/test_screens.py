"""Each screen of the portal leads to its own article, and to the team."""

import pytest
from django.test import Client
from django.utils import timezone

from core.guards import staff
from help import screens
from help.contents import delivered
from help.services import articles as services
from tests.architecture.busy import *  # noqa: F403 the fixture
from tests.architecture.busy import Busy
from tests.architecture.site import Route, address, pages
from tests.support.html import read

#: Answers that are no page: files, fragments, what only acts, what only staff open, the help itself.
NO_SCREEN = {
    *("core:live", "core:ready", "core:mailbox", "core:letter", "components:catalogue"),
    *("venues:switch", "venues:suggestions"),
    *("bookings:export", "bookings:export_of_offer", "bookings:undo"),
    *("offers:export", "offers:publish", "offers:pause"),
    *("finance:transfers_csv", "finance:year_csv", "finance:statement_pdf", "finance:details_csv"),
    *("finance:attach", "finance:proof"),
    *("schools:export", "schools:institutions", "schools:publish", "schools:unpublish", "schools:archive"),
    *("schools:duplicate", "schools:referencing_piece", "schools:referencing_remove_piece"),
    *("help:home", "help:collection", "help:article", "help:contact", "help:contact_sent"),
    *("help:webinars_calendar", "help:webinar_calendar", "help:webinar_register", "help:webinar_leave"),
}


def screens_of(found: list[Route]) -> list[str]:
    """Names of the routes that show a page to a partner."""
    names = [route.name for route in found if route.name and route.guard is not staff]
    return [name for name in names if name not in NO_SCREEN]


def test_every_screen_has_an_article_that_exists() -> None:
    found = screens_of(pages())
    assert len(found) > 30
    assert {name: slug for name in found if (slug := screens.article_of(name)) not in delivered()} == {}


def test_no_article_is_kept_for_a_screen_that_is_gone() -> None:
    names = {route.name for route in pages()}
    assert {*screens.ARTICLES, *screens.NAMED} - names == set()
    assert names & NO_SCREEN >= NO_SCREEN


def test_a_new_screen_without_an_article_is_seen() -> None:
    route = Route("offers:poster", "offres/affiche/", lambda request: None, frozenset(), "offers")
    assert [screens.article_of(name) for name in screens_of([route])] == [None]


def test_every_named_article_exists() -> None:
    assert {slug for slugs in screens.NAMED.values() for slug in slugs} <= set(delivered())


@pytest.mark.slow
@pytest.mark.django_db
def test_every_page_of_a_partner_shows_its_article_and_a_way_to_write(
    busy: Busy, alice_client: Client
) -> None:
    services.load(now=timezone.now())
    missing = []
    for route in pages():
        url = address(route, busy.values(str(route)))
        if url is None or not screens.article_of(route.name):
            continue
        answer = alice_client.get(url)
        if answer.status_code != 200:
            continue
        links = read(answer).all("//nav[@aria-label='Aide sur cette page']//a/@href")
        wanted = f"/aide/articles/{screens.article_of(route.name)}/"
        if links[:1] != [wanted] or not links[1].startswith("/aide/contact/?page=%2F"):
            missing.append((route.name, links))
    assert missing == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("/finance/virements/", "Comment déterminer ses modalités de remboursement ?"),
        ("/finance/virements/", "Comment accéder à la liste de mes remboursements ?"),
        ("/finance/modalites/", "Comment déterminer ses modalités de remboursement ?"),
        ("/finance/modalites/", "Comment accéder à la liste de mes remboursements ?"),
        ("/reservations/", "Comment effectuer le suivi de vos réservations individuelles ?"),
        ("/offres/", "Cinéma : comment proposer vos offres sur le pass Culture ?"),
        ("/offres/creation/", "Cinéma : comment gérer vos offres et importer vos séances depuis Allociné ?"),
        (
            "/offres/",
            "Comment proposer des places en tarif réduit pour un évènement particulier dans mon cinéma ?",
        ),
    ],
)
def test_the_links_that_the_guide_names_are_where_it_says(alice_client: Client, url: str, title: str) -> None:
    services.load(now=timezone.now())
    page = read(alice_client.get(url))
    assert read(alice_client.get(page.links[title]), status=200).headings[0] == title


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/", "/inscription/", "/connexion/"])
def test_a_newcomer_finds_the_first_article(url: str) -> None:
    services.load(now=timezone.now())
    title = "S’inscrire et comprendre le fonctionnement du pass Culture"
    page = read(Client().get(url)).follow(Client(), title)
    assert page.headings[0] == title
