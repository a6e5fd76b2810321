"""« Aide », as partners, passers-by and staff see it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from help.models import Article
from help.selectors import articles as selectors
from help.services import articles as services
from tests.accounts.factories import UserFactory
from tests.help.factories import ArticleFactory
from tests.support.html import Page, read
from tests.support.queries import budget
from tests.support.world import signed_in

pytestmark = pytest.mark.django_db
WHO = ("session", "person", "memberships")


@pytest.fixture
def library() -> None:
    """The articles delivered with the portal."""
    services.load(now=timezone.now())


def searched(query: str, **filters: str) -> Page:
    return read(Client().get("/aide/", {"q": query, **filters}))


def titles(page: Page) -> list[str]:
    return page.headings[1:]


def test_the_home_shows_what_is_published_by_collection(library: None) -> None:
    ArticleFactory(draft=True, title="Pas encore")
    page = read(Client().get("/aide/"), status=200)
    assert page.headings[0] == "Comment pouvons-nous vous aider ?"
    assert "Cinéma itinérant, pas à pas" in page.links
    assert page.links["Remboursements"] == "/aide/collections/remboursements/"
    assert "Pas encore" not in page.text


def test_the_home_without_an_article_says_so() -> None:
    page = read(Client().get("/aide/"), status=200)
    assert "Les articles arrivent" in page.headings
    assert "Publier" not in page.links


def test_whoever_is_signed_in_stays_in_the_portal(alice_client: Client) -> None:
    inside, outside = read(alice_client.get("/aide/")), read(Client().get("/aide/"))
    assert (
        inside.one("//nav[@id='menu']//a[@aria-current='page']").text_content().strip() == "Aide et contact"
    )
    assert not outside.all("//nav[@id='menu']")
    assert outside.links["Se connecter"] == "/connexion/"


@pytest.mark.parametrize("query", ["séance", "seance", "SÉANCE", " Seance  "])
def test_a_search_ignores_accents(query: str) -> None:
    ArticleFactory(title="La séance du soir")
    ArticleFactory(title="Autre chose")
    assert titles(searched(query)) == ["La séance du soir"]


@pytest.mark.parametrize("query", ["œuvre", "oeuvre", "Œuvre"])
def test_a_search_opens_ligatures(query: str) -> None:
    ArticleFactory(title="Une œuvre")
    assert titles(searched(query)) == ["Une œuvre"]


def test_a_search_wants_every_word_and_shows_titles_first() -> None:
    ArticleFactory(title="Annexe", body="Déplacer une séance, en détail.")
    ArticleFactory(title="Déplacer une séance")
    ArticleFactory(title="Déplacer", body="Rien d’autre.")
    assert titles(searched("deplacer seance")) == ["Déplacer une séance", "Annexe"]


def test_a_search_marks_the_words_where_they_are() -> None:
    ArticleFactory(title="Annexe", body="## Le soir\n\nAvant la **Séance**, ouvrez le Guichet.")
    page = searched("seance")
    assert [mark.text_content() for mark in page.all("//mark")] == ["Séance"]
    assert "Avant la Séance, ouvrez le Guichet." in page.text


def test_a_search_shows_what_is_typed_as_text() -> None:
    page = searched("<script>alert(1)</script>")
    assert not page.all("//main//script")
    assert "<script>alert(1)</script>" in page.headings[0]


def test_a_search_that_finds_nothing_gives_a_hint(library: None) -> None:
    page = searched("zébulon")
    assert "Aucun article ne correspond" in page.headings
    assert page.links["Écrire à l’équipe"] == "/aide/contact/"


@pytest.mark.parametrize("query", ["%", "_", "\\", "\0", "'", "a" * 100])
def test_odd_words_find_nothing(query: str) -> None:
    ArticleFactory()
    assert Client().get("/aide/", {"q": query}).status_code in {200, 422}
    assert titles(searched(query)) in ([], ["Aucun article ne correspond"])


def test_a_search_too_long_is_refused_beside_its_field() -> None:
    page = read(Client().get("/aide/", {"q": "a" * 101}), status=422)
    assert page.errors["q"]
    assert page.one("//input[@name='q']").get("value") == "a" * 101


def test_a_search_is_filtered_by_collection() -> None:
    ArticleFactory(title="Écran", collection="cinema")
    ArticleFactory(title="Écran scolaire", collection="scolaires")
    assert titles(searched("ecran", collection="scolaires")) == ["Écran scolaire"]
    assert titles(searched("", collection="cinema")) == ["Écran"]


def test_results_come_by_pages() -> None:
    ArticleFactory.create_batch(27, summary="trouvable")
    first = searched("trouvable")
    second = first.follow(Client(), "Suivante")
    assert (len(titles(first)), len(titles(second))) == (25, 2)
    assert len(titles(searched("trouvable", taille="50"))) == 27


def test_a_collection_has_its_own_address(library: None) -> None:
    page = read(Client().get("/aide/collections/scolaires/"), status=200)
    assert page.headings[0] == "Le pass Culture à destination des groupes scolaires"
    assert "Demander le référencement" in page.headings
    assert Client().get("/aide/collections/theatre/").status_code == 404


def test_an_article_has_contents_related_articles_and_a_way_to_ask(library: None) -> None:
    url = "/aide/articles/cinema-itinerant-pas-a-pas/"
    page = read(Client().get(url), status=200)
    assert page.links["1. Choisir le bon type d’offre"] == "#s-1-choisir-le-bon-type-d-offre"
    assert page.by_id("s-1-choisir-le-bon-type-d-offre").tag == "h2"
    assert "Valider un code au Guichet" in page.links
    assert (
        page.links["Écrire à l’équipe"]
        == "/aide/contact/?page=%2Faide%2Farticles%2Fcinema-itinerant-pas-a-pas%2F"
    )
    assert len(page.all("//h1")) == 1


def test_an_unpublished_article_does_not_exist(alice_client: Client, lou: User) -> None:
    ArticleFactory(draft=True, slug="secret")
    for client in (Client(), alice_client, signed_in(lou)):
        assert client.get("/aide/articles/secret/").status_code == 404
    assert Client().get("/aide/articles/jamais-ecrit/").status_code == 404


def test_an_article_not_loaded_yet_leads_to_the_help() -> None:
    page = read(Client().get("/aide/articles/valider-un-code-au-guichet/", follow=True), status=200)
    assert page.url == "/aide/"
    said = page.banners[0].replace("\u00a0", " ")
    assert "« Valider un code au Guichet » n’est pas en ligne pour le moment." in said


def test_a_delivered_article_taken_back_to_draft_leads_to_the_help(
    alice_client: Client, staff_client: Client
) -> None:
    ArticleFactory(draft=True, slug="valider-un-code-au-guichet")
    assert alice_client.get("/aide/articles/valider-un-code-au-guichet/").url == "/aide/"
    assert staff_client.get("/aide/articles/valider-un-code-au-guichet/").status_code == 200


def test_staff_preview_a_draft(staff_client: Client) -> None:
    ArticleFactory(draft=True, slug="secret", title="Bientôt")
    page = read(staff_client.get("/aide/articles/secret/"), status=200)
    assert page.headings[0] == "Bientôt"
    assert page.banners[0].startswith("Brouillon.")


def test_staff_without_the_right_do_not_preview() -> None:
    ArticleFactory(draft=True, slug="secret")
    client = signed_in(UserFactory(is_staff=True))
    assert client.get("/aide/articles/secret/").status_code == 404


def test_a_related_draft_is_not_shown() -> None:
    article = ArticleFactory()
    article.related.set([ArticleFactory(draft=True, title="Bientôt"), ArticleFactory(title="Déjà là")])
    links = read(Client().get(f"/aide/articles/{article.slug}/")).links
    assert "Déjà là" in links
    assert "Bientôt" not in links


def test_the_address_stays_when_the_title_changes(staff: User, library: None) -> None:
    article = Article.objects.get(slug="valider-un-code-au-guichet")
    services.edit(
        article_id=article.pk,
        **{name: getattr(article, name) for name in ("summary", "body", "collection", "position")},
        title="Ouvrir la porte",
        related=[],
        actor=staff,
        now=timezone.now(),
    )
    assert (
        read(Client().get("/aide/articles/valider-un-code-au-guichet/"), status=200).headings[0]
        == "Ouvrir la porte"
    )


PAGES = {
    "/aide/": ("articles", "webinars"),
    "/aide/?q=seance": ("articles found",),
    "/aide/collections/cinema/": ("articles",),
    "/aide/articles/cinema-itinerant-pas-a-pas/": ("the article", "related articles"),
}


@pytest.mark.parametrize("url", PAGES)
def test_a_page_of_the_help_asks_only_what_it_shows(alice_client: Client, library: None, url: str) -> None:
    alice_client.get("/structures/")  # the session notes when it was seen, once a minute
    with budget(*WHO, *PAGES[url]):
        assert alice_client.get(url).status_code == 200


def test_titles_found_come_first_in_the_database_too(library: None) -> None:
    ranks = list(
        selectors.search(words=["offres"]).order_by(*selectors.SEARCH_ORDER).values_list("rank", flat=True)
    )
    assert ranks == sorted(ranks)
    assert {0, 1} == set(ranks)


def test_the_templates_of_the_help_are_written_to_be_read() -> None:
    folder = settings.ROOT / "templates" / "help"
    lines = [(path.name, line) for path in folder.glob("*.html") for line in path.read_text().splitlines()]
    assert [line for line in lines if len(line[1]) > 140] == []
    inside = ("<li", "<td", "<tr", "<dt", "<dd", "<th scope")
    assert [line for line in lines if line[1].startswith(inside)] == []


@pytest.mark.parametrize("url", ["/n-existe-pas/", "/aide/articles/n-existe-pas/"])
def test_a_lost_page_leads_to_help_not_to_a_mailbox(url: str) -> None:
    page = read(Client().get(url), status=404)
    assert page.links["Aide"] == "/aide/"
    assert re.match(r"/aide/contact/\?page=%2F", page.links["Signaler ce lien à l’équipe"])
    assert not page.all("//a[starts-with(@href, 'mailto:')]")
