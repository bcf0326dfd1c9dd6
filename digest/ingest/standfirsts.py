"""Finds the standfirst that an editor wrote for a page: shown above the text, or said in its metadata."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from digest.ingest import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

LONGEST = 1000  # characters; more is the text itself
FEWEST_WORDS = 6

# What newsrooms call it, in their class names: English, French, Spanish, Portuguese, Italian, German, Dutch.
_NAMES = (
    "standfirst|dek|subheadline|sub-headline|article-summary|article__summary|chapo|chapeau|entradilla|bajada|linha-fina|"
    "sottotitolo|sommario|vorspann|article-intro|article__intro|article-lead|article__lead|leadtext|lead-text"
)
_CALLED = re.compile(rf"(?:^|[\s_-])(?:{_NAMES})(?:$|[\s_-])", re.IGNORECASE)
_MARKED = "//*[(@class or @id or @data-testid or @itemprop) and not({})]".format(
    " or ".join(f"ancestor-or-self::{name}" for name in ("nav", "aside", "footer", "form", "a", "head"))
)
_LINKED_DATA = "//script[@type='application/ld+json']/text()"
_STORY_TYPE = re.compile(r"(?:Article|Posting|Report|Review)$")
_WHOLE = re.compile(r"(?<!\.\.)[.!?。！？।؟۔]['\"”’»)\]]*$")


def standfirst(root: HtmlElement, described: str) -> str:
    """Return the best of what a page has: what it shows, what its linked data say, what its metadata describe.

    The first that ends as sentences do is the best, for descriptions are often cut off at some length; `described` is
    the page's own metadata.
    """
    found = [text for text in (_shown(root), *_linked(root), described) if text]
    whole = (text for text in found if _WHOLE.search(text) and len(text.split()) >= FEWEST_WORDS)
    return next(whole, described or next(iter(found), ""))


def _shown(root: HtmlElement) -> str:
    """Return the text of the element that the page calls its standfirst, if there is but one."""
    texts = {_text(element) for element in root.xpath(_MARKED) if _CALLED.search(_names(element))}
    told = [text for text in texts if text]
    return told[0] if len(told) == 1 and len(told[0]) <= LONGEST else ""


def _names(element: HtmlElement) -> str:
    return " ".join(filter(None, map(element.get, ("class", "id", "data-testid", "itemprop"))))


def _text(element: HtmlElement) -> str:
    return clean.line(" ".join(element.itertext()))


def _linked(root: HtmlElement) -> Iterator[str]:
    """Yield the descriptions of the stories that the page's linked data speak of."""
    for script in root.xpath(_LINKED_DATA):
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for one in _objects(data):
            kinds = one.get("@type", "")
            said = one.get("description")
            if isinstance(said, str) and any(_STORY_TYPE.search(str(kind)) for kind in _listed(kinds)):
                yield clean.line(said)


def _objects(data: object) -> Iterator[dict[str, object]]:
    for one in _listed(data):
        if isinstance(one, dict):
            yield one
            yield from _objects(one.get("@graph", []))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
