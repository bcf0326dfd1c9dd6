"""Reads an expression into its tree, by one function for each rule of the language.

expression = all ("or" all)*
all        = one ("and" one)*
one        = "not" one | "(" expression ")" | condition
condition  = attribute ("=" | "!=") NAME
           | attribute ["not"] "in" "(" NAME ("," NAME)* ")"
           | attribute "none"
           | moment (">=" | ">" | "<" | "<=" | "=" | "!=") DAY
           | moment "within" SPAN
           | moment "never"
           | SEGMENT
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from subscribers.errors import BadValue
from subscribers.segments.lexer import Kind, Token, tokens
from subscribers.segments.tree import (
    MAX_DEPTH,
    MAX_TERMS,
    Attribute,
    Dated,
    Has,
    HasNone,
    Name,
    Never,
    Node,
    Not,
    Order,
    Recent,
    depth,
    either,
    every,
    terms,
)
from subscribers.segments.values import day_of, name_of, span_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from subscribers.errors import BadSegment

T = TypeVar("T")

RESERVED = frozenset({"and", "or", "not", "in", "none", "within", "never"})
_JOINING = RESERVED - {"not"}  # words that cannot begin a condition
_NAMING = (Kind.WORD, Kind.QUOTED)


class Parser:
    """Goes through one expression from left to right."""

    def __init__(
        self, text: str, *, title: str = "segment", moments: Collection[str], refer: Callable[[Token], Node]
    ) -> None:
        """Take the expression and what messages call it, the words for moments, and what a segment's name stands for.

        `refer` raises BadSegment for a word that names no segment.
        """
        self._tokens, self._next = tokens(text, title=title), 0
        self._moments, self._refer = moments, refer

    def read(self) -> Node:
        """Return the tree.

        Raises:
            BadSegment: the expression is not of the language, or has too many conditions.
        """
        start = self._token
        if start.kind is Kind.END:
            raise start.place.fault("it is empty; write a condition such as topic = sport")
        node = self._either(0)
        if self._token.kind is not Kind.END:
            hint = "; a name of several words needs quotes" if self._token.kind is Kind.WORD else ""
            raise self._expected("and, or, or the end", hint=hint)
        if terms(node) > MAX_TERMS:
            raise start.place.fault(f"it has {terms(node)} conditions and names, more than {MAX_TERMS}")
        if depth(node) > MAX_DEPTH:
            raise start.place.fault(f"its parts are nested more than {MAX_DEPTH} deep")
        return node

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _taken(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _took(self, *words: str) -> bool:
        """Pass over a word or sign if it is one of these."""
        if found := self._token.plain in words:
            self._next += 1
        return found

    def _expected(self, what: str, *, hint: str = "") -> BadSegment:
        return self._token.place.fault(f"expected {what}, found {self._token.shown}{hint}")

    def _either(self, level: int) -> Node:
        parts = [self._every(level)]
        while self._took("or"):
            parts.append(self._every(level))
        return either(parts)

    def _every(self, level: int) -> Node:
        parts = [self._one(level)]
        while self._took("and"):
            parts.append(self._one(level))
        return every(parts)

    def _one(self, level: int) -> Node:
        if level > MAX_DEPTH:
            raise self._token.place.fault(f"parentheses and nots are nested more than {MAX_DEPTH} deep")
        if self._took("not"):
            return Not(self._one(level + 1))
        if self._took("("):
            node = self._either(level + 1)
            if not self._took(")"):
                raise self._expected("and, or, or a closing parenthesis")
            return node
        return self._condition()

    def _condition(self) -> Node:
        token = self._token
        if token.kind is not Kind.WORD or token.plain in _JOINING:
            raise self._expected("a condition such as topic = sport")
        self._next += 1
        if token.plain in tuple(Attribute):
            return self._named(Attribute(token.plain))
        if token.plain in self._moments:
            return self._timed(token.plain)
        return self._refer(token)

    def _named(self, attribute: Attribute) -> Node:
        if self._took("none"):
            return HasNone(attribute)
        if self._took("="):
            return Has(attribute, (self._name(attribute),))
        if self._took("!="):
            return Not(Has(attribute, (self._name(attribute),)))
        if self._took("in"):
            return Has(attribute, self._names(attribute))
        if self._took("not"):
            if not self._took("in"):
                raise self._expected("in")
            return Not(Has(attribute, self._names(attribute)))
        raise self._expected(f"=, !=, in, not in or none after {attribute}")

    def _names(self, attribute: Attribute) -> tuple[Name, ...]:
        if not self._took("("):
            raise self._expected(f"names in parentheses, such as {attribute} in (one, another)")
        names = [self._name(attribute)]
        while self._took(","):
            names.append(self._name(attribute))
        if not self._took(")"):
            raise self._expected("a comma or a closing parenthesis")
        return tuple(sorted({name.text: name for name in reversed(names)}.values(), key=lambda name: name.text))

    def _name(self, attribute: Attribute) -> Name:
        token = self._token
        if token.plain in RESERVED:
            raise token.place.fault(f"{token.shown} is a word of the language; as a name it needs quotes")
        text = self._value(lambda text: name_of(attribute, text), f"the name of a {attribute}")
        return Name(text, token.place)

    def _timed(self, moment: str) -> Node:
        if self._took("never"):
            return Never(moment)
        if self._took("within"):
            return Recent(moment, self._value(span_of, "a span of time such as 30d"))
        if self._token.plain in tuple(Order):
            order = Order(self._taken().plain)
            return Dated(moment, order, self._value(day_of, "a day such as 2026-11-23"))
        if self._took("!="):
            return Not(Dated(moment, Order.ON, self._value(day_of, "a day such as 2026-11-23")))
        raise self._expected(f"{', '.join(Order)}, !=, within or never after {moment}")

    def _value(self, read: Callable[[str], T], what: str) -> T:
        """Read the value that stands here, and say where it stands if it is wrong."""
        if self._token.kind not in _NAMING:
            raise self._expected(what)
        token = self._taken()
        try:
            return read(token.text)
        except BadValue as error:
            raise token.place.fault(str(error)) from None
