"""Judges the plain text beside the HTML: whoever reads either must find the same headlines and links."""

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


_BEGINNING = 60  # characters of a headline; the end of a very long one is cut so that the mail fits


def html_headline(mail: Mail) -> Iterator[Fault]:
    """Stories that the HTML has no headline of: nobody would read of them, and they would count as sent."""
    shown = squeezed(mail.document.words(mail.document.root)).casefold()
    for title in mail.sample.titles:
        if squeezed(title)[:_BEGINNING].casefold() not in shown:
            said = f'lacks the story "{shortened(title)}"; print every story in the theme\'s mail.mjml.j2'
            yield Fault(Place(Part.HTML), said)


def text_headline(mail: Mail) -> Iterator[Fault]:
    """Headlines of stories, and those of the HTML that lead to one, that the plain text does not have."""
    text = squeezed(mail.sample.text).casefold()
    headings = {squeezed(words): words for words in map(mail.document.words, _headlines(mail))}
    titles = {squeezed(title)[:_BEGINNING]: title for title in mail.sample.titles if squeezed(title) not in headings}
    for squeezed_words, words in (headings | titles).items():
        if text and squeezed_words.casefold() not in text:
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
