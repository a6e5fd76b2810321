"""The project's own files, parsed once, for the checks of this folder."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "accounts",
    "bookings",
    "circuits",
    "core",
    "finance",
    "help",
    "offers",
    "passculture_pro",
    "schools",
    "venues",
)
NOT_OURS = {".venv", ".git", "var", "node_modules", "static_collected", "htmlcov"}
BINARY = {".gz", ".woff2", ".png", ".jpg", ".webp", ".ico", ".pdf", ".pyc"}


@dataclass(frozen=True)
class Module:
    """A Python file: where it is, what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Parsed."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Everything in it."""
        return tuple(ast.walk(self.tree))

    @property
    def app(self) -> str:
        """First folder."""
        return self.path.partition("/")[0]

    @property
    def is_service(self) -> bool:
        """Does it write?"""
        return "/services.py" in self.path or "/services/" in self.path

    @property
    def is_migration(self) -> bool:
        """Does it change the schema?"""
        return "/migrations/" in self.path

    def at(self, node: ast.AST) -> str:
        """`bookings/views/desk.py:12`."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"

    def owner(self, node: ast.AST) -> str:
        """`core/history.py::record`: the outermost function or class a node is in."""
        line = getattr(node, "lineno", 0)
        around = (
            top.name
            for top in self.tree.body
            if isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and top.lineno <= line <= (top.end_lineno or 0)
        )
        return f"{self.path}::{next(around, '')}"

    @cached_property
    def imported(self) -> dict[str, str]:
        """Local name → what it stands for (`timezone` → `django.utils.timezone`)."""
        names: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                names |= {(alias.asname or alias.name).partition(".")[0]: alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        return names

    def meaning(self, node: ast.AST) -> str:
        """Dotted name behind `timezone.now` or `now`; empty when it is no such thing."""
        if isinstance(node, ast.Name):
            return self.imported.get(node.id, "")
        if isinstance(node, ast.Attribute) and (base := self.meaning(node.value)):
            return f"{base}.{node.attr}"
        return ""

    @cached_property
    def docstrings(self) -> set[int]:
        """Identities of the constants that are documentation."""
        holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        return {
            id(node.body[0].value)
            for node in self.nodes
            if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
        }

    def strings(self) -> Iterator[ast.Constant]:
        """Text that the program uses, documentation apart."""
        for node in self.nodes:
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in self.docstrings
            ):
                yield node


def planted(text: str, path: str = "offers/views.py") -> Module:
    """A file that does not exist, to see a check fail."""
    return Module(path, text)


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Python files of the apps, or of these folders, migrations included."""
    found = (path for folder in folders or APPS for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(Module(path.relative_to(ROOT).as_posix(), path.read_text()) for path in found)


@cache
def texts() -> dict[str, str]:
    """Every text file of the project by its path."""
    found = {}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not NOT_OURS & set(parts) and path.suffix not in BINARY and not _hidden(parts):
            found["/".join(parts)] = path.read_text()
    return found


def _hidden(parts: tuple[str, ...]) -> bool:
    """Caches and secrets of this machine."""
    caches = any(part.endswith("_cache") or part in {".hypothesis", "__pycache__"} for part in parts)
    return caches or parts[-1] in {".env", ".coverage"}


@cache
def templates() -> dict[str, str]:
    """Every template by its name."""
    base = ROOT / "templates"
    return {
        path.relative_to(base).as_posix(): path.read_text()
        for path in sorted(base.rglob("*"))
        if path.is_file()
    }
