"""Keeps the segments that have names, and reads expressions that refer to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from subscribers.errors import suggestion
from subscribers.segments.parser import RESERVED, Parser
from subscribers.segments.tree import JOINED, MAX_DEPTH, Attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from subscribers.segments.lexer import Token
    from subscribers.segments.tree import Node

_UNTRACKED = frozenset({"opened", "clicked", "read"})


@dataclass(frozen=True, slots=True)
class Segments:
    """The expressions of the named segments, and the words for moments that the roster knows nothing of."""

    texts: Mapping[str, str]
    others: Sequence[str] = ()

    @property
    def moments(self) -> tuple[str, ...]:
        """Every word for what happens to a subscriber."""
        return (JOINED, *map(str, self.others))

    @property
    def taken(self) -> frozenset[str]:
        """The words of the language, by which no segment can be called."""
        return RESERVED | frozenset(Attribute) | frozenset(self.moments)

    def read(self, text: str, *, title: str = "segment") -> Node:
        """Return the tree of an expression; the segments it refers to stand in it with their own trees.

        Raises:
            BadSegment: the expression, or a segment that it refers to, is wrong; its `title` says which.
        """
        return self._read(text, title=title)

    def named(self, name: str) -> Node:
        """Return the tree of a named segment; KeyError for a name that none has.

        Raises:
            BadSegment: its expression, or that of a segment it refers to, is wrong.
        """
        return self._read(self.texts[name], title=title_of(name), within=(name,))

    def used_in(self, text: str) -> frozenset[str]:
        """Return the names of the segments that an expression refers to, itself or through others.

        Raises:
            BadSegment: as `read`.
        """
        used: set[str] = set()
        self._read(text, used=used)
        return frozenset(used)

    def _read(
        self, text: str, *, title: str = "segment", within: tuple[str, ...] = (), used: set[str] | None = None
    ) -> Node:
        return Parser(text, title=title, moments=self.moments, refer=partial(self._refer, within, used)).read()

    def _refer(self, within: tuple[str, ...], used: set[str] | None, token: Token) -> Node:
        name = token.plain
        if name in within:
            raise token.place.fault(f"it refers to itself: {' -> '.join([*within, name])}")
        if name not in self.texts:
            raise token.place.fault(self._unknown(token))
        if len(within) > MAX_DEPTH:
            raise token.place.fault(f"segments refer to segments more than {MAX_DEPTH} times over")
        if used is not None:
            used.add(name)
        return self._read(self.texts[name], title=title_of(name), within=(*within, name), used=used)

    def _unknown(self, token: Token) -> str:
        fields = [*map(str, Attribute), *self.moments]
        if token.plain in _UNTRACKED:
            return f"opens and clicks are not kept, so {token.shown} cannot be asked; there are: {', '.join(fields)}"
        return f"{token.shown} is neither a field nor a segment{suggestion(token.plain, [*fields, *self.texts])}"


def title_of(name: str) -> str:
    """Return what messages call a named segment."""
    return f"segment {name!r}"
