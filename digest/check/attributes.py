"""Finds attributes that an element of MJML does not have, and ends of none, which MJML takes and forgets.

mjml.json has what each element allows: facts of the reference implementation, made anew in the checkout with
`node tests/judges/mjml-attributes.mjs > digest/check/mjml.json`.
"""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from digest.check.mail import Fault, Part, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.check.mail import Mail

_FILE = Path(__file__).with_name("mjml.json")
_EVERYWHERE = frozenset(("css-class", "mj-class"))

_NOT_MJML = re.compile(r"(?P<hidden>\{#.*?#\}|<!--.*?-->)|(?P<value>\{\{.*?\}\})|\{%.*?%\}", re.DOTALL)
_VALUE, _STATEMENT = "\x1a", "\x1b"  # stand for Jinja's, sign by sign, so that all else stays in its place
_TAG = re.compile(r"""<(mj[\w-]+)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_END = re.compile(r"</(mj[\w-]*)\s*>")
_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


class Misspelt(NamedTuple):
    """An attribute that its element does not have, and the line (from 1) where it stands."""

    element: str
    attribute: str
    line: int


def mjml_attribute(mail: Mail) -> Iterator[Fault]:
    """Attributes in the theme's templates that MJML's element does not have, and ends of none: misspelt mostly."""
    for name, text in mail.sample.templates.items():
        for element, line in misspelt_ends(text):
            near = get_close_matches(element, sorted(allowed()), n=1)
            remedy = f"did you mean </{near[0]}>?" if near else "take it out"
            place = Place(Part.THEME, line, f"{name}, line {line}")
            yield Fault(place, f"</{element}> ends no element of MJML, which takes it for the end of any; {remedy}")
        for element, attribute, line in misspelt(text):
            near = get_close_matches(attribute, sorted(allowed()[element]), n=1)
            remedy = f"did you mean {near[0]!r}?" if near else "take it out"
            place = Place(Part.THEME, line, f"{name}, line {line}")
            yield Fault(place, f"<{element}> has no attribute {attribute!r}, which does nothing; {remedy}")


@lru_cache(maxsize=256)  # all variants of an issue have the same templates
def misspelt(template: str) -> tuple[Misspelt, ...]:
    """Return the attributes in a template's MJML that their elements do not have; none that Jinja writes a part of."""
    text = _NOT_MJML.sub(_stand_in, template)
    return tuple(
        Misspelt(tag[1], name, text.count("\n", 0, tag.start(2) + attribute.start(1)) + 1)
        for tag in _TAG.finditer(text)
        if tag[1] in allowed()
        for attribute in _ATTRIBUTE.finditer(tag[2])
        if (name := attribute[1].lstrip(_STATEMENT)) not in allowed()[tag[1]]
        and not {_VALUE, _STATEMENT}.intersection(name)
    )


@lru_cache(maxsize=256)
def misspelt_ends(template: str) -> tuple[tuple[str, int], ...]:
    """Return the end tags in a template's MJML of elements that there are not, each with its line (from 1)."""
    text = _NOT_MJML.sub(_stand_in, template)
    ends = ((end[1], text.count("\n", 0, end.start()) + 1) for end in _END.finditer(text))
    return tuple((element, line) for element, line in ends if element not in allowed())


@cache
def allowed() -> Mapping[str, frozenset[str]]:
    """Return the attributes that each element may have."""
    known = {element: frozenset(names) for element, names in _table().items()}
    anything = frozenset[str]().union(*known.values())
    known |= {"mjml": frozenset(("dir", "lang", "owa")), "mj-all": anything, "mj-class": anything | {"name"}}
    return {element: names | _EVERYWHERE for element, names in known.items()}


def _table() -> Mapping[str, list[str]]:
    return dict(json.loads(_FILE.read_text(encoding="utf-8"))["elements"])


def _stand_in(found: re.Match[str]) -> str:
    sign = " " if found["hidden"] else _VALUE if found["value"] else _STATEMENT
    return re.sub(r"[^\n]", sign, found[0])
