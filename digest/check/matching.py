"""Tells whether an element is meant by a selector: those that mails use, without pseudo-classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.check.document import Element

_STEPS = 12  # of a selector at most; a longer one means nothing to us
_SPLIT = re.compile(r"\s*([>+~])\s*|\s+")
_SIMPLE = re.compile(
    r"(?P<tag>\*|[a-z][a-z0-9-]*)|\.(?P<class>[\w-]+)|#(?P<id>[\w-]+)"
    r"|\[(?P<attribute>[\w-]+)(?:=[\"']?(?P<value>[^\"'\]]*)[\"']?)?\]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be."""

    tag: str = ""
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str | None], ...] = ()

    def fits(self, element: Element) -> bool:
        """Tell whether an element is so."""
        if self.tag and element.tag != self.tag:
            return False
        given = (element.get("class") or "").split()
        return (
            all(name in given for name in self.classes)
            and all(element.get("id") == name for name in self.ids)
            and all(self._has(element, name, value) for name, value in self.attributes)
        )

    @staticmethod
    def _has(element: Element, name: str, value: str | None) -> bool:
        found = element.get(name)
        return found is not None and value in (None, found)


@dataclass(frozen=True, slots=True)
class Selector:
    """Compounds from the element outwards, each with the sign that joins it to the one before: "" is any ancestor."""

    steps: tuple[tuple[str, Compound], ...]

    def matches(self, element: Element) -> bool:
        """Tell whether the selector means this element."""
        return self.steps[0][1].fits(element) and self._outside(element, 1)

    @property
    def key(self) -> str:
        """One thing that every element it means has: a class, an id or a tag, as a selector writes it; or nothing."""
        last = self.steps[0][1]
        classes, ids = [f".{name}" for name in last.classes], [f"#{name}" for name in last.ids]
        return next(iter([*classes, *ids, last.tag]))

    @property
    def weight(self) -> tuple[int, int, int]:
        """How specific it is (Selectors 4, 17)."""
        compounds = [compound for _, compound in self.steps]
        return (
            sum(len(one.ids) for one in compounds),
            sum(len(one.classes) + len(one.attributes) for one in compounds),
            sum(bool(one.tag) for one in compounds),
        )

    def _outside(self, element: Element, step: int) -> bool:
        if step == len(self.steps):
            return True
        sign, compound = self.steps[step]
        if sign in ("+", "~"):
            return False
        around = [element.getparent()] if sign == ">" else element.iterancestors()
        return any(one is not None and compound.fits(one) and self._outside(one, step + 1) for one in around)


@lru_cache(maxsize=2048)
def read(text: str) -> Selector | None:
    """Return a selector, or None for one that is not read here, such as a pseudo-class; `:root` is html."""
    pieces = _SPLIT.split(text.strip().replace(":root", "html"))
    compounds = [_compound(piece) for piece in pieces[::2]]
    signs = [sign or "" for sign in pieces[1::2]]
    if len(compounds) > _STEPS:
        return None
    steps: list[tuple[str, Compound]] = []
    for compound, sign in zip(reversed(compounds), ["", *reversed(signs)], strict=True):
        if compound is None:
            return None
        steps.append((sign, compound))
    return Selector(tuple(steps))


def _compound(piece: str) -> Compound | None:
    found = list(_SIMPLE.finditer(piece))
    if not found or "".join(one[0] for one in found) != piece:
        return None
    tags = [one["tag"].casefold() for one in found if one["tag"]]
    return Compound(
        tag=next((tag for tag in tags if tag != "*"), ""),
        ids=tuple(one["id"] for one in found if one["id"]),
        classes=tuple(one["class"] for one in found if one["class"]),
        attributes=tuple((one["attribute"].casefold(), one["value"]) for one in found if one["attribute"]),
    )
