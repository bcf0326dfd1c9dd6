"""Prints once what is alike of stories, with blanks where their words go, and fills the words in."""

from __future__ import annotations

import re
from contextlib import suppress
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeAlias

from markupsafe import escape

from digest.render.blanks import Asked, Blank
from digest.render.escape import values
from digest.render.mjml import part_to_html

if TYPE_CHECKING:
    from collections.abc import Hashable

    from jinja2.runtime import Macro

    from digest.render.page import Entry

_TAG = re.compile(r"""<(?:[^"'>]++|"[^"]*"|'[^']*')*+>""")
_UNBLANKED = ("language", "direction")  # of which there are few, so that these are told as they are
_MOST_LANGUAGES = 64


class Filling:
    """A text of HTML with blanks, to be filled with the words of stories."""

    __slots__ = ("_pieces", "_told", "_values", "_words")

    def __init__(self, printed: str) -> None:
        """Take the text as it was printed."""
        begin, *rest = Blank.PRINTED.split(printed)
        blanks = [(kind, int(at)) for kind, at in zip(rest[::3], rest[1::3], strict=True)]
        self._pieces = [begin, *(piece for after in rest[2::3] for piece in ("", after))]
        self._words = sorted({at for kind, at in blanks if kind == Blank.WORDS})
        self._values = sorted({at for kind, at in blanks if kind == Blank.VALUE})
        told = [(Blank.VALUE, at) for at in self._values] + [(Blank.WORDS, at) for at in self._words]
        self._told = [told.index(blank) for blank in blanks]

    def filled(self, story: Entry) -> str:
        """Return the text with the words of a story."""
        fields: tuple[Any, ...] = story
        told = values([fields[at] for at in self._values])
        told += str(escape("\n".join([fields[at] for at in self._words]))).split("\n")  # at once, which is quicker
        pieces = self._pieces.copy()
        pieces[1::2] = [told[at] for at in self._told]
        return "".join(pieces)


class Form:
    """What a macro prints of stories that are alike in all that it asks."""

    def __init__(self, printed: str) -> None:
        """Take what it printed of blanks."""
        self.mjml = Filling(printed)
        part = part_to_html(printed)
        self.part = (part[0], Filling(part[1]), part[2]) if part and _is_kept_by_mjml(printed, part[1]) else None

    def says(self, printed: str, story: Entry) -> bool:
        """Tell whether it says of a story what was printed of it."""
        return self.mjml.filled(story) == printed


class Forms:
    """The forms of what one macro prints, by what it asks of stories."""

    def __init__(self) -> None:
        """Know none."""
        self._known: dict[tuple[str, str], dict[bool, _Known]] = {}  # by language and direction

    def of(self, macro: Macro, story: Entry, more: tuple[Hashable, ...]) -> Form | None:
        """Return the form for a story; None where there is none, or not yet, as it pays from the third story on.

        The macro may print fields, or ask whether they say anything; where it asks more, it has no form. What it sets
        as a block, or calls, it may print, and ask nothing of.
        """
        known, answer = self._known_in(story), True
        while isinstance(found := known.get(answer, _Met.NEVER), _Question):
            known, answer = found.answered, bool(story[found.field])
        if found is _Met.NEVER:
            known[answer] = _Met.ONCE
        elif found is _Met.ONCE:
            return self._learnt(macro, story, more)
        return found if isinstance(found, Form) else None

    def _known_in(self, story: Entry) -> dict[bool, _Known]:
        key = (story.language, story.direction)
        if key not in self._known and len(self._known) >= _MOST_LANGUAGES:
            self._known.clear()
        return self._known.setdefault(key, {})

    def _learnt(self, macro: Macro, story: Entry, more: tuple[Hashable, ...]) -> Form | None:
        asked: dict[int, bool] = {}
        blanks: dict[str, Any] = {
            name: Blank(at, story[at], asked) for at, name in enumerate(story._fields) if name not in _UNBLANKED
        }
        form = None
        with suppress(Asked, Exception):
            form = Form(str(macro(story._replace(**blanks), *more)))
        known, answer = self._known_in(story), True
        for field, says in asked.items():
            if not isinstance(found := known.get(answer), _Question):
                known[answer] = found = _Question(field)
            known, answer = found.answered, says
        known[answer] = form
        return form


class _Question:
    """A field that a macro asks whether it says anything, and what is known of stories for each answer."""

    __slots__ = ("answered", "field")

    def __init__(self, field: int) -> None:
        self.field = field
        self.answered: dict[bool, _Known] = {}


class _Met(Enum):
    NEVER = auto()
    ONCE = auto()


_Known: TypeAlias = "_Question | _Met | Form | None"  # None: the macro asks more


def _is_kept_by_mjml(printed: str, html: str) -> bool:
    """Tell whether MJML leaves whatever is filled in as it is: values in tags, and words that stand between them.

    It leaves out a text that begins with a line's end and is blank, as where a field says nothing, and in a tag it
    changes other words than values.
    """
    blanks = Blank.PRINTED.findall(printed)
    texts = [text for text in _TAG.split(printed) if Blank.PRINTED.search(text)]
    between = [kind for text in texts for kind, _ in Blank.PRINTED.findall(text)]
    return (
        blanks == Blank.PRINTED.findall(html)
        and between.count(Blank.WORDS) == [kind for kind, _ in blanks].count(Blank.WORDS)
        and not any(Blank.PRINTED.sub("", text).startswith("\n") for text in texts)
    )
