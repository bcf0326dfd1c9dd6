"""Keeps what templates print of one story, for the other variants of an issue that tell it too."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from markupsafe import Markup

from digest.render.forms import Form, Forms
from digest.render.mjml import part_to_html
from digest.render.page import Entry

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
        self._mjml = mjml

    @property
    def mjml(self) -> str:
        """What was printed."""
        return self._mjml

    @cached_property
    def part(self) -> tuple[str, str, str] | None:
        """The HTML of it, between the space before and after; None where it depends on what stands around it."""
        return part_to_html(str(self.mjml))


class Filled(Fragment):
    """What a macro would print of a story, by the form of those that are alike."""

    def __init__(self, form: Form, story: Entry) -> None:
        """Take the form and the story."""
        self._form, self._story = form, story
        if form.part:
            before, html, after = form.part
            self.part = before, html.filled(story), after

    @property
    def mjml(self) -> str:
        """What it would print."""
        return Markup(self._form.mjml.filled(self._story))  # noqa: S704  the words are escaped


Told: TypeAlias = tuple[Fragment, bool]  # what a macro prints, and whether it ran for that just now


class Printer(ABC):
    """Prints macros for templates, which call it as `once(macro, story, ...)` and as `each(macro, stories, ...)`."""

    @abstractmethod
    def once(self, macro: Macro, *arguments: Hashable) -> str:
        """Print a macro, or what it printed of the same."""

    @abstractmethod
    def each(self, macro: Macro, stories: Iterable[Hashable], *more: Hashable) -> str:
        """Print a macro for each of some stories, or what it printed of others with their words in it."""


class Anew(Printer):
    """Keeps nothing, as of a mail to one reader alone."""

    def once(self, macro: Macro, *arguments: Hashable) -> str:
        """Print a macro."""
        return macro(*arguments)

    def each(self, macro: Macro, stories: Iterable[Hashable], *more: Hashable) -> str:
        """Print a macro for each of some stories."""
        return _joined([macro(story, *more) for story in stories])


class Kept(Printer):
    """What macros printed of an issue in one language and look, and the forms of what they print of any."""

    def __init__(self, forms: dict[Hashable, Forms]) -> None:
        """Take the forms."""
        self._fragments: dict[Hashable, Fragment] = {}
        self._forms = forms
        self._right: dict[Form, bool] = {}  # whether a form says of a story of this issue what the macro does

    def once(self, macro: Macro, *arguments: Hashable) -> str:
        """Print a macro, or what it printed."""
        return self.fragment(macro, arguments)[0].mjml

    def each(self, macro: Macro, stories: Iterable[Hashable], *more: Hashable) -> str:
        """Print a macro for each of some stories, or what it printed of them or of others."""
        return _joined([fragment.mjml for fragment, _ in self.told(macro, stories, more)])

    def fragment(self, macro: Macro, arguments: tuple[Hashable, ...]) -> Told:
        """Return what a macro printed."""
        key = (_code(macro), arguments)
        if known := self._fragments.get(key):
            return known, False
        return self._keep(key, Fragment(macro(*arguments))), True

    def told(self, macro: Macro, stories: Iterable[Hashable], more: tuple[Hashable, ...]) -> list[Told]:
        """Return what a macro prints of stories, filled into the forms that there are."""
        code = _code(macro)
        forms = self._forms_of((code, more)) if macro._default_autoescape else None
        told = list[Told]()
        for story in stories:
            key = (code, (story, *more))
            if known := self._fragments.get(key):
                told.append((known, False))
            elif forms and isinstance(story, Entry) and (form := self._right_form(forms, macro, story, more)):
                told.append((self._keep(key, Filled(form, story)), False))
            else:
                told.append((self._keep(key, Fragment(macro(*key[1]))), True))
        return told

    def _right_form(self, forms: Forms, macro: Macro, story: Entry, more: tuple[Hashable, ...]) -> Form | None:
        """Return the form for a story, if there is one that says of this issue what the macro does."""
        form = forms.of(macro, story, more)
        if form and form not in self._right:
            self._right[form] = form.says(macro(story, *more), story)
        return form if form and self._right[form] else None

    def _forms_of(self, key: Hashable) -> Forms:
        if known := self._forms.get(key):
            return known
        if len(self._forms) >= MOST_KEPT:
            self._forms.clear()
        return self._forms.setdefault(key, Forms())

    def _keep(self, key: Hashable, fragment: Fragment) -> Fragment:
        if len(self._fragments) >= MOST_KEPT:
            self._fragments.clear()
        self._fragments[key] = fragment
        return fragment


def _code(macro: Macro) -> int:
    return id(macro._func.__code__)  # as long as the templates are kept; a hash of its own is slow


def _joined(printed: list[str]) -> str:
    joined = "".join(printed)
    return Markup(joined) if printed and isinstance(printed[0], Markup) else joined  # noqa: S704  as its parts are


class Splice(Printer):
    """Prints a mail with marks for what was printed before, and puts that into the HTML made of the rest."""

    def __init__(self, kept: Kept) -> None:
        """Take what was printed before."""
        self._kept = kept
        self._parts: list[str] = []
        self._within = False  # a macro, in which no mark may be, since what it prints is kept

    def once(self, macro: Macro, *arguments: Hashable) -> str:
        """Print a macro, or the mark of what it printed before."""
        within, self._within = self._within, True
        told = self._kept.fragment(macro, arguments)
        self._within = within
        return self._marked(told)

    def each(self, macro: Macro, stories: Iterable[Hashable], *more: Hashable) -> str:
        """Print a macro for each of some stories, or marks."""
        within, self._within = self._within, True
        told = self._kept.told(macro, stories, more)
        self._within = within
        return _joined([self._marked(one) for one in told])

    def _marked(self, told: Told) -> str:
        fragment, new = told
        if self._within or new or fragment.part is None:
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
    (`page.setting`); so does one that `each` prints, which also asks of stories only which fields say something.
    """

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: dict[Hashable, Kept] = {}
        self._forms: dict[Hashable, dict[Hashable, Forms]] = {}

    def kept(self, page: Page, design: Design) -> Kept:
        """Return what was printed of the issue that this is a page of, in its language."""
        if len(self._kept) > MOST_SETTINGS:
            self._kept.clear()
        key = (page.setting, design)
        if known := self._kept.get(key):
            return known
        return self._kept.setdefault(key, Kept(self._forms.setdefault((page.language, design), {})))
