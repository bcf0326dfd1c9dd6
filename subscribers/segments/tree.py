"""The tree that a segment's expression is read into."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from subscribers.segments.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, timedelta

JOINED = "joined"  # the moment that the roster itself knows of: when they joined the first list they have not left

MAX_TERMS = 200  # conditions in one expression, each name of a condition counted; more than a person writes
MAX_DEPTH = 16  # of nots, ands and ors within each other; SQLite's own reader takes about twice that


class Attribute(StrEnum):
    """What a subscriber has by name, one or several of it."""

    LIST = "list"  # the lists they are confirmed on
    TOPIC = "topic"  # the topics they chose to follow
    LANGUAGE = "language"  # their language, if they said which


class Order(StrEnum):
    """How a moment stands to a day."""

    SINCE = ">="
    AFTER = ">"
    BEFORE = "<"
    UNTIL = "<="
    ON = "="


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a list, a topic or a language, in its normal form, and where it was read."""

    text: str
    place: Place = field(default=Place("", 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Has:
    """Has at least one of these; names are in order and differ."""

    attribute: Attribute
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class HasNone:
    """Has none at all: stands on no list, follows no topic, named no language."""

    attribute: Attribute


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment, such as `joined`, lies before, on or after a day of the publication's zone."""

    moment: str
    order: Order
    day: date


@dataclass(frozen=True, slots=True)
class Recent:
    """A moment lies no longer back than this; whole seconds."""

    moment: str
    span: timedelta


@dataclass(frozen=True, slots=True)
class Never:
    """A moment has not come."""

    moment: str


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; two or more, none of them an Every."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds; two or more, none of them an Either."""

    parts: tuple[Node, ...]


Node = Has | HasNone | Dated | Recent | Never | Not | Every | Either


def every(parts: Iterable[Node]) -> Node:
    """Return the tree in which all parts hold, in normal form."""
    flat = tuple(one for part in parts for one in (part.parts if isinstance(part, Every) else (part,)))
    return flat[0] if len(flat) == 1 else Every(flat)


def either(parts: Iterable[Node]) -> Node:
    """Return the tree in which one part at least holds, in normal form."""
    flat = tuple(one for part in parts for one in (part.parts if isinstance(part, Either) else (part,)))
    return flat[0] if len(flat) == 1 else Either(flat)


def leaves(node: Node) -> Iterator[Has | HasNone | Dated | Recent | Never]:
    """Yield the conditions of a tree, in order."""
    match node:
        case Not(part):
            yield from leaves(part)
        case Every(parts) | Either(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield node


def terms(node: Node) -> int:
    """Return how many conditions a tree has, each name of a condition counted."""
    return sum(len(leaf.names) if isinstance(leaf, Has) else 1 for leaf in leaves(node))


def depth(node: Node) -> int:
    """Return how many nots, ands and ors stand within each other."""
    match node:
        case Not(part):
            return 1 + depth(part)
        case Every(parts) | Either(parts):
            return 1 + max(map(depth, parts))
        case _:
            return 0
