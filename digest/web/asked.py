"""What the address of the editor's desk asks for: the issue, its theme and variant, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

E = TypeVar("E", bound=StrEnum)


class View(StrEnum):
    """What the desk shows of an issue."""

    SIDE = "side"
    PHONE = "phone"
    DESKTOP = "desktop"
    TEXT = "text"
    HEADERS = "headers"
    SOURCE = "source"
    WHY = "why"


VIEWS = {
    View.SIDE: "Side by side",
    View.PHONE: "Phone",
    View.DESKTOP: "Desktop",
    View.TEXT: "Plain text",
    View.HEADERS: "Headers",
    View.SOURCE: "Source",
    View.WHY: "Why these stories",
}


class Scheme(StrEnum):
    """Which colours the reader's program has."""

    LIGHT = "light"
    DARK = "dark"
    BOTH = "both"


class Pictures(StrEnum):
    """Which pictures are loaded: those of the media folder, none, or all, from wherever they are."""

    OWN = "own"
    OFF = "off"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame with the mail in it."""

    title: str
    width: int
    scheme: Scheme

    @property
    def name(self) -> str:
        """Its name in the page."""
        return f"{self.title.lower()}-{self.scheme}"


@dataclass(frozen=True, slots=True)
class Subject:
    """Which mail is asked for; empty words mean the one that the command was called for, as it is."""

    issue: str = ""
    theme: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an address asks for; what it does not understand is as if it were not there."""

    view: View = View.SIDE
    scheme: Scheme | None = None
    pictures: Pictures = Pictures.OWN
    issue: str = ""
    theme: str = ""
    variant: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read the parameters of an address."""
        return cls(
            view=_member(View, query.get("view")) or View.SIDE,
            scheme=_member(Scheme, query.get("scheme")),
            pictures=_member(Pictures, query.get("pictures")) or Pictures.OWN,
            issue=query.get("issue", ""),
            theme=query.get("theme", ""),
            variant=query.get("variant", ""),
        )

    @property
    def subject(self) -> Subject:
        """Which mail it asks for."""
        return Subject(self.issue, self.theme, self.variant)

    @property
    def colours(self) -> Scheme:
        """The colours asked for, or what is usual for the view."""
        return self.scheme or (Scheme.BOTH if self.view is View.SIDE else Scheme.LIGHT)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames that the view has."""
        first, last = (Scheme.LIGHT, Scheme.DARK) if self.colours is Scheme.BOTH else (self.colours, self.colours)
        if self.view is View.SIDE:
            return Frame("Desktop", 640, first), Frame("Phone", 360, last)
        if self.view not in (View.PHONE, View.DESKTOP):
            return ()
        title, width = ("Phone", 360) if self.view is View.PHONE else ("Desktop", 640)
        return tuple(Frame(title, width, scheme) for scheme in dict.fromkeys((first, last)))

    def url(self, **changes: Any) -> str:  # noqa: ANN401  values of the fields
        """Return the address that asks for the same, but for some changes."""
        other = replace(self, **changes)
        query = {field.name: getattr(other, field.name) for field in fields(other)}
        usual = {field.name: field.default for field in fields(other)}
        shown = urlencode({name: value for name, value in query.items() if value != usual[name]}, safe="/:#")
        return f"/?{shown.replace('#', '%23')}" if shown else "/"


def _member(kind: type[E], value: str | None) -> E | None:
    return kind(value) if value in set(kind) else None
