"""Finds the line of a mistake in a TOML file: digest.toml, or a theme's theme.toml."""

from __future__ import annotations

import re

_TOML_SAYS = re.compile(r"\bline (\d+)\b")  # of a mistake in the TOML itself, by tomllib or by us
_KEY_PATH = re.compile(r"""[^:]+: (?P<path>(?:"[^"]*"|'[^']*'|[\w.-])+): """)
_HEADER = re.compile(r"\s*\[+\s*(?P<path>[^\]]+?)\s*\]+\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?P<path>(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")

Path = tuple[str, ...]


def line_of(problem: str, text: str) -> int:
    """Return which line a ConfigError's problem is about, or that of its table if the key is not there; else 0."""
    if said := _TOML_SAYS.search(problem):
        return int(said[1])
    found = _KEY_PATH.match(problem)
    if not found:
        return len(text.splitlines()) if "end of document" in problem else 0
    return line_of_key(found["path"], text)


def line_of_key(path: str, text: str) -> int:
    """Return the line where a key stands, or that of its table if the key is not there; else 0."""
    wanted, lines = _parts(path), _lines(text)
    return next((lines[wanted[:n]] for n in range(len(wanted), 0, -1) if wanted[:n] in lines), 0)


def _lines(text: str) -> dict[Path, int]:
    """Return where each table and key stands first."""
    lines: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _parts(header["path"])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault(table + _parts(key["path"]), number)
    return lines


def _parts(path: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(path))
