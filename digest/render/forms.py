"""Prints stories that have the same fields once, with blanks where their words go, and fills the words in."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from digest.render.blanks import Asked, Blank
from digest.render.escape import attr
from digest.render.mjml import part_to_html

if TYPE_CHECKING:
    from collections.abc import Hashable

    from jinja2.runtime import Macro

    from digest.render.page import Entry

_TAG = re.compile(r"""<(?:[^"'>]++|"[^"]*"|'[^']*')*+>""")
_UNBLANKED = ("language", "direction")  # of which there are few


def fields_of(story: Entry) -> tuple[Hashable, ...]:
    """Return what stories have in common whose words can be filled into one form."""
    return (*map(bool, story), story.language, story.direction)


class Filling:
    """A text of HTML with blanks, to be filled with the words of stories."""

    __slots__ = ("_text", "_told", "_values", "_words")

    def __init__(self, printed: str) -> None:
        """Take the text as it was printed."""
        begin, *rest = Blank.PRINTED.split(printed.replace("%", "%%"))
        blanks = [(kind, int(at)) for kind, at in zip(rest[::3], rest[1::3], strict=True)]
        self._text = "%s".join([begin, *rest[2::3]])
        self._words = sorted({at for kind, at in blanks if kind == Blank.WORDS})
        self._values = sorted({at for kind, at in blanks if kind == Blank.VALUE})
        told = [(Blank.WORDS, at) for at in self._words] + [(Blank.VALUE, at) for at in self._values]
        self._told = [told.index(blank) for blank in blanks]

    def filled(self, story: Entry) -> str:
        """Return the text with the words of a story."""
        told = str(escape("\n".join([str(story[at]) for at in self._words]))).split("\n")  # at once, which is quicker
        told += [attr(str(story[at])) for at in self._values]
        return self._text % tuple([told[at] for at in self._told])


class Form:
    """What a macro prints of stories that have the same fields."""

    def __init__(self, printed: str) -> None:
        """Take what it printed of blanks."""
        self.mjml = Filling(printed)
        part = part_to_html(printed)
        self.part = (part[0], Filling(part[1]), part[2]) if part and _is_kept_by_mjml(printed, part[1]) else None

    def says(self, printed: str, story: Entry) -> bool:
        """Tell whether it says of a story what was printed of it."""
        return self.mjml.filled(story) == printed


def form_of(macro: Macro, story: Entry, more: tuple[Hashable, ...]) -> Form | None:
    """Return what a macro prints of stories with the fields of this one; None where it asks more than which there are.

    What a macro sets as a block, or calls, it may print, and ask nothing of.
    """
    blanks: dict[str, Any] = {
        name: Blank(at) for at, name in enumerate(story._fields) if story[at] and name not in _UNBLANKED
    }
    with suppress(Asked, Exception):
        printed = macro(story._replace(**blanks), *more)
        return Form(str(printed))
    return None


def _is_kept_by_mjml(printed: str, html: str) -> bool:
    """Tell whether MJML leaves whatever is filled in as it is: values in tags, and words that stand between them.

    It leaves out what is blank, behind a line's end, and changes other words than values in a tag.
    """
    words = _TAG.split(printed)
    between = [kind for text in words for kind, _ in Blank.PRINTED.findall(text)]
    begun = any(text.startswith("\n") and Blank.PRINTED.search(text) for text in words)
    marks = Blank.PRINTED.findall(printed)
    kinds = [kind for kind, _ in marks]
    return not begun and marks == Blank.PRINTED.findall(html) and between.count(Blank.WORDS) == kinds.count(Blank.WORDS)
