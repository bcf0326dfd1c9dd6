"""Turns MJML into the HTML of a mail, and says where the MJML is wrong."""

from __future__ import annotations

import re
from xml.parsers import expat

from mjml import mjml2html

from digest.errors import RenderError, Spot

_MISMATCH = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_NO_END = expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
_POSITION = re.compile(r" at position (\d+):\d+$")
# Nearly no mail has one of these, and they are looked for much quicker by their first character, one after the other.
_LOADING = (re.compile("@[iIfF]"), re.compile("<[lL][iI][nN][kK]"))
# MJML hides the preheader by tiny white letters too, which filters of spam and those who see badly take amiss.
_PREHEADER = (
    "display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;"
)
_HIDDEN = "display:none;mso-hide:all"
_EDGE = "<!--edge-->"
_AROUND = (
    f"<mjml><mj-body><mj-section><mj-column><mj-text>{_EDGE}",
    f"{_EDGE}</mj-text></mj-column></mj-section></mj-body></mjml>",
)
_REVEALED = re.compile(r"<!--\[if !mso\]><!-->|<!--<!\[endif\]-->")  # around what classic Outlook leaves out
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
    """Return the HTML of an MJML document.

    Raises:
        WrongMjml: it is none; the line is shown.
        RenderError: it loads a stylesheet or a font, by which another server learns who opens the mail.
    """
    try:
        html = mjml2html(source, fonts={}).replace(_PREHEADER, _HIDDEN, 1)  # without fonts MJML has some from Google
    except ValueError as error:
        mistake, line = _mistake(source, str(error))
        raise WrongMjml(source, theme=theme, mistake=mistake, line=line) from error
    if _loads(html):
        raise RenderError(
            f"theme {theme}: it loads a font or a stylesheet, which tells another server who opens the mail;"
            " take out mj-font, link, @import and @font-face, and name fonts that readers have"
        )
    return html


def part_to_html(source: str) -> tuple[str, str, str] | None:
    """Return the HTML of elements that stand within mj-text, apart from the space before and after; None in doubt.

    MJML prints such elements alike wherever they stand, but space among them as there is more of it.
    """
    part = source.strip()
    if not (part.startswith("<") and part.endswith(">")) or "<mj-" in part or "<!" in _REVEALED.sub("", part):
        return None
    before, after = source[: source.index(part)], source[source.index(part) + len(part) :]
    try:
        _, html, _ = mjml2html(f"{_AROUND[0]}{part}{_AROUND[1]}", fonts={}).split(_EDGE)
    except ValueError:
        return None
    return None if _loads(html) else (before, html, after)


def _loads(html: str) -> bool:
    return any(mark.search(html) for mark in _LOADING) and bool(_LOADED.search(html))


def _mistake(source: str, message: str) -> tuple[str, int]:
    """Return what is wrong, and the number of the line where it is, or 0; MJML itself does not always know."""
    said, found = _POSITION.sub("", message), _POSITION.search(message)
    if found:
        return said, source.encode()[: int(found[1])].count(b"\n") + 1
    line, unclosed = _first_broken(source)
    return f"<{unclosed}> is not closed" if unclosed else said, line


def _place(source: str, number: int) -> str:
    """Return ", line 7 of the expanded source: ..." as far as it is known."""
    lines = source.splitlines()
    if not 0 < number <= len(lines):
        return ""
    return f", line {number} of the expanded source: {lines[number - 1].strip()[:80]}"


def _first_broken(source: str) -> tuple[int, str]:
    """Return the line of the tag that is not closed and its name, or where the tags stop matching; 0 if they match."""
    parser, opened = expat.ParserCreate(), list[tuple[int, str]]()
    parser.UseForeignDTD()  # so that HTML's entities are no mistakes
    parser.StartElementHandler = lambda name, _values: opened.append((parser.CurrentLineNumber, name))
    parser.EndElementHandler = lambda _name: opened.pop()
    try:
        parser.Parse(source, True)  # noqa: FBT003 (takes no keywords)
    except expat.ExpatError as error:
        unclosed = error.code in (_MISMATCH, _NO_END) and opened
        return opened[-1] if unclosed else (error.lineno, "")
    return 0, ""
