"""Makes foreign text fit to stand in a mail: as text, as an attribute, as a link."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup, escape

from digest.render.blanks import Blank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.render.page import Entry

_UNPRINTABLE = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
_NOT_IN_ADDRESSES = re.compile(r'[ "<>\\^`{|}]')
_WEB_ADDRESS = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_NOTHING = Markup()
_PLAIN_ADDRESS = re.compile(r"https?://[!$-.0-;=@-\[\]_a-z~][!#-;=?-\[\]_a-z~]*")  # as nearly all are
_PLAIN_VALUE = re.compile(r"(?:[!#-%(-;=?-\[\]-~]+(?: [!#-%(-;=?-\[\]-~]+)*)?")


def clean(text: str) -> str:
    """Return the text on one line: control characters and what no encoding carries become a space.

    >>> clean("two\\r\\n\\tlines ")
    'two lines'
    """
    if text.isprintable() and "  " not in text:  # as nearly all texts are
        return text.strip(" ")
    return _UNPRINTABLE.sub(" ", text).strip(" ")


def shown(value: object) -> Markup:
    """Return what a template prints, as text of HTML."""
    if type(value) is str:
        return _escaped(value)
    return value.printed(Blank.WORDS) if type(value) is Blank else escape(value)


@lru_cache(maxsize=1024)
def _escaped(text: str) -> Markup:
    return escape(text)  # mostly a colour or a phrase, which every mail says many times


def attr(text: str | Blank) -> Markup:
    """Return plain text as the value of a double-quoted attribute, or as an mj-title.

    MJML writes line breaks, backslashes and many characters outside ASCII into attributes as the escapes of a
    programming language. Numeric references pass it untouched, so nothing else is left for it to see.

    >>> print(attr('C:\\\\new "é"'))
    C:&#92;new &#34;&#233;&#34;
    """
    if type(text) is Blank:
        return text.printed(Blank.VALUE)
    assert isinstance(text, str)
    if _PLAIN_VALUE.fullmatch(text):
        return Markup(text)  # noqa: S704  nothing in it to escape
    escaped = str(escape(clean(text))).replace("\\", "&#92;")
    written = escaped.encode("ascii", "xmlcharrefreplace").decode("ascii")
    return Markup(written)  # noqa: S704 (escaped above)


def values(texts: list[str]) -> list[str]:
    """Return plain texts as values of attributes; at once where nothing is to be escaped, as mostly."""
    return texts if _PLAIN_VALUE.fullmatch(" ".join(texts)) else [attr(text) for text in texts]


def line(parts: Iterable[str], dot: str) -> Markup:
    """Return the parts that there are as one line of HTML, each part and each dot between them in a span of its own.

    >>> print(line(["Gazette", "", "B & C"], " · "))
    <span class="part">Gazette</span><span class="dot"> · </span><span class="part">B &amp; C</span>
    """
    return Markup('<span class="part">' + _between(dot).join(map(shown, filter(None, parts))) + "</span>")  # noqa: S704


@cache
def _between(dot: str) -> str:
    return f'</span><span class="dot">{escape(dot)}</span><span class="part">'


def linked(story: Entry, style: str) -> Markup:
    """Return a story's title, as a link of this style where it has an address."""
    title = shown(story.title)
    if not story.url:
        return title
    return Markup(f'<a class="ink" href="{attr(story.url)}" style="{style}">{title}</a>')  # noqa: S704  escaped


def tongue(story: Entry) -> Markup:
    """Return the attributes that tell the language and direction of a story, where they are not the publication's."""
    if not story.language:
        return _NOTHING
    turned = f' dir="{attr(story.direction)}"' if story.direction else ""
    return Markup(f' lang="{attr(story.language)}"{turned}')  # noqa: S704  escaped


def web_address(url: str) -> str:
    """Return an http or https address with what none may hold (RFC 3986, 2) encoded, or nothing for another scheme.

    So a mail program that makes links of plain text does not end one at a space or a quote.

    >>> web_address('https://herald.example/a "b"'), web_address("javascript:alert(1)")
    ('https://herald.example/a%20%22b%22', '')
    """
    if _PLAIN_ADDRESS.fullmatch(url):
        return url
    address = _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), clean(url))
    return address if _WEB_ADDRESS.match(address) else ""
