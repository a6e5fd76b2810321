"""Reads live in selectors: doors ask them, so that who may see what is said in one place."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, modules, planted

DOORS = (
    "/views",
    "/api/",
    "/forms.py",
    "/forms/",
    "/admin.py",
    "/admin/",
    "/tasks.py",
    "/management/",
    "/context.py",
    "/templatetags/",
)
#: To move to a selector when their file is next worked on. It only gets shorter.
NOT_MOVED_YET = {
    "finance/admin.py",
    "finance/management/commands/close_half_month.py",
}


def queries(module: Module) -> Iterator[str]:
    """Where a file starts a query."""
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield module.at(node)


def test_queries_start_in_selectors_and_services() -> None:
    doors = [module for module in modules() if any(door in f"/{module.path}" for door in DOORS)]
    found = {module.path: list(queries(module)) for module in doors}
    assert {path: places for path, places in found.items() if places and path not in NOT_MOVED_YET} == {}
    assert {path for path in NOT_MOVED_YET if not found.get(path)} == set()


def test_a_query_is_seen() -> None:
    assert list(queries(planted("Offer.objects.filter(pk=1)"))) == ["offers/views.py:1"]
    assert list(queries(planted("selectors.visible_to(user)"))) == []
