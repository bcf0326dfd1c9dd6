"""Writes docs/commands.md: every command, its options, defaults and exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.making.entries import ENVIRONMENT, EXIT_CODES, Entry, commands, root

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.cli.usage import Word

HEAD = """\
# Every command

This page is made from the program by `make docs`, and says what `digest COMMAND --help` says; so does `man digest`.

`digest [--config FILE] [-v|-q] COMMAND`: options of `digest` itself stand before the command. EDITION is a name from
digest.toml; an ISSUE is `EDITION/DATE` (`daily/2026-11-23`, or `daily/2026-11-23T18:30` for a second slot that day),
`daily#12` by its number, or `daily` for its latest. Durations are `20s`, `90m`, `24h`, `7d`; times ISO-8601, or local
wall time in the publication's zone. Commands with `--json` print one JSON document:
[what stands in it](schema.md#json).
"""


def page() -> str:
    """Return the page."""
    return "\n".join([*_head(), *(line for entry in commands() for line in _section(entry))])


def _head() -> Iterator[str]:
    yield HEAD
    yield from _table("option", root().options)
    yield "## Exit codes\n"
    yield from ["| code | means |", "|---|---|", *(f"| {code} | {means} |" for code, means in EXIT_CODES.items()), ""]
    yield "## Environment\n"
    yield from ["| variable | |", "|---|---|", *(f"| `{name}` | {says} |" for name, says in ENVIRONMENT.items()), ""]


def _section(entry: Entry) -> Iterator[str]:
    yield f"## {entry.name}\n"
    yield f"```\n{entry.name} {entry.usage}".rstrip() + "\n```\n"
    yield from (f"{_marked(part)}\n" for part in entry.says)
    yield from _table("argument", entry.arguments)
    yield from _table("option", entry.options)
    yield from (f"Example: `{example}`\n" for example in entry.examples)


def _table(title: str, words: Iterable[Word]) -> Iterator[str]:
    rows = [f"| {_code(word.written)} | {_marked(word.meaning)} |" for word in words]
    if rows:
        yield from [f"| {title} | |", "|---|---|", *rows, ""]


def _code(text: str) -> str:
    escaped = text.replace("|", r"\|")
    return f"`{escaped}`"


def _marked(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;")
