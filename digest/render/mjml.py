"""Turns MJML into the HTML of a mail, and says where the MJML is wrong."""

from __future__ import annotations

import re
from xml.parsers import expat

from mjml import mjml2html

from digest.errors import RenderError, Spot

_MISMATCH = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_NO_END = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
_POSITION = re.compile(r" at position (\d+):\d+$")
_LOADING = (b"<link", b"@import", b"@font-face")  # nearly no mail has one, and looking for them is quick
# MJML hides the preheader by tiny white letters too, which filters of spam and those who see badly take amiss.
_PREHEADER = (
    "display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;"
)
_HIDDEN = "display:none;mso-hide:all"
_LOADED = re.compile(r"<link\b|<style\b[^>]*>[^<]*@(?:import|font-face)\b", re.IGNORECASE)


class WrongMjml(RenderError):
    """A document is not MJML; `line` of it, from 1, is where the mistake is, or 0 where that is not known."""

    def __init__(self, source: str, *, theme: str, mistake: str, line: int) -> None:
        where = _place(source, line)
        super().__init__(
            f"theme {theme}: its MJML cannot be read: {mistake}{where}", spot=Spot("the expanded source", line, source)
        )
        self.mistake = mistake
        self.line = line


def to_html(source: str, *, theme: str) -> str:
    """Return the HTML of an MJML document, which loads no font: MJML itself would have some from Google.

    Raises:
        WrongMjml: the document is none; the message shows the line.
        RenderError: it loads a stylesheet or a font, by which another server learns who opens the mail.
    """
    try:
        html = mjml2html(source, fonts={}).replace(_PREHEADER, _HIDDEN, 1)
    except ValueError as error:
        mistake, line = _POSITION.sub("", str(error)), _line(source, str(error))
        raise WrongMjml(source, theme=theme, mistake=mistake, line=line) from error
    if _may_load(html.encode().lower()) and _LOADED.search(html):
        raise RenderError(
            f"theme {theme}: it loads a font or a stylesheet, which tells another server who opens the mail;"
            " take out mj-font, link, @import and @font-face, and name fonts that readers have"
        )
    return html


def _line(source: str, message: str) -> int:
    """Return the number of the line where the mistake is, as far as it is known; else 0."""
    found = _POSITION.search(message)
    return source.encode()[: int(found[1])].count(b"\n") + 1 if found else _first_broken_line(source)


def _may_load(html: bytes) -> bool:
    return any(mark in html for mark in _LOADING)


def _place(source: str, number: int) -> str:
    """Return ", line 7 of the expanded source: ..." as far as it is known."""
    lines = source.splitlines()
    if not 0 < number <= len(lines):
        return ""
    return f", line {number} of the expanded source: {lines[number - 1].strip()[:80]}"


def _first_broken_line(source: str) -> int:
    """Return the line of the tag that is not closed, or where the tags stop matching; MJML itself does not always say.

    0 where all of them match.
    """
    parser, opened = expat.ParserCreate(), list[int]()
    parser.UseForeignDTD()  # so that HTML's entities are no mistakes
    parser.StartElementHandler = lambda _name, _values: opened.append(parser.CurrentLineNumber)
    parser.EndElementHandler = lambda _name: opened.pop()
    try:
        parser.Parse(source, True)  # noqa: FBT003 (takes no keywords)
    except expat.ExpatError as error:
        unclosed = error.code in (_MISMATCH, _NO_END) and opened
        return opened[-1] if unclosed else error.lineno
    return 0
