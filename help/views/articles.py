"""`/aide/`: the home of the help, its search, its collections, its articles. Open to everyone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.guards import public
from core.htmx import redirect, toast
from core.pages import paginate
from help import rendering, texts
from help.contents import delivered
from help.forms.articles import SearchForm
from help.models import Article
from help.selectors import articles as selectors
from help.selectors.webinars import next_webinars
from help.states import COLLECTION_LABELS, ArticleStatus, Collection

#: « L’essentiel en cinq minutes »: the article of each step, and what it says in a line.
ROAD = (
    ("sinscrire-et-comprendre-le-pass-culture", "S’inscrire", "Un SIRET, et votre structure est créée"),
    ("cinema-itinerant-pas-a-pas", "Publier", "« Un événement physique daté », à une autre adresse"),
    ("valider-un-code-au-guichet", "Accueillir", "Un code au guichet, ou rien à faire"),
    ("determiner-ses-modalites-de-remboursement", "Être payé", "Validation d’office 72 h après la séance"),
)


def frame(request: HttpRequest, **context: Any) -> dict[str, Any]:
    """What every page of the help needs: inside the portal for who is signed in, by itself for others."""
    layout = "layout/app.html" if request.user.is_authenticated else "layout/plain.html"
    return {"layout": layout, "nav": "help", **context}


@public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """`/aide/`, and its search `/aide/?q=`."""
    form = SearchForm(request.GET or None)
    asked = form.asked() if form.is_bound else {}
    if form.is_bound and (form["q"].errors or any(asked.values())):
        return _results(request, form, **asked)
    shelves = selectors.shelves()
    found = {article.slug: article for _, _, articles in shelves for article in articles}
    road = [
        {"url": _url(found[slug]), "label": label, "text": text}
        for slug, label, text in ROAD
        if slug in found
    ]
    shown = [
        {"label": label, "url": reverse("help:collection", args=[collection]), "articles": articles}
        for collection, label, articles in shelves
    ]
    webinars = next_webinars(now=timezone.now(), user=request.user)
    context = frame(request, form=form, road=road, shelves=shown, webinars=webinars, next=request.path)
    return render(request, "help/home.html", context)


def _results(
    request: HttpRequest, form: SearchForm, *, q: str, collection: Collection | None
) -> HttpResponse:
    words, refused = texts.words_of(q), bool(form["q"].errors)
    rows = selectors.search(words=words, collection=collection)
    if refused or (q and not words):
        rows = rows.none()  # a search without a word in it finds nothing, not everything
    found = paginate(request=request, rows=rows, order=selectors.SEARCH_ORDER)
    context = {
        "form": form,
        "query": q,
        "page": found,
        "results": [_result(article, words) for article in found.rows],
        "chips": _chips(collection),
    }
    return render(request, "help/results.html", frame(request, **context), status=422 if refused else 200)


def _result(article: Article, words: list[str]) -> dict[str, Any]:
    """A line of the results: where it leads, and the passage that answers."""
    passage = texts.extract(text=rendering.plain(article.body), words=words)
    return {
        "url": _url(article),
        "title": texts.marked(text=article.title, words=words),
        "passage": passage or texts.marked(text=article.summary, words=words),
        "collection": COLLECTION_LABELS[Collection(article.collection)],
        "minutes": article.minutes,
    }


def _chips(chosen: Collection | None) -> list[dict[str, Any]]:
    every = {"label": "Toutes", "value": "", "current": chosen is None}
    return [
        every,
        *(
            {"label": label, "value": one.value, "current": one == chosen}
            for one, label in COLLECTION_LABELS.items()
        ),
    ]


@public
@require_GET
def collection(request: HttpRequest, key: str) -> HttpResponse:
    """`/aide/collections/<key>/`."""
    if key not in list(Collection):
        raise Http404
    chosen = Collection(key)
    rows = selectors.in_collection(collection=chosen)
    found = paginate(request=request, rows=rows, order=selectors.SHELF_ORDER)
    label = COLLECTION_LABELS[chosen]
    crumbs = [{"label": "Aide", "url": reverse("help:home")}, {"label": label}]
    context = frame(request, label=label, crumbs=crumbs, page=found, form=SearchForm())
    return render(request, "help/collection.html", context)


@public
@require_GET
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """`/aide/articles/<slug>/`. A draft exists for staff alone, who preview it."""
    found = selectors.by_slug(slug=slug)
    draft = found is not None and found.status != ArticleStatus.PUBLISHED
    if found is None or (draft and not _may_preview(request)):
        return _without(request, slug)
    context = {
        "article": found,
        "draft": draft,
        "edit_url": reverse("admin:help_article_change", args=[found.pk]) if _may_preview(request) else "",
        "rendered": rendering.render(found.body),
        "crumbs": _crumbs(found),
        "related": [
            {"url": _url(one), "title": one.title, "minutes": one.minutes}
            for one in found.shown_related  # type: ignore[attr-defined]
        ],
    }
    return render(request, "help/article.html", frame(request, **context))


def _without(request: HttpRequest, slug: str) -> HttpResponse:
    # Screens lead to the articles delivered, before the first load and while staff rewrite one.
    if slug not in delivered():
        raise Http404
    toast(
        request, f"L’article « {delivered()[slug].title} » n’est pas en ligne pour le moment.", level="info"
    )
    return redirect(request, reverse("help:home"))


def _may_preview(request: HttpRequest) -> bool:
    return request.user.is_staff and request.user.has_perm("help.view_article")


def _crumbs(article: Article) -> list[dict[str, str]]:
    return [
        {"label": "Aide", "url": reverse("help:home")},
        {
            "label": COLLECTION_LABELS[Collection(article.collection)],
            "url": reverse("help:collection", args=[article.collection]),
        },
        {"label": article.title},
    ]


def _url(article: Article) -> str:
    return reverse("help:article", args=[article.slug])
