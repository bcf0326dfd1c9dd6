"""Judges where links lead, and whether their words say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.addresses import host, is_web, scheme
from digest.check.mail import Fault, shortened
from digest.check.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.document import Element
    from digest.check.mail import Answer, Mail

_LEADS_NOWHERE = frozenset({"javascript", "data", "vbscript", "about", "file", "blob"})
_EXAMPLES = (".example.com", ".example.net", ".example.org")  # RFC 2606, 3

# Services that hide where a link leads; blocklists know them, since spam does the same.
_SHORTENING = """
    adf.ly bit.do bit.ly bitly.com buff.ly cutt.ly dlvr.it goo.gl goo.su is.gd lnkd.in ow.ly qr.ae rb.gy rebrand.ly
    shorte.st shorturl.at snip.ly soo.gd t.co t.ly t2m.io tiny.cc tinyurl.com tr.im trib.al v.gd x.co
"""
_SHORTENERS = frozenset(_SHORTENING.split())

# Words that name no place, in the languages of our own interface; compared without spaces and case.
_EMPTY_WORDS = frozenset(
    squeezed(words)
    for words in (
        *("click here", "click", "here", "this link", "link", "more", "read more", "learn more", "tap here"),
        *("hier klicken", "klicken sie hier", "hier", "mehr", "weiterlesen", "mehr lesen"),
        *("cliquez ici", "ici", "lire la suite", "en savoir plus", "plus"),
        *("haga clic aquí", "haz clic aquí", "aquí", "leer más", "más", "clique aqui", "aqui", "leia mais", "mais"),
        *("اضغط هنا", "انقر هنا", "هنا", "المزيد", "यहाँ क्लिक करें", "यहां क्लिक करें", "यहाँ", "और पढ़ें"),
    )
)

_GONE = frozenset({404, 410})


def link_placeholder(mail: Mail) -> Iterator[Fault]:
    """Links that lead nowhere: `#`, nothing at all, or a scheme that no mail program follows."""
    names = {one.get("id") or one.get("name") for one in mail.document.elements}
    for link, address in _links(mail):
        if (
            not address
            or scheme(address) in _LEADS_NOWHERE
            or (address[:1] == "#" and address[1:] not in names - {None, ""})
        ):
            yield Fault(mail.place(link), f"leads nowhere ({shortened(address) or 'no address'}); give it an address")


def link_relative(mail: Mail) -> Iterator[Fault]:
    """Links without scheme or host, which mean nothing in a mail."""
    for link, address in _links(mail):
        if not address or address[:1] == "#":
            continue
        if not scheme(address) or (scheme(address) in ("http", "https") and not host(address)):
            yield Fault(mail.place(link), f"leads to {shortened(address)}; write the whole address, with https://")


def link_example(mail: Mail) -> Iterator[Fault]:
    """Links to example.com and its like, which stand for an address that somebody meant to fill in."""
    for link, address in _links(mail):
        if f".{host(address)}".endswith(_EXAMPLES):
            yield Fault(mail.place(link), f"leads to {shortened(address)}, which is no real place; mend the address")


def link_shortened(mail: Mail) -> Iterator[Fault]:
    """Links by a shortening service, which spam filters distrust."""
    for link, address in _links(mail):
        if host(address).removeprefix("www.") in _SHORTENERS:
            yield Fault(mail.place(link), f"leads through {host(address)}; link to where it leads in the end")


def link_text(mail: Mail) -> Iterator[Fault]:
    """Links without words, or with words such as "click here", which say nothing where they are read out alone."""
    titles = {squeezed(title) for title in mail.sample.titles}
    for link, _ in _links(mail):
        if link in mail.document.hidden or link.get("aria-hidden") == "true":
            continue  # nobody sees it, or nobody hears it: a picture beside the headline that leads to the same place
        words = squeezed(_name(mail, link))
        if not words:
            yield Fault(mail.place(link), "has no words; say in it, or in the alt text of its picture, where it leads")
        elif words.casefold().strip(".…:!>»→") in _EMPTY_WORDS and words not in titles:
            yield Fault(mail.place(link), "does not say where it leads; name that in its words")


def link_dead(mail: Mail) -> Iterator[Fault]:
    """Links to pages that are gone (404, 410); with --links alone."""
    for link, address, answer in _answered(mail):
        if answer.status in _GONE:
            yield Fault(mail.place(link), f"is dead: {shortened(address)} answers {answer.status}; mend the address")


def link_unsure(mail: Mail) -> Iterator[Fault]:
    """Links to pages that did not answer as they should when they were asked; with --links alone."""
    for link, address, answer in _answered(mail):
        if answer.trouble or (answer.status >= 400 and answer.status not in _GONE):
            why = answer.trouble or f"answers {answer.status}"
            yield Fault(mail.place(link), f"could not be tried: {shortened(address)}: {why}; open it in a browser")


def addresses(mail: Mail) -> list[str]:
    """Return the web addresses that links lead to, each once, in reading order."""
    return list(dict.fromkeys(address for _, address in _links(mail) if is_web(address)))


def _answered(mail: Mail) -> Iterator[tuple[Element, str, Answer]]:
    """Yield each address that was asked, once, with what it answered and the first link to it that has words."""
    first: dict[str, Element] = {}
    for link, address in sorted(_links(mail), key=lambda one: not mail.document.words(one[0]).strip()):
        if address in mail.sample.answers:
            first.setdefault(address, link)
    for address, link in first.items():
        yield link, address, mail.sample.answers[address]


def _links(mail: Mail) -> Iterator[tuple[Element, str]]:
    for link in mail.document.named("a", "area"):
        if link.get("href") is not None:
            yield link, link.get("href").strip()


def _name(mail: Mail, link: Element) -> str:
    """Return what a screen reader says of a link."""
    alts = [image.get("alt") or "" for image in link.iter("img")]
    return link.get("aria-label") or mail.document.words(link) + "".join(alts) or link.get("title") or ""
