"""Articles: staff write them in Markdown, then publish. Every write is a service; the address never changes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from core.admin import DecisionForm, ReadOnlyAdmin, SaysRefusals, decision
from core.text import fold
from help import screens
from help.forms.articles import WRITTEN, ArticleForm
from help.models import Article
from help.selectors import articles as selectors
from help.services import articles as services
from help.states import ArticleEvent, ArticleStatus, article_target

KNOWN = ("slug", "status", "origin", "minutes", "published_at", "updated_at", "updated_by")


@admin.register(Article)
class ArticleAdmin(SaysRefusals, ReadOnlyAdmin):
    """The articles of the help."""

    form = ArticleForm
    list_display = ("title", "collection", "position", "status", "updated_at", "updated_by")
    list_filter = ("status", "collection")
    list_select_related = ("updated_by",)
    search_fields = ("search_title", "search_text")
    search_help_text = "Titre ou texte, avec ou sans accents."
    ordering = ("collection", "position", "pk")
    autocomplete_fields = ("related",)
    readonly_fields = KNOWN
    decisions = (
        decision("publish", "Publier"),
        decision("unpublish", "Repasser en brouillon", danger=True),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """With the right to add."""
        return admin.ModelAdmin.has_add_permission(self, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """With the right to change."""
        return admin.ModelAdmin.has_change_permission(self, request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        """What is written; then, once it exists, what is known of it."""
        if obj is None:
            return [(None, {"fields": WRITTEN})]
        version = ("seen_at",) if self.has_change_permission(request, obj) else ()
        return [(None, {"fields": (*WRITTEN, *version)}), ("Suivi", {"fields": KNOWN})]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Folded like what is searched."""
        return super().get_search_results(request, queryset, fold(search_term))

    @admin.display(description="origine")
    def origin(self, article: Article) -> str:
        """Whether the next delivery may still update it."""
        if not article.loaded_digest:
            return "Écrit ici"
        if selectors.is_as_delivered(article=article):
            return "Livré avec le portail : une nouvelle version pourra le mettre à jour"
        return "Livré avec le portail, puis modifié ici : il ne sera plus mis à jour"

    def view_on_site(self, obj: Article) -> str:
        """Its page: staff preview a draft there."""
        return reverse("help:article", args=[obj.slug])

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: Any) -> None:
        """Through the services."""
        common = {**form.values(), "actor": request.user, "now": timezone.now()}
        if change:
            services.edit(article_id=obj.pk, seen_at=form.seen(), **common)
            return
        kept = services.create(**common)
        obj.pk, obj.slug = kept.pk, kept.slug

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Already done by the service, with the rest."""

    def available(self, record: Article) -> set[str]:
        """Publish a draft, take back what is published."""
        status = ArticleStatus(record.status)
        return {event.value for event in ArticleEvent if article_target(status=status, event=event)}

    def decide(self, request: HttpRequest, record: Article, name: str, form: DecisionForm) -> str:
        """One service per button."""
        common = {"article_id": record.pk, "actor": request.user, "now": timezone.now()}
        if name == "publish":
            services.publish(**common)
            return "L’article est publié."
        services.unpublish(**common)
        if screens.leads_to(record.slug):
            return "L’article n’est plus visible. Les écrans du portail qui y menaient mènent à l’aide."
        return "L’article n’est plus visible."
