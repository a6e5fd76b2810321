"""Reads live in selectors: doors ask them, so that who may see what is said in one place."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, modules, planted

DOORS = (
    "/views",
    "/api/",
    "/forms.py",
    "/admin.py",
    "/tasks.py",
    "/management/",
    "/context.py",
    "/templatetags/",
)
#: House rule: at most 2 % of the queries start in a door.
MOST = 0.02


def queries(module: Module) -> Iterator[str]:
    """Where a file starts a query."""
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield module.at(node)


def test_queries_start_in_selectors_and_services() -> None:
    found = [query for module in modules() if not module.is_migration for query in queries(module)]
    at_the_door = [query for query in found if any(door in f"/{query}" for door in DOORS)]
    assert len(at_the_door) <= MOST * len(found), at_the_door


def test_a_query_is_seen() -> None:
    assert list(queries(planted("Offer.objects.filter(pk=1)"))) == ["offers/views.py:1"]
    assert list(queries(planted("selectors.visible_to(user)"))) == []
