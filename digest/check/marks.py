"""Finds what a template left standing: its own marks, outside of what the stories themselves say."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from digest.check.mail import Fault, Part, Place, shortened
from digest.check.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.document import Element
    from digest.check.mail import Mail

# Jinja and its relatives, Mailchimp, ERB, shells, and %NAME% (but no escape of an address, such as %AB%CD).
_MARK = re.compile(
    r"\{\{+.{0,200}?\}\}+|\{%.{0,200}?%\}|\{#.{0,200}?#\}|\*\|.{1,100}?\|\*|<%.{0,200}?%>|\$\{\w{1,60}\}"
    r"|\[\[[A-Z][A-Z_ ]{1,40}\]\]"
    r"|%%?(?![0-9A-F]{2})[A-Z][A-Z_]{1,40}%%?",
    re.DOTALL,
)
# Either end of one: between that of a story and that of another stands what looks like a mark, and is none.
_END = re.compile(r"\{[{%#]|[}%#]\}|\*\||\|\*|<%|%>|\$\{|\[\[|\]\]|%")
_LONGEST_CUT = 40  # signs; a beginning of a text this long is that text cut short, an ellipsis or not


def template_mark(mail: Mail) -> Iterator[Fault]:
    """Marks such as `{{ name }}`, `{% if %}` or `*|FNAME|*` that no template filled in."""
    own = [word for word in map(squeezed, (*mail.sample.titles, *mail.sample.words)) if _END.search(word)]
    own.sort(key=len, reverse=True)
    for where, text in _texts(mail):
        for mark in dict.fromkeys(_MARK.findall(text)):
            if squeezed(mark) in _without(own, squeezed(text)):
                place = Place(where) if isinstance(where, Part) else mail.place(where)
                yield Fault(place, f"still says {shortened(mark)}; fill it in, or take it out of the template")


def mjml_element(mail: Mail) -> Iterator[Fault]:
    """Elements of MJML, and attributes named `mj-…`, in the HTML: misspelt, or in a wrong place."""
    for element in mail.document.elements:
        names = [f"<{element.tag}>"] if element.tag.startswith("mj-") else []
        names += [name for name in element.attrib if name.startswith("mj-")]
        for name in names:
            yield Fault(
                mail.place(element), f"holds {name}, which MJML did not turn into HTML; mend it in the template"
            )


def template_unknown(mail: Mail) -> Iterator[Fault]:
    """Files in the theme's folder named as templates are, `*.j2`, that no template of the theme is, nor asks for."""
    for name, why in (stray.split(": ", 1) for stray in mail.sample.strays):
        yield Fault(Place(Part.THEME, words=name), why)


def _texts(mail: Mail) -> Iterator[tuple[Part | Element, str]]:
    """Yield every text of the mail, attributes of the HTML among them, with where it stands."""
    sample = mail.sample
    yield Part.SUBJECT, sample.subject
    yield Part.PREHEADER, sample.preheader
    for element in mail.document.elements:
        for text in (element.text, *(child.tail for child in element), *element.attrib.values()):
            if text and not text.isspace():
                yield element, text
    yield Part.TEXT, sample.text


def _without(own: list[str], text: str) -> str:
    """Return a text without the own words in it, whole or cut short at their end; a gap stands in their place."""
    for word in own:
        while (at := text.find(word[:_LONGEST_CUT])) >= 0:
            alike = takewhile(lambda pair: pair[0] == pair[1], zip(word, text[at:], strict=False))
            text = f"{text[:at]}\x1f{text[at + sum(1 for _ in alike) :]}"
    pieces = re.split("\x1f|·", text)
    return "\x1f".join(piece for piece in pieces if not _begins(piece, own))


def _begins(piece: str, own: list[str]) -> bool:
    start = piece.rstrip("…")
    cut = piece.endswith("…") or len(start) >= _LONGEST_CUT
    return bool(start) and cut and any(word.startswith(start) for word in own)
