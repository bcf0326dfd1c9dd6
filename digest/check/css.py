"""Reads styles: the declarations of an attribute, and the rules of a sheet with the conditions they stand under."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_STRING = r'"(?:[^"\\\n]|\\.)*"|' r"'(?:[^'\\\n]|\\.)*'"
_SIGN = re.compile(rf"{_STRING}|\([^()]*\)|[{{}};]|[^{{}};\"'(]+|.", re.DOTALL)
_IMPORTANT = re.compile(r"\s*!\s*important\s*\Z", re.IGNORECASE)
_COMMA = re.compile(r",(?![^()]*\))")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One property and its value, both in lower case but for what stands in quotes and addresses."""

    name: str
    value: str
    important: bool = False


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A rule of a sheet, or a statement such as @import, which has no declarations.

    `conditions` are the at-rules around it, from the outside in, in lower case.
    """

    selectors: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    conditions: tuple[str, ...] = ()


@lru_cache(maxsize=1024)  # a mail says the same many times
def declarations(style: str) -> tuple[Declaration, ...]:
    """Return the declarations of a style attribute or of a rule's body; what is none is left out."""
    found, piece = [], ""
    for sign in [*_SIGN.findall(_COMMENT.sub(" ", style)), ";"]:
        if sign != ";":
            piece += sign
            continue
        name, colon, value = piece.partition(":")
        if colon and name.strip() and value.strip():
            found.append(_declaration(name, value))
        piece = ""
    return tuple(found)


def style_rules(sheet: str) -> Iterator[StyleRule]:
    """Yield the rules of a sheet in order; what stands in an unclosed one is left out, as mail programs do."""
    open_heads: list[str] = []
    piece = ""
    for sign in _SIGN.findall(_COMMENT.sub(" ", sheet)):
        if sign == "{":
            open_heads.append(_one_line(piece))
            piece = ""
        elif sign == "}":
            head = open_heads.pop() if open_heads else "@"
            if not _groups(head):
                yield StyleRule(_selectors(head), declarations(piece), _conditions(open_heads))
            piece = ""
        elif sign == ";" and (not open_heads or _groups(open_heads[-1])):
            if piece.strip().startswith("@"):
                yield StyleRule((_one_line(piece),), (), _conditions(open_heads))
            piece = ""
        else:
            piece += sign


def _groups(head: str) -> bool:
    """Tell whether an at-rule holds rules, and not declarations as @font-face does."""
    return head.startswith("@") and not head.startswith(("@font-face", "@page"))


def _conditions(heads: list[str]) -> tuple[str, ...]:
    return tuple(head.casefold() for head in heads if head.startswith("@"))


def _selectors(head: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in _COMMA.split(head) if one.strip())


def _declaration(name: str, value: str) -> Declaration:
    important = _IMPORTANT.search(value)
    plain = _one_line(value[: important.start()] if important else value)
    quoted = any(sign in plain for sign in ("'", '"', "url("))
    return Declaration(name.strip().casefold(), plain if quoted else plain.casefold(), important is not None)


def _one_line(text: str) -> str:
    return " ".join(text.split())
