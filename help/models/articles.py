"""Articles of the help, written and edited by staff."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from help.states import ARTICLE_LABELS, COLLECTION_LABELS, ArticleStatus, Collection


class Article(models.Model):
    """A page of the help. Its address never changes, so that no link to it ever breaks."""

    title = models.CharField("titre", max_length=140)
    slug = models.SlugField("adresse", max_length=140, unique=True)
    summary = models.CharField("résumé", max_length=280)
    body = models.TextField("texte (Markdown)")
    collection = models.CharField("collection", max_length=20, choices=list(COLLECTION_LABELS.items()))
    position = models.PositiveSmallIntegerField("rang dans la collection", default=1)
    status = models.CharField(
        "état", max_length=10, choices=list(ARTICLE_LABELS.items()), default=ArticleStatus.DRAFT
    )
    related = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="+", verbose_name="articles liés"
    )
    minutes = models.PositiveSmallIntegerField("minutes de lecture", default=1)
    # Folded by the service, so that « séance » and « seance » are found by the same words.
    search_title = models.TextField("titre, pour la recherche")
    search_text = models.TextField("texte, pour la recherche")
    # Digest of the content file last loaded; empty when the article was written in the admin.
    loaded_digest = models.CharField("empreinte du contenu livré", max_length=64, blank=True)
    created_at = models.DateTimeField("créé le")
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    updated_at = models.DateTimeField("modifié le")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="modifié par",
    )

    class Meta:
        verbose_name = "article d’aide"
        verbose_name_plural = "articles d’aide"
        constraints = [
            models.CheckConstraint(
                name="article_status_known",
                condition=Q(status__in=[status.value for status in ArticleStatus]),
            ),
            models.CheckConstraint(
                name="article_collection_known",
                condition=Q(collection__in=[collection.value for collection in Collection]),
            ),
            models.CheckConstraint(
                name="article_slug_is_plain", condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
            ),
            models.CheckConstraint(
                name="article_says_something", condition=~Q(title="") & ~Q(summary="") & ~Q(body="")
            ),
            models.CheckConstraint(
                name="article_published_is_dated",
                condition=~Q(status=ArticleStatus.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(name="article_minutes_positive", condition=Q(minutes__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title
