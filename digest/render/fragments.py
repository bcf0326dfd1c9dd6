"""Keeps what templates print of one story, for the other variants of an issue that tell it too."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from digest.render.mjml import part_to_html

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from jinja2.runtime import Macro

    from digest.render.design import Design
    from digest.render.page import Page

MOST_SETTINGS = 64  # issues in a language and a look for which stories are kept
MOST_KEPT = 4096  # macros of stories of each

_MARK, _END = "<!--once ", "-->"  # around a number; no text makes one, as its `<` is escaped


class Fragment:
    """What a macro printed, and the HTML of it with the space before and after, which nobody needs the first time."""

    def __init__(self, mjml: str) -> None:
        """Take what was printed."""
        self.mjml = mjml

    @cached_property
    def part(self) -> tuple[str, str, str] | None:
        """The HTML of it, between the space before and after; None where it depends on what stands around it."""
        return part_to_html(self.mjml)


class Printer(ABC):
    """Prints macros for templates, which call it as `once(macro, story, ...)` and as `each(macro, stories, ...)`."""

    @abstractmethod
    def once(self, macro: Macro, *arguments: Hashable) -> str:
        """Print a macro, or what it printed of the same."""

    def each(self, macro: Macro, stories: Iterable[Hashable], *more: Hashable) -> str:
        """Print a macro once for each of some stories."""
        printed = [self.once(macro, story, *more) for story in stories]
        joined = "".join(printed)
        return Markup(joined) if printed and isinstance(printed[0], Markup) else joined  # noqa: S704  as its parts are


class Anew(Printer):
    """Keeps nothing, as of a mail to one reader alone."""

    def once(self, macro: Macro, *arguments: Hashable) -> str:
        """Print a macro."""
        return macro(*arguments)


class Kept(Printer):
    """What macros printed of an issue in one language and look."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._fragments: dict[tuple[Hashable, ...], Fragment] = {}

    def once(self, macro: Macro, *arguments: Hashable) -> str:
        """Print a macro, or what it printed."""
        return self.fragment(macro, arguments)[0].mjml

    def fragment(self, macro: Macro, arguments: tuple[Hashable, ...]) -> tuple[Fragment, bool]:
        """Return what a macro printed, and whether it did so just now."""
        key = (id(macro._func.__code__), arguments)  # as long as the templates are kept; a hash of its own is slow
        if known := self._fragments.get(key):
            return known, False
        if len(self._fragments) >= MOST_KEPT:
            self._fragments.clear()
        self._fragments[key] = new = Fragment(macro(*arguments))
        return new, True


class Splice(Printer):
    """Prints a mail with marks for what was printed before, and puts that into the HTML made of the rest."""

    def __init__(self, kept: Kept) -> None:
        """Take what was printed before."""
        self._kept = kept
        self._parts: list[str] = []

    def once(self, macro: Macro, *arguments: Hashable) -> str:
        """Print a macro, or the mark of what it printed before."""
        fragment, new = self._kept.fragment(macro, arguments)
        if new or fragment.part is None:
            return fragment.mjml
        before, html, after = fragment.part
        self._parts.append(html)
        return Markup(f"{before}{_MARK}{len(self._parts) - 1}{_END}{after}")  # noqa: S704  space and a number

    def joined(self, source: str, html: str) -> str | None:
        """Return the HTML of a document that has the marks with the parts in their place; None if a mark was lost."""
        if not self._parts:
            return html
        begin, *rest = html.split(_MARK)
        if len(rest) != source.count(_MARK):
            return None
        marked = [piece.split(_END, 1) for piece in rest]
        return begin + "".join([self._parts[int(number)] + after for number, after in marked])


class Fragments:
    """What the templates of a theme have printed.

    A macro that `once` keeps looks at its arguments, at `design`, and of `page` at what all variants share
    (`page.setting`).
    """

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: dict[Hashable, Kept] = {}

    def kept(self, page: Page, design: Design) -> Kept:
        """Return what was printed of the issue that this is a page of, in its language."""
        if len(self._kept) > MOST_SETTINGS:
            self._kept.clear()
        return self._kept.setdefault((page.setting, design), Kept())
