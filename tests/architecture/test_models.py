"""Columns are named for people, states are bounded by the database, every constraint is tried by a test."""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from tests.architecture.source import APPS, modules

OURS = [model for model in apps.get_models() if model._meta.app_label in APPS]
#: Columns that say where a row stands, even without `choices`.
STATES = {"status", "state", "event", "role", "kind", "verification", "precision"}
#: Constraints that no test names yet. It only gets shorter: remove a name once a test tries to break it.
NOT_TRIED_YET: set[str] = set()
#: Status-like columns that wait for their check constraint. It only gets shorter.
NOT_BOUNDED_YET = {
    "core.Email.kind": "free: the name of a template, which the sending checks",
}


def bounds(condition: Q, column: str) -> bool:
    """Does the condition hold only for listed values of the column?"""
    if condition.negated:
        return False
    answers = [_bounds_one(child, column) for child in condition.children]
    return any(answers) if condition.connector == Q.AND else bool(answers) and all(answers)


def _bounds_one(child: object, column: str) -> bool:
    if isinstance(child, Q):
        return bounds(child, column)
    return isinstance(child, tuple) and child[0] in {column, f"{column}__in", f"{column}__exact"}


def state_columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Columns with choices, and those named like a state."""
    for model in OURS:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField) and (field.choices or field.name in STATES):
                yield model, field


def unbounded() -> set[str]:
    """Those that would keep any word."""
    return {
        f"{model._meta.label}.{field.name}"
        for model, field in state_columns()
        if not any(
            isinstance(constraint, models.CheckConstraint) and bounds(constraint.condition, field.name)
            for constraint in model._meta.constraints
        )
    }


def constraint_names() -> set[str]:
    """Every constraint of the database that has a name of ours."""
    return {constraint.name for model in OURS for constraint in model._meta.constraints}


def tried() -> set[str]:
    """Words of the tests, these files apart."""
    texts = (module for module in modules("tests") if not module.path.startswith("tests/architecture/"))
    return {
        node.value
        for module in texts
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_model_has_a_french_name() -> None:
    assert [model for model in OURS if "verbose_name" not in model._meta.original_attrs] == []


def test_every_column_has_a_french_name() -> None:
    columns = [field for model in OURS for field in model._meta.concrete_fields if not field.auto_created]
    assert [str(field) for field in columns if field._verbose_name is None] == []


def test_every_state_is_bounded_by_the_database() -> None:
    assert unbounded() == set(NOT_BOUNDED_YET)


def test_every_constraint_is_tried_by_a_test() -> None:
    words = " ".join(tried())
    missing = {name for name in constraint_names() if name not in words}
    assert missing == NOT_TRIED_YET


def test_no_column_reads_the_clock_by_itself() -> None:
    columns = [field for model in OURS for field in model._meta.concrete_fields]
    assert [str(field) for field in columns if getattr(field, "auto_now", False)] == []
    assert [str(field) for field in columns if getattr(field, "auto_now_add", False)] == []


def test_no_order_is_implied() -> None:
    assert [model for model in OURS if model._meta.ordering] == []


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (Q(status="paid"), True),
        (Q(status__in=["paid", "late"]), True),
        (Q(status="paid", at=None) | Q(status="late"), True),
        (Q(at=None) & Q(status="paid"), True),
        (Q(status="paid") | Q(at=None), False),
        (Q(status="paid", at=None) | (~Q(status="paid") & Q(at=1)), False),
        (~Q(status="paid"), False),
        (Q(at=None), False),
    ],
)
def test_what_bounds_a_column(condition: Q, answer: bool) -> None:
    assert bounds(condition, "status") is answer
