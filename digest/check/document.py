"""Reads the HTML of a mail into elements, whatever state it is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

from digest.check.css import Declaration, StyleRule, declarations, style_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Element: TypeAlias = Any  # lxml ships no types

_UNSEEN = frozenset({"head", "title", "style", "script", "noscript", "template", "meta", "link"})
_NAMELESS = {ord("\x00"): "\ufffd"}


@dataclass(frozen=True, slots=True)
class Document:
    """The elements of a page in reading order, its rules of style, and which elements nobody sees."""

    root: Element
    elements: tuple[Element, ...]
    rules: tuple[StyleRule, ...]
    hidden: frozenset[Element]
    _positions: Mapping[Element, int]

    def named(self, *tags: str) -> list[Element]:
        """Return the elements with one of these tags, in reading order."""
        return [one for one in self.elements if one.tag in tags]

    def seen(self) -> list[Element]:
        """Return the elements that a reader may see."""
        return [one for one in self.elements if one not in self.hidden]

    def position(self, element: Element) -> int:
        """Return how far into the page an element stands."""
        return self._positions[element]

    def words(self, element: Element) -> str:
        """Return the words in an element that a reader may see, spaced as they are in the source."""
        return "".join(self._texts(element))

    def all_words(self) -> str:
        """Return the words of all elements, hidden ones too."""
        return "".join(piece for one in self.elements for piece in (one.text, *(child.tail for child in one)) if piece)

    def _texts(self, element: Element) -> Iterator[str]:
        if element in self.hidden:
            return
        for one in element.iter():
            if one in self._positions and one not in self.hidden and one.text:
                yield one.text
            if one is not element and one.tail and one.getparent() not in self.hidden:
                yield one.tail


def parse(html: str) -> Document:
    """Read a page; what cannot be read as HTML is an empty one."""
    root = _root(html)
    elements = tuple(one for one in root.iter() if isinstance(one.tag, str))
    sheet = "\n".join(one.text or "" for one in elements if one.tag == "style" and _applies(one))
    return Document(
        root,
        elements,
        tuple(style_rules(sheet)),
        _hidden(elements),
        {one: number for number, one in enumerate(elements)},
    )


def inline(element: Element) -> tuple[Declaration, ...]:
    """Return the declarations of an element's own style."""
    return declarations(element.get("style") or "")


def own_texts(element: Element) -> list[str]:
    """Return the pieces of text that stand in an element itself and in none within it, blank ones left out."""
    pieces = [element.text, *(child.tail for child in element)]
    return [piece for piece in pieces if piece and piece.strip()]


def _root(html: str) -> Element:
    data = html.translate(_NAMELESS).encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", no_network=True))
    except etree.LxmlError:
        root = None
    return etree.Element("html") if root is None else root


def _applies(style: Element) -> bool:
    """Tell whether a sheet is for screens whatever their width; others only refine it."""
    return (style.get("media") or "all").strip().casefold() in ("all", "screen")


def _hidden(elements: tuple[Element, ...]) -> frozenset[Element]:
    """Return the elements that are never shown, with all that stand in them."""
    found: set[Element] = set()
    for one in elements:
        if one.getparent() in found or one.tag in _UNSEEN or _hides(one):
            found.add(one)
    return frozenset(found)


def _hides(element: Element) -> bool:
    style = {one.name: one.value for one in inline(element)}
    return (
        element.get("hidden") is not None
        or style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("opacity") in ("0", "0.0")
        or (style.get("max-height") in ("0", "0px") and style.get("overflow") == "hidden")
    )
