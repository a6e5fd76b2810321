"""What every page says of its own help. No query: titles come from the articles delivered."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from help import screens
from help.contents import delivered
from help.rules import without_secret


def help_link(request: HttpRequest) -> dict[str, Any]:
    """`help_article` ({title, url}, or None), `help_see_also`, the articles named, and `help_from`, the page's path."""
    match = getattr(request, "resolver_match", None)
    route = match.view_name if match else ""
    slug = screens.article_of(route)
    return {
        "help_from": without_secret(request.path),
        "help_article": _link(slug) if slug else None,
        "help_see_also": [_link(one) for one in screens.NAMED.get(route, ())],
    }


def _link(slug: str) -> dict[str, str]:
    return {"title": delivered()[slug].title, "url": reverse("help:article", args=[slug])}
