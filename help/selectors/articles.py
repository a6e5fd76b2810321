"""Reads of the articles. A draft is for staff who may see it; everyone reads what is published."""

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from help.models import Article
from help.states import COLLECTION_LABELS, ArticleStatus, Collection
from help.texts import digest_of

#: Title matches first, then by title.
SEARCH_ORDER = ("rank", "title", "pk")
SHELF_ORDER = ("position", "title", "pk")


def published() -> QuerySet[Article]:
    """What everyone may read, without the texts."""
    return Article.objects.filter(status=ArticleStatus.PUBLISHED).defer("search_title", "search_text")


def shelves() -> list[tuple[Collection, str, list[Article]]]:
    """Collections in their order, each with its label and its published articles; empty ones left out."""
    by_collection: dict[str, list[Article]] = {}
    for article in published().defer("body", "search_title", "search_text").order_by(*SHELF_ORDER):
        by_collection.setdefault(article.collection, []).append(article)
    return [
        (collection, label, by_collection[collection])
        for collection, label in COLLECTION_LABELS.items()
        if collection in by_collection
    ]


def in_collection(*, collection: Collection) -> QuerySet[Article]:
    """Published articles of a collection."""
    return published().filter(collection=collection)


def search(*, words: Iterable[str], collection: Collection | None = None) -> QuerySet[Article]:
    """Published articles that hold every word (folded), annotated `rank`: 0 when the title has them all."""
    title, anywhere = Q(), Q()
    for word in words:
        title &= Q(search_title__contains=word)
        anywhere &= Q(search_text__contains=word)
    found = published().filter(anywhere)
    if collection:
        found = found.filter(collection=collection)
    if not title:
        return found.annotate(rank=Value(1))
    first = Case(When(title, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.annotate(rank=first)


def by_slug(*, slug: str) -> Article | None:
    """The article at an address, draft or not, with the published ones it is related to (`shown_related`)."""
    related = Prefetch(
        "related",
        queryset=published().defer("body").order_by("collection", *SHELF_ORDER),
        to_attr="shown_related",
    )
    return Article.objects.filter(slug=slug).prefetch_related(related).first()


def slugs_like(*, slug: str) -> list[str]:
    """Addresses that begin like this one."""
    return list(Article.objects.filter(slug__startswith=slug).values_list("slug", flat=True))


def digest(*, article: Article) -> str:
    """What its text, place and links are now, to be compared with what was loaded. One query."""
    related = list(article.related.order_by("slug").values_list("slug", flat=True))
    return digest_of(
        title=article.title,
        summary=article.summary,
        body=article.body,
        place=f"{article.collection}:{article.position}",
        related=related,
    )


def is_as_delivered(*, article: Article) -> bool:
    """Was it loaded with the portal, and left as it was? One query."""
    return article.loaded_digest == digest(article=article)
