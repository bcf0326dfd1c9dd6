"""Writes docs/schema.md: every table and column of the database, and every JSON document that commands print."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digest.store.database import MIGRATION_SETS
from digest.store.upkeep.soundness import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

HERE = Path(__file__).parent
INDEXES = ("stories_fts", "contents_search")  # FTS5 keeps tables of its own for each

HEAD = """\
# Tables and JSON

This page is made from the program by `make docs`.

## The database

One SQLite file, in WAL mode, with STRICT tables. Read it as you like (`sqlite3 -readonly digest.db`); write to it only
through `digest`. Times are UTC, ISO-8601, with `Z`; an empty text means none. Columns marked † may be NULL. New
versions may add tables and columns, and [`digest db migrate`](operations.md) brings a database up to date. Beside these
there are the full-text indexes `stories_fts` and `contents_search`, and `_sqlite_migrations`, which knows what was
applied.
"""
JSON_HEAD = """\
## JSON

Commands with `--json` print one document on stdout. Keys may be added, and none is taken away or changes its meaning.
Times are UTC with `Z`.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, and what the schema says of it."""

    name: str
    kind: str
    rules: str


def meanings() -> dict[str, dict[str, str]]:
    """Return what each table (under the empty name) and column means."""
    return tomllib.loads((HERE / "schema.toml").read_text(encoding="utf-8"))


def documents() -> dict[str, dict[str, str]]:
    """Return what each command prints with --json: `is`, `keys` and, where they do not speak for themselves, `says`."""
    return tomllib.loads((HERE / "json.toml").read_text(encoding="utf-8"))


def tables() -> dict[str, list[Column]]:
    """Return the tables and views of a database as this version makes it, with their columns."""
    with blank() as db:
        for migration_set in MIGRATION_SETS:
            migration_set.apply(db)
        names = [*db.table_names(), *db.view_names()]
        ours = [name for name in names if not name.startswith(("_", "sqlite_", *INDEXES))]
        return {name: list(_columns(db, name)) for name in ours}


def page() -> str:
    """Return the page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    found = tables()
    yield HEAD
    for name, means in meanings().items():
        yield from (f"### {name}\n", f"{means['']}\n", "| column | type | is |", "|---|---|---|")
        for column in found[name]:
            yield f"| `{column.name}` | {column.kind} | {means[column.name]}{column.rules} |"
        yield ""
    yield JSON_HEAD
    yield from ("| command | prints |", "|---|---|")
    for command, document in documents().items():
        keys = re.sub(r"(\w+)", r"`\1`", document["keys"])
        says = f" {document['says']}" if document.get("says") else ""
        yield f"| `digest {command}` | {document['is']}: {', '.join(keys.split())}.{says} |".replace("_|_", r"\|")
    yield ""


def _columns(db: Database, name: str) -> Iterator[Column]:
    sql = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()[0]
    refers = {row[3]: row[2] for row in db.execute(f"PRAGMA foreign_key_list({name})")}
    for _, column, kind, not_null, _, key in db.execute(f"PRAGMA table_info({name})").fetchall():
        may_be_null = sql.startswith("CREATE TABLE") and not not_null and not key
        more = [f"[{refers[column]}](#{refers[column]})"] if column in refers else []
        more += [" \\| ".join(_allowed(sql, column))] if _allowed(sql, column) else []
        yield Column(column, f"{kind.lower() or 'as there'}{' †' * may_be_null}", "".join(f" ({one})" for one in more))


def _allowed(sql: str, column: str) -> list[str]:
    """Return the words that a CHECK lets a column have."""
    told = re.findall(rf"\b{column}\s+(?:=\s*('[^']*')|IN\s*\(([^)]*)\))", sql)
    return [word for one in told for word in re.findall(r"'([^']*)'", "".join(one))]
