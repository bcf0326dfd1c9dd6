"""Judges what the law and the mailbox providers ask of bulk mail: who sends it, and how to be rid of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.addresses import scheme
from digest.check.mail import Fault, Part, Place, shortened
from digest.check.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.mail import Mail


def postal_address(mail: Mail) -> Iterator[Fault]:
    """No postal address in the HTML or the text, which CAN-SPAM and its kind want in each mail."""
    wanted = squeezed(mail.sample.publication.postal_address)
    seen = squeezed(mail.document.words(mail.document.root))
    for part, words in ((Part.HTML, seen), (Part.TEXT, squeezed(mail.sample.text))):
        if not wanted or wanted not in words:
            yield Fault(Place(part), "does not show the postal address; print page.postal_address in the theme")


def unsubscribe_link(mail: Mail) -> Iterator[Fault]:
    """No visible link to unsubscribe in the HTML, or none in the text."""
    address = mail.sample.unsubscribe_url
    if not _shows_link(mail, address):
        yield Fault(Place(Part.HTML), "shows no link to unsubscribe; print page.unsubscribe_url as a link in the theme")
    if address not in mail.sample.text:
        yield Fault(Place(Part.TEXT), "has no link to unsubscribe; print page.unsubscribe_url in the theme")


def reader_links(mail: Mail) -> Iterator[Fault]:
    """No visible link to the reader's preferences, or to the mail in a browser."""
    for address in mail.sample.reader_urls:
        if not _shows_link(mail, address):
            yield Fault(Place(Part.HTML), f"shows no link to {shortened(address)}; print it in the theme")


def unsubscribe_header(mail: Mail) -> Iterator[Fault]:
    """No pair of List-Unsubscribe and List-Unsubscribe-Post: no button to unsubscribe appears (RFC 8058)."""
    ways = _ways_out(mail)
    if sum(scheme(way) in ("http", "https") for way in ways) != 1:
        yield _header("List-Unsubscribe", "does not name exactly one web address; this is a fault of the program")
    post = str(mail.message.get("List-Unsubscribe-Post", "")).strip()
    if post != "List-Unsubscribe=One-Click":
        yield _header("List-Unsubscribe-Post", "does not say One-Click; this is a fault of the program")


def unsubscribe_insecure(mail: Mail) -> Iterator[Fault]:
    """One-click unsubscribing over http, which mailbox providers do not accept (RFC 8058, 3.1)."""
    for way in _ways_out(mail):
        if scheme(way) == "http":
            yield _header("List-Unsubscribe", f"leads to {shortened(way)}; let publication.url begin with https://")


def _shows_link(mail: Mail, address: str) -> bool:
    document = mail.document
    links = [link for link in document.named("a") if link not in document.hidden and link.get("href") == address]
    return any(squeezed(document.words(link)) or next(link.iter("img"), None) is not None for link in links)


def _ways_out(mail: Mail) -> list[str]:
    value = str(mail.message.get("List-Unsubscribe", ""))
    return [way.strip(" <>\t") for way in value.split(",") if way.strip()]


def _header(name: str, message: str) -> Fault:
    return Fault(Place(Part.HEADERS, words=name), message)
