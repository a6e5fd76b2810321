"""Money is integer cents; chance comes from `secrets`."""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import APPS, Module, modules, planted

NEAR_MONEY = (
    "finance/",
    "bookings/",
    "core/money.py",
    "core/exports.py",
    "accounts/services/",
    "offers/services/",
)

NO_MONEY_HERE = {
    "bookings/api/examples.py": "coordinates of a place",
    "finance/charts.py": "positions in a drawing",
}


def inexact(module: Module) -> Iterator[str]:
    """Floats near money: `float(…)`, `Decimal(0.1)`, `0.1`, and `/` between numbers."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield f"{module.at(node)} float()"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{module.at(node)} {node.value}"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not _is_path(node):
            yield f"{module.at(node)} {ast.unparse(node)}"


def _is_path(node: ast.BinOp) -> bool:
    """`folder / "name"`: a part is text, or the first part is made by Path."""
    parts = ast.unparse(node)
    texts = any(
        isinstance(part, ast.Constant | ast.JoinedStr) and not _is_number(part) for part in ast.walk(node)
    )
    return texts or "Path(" in parts


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def chances(module: Module) -> Iterator[str]:
    """Uses of the predictable generator."""
    for node in module.nodes:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if "random" in names:
            yield module.at(node)


def test_no_float_near_money() -> None:
    near = [module for module in modules() if module.path.startswith(NEAR_MONEY) and not module.is_migration]
    near = [module for module in near if module.path not in NO_MONEY_HERE]
    assert [fault for module in near for fault in inexact(module)] == []


def test_every_column_of_money_is_an_integer() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in APPS]
    columns = [field for model in ours for field in model._meta.concrete_fields]
    money = [field for field in columns if field.name.endswith("_cents")]
    assert money
    assert [str(field) for field in money if not isinstance(field, models.IntegerField)] == []
    assert [str(field) for field in columns if isinstance(field, models.DecimalField)] == []


def test_nothing_is_drawn_with_random() -> None:
    assert [fault for module in modules() for fault in chances(module)] == []


@pytest.mark.parametrize(
    "line", ["float(cents)", "Decimal(0.1)", "cents * 1.2", "cents / 100", "(a + b) / n"]
)
def test_a_float_is_seen(line: str) -> None:
    assert list(inexact(planted(line)))


@pytest.mark.parametrize("line", ["cents // 100", "Decimal('0.1')", "ROOT / 'a.sql'", "Path(a).parent / b"])
def test_what_is_exact_is_left_alone(line: str) -> None:
    assert list(inexact(planted(line))) == []


@pytest.mark.parametrize("line", ["import random", "from random import choice"])
def test_chance_is_seen(line: str) -> None:
    assert list(chances(planted(line)))
