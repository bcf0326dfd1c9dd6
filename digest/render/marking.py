"""Marks in a text what somebody looked for."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

# Marks above and below letters are no letters to Python, but part of a word.
_SIGNS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
)
_WORD = re.compile(rf"[^\W_](?:\w|[{_SIGNS}])*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")  # scripts with no space between words


def marked(text: str, query: str) -> Markup:
    """Return a text as HTML, the words in `mark` that begin as one of the query's words does.

    Case and accents make no difference, as they make none to the search.

    >>> print(marked("Ferries & the Café", "ferr cafe"))
    <mark>Ferries</mark> &amp; the <mark>Café</mark>
    """
    done, pieces = 0, Markup()
    for start, end in sorted(_spans(text, _WORD.findall(query))):
        if start >= done:
            pieces += escape(text[done:start]) + Markup("<mark>{}</mark>").format(text[start:end])
            done = end
    return pieces + escape(text[done:])


def _spans(text: str, query: list[str]) -> Iterator[tuple[int, int]]:
    unspaced = [word for word in query if _UNSPACED.search(word)]
    for word in unspaced:
        yield from (found.span() for found in re.finditer(re.escape(word), text))
    spaced = tuple(_plain(word) for word in query if word not in unspaced)
    yield from (found.span() for found in _WORD.finditer(text) if _plain(found[0]).startswith(spaced))


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word)
    return "".join(one for one in letters if unicodedata.category(one) != "Mn").casefold()
