"""Writes a tree as the expression that is read back into the same tree: the normal form of a segment."""

from __future__ import annotations

from subscribers.segments.lexer import bare
from subscribers.segments.parser import RESERVED
from subscribers.segments.tree import Dated, Either, Every, Has, HasNone, Name, Never, Node, Not, Recent
from subscribers.segments.values import span_text


def worded(node: Node) -> str:
    """Return the expression of a tree: words in lower case, names in order, and and or kept apart by parentheses."""
    match node:
        case Either(parts):
            return " or ".join(map(_part, parts))
        case Every(parts):
            return " and ".join(map(_part, parts))
        case Not(part):
            return f"not {_part(part)}"
        case Has(attribute, (name,)):
            return f"{attribute} = {_quoted(name)}"
        case Has(attribute, names):
            return f"{attribute} in ({', '.join(map(_quoted, names))})"
        case HasNone(attribute):
            return f"{attribute} none"
        case Dated(moment, order, day):
            return f"{moment} {order} {day.isoformat()}"
        case Recent(moment, span):
            return f"{moment} within {span_text(span)}"
        case Never(moment):
            return f"{moment} never"


def _part(node: Node) -> str:
    return f"({worded(node)})" if isinstance(node, Either | Every) else worded(node)


def _quoted(name: Name) -> str:
    if bare(name.text) and name.text.casefold() not in RESERVED:
        return name.text
    return "'" + name.text.replace("'", "''") + "'"
