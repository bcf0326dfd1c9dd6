"""Reads the front matter of a Markdown story: YAML between `---`, or TOML between `+++`."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import yaml

from digest.ingest import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST = 50_000  # characters

_OPENED = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n")
_NEEDS_QUOTES = re.compile(r"mapping values|character '[^\\]' that cannot|found '<scalar>'|alias|anchor")
_TOO_DEEP = "front matter is nested too deep"
_FIRST_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\"']?[\w-]+[\"']?[ \t]*[:=]")


class BrokenFrontMatter(ValueError):
    """The front matter cannot be read; the message says why and on which line of the file."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter, its keys in lower case with underscores, and the text below it.

    YAML's scalars stay as they are written (a title of `No` or `2025` is text); TOML's have their types.

    Raises:
        BrokenFrontMatter: the front matter is not closed, too long, or no mapping in valid YAML or TOML.
    """
    opened = _OPENED.match(text)
    if not opened:
        return {}, text
    mark = opened[1]
    closed = re.compile(rf"^{re.escape(mark)}[ \t]*$" if mark == "+++" else r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
    end = closed.search(text, opened.end())
    if not end:
        if _FIRST_KEY.match(text, opened.end()):
            raise BrokenFrontMatter(
                f"front matter opens on line {text[: opened.end()].count(chr(10))} and never closes"
            )
        return {}, text
    block = text[opened.end() : end.start()]
    if len(block) > LONGEST:
        raise BrokenFrontMatter(f"front matter is longer than {LONGEST} characters")
    above = text[: opened.end()].count("\n")
    values = _toml(block, above) if mark == "+++" else _yaml(block, above)
    return {re.sub(r"[\s-]+", "_", key.strip().lower()): value for key, value in values.items()}, text[end.end() :]


def word(values: Mapping[str, Any], *keys: str) -> str:
    """Return the first of `keys` that holds a text, a number or a date, as one line of plain text."""
    return next((text for key in keys if (text := _line(values.get(key)))), "")


def passage(values: Mapping[str, Any], *keys: str) -> str:
    """Return the first of `keys` that holds a text, in its paragraphs."""
    return next((text for key in keys if (text := clean.block(_scalar(values.get(key))))), "")


def words(values: Mapping[str, Any], *keys: str) -> Iterator[str]:
    """Yield all that stands under `keys`: lists, or texts with commas."""
    for key in keys:
        value = values.get(key)
        for part in value if isinstance(value, list) else _line(value).split(","):
            if text := _line(part):
                yield text


def inner(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the mapping under `key`, such as an image with its alt text; empty when there is none."""
    value = values.get(key)
    return {str(name).lower(): part for name, part in value.items()} if isinstance(value, dict) else {}


def _yaml(block: str, above: int) -> dict[str, Any]:
    try:
        # BaseLoader makes strings, lists and mappings and nothing else, so less than SafeLoader.
        values = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        # What is opened and never closed is found out at the end, but mended where it opens.
        unclosed = "end of stream" in (error.problem or "")
        mark = (error.context_mark if unclosed else None) or error.problem_mark
        reason = clean.plain_line(f"{error.context or ''} {error.problem or ''}")
        advice = "; put the value in quotes" if _NEEDS_QUOTES.search(reason) else ""
        line = above + 1 + (mark.line if mark else 0)
        raise BrokenFrontMatter(f"front matter, line {line}: {reason}{advice}") from None
    except RecursionError:
        raise BrokenFrontMatter(_TOO_DEEP) from None
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise BrokenFrontMatter(f"front matter: {clean.plain_line(str(error))[:200]}") from None
    return _mapping(values, above)


def _toml(block: str, above: int) -> dict[str, Any]:
    try:
        return _mapping(tomllib.loads(block), above)
    except RecursionError:
        raise BrokenFrontMatter(_TOO_DEEP) from None
    except ValueError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = above + (int(found[1]) if found else 1)
        reason = str(error).partition(" (at ")[0]
        raise BrokenFrontMatter(f"front matter, line {line}: {clean.plain_line(reason)}") from None


def _mapping(values: object, above: int) -> dict[str, Any]:
    if values is None or values == "":
        return {}
    if not isinstance(values, dict):
        raise BrokenFrontMatter(f"front matter, line {above + 1}: lines of the form `key: value` belong here")
    return {key: value for key, value in values.items() if isinstance(key, str)}


def _line(value: object) -> str:
    return clean.plain_line(_scalar(value))


def _scalar(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    try:
        return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    except ValueError:  # a number of thousands of digits
        return ""
