"""Who may import whom, and the measures of files, names and functions: the design held against the code."""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("digest", "subscribers")

# The rooms and whom each may import stand in docs/design.md, for people; here they are read from there. So do the parts
# of the largest rooms, in the order in which each knows those before it.
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
ROOM = re.compile(r"^\| `digest/(\w+)(?:/|\.py)` \|[^|]+\| ([^|]+) \|$", re.MULTILINE)
PART = re.compile(r"^\| `(\w+/\w+)/(\w+)/` \|", re.MULTILINE)
SHARED = {"model", "errors"}

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


def may_import() -> dict[str, set[str]]:
    """For each room the rooms it may import, and `subscribers`, as docs/design.md has it."""
    rows = {name: re.sub(r" \([^)]*\)", "", words) for name, words in ROOM.findall(DESIGN)}
    listed = {name: set(words.removeprefix("all but ").split(", ")) - {"nothing"} for name, words in rows.items()}
    every = {*rows, "subscribers"} - SHARED
    return {
        name: every - listed[name] - {name} if words.startswith("all but ") else listed[name]
        for name, words in rows.items()
    }


def used_by(path: Path) -> set[str]:
    """The rooms a file imports, and `subscribers`, but for its own and what all share."""
    parts = [name.split(".") for name in imports(path)]
    rooms = {names[1] for names in parts if names[0] == "digest" and len(names) > 1}
    return (rooms | {names[0] for names in parts if names[0] == "subscribers"}) - SHARED - {room(path)}


def test_each_room_imports_the_rooms_that_the_design_says_and_no_others() -> None:
    used: defaultdict[str, set[str]] = defaultdict(set)
    for path in DIGEST:
        used[room(path)] |= used_by(path)
    assert used == may_import()


@pytest.mark.parametrize("whole", ["digest/pipeline", "digest/store", "subscribers/files"])
def test_a_part_of_a_room_knows_only_those_before_it(whole: str) -> None:
    order = [part for owner, part in PART.findall(DESIGN) if owner == whole]
    folder, package = ROOT / whole, whole.replace("/", ".")
    assert sorted(order) == sorted(path.parent.name for path in folder.glob("*/__init__.py"))
    for path in folder.glob("*/*.py"):
        later = order[order.index(path.parent.name) + 1 :]
        assert not [name for name in imports(path) if name.startswith(tuple(f"{package}.{one}" for one in later))]


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
