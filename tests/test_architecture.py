"""Who may import whom, and the measures of files, names and functions: the design held against the code."""

from __future__ import annotations

import ast
import statistics
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("digest", "subscribers")

# For each room, the rooms of `digest` it may import, beside `model` and `errors`. `subscribers` stands outside.
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "clock": set(),
    "writing": set(),
    "lines": set(),
    "config": {"clock", "editorial"},
    "starter": {"config"},
    "scheduling": {"editorial"},
    "ingest": {"clock"},
    "store": {"clock", "writing"},
    "editorial": set(),
    "compose": {"editorial"},
    "render": {"lines"},
    "check": {"render"},
    "deliver": set(),
    "events": {"store", "clock"},
    "demo": {"clock"},
    "drill": set(),
    "doctor": {"deliver", "scheduling", "writing"},
    "web": {"render", "pipeline", "clock", "events"},
    "pipeline": {
        "check", "clock", "compose", "config", "deliver", "demo", "doctor", "drill", "editorial", "events", "ingest",
        "lines", "render", "store", "web", "writing",
    },
    "cli": {"clock", "config", "doctor", "drill", "pipeline", "scheduling", "starter", "store", "writing"},
}  # fmt: skip

MAY_IMPORT_SUBSCRIBERS = {"pipeline", "cli", "store", "web", "config", "events"}

ONLY_CLI = {"typer", "rich", "click"}
NO_IO = {"sqlite3", "sqlite_utils", "socket", "urllib3", "os", "pathlib", "subprocess", "time", "random"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "util", "helper", "misc"}


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(parsed(path)))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, wherever in it, also for types alone."""
    return frozenset(name for node in nodes(path) for name in _named_by(node))


def loaded(path: Path) -> set[str]:
    """Every module that a file imports when it runs: not those for types alone."""
    body = [node for node in parsed(path).body if not _is_for_types(node)]
    return {name for top in body for node in ast.walk(top) for name in _named_by(node)}


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _named_by(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return set()


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def room(path: Path) -> str:
    return path.relative_to(ROOT / "digest").parts[0].removesuffix(".py")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


DIGEST = [path for path in modules() if path.is_relative_to(ROOT / "digest") and path != ROOT / "digest/__init__.py"]
SUBSCRIBERS = [path for path in modules() if path.is_relative_to(ROOT / "subscribers")]


def test_a_room_imports_only_the_rooms_it_may() -> None:
    def forbidden(path: Path) -> set[str]:
        used = {parts[1] for name in imports(path) if len(parts := name.split(".")) > 1 and parts[0] == "digest"}
        return used - MAY_IMPORT[room(path)] - {room(path), "model", "errors"}

    assert not {named(path): found for path in DIGEST if (found := forbidden(path))}


def test_only_some_rooms_know_the_roster() -> None:
    knowing = [path for path in DIGEST if any(name.split(".")[0] == "subscribers" for name in imports(path))]
    assert not [named(path) for path in knowing if room(path) not in MAY_IMPORT_SUBSCRIBERS]


def test_subscribers_never_imports_digest() -> None:
    assert not [named(path) for path in SUBSCRIBERS if any(name.split(".")[0] == "digest" for name in imports(path))]


def test_only_the_command_line_knows_typer() -> None:
    others = [path for path in modules() if not path.is_relative_to(ROOT / "digest" / "cli")]
    assert not [named(path) for path in others if {name.split(".")[0] for name in imports(path)} & ONLY_CLI]


@pytest.mark.parametrize("core", ["editorial", "compose", "model"])
def test_the_editorial_core_does_no_io_and_reads_no_clock(core: str) -> None:
    files = [path for path in DIGEST if room(path) == core]
    assert not [named(path) for path in files if {name.split(".")[0] for name in loaded(path)} & NO_IO]
    calls = [
        (named(path), ast.unparse(node.func)) for path in files for node in nodes(path) if isinstance(node, ast.Call)
    ]
    assert not [one for one in calls if one[1] in {"datetime.now", "datetime.utcnow", "date.today", "open"}]


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
    found = {name for node in parsed(path).body for name in _named_by(node)}
    return found - {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")}


def test_no_module_has_a_name_that_says_nothing_or_one_of_the_standard_library() -> None:
    taken = (FORBIDDEN_NAMES | sys.stdlib_module_names) - {"__init__"}
    assert not [named(path) for path in modules() if path.stem in taken]


def test_every_module_says_in_a_sentence_what_it_is_for() -> None:
    docs = {named(path): ast.get_docstring(parsed(path)) or "" for path in modules()}
    assert not [name for name, doc in docs.items() if not doc or not doc.splitlines()[0].endswith((".", ":"))]


def test_no_file_is_past_250_lines_and_no_function_past_40() -> None:
    assert not [named(path) for path in modules() if lines(path) > 250]
    every = [(named(path), function) for path in modules() for function in functions(path)]
    assert not [(name, one.name) for name, one in every if (one.end_lineno or 0) - one.lineno >= 60]
    assert not [(name, one.name) for name, one in every if (one.end_lineno or 0) - one.body[0].lineno >= 40]


def test_files_and_functions_are_small_on_the_whole() -> None:
    lengths = [(f.end_lineno or 0) - f.lineno + 1 for path in modules() for f in functions(path)]
    assert statistics.median(lines(path) for path in modules()) <= 110
    assert statistics.median(lengths) <= 10


def test_sql_stands_in_the_stores_alone() -> None:
    words = ("SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ")
    others = [path for path in DIGEST if room(path) != "store"]
    texts = [(named(path), node.value) for path in others for node in nodes(path) if isinstance(node, ast.Constant)]
    assert not [(name, text) for name, text in texts if isinstance(text, str) and text.strip().startswith(words)]
