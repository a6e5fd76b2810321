"""The life of an article: written by staff, or loaded from the files delivered with the portal."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core.history import record
from core.text import fold
from help import contents, rendering, texts
from help.contents import Content
from help.errors import CannotPublish, CannotWrite
from help.models import Article
from help.selectors import articles as selectors
from help.states import ArticleEvent, ArticleStatus, Collection, article_target

MAX = {"title": 140, "summary": 280, "body": 30_000}


@transaction.atomic
def create(
    *,
    title: str,
    summary: str,
    body: str,
    collection: str,
    position: int,
    related: Sequence[int],
    actor: Any,
    now: datetime,
) -> Article:
    """Write a draft. Its address comes from this first title, and stays. Raises CannotWrite."""
    article = Article(created_at=now)
    _fill(article, title=title, summary=summary, body=body, collection=collection, position=position)
    wanted = texts.slug_of(article.title)
    article.slug = texts.first_free(wanted, taken=selectors.slugs_like(slug=wanted))
    _keep(article, actor=actor, now=now)
    _relate(article, related)
    record(actor=actor, verb="article.created", target=article, now=now, after=_trace(article))
    return article


@transaction.atomic
def edit(
    *,
    article_id: int,
    title: str,
    summary: str,
    body: str,
    collection: str,
    position: int,
    related: Sequence[int],
    actor: Any,
    now: datetime,
    seen_at: datetime | None = None,
) -> Article:
    """Change an article; its address stays. Raises CannotWrite.

    `seen_at` is the `updated_at` of the version that was edited: a newer one is not written over.
    """
    article = _locked(article_id)
    if seen_at is not None and article.updated_at != seen_at:
        raise CannotWrite("changed_since")
    before = _trace(article)
    _fill(article, title=title, summary=summary, body=body, collection=collection, position=position)
    _keep(article, actor=actor, now=now)
    _relate(article, related)
    record(actor=actor, verb="article.edited", target=article, now=now, before=before, after=_trace(article))
    return article


@transaction.atomic
def publish(*, article_id: int, actor: Any, now: datetime) -> Article:
    """Show a draft to everyone. Raises CannotPublish."""
    return _move(article_id, event=ArticleEvent.PUBLISH, actor=actor, now=now)


@transaction.atomic
def unpublish(*, article_id: int, actor: Any, now: datetime) -> Article:
    """Take an article back to draft: its page no longer exists for the public. Raises CannotPublish."""
    return _move(article_id, event=ArticleEvent.UNPUBLISH, actor=actor, now=now)


@transaction.atomic
def load(*, now: datetime, delivered: Iterable[Content] | None = None) -> int:
    """Load the articles delivered with the portal; the number of those created or updated.

    What staff edited is left as it is, and so is the state of what is already there. Run twice, it does nothing.
    """
    files = list(contents.delivered().values() if delivered is None else delivered)
    rows = {row.slug: row for row in Article.objects.select_for_update(of=("self",)).order_by("pk")}
    loaded = [file for file in files if _is_due(rows.get(file.slug), file)]
    for file in loaded:
        rows[file.slug] = _write_file(rows.get(file.slug), file, now=now)
    # Once all are there: an article may be related to one that comes after it.
    for file in loaded:
        row = rows[file.slug]
        row.related.set([rows[slug] for slug in file.related if slug in rows])
        record(actor=None, verb="article.loaded", target=row, now=now, after=_trace(row))
    return len(loaded)


def _is_due(row: Article | None, file: Content) -> bool:
    """Is the file newer than the row, and the row as it was loaded?"""
    if row is None:
        return True
    return row.loaded_digest != file.digest and selectors.is_as_delivered(article=row)


def _write_file(row: Article | None, file: Content, *, now: datetime) -> Article:
    article = row or Article(slug=file.slug, status=ArticleStatus.PUBLISHED, created_at=now, published_at=now)
    _fill(
        article,
        title=file.title,
        summary=file.summary,
        body=file.body,
        collection=file.collection,
        position=file.position,
    )
    article.loaded_digest = file.digest
    _keep(article, actor=None, now=now)
    return article


def _locked(article_id: int) -> Article:
    return Article.objects.select_for_update(of=("self",)).get(pk=article_id)


def _fill(article: Article, *, title: str, summary: str, body: str, collection: str, position: int) -> None:
    said = {"title": " ".join(title.split()), "summary": " ".join(summary.split())}
    # One way to end a line: browsers send two characters, files have one.
    said["body"] = "\n".join(body.replace("\0", "").splitlines()).strip()
    for field, text in said.items():
        if not text:
            raise CannotWrite(f"{field}_missing", field=field)
        if len(text) > MAX[field]:
            raise CannotWrite(f"{field}_too_long", field=field)
    if collection not in list(Collection):
        raise CannotWrite("collection_unknown", field="collection")
    if not 1 <= position <= 999:
        raise CannotWrite("position_invalid", field="position")
    article.title, article.summary, article.body = said["title"], said["summary"], said["body"]
    article.collection, article.position = collection, position
    read = rendering.plain(article.body)
    article.minutes = texts.minutes_of(read)
    article.search_title = fold(article.title)
    article.search_text = fold(f"{article.title} {article.summary} {read}")


def _keep(article: Article, *, actor: Any, now: datetime) -> None:
    article.updated_at, article.updated_by = now, actor
    try:
        with transaction.atomic():
            article.save()
    except IntegrityError as clash:
        if "slug" not in str(clash):
            raise
        raise CannotWrite("slug_taken", field="title") from clash


def _relate(article: Article, related: Sequence[int]) -> None:
    if article.pk in related:
        raise CannotWrite("related_to_itself", field="related")
    article.related.set(related)


def _move(article_id: int, *, event: ArticleEvent, actor: Any, now: datetime) -> Article:
    article = _locked(article_id)
    target = article_target(status=ArticleStatus(article.status), event=event)
    if target is None:
        raise CannotPublish("wrong_state")
    before = _trace(article)
    article.status = target
    article.published_at = article.published_at or now  # the day it first came out
    article.save(update_fields=["status", "published_at"])
    record(
        actor=actor, verb=f"article.{event}", target=article, now=now, before=before, after=_trace(article)
    )
    return article


def _trace(article: Article) -> dict[str, str]:
    """What the log keeps: which text it was, not the text."""
    return {
        "title": article.title,
        "status": str(article.status),
        "digest": selectors.digest(article=article),
    }
