"""Works out how text looks, in the light and in the dark: its colour, what is behind it, and how large it is."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.check import matching
from digest.check.colours import BLACK, WHITE, parse
from digest.check.document import inline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.check.css import Declaration, StyleRule
    from digest.check.document import Document, Element
    from digest.model.colour import Colour

    Weight = tuple[bool, bool, tuple[int, int, int], int]

_DARK = "(prefers-color-scheme:dark)"
_SIZE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)(px|pt|em|rem|%)")
_IN_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0}
_OF_PARENT = {"em": 1.0, "%": 0.01}
_PAINTED = ("url(", "gradient(")
_HEADING_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67}
_LINK, _DARK_LINK = parse("#0000ee"), parse("#9e9eff")  # where the mail sets none
_NORMAL = 16.0  # pixels


@dataclass(frozen=True, slots=True)
class Look:
    """How the text in an element looks; None where a colour cannot be told, such as over a picture."""

    colour: Colour | None = BLACK
    ground: Colour | None = WHITE
    size: float = _NORMAL  # pixels
    bold: bool = False
    shown: bool = True

    @property
    def large(self) -> bool:
        """Whether it counts as large (WCAG 2.2: 18 points, or 14 in bold)."""
        return self.size >= 24 or (self.bold and self.size >= 18.66)


# What a mail program in the dark shows where a mail that knows the dark sets no colour.
_DARK_PAGE = Look(colour=WHITE, ground=parse("#121212"))


def looks(document: Document, *, dark: bool) -> Mapping[Element, Look]:
    """Return how the text of each element looks to somebody whose mail program is light, or dark."""
    styles = _styles(document, dark=dark)
    outside, link = (_DARK_PAGE, _DARK_LINK) if dark and has_dark(document) else (Look(), _LINK)
    found: dict[Element, Look] = {}
    for element in document.elements:
        around = found.get(element.getparent(), outside)
        found[element] = _look(element, styles.get(element, {}), around, link)
    return found


def has_dark(document: Document) -> bool:
    """Tell whether the mail says how it looks in the dark."""
    return any(_is_dark(rule) for rule in document.rules)


def _styles(document: Document, *, dark: bool) -> dict[Element, dict[str, str]]:
    """Return the properties of each element that its own style and the sheets give it, by their weight."""
    rules = [rule for rule in document.rules if not rule.conditions or (dark and _is_dark(rule)) or _is_screen(rule)]
    index = _index(document)
    given: dict[Element, list[tuple[Weight, Declaration]]] = defaultdict(list)
    for order, rule in enumerate(rules):
        for text in rule.selectors:
            if (selector := matching.read(text)) is None:
                continue
            for element in index.get(selector.key, ()):
                if selector.matches(element):
                    given[element] += [
                        ((one.important, False, selector.weight, order), one) for one in rule.declarations
                    ]
    for element in document.elements:
        given[element] += [((one.important, True, (0, 0, 0), 0), one) for one in inline(element)]
    return {element: _settled(found) for element, found in given.items()}


def _index(document: Document) -> Mapping[str, list[Element]]:
    """Return the elements by what a selector's key may be: their tag, their classes, their id, or anything."""
    found: dict[str, list[Element]] = defaultdict(list)
    for element in document.elements:
        classes = {f".{name}" for name in (element.get("class") or "").split()}
        for key in {"", element.tag, f"#{element.get('id') or ''}"} | classes:
            found[key].append(element)
    return found


def _settled(found: Sequence[tuple[Weight, Declaration]]) -> dict[str, str]:
    by_weight = sorted(found, key=lambda pair: pair[0])
    values: dict[str, str] = {}
    for _, one in by_weight:
        values.pop(one.name, None)  # so that of background and background-color the later one counts
        values[one.name] = one.value
    return values


def _is_dark(rule: StyleRule) -> bool:
    return len(rule.conditions) == 1 and _DARK in rule.conditions[0].replace(" ", "")


def _is_screen(rule: StyleRule) -> bool:
    return len(rule.conditions) == 1 and rule.conditions[0] in ("@media screen", "@media all", "@media only screen")


def _look(element: Element, style: Mapping[str, str], around: Look, link: Colour | None) -> Look:
    return Look(
        colour=_colour(element, style, around, link),
        ground=_ground(element, style, around),
        size=_size(element, style, around),
        bold=_bold(element, style, around),
        shown=around.shown and style.get("display") != "none" and style.get("visibility") != "hidden",
    )


def _colour(element: Element, style: Mapping[str, str], around: Look, link: Colour | None) -> Colour | None:
    value = style.get("color", "")
    if value in ("inherit", "currentcolor", "unset") or (not value and element.tag not in ("a", "font", "body")):
        return around.colour
    if value:
        return parse(value)
    if element.tag == "a":
        return link if element.get("href") else around.colour
    given = element.get("color" if element.tag == "font" else "text")
    return parse(given) if given else around.colour


def _ground(element: Element, style: Mapping[str, str], around: Look) -> Colour | None:
    """Return the colour behind an element, laid over what is behind that; None over a picture."""
    values = [value for name, value in style.items() if name in ("background", "background-color", "background-image")]
    if element.get("background") or any(sign in value for value in values for sign in _PAINTED):
        return None
    colours = [parse(value) or _first_colour(value) for value in values or [element.get("bgcolor") or ""]]
    colour = next((one for one in reversed(colours) if one), None)
    if colour is None:
        return around.ground
    if colour.alpha == 1:
        return colour
    return colour.over(around.ground) if around.ground else None


def _first_colour(value: str) -> Colour | None:
    return next((colour for word in value.split() if (colour := parse(word))), None)


def _size(element: Element, style: Mapping[str, str], around: Look) -> float:
    found = _SIZE.search(style.get("font-size", "") or style.get("font", ""))
    if not found:
        return _HEADING_SIZES[element.tag] * around.size if element.tag in _HEADING_SIZES else around.size
    number, unit = float(found[1]), found[2]
    return number * (_IN_PIXELS[unit] if unit in _IN_PIXELS else _OF_PARENT[unit] * around.size)


def _bold(element: Element, style: Mapping[str, str], around: Look) -> bool:
    weight = style.get("font-weight", "") or style.get("font", "").partition(" ")[0]
    if weight in ("bold", "bolder", "600", "700", "800", "900"):
        return True
    if weight in ("normal", "lighter", "100", "200", "300", "400", "500"):
        return False
    return around.bold or element.tag in ("b", "strong", "th", *_HEADING_SIZES)
