"""Makes of the HTML of an issue what everybody may see: without the links and the words that are one reader's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html as markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from digest.model.issue import Marks

_SEPARATORS = " \u00a0\u200e\u200f\n\t·•|,،"


def public_html(html: str, marks: Marks, *, note: str, invitation: tuple[str, str]) -> str:
    """Return an issue's HTML with a note in the place of the reason why a reader gets it.

    Links of a reader's own go, and the lines that held nothing else. `invitation` is the words and the address of a
    link that follows the note.
    """
    root = markup.document_fromstring(html)
    for link in list(root.iter("a")):
        if marks.token in (link.get("href") or ""):
            _take_out(link)
    for element in list(_saying(root, marks.reason)):
        _invite(element, marks.reason, note=note, invitation=invitation)
    whole: str = markup.tostring(root, encoding="unicode", doctype="<!doctype html>")
    return whole.replace(marks.token, "").replace(marks.reason, note)


def _take_out(link: HtmlElement) -> None:
    """Take a link away, and its line too once nothing is left in it."""
    line = link.getparent()
    link.drop_tree()
    if line is not None and not line.text_content().strip(_SEPARATORS) and line.getparent() is not None:
        line.drop_tree()


def _saying(root: HtmlElement, words: str) -> Iterator[HtmlElement]:
    return (element for element in root.iter(markup.etree.Element) if words in (element.text or ""))


def _invite(element: HtmlElement, words: str, *, note: str, invitation: tuple[str, str]) -> None:
    before, _, after = (element.text or "").partition(words)
    link = markup.Element("a", href=invitation[1], style="color:inherit;text-decoration:underline")
    link.text, link.tail = invitation[0], after
    element.text = f"{before}{note} · "
    element.insert(0, link)
