"""Who may import whom, and the measures of files, names and functions: the design held against the code."""

from __future__ import annotations

import ast
import statistics
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("digest", "subscribers")

# For each room, the rooms of `digest` it may import, beside `model` and `errors`. `subscribers` stands outside.
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "clock": set(),
    "config": {"clock", "editorial"},
    "starter": {"config"},
    "scheduling": {"editorial"},
    "ingest": {"clock"},
    "store": {"clock"},
    "editorial": set(),
    "compose": {"editorial"},
    "render": set(),
    "check": {"render"},
    "deliver": set(),
    "events": {"store", "clock"},
    "demo": {"clock"},
    "drill": set(),
    "doctor": {"deliver", "scheduling"},
    "web": {"render", "pipeline", "clock", "events"},
    "pipeline": {
        "check", "clock", "compose", "config", "deliver", "demo", "doctor", "drill", "editorial", "events", "ingest",
        "render", "store", "web",
    },
    "cli": {"clock", "config", "doctor", "drill", "pipeline", "scheduling", "starter", "store"},
}  # fmt: skip

MAY_IMPORT_SUBSCRIBERS = {"pipeline", "cli", "store", "web", "config", "events"}

ONLY_CLI = {"typer", "rich", "click"}
NO_IO = {"sqlite3", "sqlite_utils", "socket", "urllib3", "os", "pathlib", "subprocess", "time", "random"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "util", "helper", "misc"}


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it, also for types alone."""
    return {name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _named_by(node)}


def loaded(path: Path) -> set[str]:
    """Every module that a file imports when it runs: not those for types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [
        node for node in tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
    ]
    return {name for node in ast.walk(tree) for name in _named_by(node)}


def _named_by(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return set()


def room(path: Path) -> str:
    return path.relative_to(ROOT / "digest").parts[0].removesuffix(".py")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


DIGEST = [path for path in modules() if path.is_relative_to(ROOT / "digest") and path.parent != ROOT / "digest"] + [
    path for path in (ROOT / "digest").glob("*.py") if path.name != "__init__.py"
]


@pytest.mark.parametrize("path", DIGEST, ids=named)
def test_a_room_imports_only_the_rooms_it_may(path: Path) -> None:
    own = room(path)
    allowed = MAY_IMPORT[own] | {own, "model", "errors"}
    used = {parts[1] for name in imports(path) if len(parts := name.split(".")) > 1 and parts[0] == "digest"}
    assert used <= allowed, f"{own} may not import {sorted(used - allowed)}"


@pytest.mark.parametrize("path", DIGEST, ids=named)
def test_only_some_rooms_know_the_roster(path: Path) -> None:
    if any(name.split(".")[0] == "subscribers" for name in imports(path)):
        assert room(path) in MAY_IMPORT_SUBSCRIBERS


@pytest.mark.parametrize("path", sorted((ROOT / "subscribers").rglob("*.py")), ids=named)
def test_subscribers_never_imports_digest(path: Path) -> None:
    assert not {name for name in imports(path) if name.split(".")[0] == "digest"}


@pytest.mark.parametrize("path", modules(), ids=named)
def test_only_the_command_line_knows_typer(path: Path) -> None:
    if path.is_relative_to(ROOT / "digest" / "cli"):
        return
    assert not {name.split(".")[0] for name in imports(path)} & ONLY_CLI


@pytest.mark.parametrize("path", [one for one in DIGEST if room(one) in {"editorial", "compose", "model"}], ids=named)
def test_the_editorial_core_does_no_io_and_reads_no_clock(path: Path) -> None:
    assert not {name.split(".")[0] for name in loaded(path)} & NO_IO
    calls = [ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    assert not {call for call in calls if call in {"datetime.now", "datetime.utcnow", "date.today", "open"}}


def test_no_module_imports_in_a_circle() -> None:
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in modules()
    }
    at_import = {name: _at_import(path) & set(names) for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join([*way[way.index(name) :], name])
        if name in done:
            return
        for other in at_import[name]:
            visit(other, (*way, name))
        done.add(name)

    for name in names:
        visit(name, ())


def _at_import(path: Path) -> set[str]:
    """The modules that importing a file really loads: not those for types, nor those inside functions."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    found = {name for node in body for name in _named_by(node)}
    return found - {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")}


@pytest.mark.parametrize("path", modules(), ids=named)
def test_no_module_has_a_name_that_says_nothing_or_one_of_the_standard_library(path: Path) -> None:
    name = path.stem
    assert name not in FORBIDDEN_NAMES
    assert name == "__init__" or name not in sys.stdlib_module_names


@pytest.mark.parametrize("path", modules(), ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc
    assert doc.splitlines()[0].endswith((".", ":")), "the first line is one sentence"


@pytest.mark.parametrize("path", modules(), ids=named)
def test_no_file_is_past_250_lines_and_no_function_past_40(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250
    for function in functions(path):
        assert (function.end_lineno or 0) - function.lineno < 60, function.name
        body = (function.end_lineno or 0) - function.body[0].lineno + 1
        assert body <= 40, f"{function.name} has {body} lines"


def test_files_and_functions_are_small_on_the_whole() -> None:
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in modules()]
    lengths = [(f.end_lineno or 0) - f.lineno + 1 for path in modules() for f in functions(path)]
    assert statistics.median(lines) <= 110
    assert statistics.median(lengths) <= 10


@pytest.mark.parametrize("path", modules(), ids=named)
def test_sql_stands_in_the_stores_alone(path: Path) -> None:
    if path.is_relative_to(ROOT / "digest" / "store") or path.is_relative_to(ROOT / "subscribers"):
        return
    words = ("SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ")
    texts = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
    assert not [text for text in texts if isinstance(text, str) and text.strip().startswith(words)]
