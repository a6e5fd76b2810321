"""The site map, as Django resolves it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    """One address, and the view behind it."""

    name: str
    pattern: str
    view: Callable[..., Any]
    takes: frozenset[str]
    area: str  # admin, api, or the app's namespace

    def __str__(self) -> str:
        return self.name or self.pattern

    @property
    def guard(self) -> Any:
        """Who may enter; None when nobody said."""
        return getattr(self.view, "guard", None)

    def url(self, **values: Any) -> str:
        """Its address."""
        return reverse(self.name, kwargs=values)


def _walk(patterns: list[Any], *, prefix: str, space: str) -> Iterator[Route]:
    for found in patterns:
        if isinstance(found, URLResolver):
            inside = f"{space}{found.namespace}:" if found.namespace else space
            yield from _walk(found.url_patterns, prefix=prefix + str(found.pattern), space=inside)
        elif isinstance(found, URLPattern):
            name = f"{space}{found.name}" if found.name else ""
            takes = frozenset(found.pattern.regex.groupindex)
            area = space.partition(":")[0]
            yield Route(name, prefix + str(found.pattern), found.callback, takes, area)


@cache
def routes(urlconf: str | None = None) -> tuple[Route, ...]:
    """Every route of the site."""
    return tuple(_walk(get_resolver(urlconf).url_patterns, prefix="", space=""))


def pages() -> list[Route]:
    """Routes of the portal: neither the admin, nor the mobile API."""
    return [route for route in routes() if route.area not in {"admin", "api"}]


def address(route: Route, values: dict[str, Any]) -> str | None:
    """Its address with these values; None when one is missing."""
    try:
        return route.url(**{name: values[name] for name in route.takes})
    except (KeyError, NoReverseMatch):
        return None
