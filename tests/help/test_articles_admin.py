"""Articles in Django admin: written in Markdown, published by a button, refused to whoever has no right."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import staff as staff_services
from help.forms.articles import ArticleForm
from help.models import Article
from help.states import ArticleStatus
from tests.accounts.factories import UserFactory
from tests.help.factories import ArticleFactory
from tests.help.test_rendering import ATTACKS
from tests.support.html import read
from tests.support.world import signed_in

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/help/article/", "/admin/help/article/add/"
WORDS = {
    "title": "Tenir la porte",
    "summary": "Une phrase.",
    "body": "## Avant\n\nDu texte.",
    "collection": "cinema",
    "position": "2",
    "related": [],
}


@pytest.fixture
def writer(db: None) -> User:
    """Somebody of the support team."""
    staff_services.define_groups()
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name="Support"))
    return person


@pytest.fixture
def desk(writer: User) -> Client:
    """Their browser."""
    return signed_in(writer)


def change(article: Article) -> str:
    return f"{LIST}{article.pk}/change/"


def kept(article: Article, **words: object) -> dict[str, object]:
    """What the form of an article sends."""
    return {**WORDS, "seen_at": article.updated_at.isoformat(), **words}


def test_an_article_is_written_then_published(desk: Client, writer: User) -> None:
    desk.post(ADD, WORDS)
    article = Article.objects.get()
    assert (article.slug, article.status, article.updated_by) == (
        "tenir-la-porte",
        ArticleStatus.DRAFT,
        writer,
    )
    assert Client().get("/aide/articles/tenir-la-porte/").status_code == 404
    button = read(desk.get(change(article))).links["Publier"]
    desk.post(button)
    assert read(Client().get("/aide/articles/tenir-la-porte/"), status=200).headings[0] == "Tenir la porte"


def test_a_new_title_keeps_the_address(desk: Client) -> None:
    article = ArticleFactory(slug="tenir-la-porte")
    desk.post(change(article), kept(article, title="Accueillir"))
    article.refresh_from_db()
    assert (article.title, article.slug) == ("Accueillir", "tenir-la-porte")


def test_the_address_cannot_be_typed(desk: Client) -> None:
    article = ArticleFactory(slug="tenir-la-porte")
    assert not read(desk.get(change(article))).all("//input[@name='slug']")
    desk.post(change(article), kept(article, slug="autre"))
    article.refresh_from_db()
    assert article.slug == "tenir-la-porte"


def test_it_is_taken_back_by_a_button(desk: Client) -> None:
    article = ArticleFactory(slug="cinema-itinerant-pas-a-pas")
    button = read(desk.get(change(article))).links["Repasser en brouillon"]
    page = read(desk.post(button, follow=True))
    assert "mènent à l’aide" in page.root.text_content()
    assert Client().get("/aide/articles/cinema-itinerant-pas-a-pas/").url == "/aide/"


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(desk: Client) -> None:
    page = read(desk.post(ADD, {**WORDS, "title": "", "body": "a" * 30_001}))
    assert "a" * 30_001 in page.one("//textarea[@name='body']").text
    assert len(page.all("//ul[contains(@class, 'errorlist')]/li")) == 2
    assert not Article.objects.exists()


def test_nobody_writes_over_somebody_else(desk: Client) -> None:
    article = ArticleFactory(title="Avant")
    page = read(desk.post(change(article), kept(article, seen_at="2020-01-01T00:00:00+00:00", title="Après")))
    assert "Quelqu’un a modifié cet article entre-temps." in page.root.text_content()
    assert page.one("//input[@name='title']").get("value") == "Après"
    article.refresh_from_db()
    assert article.title == "Avant"


def test_who_comes_second_at_the_last_instant_keeps_what_was_typed(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, real = ArticleFactory(title="Avant"), ArticleForm.values

    def values_late(form: ArticleForm) -> dict[str, Any]:
        Article.objects.filter(pk=article.pk).update(updated_at=timezone.now(), title="Entre-temps")
        return real(form)

    monkeypatch.setattr(ArticleForm, "values", values_late)
    page = read(desk.post(change(article), kept(article, title="Après", body="Mon texte.")), status=200)
    assert page.root.text_content().count("Quelqu’un a modifié cet article entre-temps.") == 1
    assert page.one("//input[@name='title']").get("value") == "Après"
    assert "Mon texte." in page.one("//textarea[@name='body']").text


def test_related_articles_are_chosen_among_the_others(desk: Client) -> None:
    article, other = ArticleFactory(), ArticleFactory()
    desk.post(change(article), kept(article, related=[other.pk]))
    assert list(article.related.all()) == [other]
    article.refresh_from_db()
    page = read(desk.post(change(article), kept(article, related=[article.pk])))
    assert "Un article n’est pas lié à lui-même." in page.root.text_content()


def test_the_list_is_searched_without_accents(desk: Client) -> None:
    ArticleFactory(title="La Séance")
    ArticleFactory(title="Le virement")
    page = read(desk.get(LIST, {"q": "SEANCE"}), status=200)
    assert "La Séance" in page.links
    assert "Le virement" not in page.links


def test_the_list_is_filtered(desk: Client) -> None:
    ArticleFactory(title="Montré")
    ArticleFactory(title="Caché", draft=True)
    page = read(desk.get(LIST, {"status__exact": "draft"}), status=200)
    assert "Caché" in page.links
    assert "Montré" not in page.links


def test_related_articles_are_proposed_as_one_types(desk: Client) -> None:
    ArticleFactory(title="La Séance")
    asked = {"term": "seance", "app_label": "help", "model_name": "article", "field_name": "related"}
    found = desk.get("/admin/autocomplete/", asked).json()["results"]
    assert [one["text"] for one in found] == ["La Séance"]


def test_script_in_the_markdown_is_kept_and_shown_harmless(desk: Client) -> None:
    typed = [attack for attack in ATTACKS if "\x01" not in attack]  # which the form refuses
    desk.post(ADD, {**WORDS, "title": "<script>alert(1)</script>", "body": "\n\n".join(typed)})
    article = Article.objects.get()
    page = read(desk.get(f"/aide/articles/{article.slug}/"), status=200)
    assert page.headings[0] == "<script>alert(1)</script>"
    assert not page.all("//article//script | //article//iframe | //article//style | //article//form")
    assert not page.all("//article//@*[starts-with(name(), 'on')] | //article//@style")


@pytest.mark.parametrize("group", [None, "Finance", "Homologation"])
def test_staff_without_the_right_neither_read_nor_write(group: str | None) -> None:
    staff_services.define_groups()
    person, article = UserFactory(is_staff=True), ArticleFactory(title="Avant")
    person.groups.set(Group.objects.filter(name=group))
    client = signed_in(person)
    assert {client.get(url).status_code for url in (LIST, ADD, change(article))} == {403}
    assert client.post(ADD, WORDS).status_code == 403
    assert client.post(change(article), kept(article)).status_code == 403
    assert client.post(f"{LIST}{article.pk}/decision/unpublish/").status_code == 404
    article.refresh_from_db()
    assert (article.title, article.status) == ("Avant", ArticleStatus.PUBLISHED)


def test_nobody_deletes_an_article(staff_client: Client) -> None:
    article = ArticleFactory()
    assert staff_client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


def test_whoever_may_only_look_sees_no_form(writer: User) -> None:
    article, group = ArticleFactory(), Group.objects.get(name="Support")
    group.permissions.remove(*group.permissions.filter(codename__in=["add_article", "change_article"]))
    page = read(signed_in(writer).get(change(article)), status=200)
    assert not page.all("//textarea[@name='body']")
    assert "Publier" not in page.links
