"""The life of an article: written, published, loaded."""

from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from core.models import ActionLog
from help.contents import Content, delivered
from help.errors import CannotPublish, CannotWrite
from help.models import Article
from help.selectors import articles as selectors
from help.services import articles as services
from help.states import ArticleStatus, Collection
from tests.help.factories import ArticleFactory
from tests.support.constraints import break_it
from tests.support.moments import ago

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {
    "title": "Tenir la porte",
    "summary": "Une phrase.",
    "body": "Du texte.",
    "collection": "cinema",
    "position": 1,
    "related": [],
}
FILE = Content(
    slug="tenir-la-porte",
    title="Tenir la porte",
    summary="Une phrase.",
    collection=Collection.CINEMA,
    position=1,
    related=(),
    body="Du texte.",
)


def written(staff: User, **changes: Any) -> Article:
    return services.create(**{**WORDS, **changes}, actor=staff, now=timezone.now())


def edited(staff: User, article: Article, **changes: Any) -> Article:
    return services.edit(article_id=article.pk, **{**WORDS, **changes}, actor=staff, now=timezone.now())


def load(*files: Content) -> int:
    return services.load(now=timezone.now(), delivered=files)


def test_an_article_starts_as_a_draft(staff: User) -> None:
    article = written(staff)
    assert (article.status, article.slug, article.updated_by) == (
        ArticleStatus.DRAFT,
        "tenir-la-porte",
        staff,
    )
    assert ActionLog.objects.filter(verb="article.created", target_id=article.pk, actor=staff).exists()


def test_its_address_survives_a_new_title(staff: User) -> None:
    article = edited(staff, written(staff), title="Accueillir le public")
    assert (article.title, article.slug) == ("Accueillir le public", "tenir-la-porte")


def test_two_articles_of_one_title_have_two_addresses(staff: User) -> None:
    assert [written(staff).slug for _ in range(3)] == [
        "tenir-la-porte",
        "tenir-la-porte-2",
        "tenir-la-porte-3",
    ]


def test_what_is_searched_is_folded(staff: User) -> None:
    article = written(staff, title="La Séance", body="**L’œuvre** à l'écran [ici](/a/)")
    assert article.search_title == "la seance"
    assert article.search_text == "la seance une phrase. l oeuvre a l ecran ici"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": "  "}, "title_missing", "title"),
        ({"title": "a" * 141}, "title_too_long", "title"),
        ({"summary": ""}, "summary_missing", "summary"),
        ({"summary": "a" * 281}, "summary_too_long", "summary"),
        ({"body": "\n \0"}, "body_missing", "body"),
        ({"body": "a" * 30_001}, "body_too_long", "body"),
        ({"collection": "theatre"}, "collection_unknown", "collection"),
        ({"position": 0}, "position_invalid", "position"),
        ({"position": 1_000}, "position_invalid", "position"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(
    staff: User, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(CannotWrite) as refusal:
        written(staff, **changes)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not Article.objects.exists()


def test_an_article_is_not_related_to_itself(staff: User) -> None:
    article = written(staff)
    with pytest.raises(CannotWrite, match="lui-même"):
        edited(staff, article, related=[article.pk])


def test_nobody_writes_over_a_newer_version(staff: User) -> None:
    article = written(staff)
    with pytest.raises(CannotWrite) as refusal:
        services.edit(article_id=article.pk, **WORDS, actor=staff, now=timezone.now(), seen_at=ago(days=1))
    assert refusal.value.code == "changed_since"


def test_it_is_published_once_and_taken_back_once(staff: User) -> None:
    article, now = written(staff), timezone.now()
    assert services.publish(article_id=article.pk, actor=staff, now=now).status == ArticleStatus.PUBLISHED
    with pytest.raises(CannotPublish):
        services.publish(article_id=article.pk, actor=staff, now=now)
    assert services.unpublish(article_id=article.pk, actor=staff, now=now).status == ArticleStatus.DRAFT
    with pytest.raises(CannotPublish):
        services.unpublish(article_id=article.pk, actor=staff, now=now)
    assert Article.objects.get().published_at == now


def test_files_are_loaded_once() -> None:
    other = replace(FILE, slug="autre", title="Autre", related=("tenir-la-porte",))
    assert (load(other, FILE), load(other, FILE)) == (2, 0)
    article = Article.objects.get(slug="autre")
    assert article.status == ArticleStatus.PUBLISHED
    assert [one.slug for one in article.related.all()] == ["tenir-la-porte"]


def test_a_new_file_updates_what_nobody_edited() -> None:
    load(FILE)
    assert load(replace(FILE, title="Ouvrir la porte", body="Mieux.")) == 1
    assert Article.objects.get().title == "Ouvrir la porte"


@pytest.mark.parametrize(
    "change", [{"title": "À nous"}, {"body": "À nous."}, {"position": 7}, {"collection": "scolaires"}]
)
def test_what_staff_edited_is_left_as_it_is(staff: User, change: dict[str, Any]) -> None:
    load(FILE)
    edited(staff, Article.objects.get(), **change)
    assert load(replace(FILE, summary="Plus récent.")) == 0
    assert Article.objects.get().summary == "Une phrase."


def test_links_that_staff_changed_are_left_too(staff: User) -> None:
    other = replace(FILE, slug="autre")
    load(FILE, other)
    article = Article.objects.get(slug=FILE.slug)
    edited(staff, article, related=[Article.objects.get(slug="autre").pk])
    assert load(replace(FILE, body="Plus récent."), other) == 0


def test_loading_brings_nothing_back_that_staff_unpublished(staff: User) -> None:
    load(FILE)
    services.unpublish(article_id=Article.objects.get().pk, actor=staff, now=timezone.now())
    load(replace(FILE, body="Plus récent."))
    assert Article.objects.get().status == ArticleStatus.DRAFT
    assert Article.objects.get().body == "Plus récent."


def test_an_article_says_whether_it_is_as_delivered(staff: User) -> None:
    load(FILE)
    assert selectors.is_as_delivered(article=Article.objects.get())
    edited(staff, Article.objects.get(), body="À nous.")
    assert not selectors.is_as_delivered(article=Article.objects.get())


def test_the_command_says_how_many_it_loaded() -> None:
    for expected in (len(delivered()), 0):
        said = StringIO()
        call_command("load_articles", stdout=said)
        assert said.getvalue().strip() == f"loaded: {expected}"


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("article_status_known", {"status": "hidden"}),
        ("article_collection_known", {"collection": "theatre"}),
        ("article_slug_is_plain", {"slug": "À_nous"}),
        ("article_says_something", {"title": ""}),
        ("article_says_something", {"summary": ""}),
        ("article_says_something", {"body": ""}),
        ("article_published_is_dated", {"published_at": None}),
        ("article_minutes_positive", {"minutes": 0}),
    ],
)
def test_the_database_refuses_what_the_rules_refuse(constraint: str, values: dict[str, Any]) -> None:
    break_it(ArticleFactory(), constraint, **values)
