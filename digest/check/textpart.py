"""Judges the plain text beside the HTML: whoever reads it must find the same headlines and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.addresses import is_web
from digest.check.mail import Fault, Part, Place, shortened
from digest.check.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.document import Element
    from digest.check.mail import Mail


def text_empty(mail: Mail) -> Iterator[Fault]:
    """A plain-text part without a word."""
    if not squeezed(mail.sample.text):
        yield Fault(Place(Part.TEXT), "is empty; write the theme's mail.txt.j2")


def text_headline(mail: Mail) -> Iterator[Fault]:
    """Headlines of the HTML that lead to a story, or are one's title, that the plain text does not have."""
    text = squeezed(mail.sample.text).casefold()
    for heading in _headlines(mail):
        words = mail.document.words(heading)
        if text and squeezed(words).casefold() not in text:
            yield Fault(
                Place(Part.TEXT), f'lacks the headline "{shortened(words)}"; print it in the theme\'s mail.txt.j2'
            )


def text_link(mail: Mail) -> Iterator[Fault]:
    """Links of headlines, and the way to unsubscribe, that the plain text does not have."""
    if not squeezed(mail.sample.text):
        return
    links = [link.get("href") or "" for heading in _headlines(mail) for link in heading.iter("a")]
    for address in dict.fromkeys([*links, mail.sample.unsubscribe_url]):
        if is_web(address) and squeezed(address) not in squeezed(mail.sample.text):
            yield Fault(Place(Part.TEXT), f"lacks the link {shortened(address)}; print it in the theme's mail.txt.j2")


def _headlines(mail: Mail) -> list[Element]:
    """Return the headings that lead to a story, or are one's title."""
    titles = {squeezed(title) for title in mail.sample.titles}
    return [
        heading
        for heading in mail.document.named("h1", "h2", "h3", "h4", "h5", "h6")
        if (words := squeezed(mail.document.words(heading)))
        and (words in titles or next(heading.iter("a"), None) is not None)
    ]
