"""Short files, short functions, no circle."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from tests.architecture.source import ROOT, Module, modules, planted

FILE, TEST_FILE, FUNCTION = 400, 500, 50
TABLES = {
    "offers/categories.py": "the sub-categories, one line each",
}


def all_modules() -> list[Module]:
    """The apps, the launcher and the tests, migrations apart."""
    return [module for module in modules(*APPS_AND_MORE) if not module.is_migration]


APPS_AND_MORE = (
    *(
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
    ),
    *("launcher", "tests"),
)


def long_files(found: Iterable[Module]) -> Iterator[str]:
    """Files past their limit."""
    for module in found:
        lines = module.text.count("\n")
        if lines > (TEST_FILE if module.app == "tests" else FILE) and module.path not in TABLES:
            yield f"{module.path}: {lines} lines"


def long_functions(module: Module) -> Iterator[str]:
    """Functions past their limit."""
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > FUNCTION:
                yield f"{module.at(node)} {node.name}: {lines} lines"


def imports(module: Module) -> set[str]:
    """What a file imports when it is loaded: not under TYPE_CHECKING, not inside a function."""
    found: set[str] = set()
    for node in _loaded(module.tree.body):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _loaded(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        for inner in ("body", "orelse", "finalbody"):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield from _loaded(getattr(node, inner, []))


def name_of(module: Module) -> str:
    """Dotted name."""
    return module.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """A circle of imports, if there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def graph_of(found: Iterable[Module]) -> dict[str, set[str]]:
    """Who imports whom. A package that gathers its own files is not thereby imported by them."""
    names = {name_of(module): module for module in found}
    return {
        name: {
            other
            for other in imports(module) & names.keys()
            if other != name and not name.startswith(f"{other}.")
        }
        for name, module in names.items()
    }


def test_files_are_short() -> None:
    assert list(long_files(all_modules())) == []


def test_functions_are_short() -> None:
    assert [fault for module in all_modules() for fault in long_functions(module)] == []


def test_templates_are_short() -> None:
    pages = (ROOT / "templates").rglob("*.html")
    assert [page.name for page in pages if page.read_text().count("\n") > 150] == []


def test_nothing_imports_in_circles() -> None:
    assert circle(graph_of(all_modules())) == []


def test_a_long_file_is_seen() -> None:
    assert list(long_files([planted("x = 1\n" * 401), planted("x = 1\n" * 500, "tests/a.py")])) == [
        "offers/views.py: 401 lines"
    ]


def test_a_long_function_is_seen() -> None:
    assert list(long_functions(planted("def f():\n" + "    x = 1\n" * 50)))
    assert not list(long_functions(planted("def f():\n" + "    x = 1\n" * 49)))


def test_a_circle_is_seen() -> None:
    there = planted("from b import x", "a.py"), planted("if True:\n    import a", "b.py")
    assert circle(graph_of(there))


def test_an_import_for_types_makes_no_circle() -> None:
    there = planted("import b", "a.py"), planted("if TYPE_CHECKING:\n    import a", "b.py")
    assert circle(graph_of(there)) == []
