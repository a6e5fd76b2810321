"""Finds writes to the database in a Python file: by the ORM, or by SQL."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.architecture.source import ROOT, Module

WRITES = {
    *(
        "save",
        "create",
        "update",
        "delete",
        "get_or_create",
        "update_or_create",
        "create_user",
        "create_superuser",
    ),
    *("bulk_create", "bulk_update"),
}
WRITES |= {f"a{name}" for name in WRITES}
#: With a positional argument these are not the ORM's: `dict.update(other)`, `cache.delete(key)`.
KEYWORDS_ONLY = {"update", "delete", "save"}
#: Attributes of Django's objects that are mappings or files, not rows.
NOT_ROWS = {
    "session",
    "fields",
    "headers",
    "attrs",
    "cookies",
    "cleaned_data",
    "initial",
    "META",
    "widget",
    "storage",
}
PLAIN_CALLS = {"dict", "set", "defaultdict", "Counter", "OrderedDict", "QueryDict", "copy"}
PLAIN_TYPES = {"dict", "set", "Mapping", "MutableMapping", "Counter", "defaultdict"}
SQL = re.compile(
    r"\b(INSERT\s+INTO|DELETE\s+FROM|TRUNCATE\s+\w|UPDATE\s+[\w\"]+(\s+\w+)?\s+SET|MERGE\s+INTO|COPY\s+\w+\s+FROM)\b"
)


def writes_in(module: Module) -> Iterator[ast.AST]:
    """Calls and texts of a file that write."""
    plain = _plain_names(module.nodes)
    for node in module.nodes:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in WRITES and not _is_harmless(module, node, node.func, plain):
            yield node
    for text in module.strings():
        if SQL.search(text.value) or text.value.endswith(".sql"):
            yield text


def _is_harmless(module: Module, call: ast.Call, method: ast.Attribute, plain: set[str]) -> bool:
    receiver = method.value
    if call.args and not isinstance(call.args[0], ast.Starred) and method.attr in KEYWORDS_ONLY:
        return True
    if isinstance(receiver, ast.Dict | ast.Set | ast.DictComp | ast.SetComp):
        return True
    if isinstance(receiver, ast.Name):
        return receiver.id in plain or _is_module(module.imported.get(receiver.id, ""))
    return isinstance(receiver, ast.Attribute) and receiver.attr in NOT_ROWS


def _is_module(dotted: str) -> bool:
    """Is it a file of the project, so that `services.create(…)` is a call of a function?"""
    path = ROOT / dotted.replace(".", "/") if dotted else ROOT / "nothing"
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _plain_names(nodes: Iterable[ast.AST]) -> set[str]:
    """Names that are only ever dictionaries or sets."""
    found: dict[str, set[bool]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, set()).add(_is_plain(node.value))
        elif isinstance(node, ast.AnnAssign | ast.arg):
            name = node.arg if isinstance(node, ast.arg) else getattr(node.target, "id", "")
            found.setdefault(name, set()).add(_is_plain_type(node.annotation))
    return {name for name, answers in found.items() if answers == {True}}


def _is_plain(value: ast.expr) -> bool:
    if isinstance(value, ast.Dict | ast.Set | ast.DictComp | ast.SetComp):
        return True
    if isinstance(value, ast.Call):
        called = value.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        return name in PLAIN_CALLS
    return False


def _is_plain_type(annotation: ast.expr | None) -> bool:
    if isinstance(annotation, ast.Subscript):
        annotation = annotation.value
    return isinstance(annotation, ast.Name) and annotation.id in PLAIN_TYPES
