"""Reads a story from plain text, as a newsroom's writing tool leaves it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.ingest import clean
from digest.ingest.bylines import Byline, read_byline, read_yearless
from digest.ingest.dates import NoDate
from digest.ingest.harvest import take_in
from digest.model.story import IncomingStory

if TYPE_CHECKING:
    from digest.ingest.harvest import Origin
    from digest.model.story import Harvest

_WIDEST = 100  # columns of text that was wrapped by hand
_NARROWEST = 40

# Three marks of one kind, or several with a backtick among them: ``` or what typographers make of it, such as “`html.
_MARKS = r"(?:(?P<mark>[`´'‘’\"“”„~])(?P=mark){2,}|(?=[´'‘’\"“”„]*`)[`´'‘’\"“”„]{2,})"
_FENCE = re.compile(rf"{_MARKS}\s*[a-z]{{0,10}}")
_OPENING = re.compile(rf"^{_MARKS}(?:html|markdown|md|text|txt)?\s+(?=\S)")
_CLOSING = re.compile(rf"(?<=\S)\s*{_MARKS}$")
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|strong|em|b|i|a|blockquote)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_WORD = re.compile(r"\w")
_ITEM = re.compile(r"[-•*–]\s|\d{1,3}[.)]\s")
_OPEN_ENDED = re.compile(r"[^.!?:…\"”’)]$")


def parse(text: str, origin: Origin) -> Harvest:
    """Return the story of a text: its headline is the first line that is no date line, the rest below it is the body.

    A date line may stand above or below the headline (without a year only above), a byline below it. Code fences around
    the body are dropped, a headline repeated over the body too. A body that holds HTML is read as HTML.
    Where a person said what the story is called, a first line that reads as no headline is part of the body.
    """
    lines = _without_fences(clean.block(text))
    try:
        title, byline, rest = _head(lines, origin)
    except NoDate as error:
        return origin.refuse(str(error))
    body, body_html = _body("\n".join(rest), origin)
    story = IncomingStory(
        title=title,
        body=body,
        body_html=body_html,
        author=byline.author,
        published_at=byline.published_at,
        day_only=byline.day_only,
    )
    return take_in(story, origin)


def same_words(one: str, other: str) -> bool:
    """Tell whether two lines say the same, whatever their case and punctuation."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def merged(first: Byline, second: Byline) -> Byline:
    """Join what two lines say; where both speak, the first is right."""
    dated = first if first.published_at else second
    return Byline(first.author or second.author, dated.published_at, dated.day_only)


def _without_fences(text: str) -> list[str]:
    return [_CLOSING.sub("", _OPENING.sub("", line)) for line in text.split("\n") if not _FENCE.fullmatch(line)]


def _head(lines: list[str], origin: Origin) -> tuple[str, Byline, list[str]]:
    """Take headline, date line and byline off the top."""
    title, byline = "", Byline()
    for number, text in enumerate(lines):
        if not _WORD.search(text):
            continue
        found = read_byline(text, origin, before_title=not title)
        if not found and not title and byline == Byline() and _opens_with_headline(lines[number + 1 :], origin):
            found = read_yearless(text, origin)
        if found:
            byline = merged(byline, found)
        elif not title:
            if origin.title and not _is_headline_beside(origin.title, lines[number:], origin):
                return "", byline, lines[number:]
            title = clean.plain_line(text.lstrip("# "))
        elif not same_words(text, title):
            return title, byline, lines[number:]
    return title, byline, []


def _opens_with_headline(lines: list[str], origin: Origin) -> bool:
    """Tell whether a headline and a text come next: only then is `7 November` above them no headline itself."""
    while lines and not _WORD.search(lines[0]):
        lines = lines[1:]
    first, *rest = lines or [""]
    alone = len(first) < _NARROWEST or not rest or not rest[0]  # else it may be the first of a wrapped paragraph
    return alone and not first.endswith(".") and any(map(_WORD.search, rest)) and not read_byline(first, origin)


def _is_headline_beside(given: str, lines: list[str], origin: Origin) -> bool:
    """Tell whether the first line is a headline though a person gave another; in doubt it is the text's first."""
    return same_words(lines[0], given) or bool(_opens_with_headline(lines, origin) and _OPEN_ENDED.search(lines[0]))


def _body(text: str, origin: Origin) -> tuple[str, str]:
    if _MARKUP.search(text):
        return clean.text_of(text), clean.sanitise(text, base=origin.base_url)
    return clean.block("\n\n".join(map(_unwrapped, text.split("\n\n")))), ""


def _unwrapped(paragraph: str) -> str:
    """Join the lines of a paragraph that was wrapped by hand; else each line is a paragraph of its own."""
    *lines, last = paragraph.split("\n")
    wrapped = (
        all(_NARROWEST <= len(line) <= _WIDEST for line in lines)
        and len(last) <= _WIDEST
        and not any(_ITEM.match(line) for line in [*lines, last])
        and sum(bool(_OPEN_ENDED.search(line)) for line in lines) * 2 >= len(lines)
    )
    return " ".join([*lines, last]) if wrapped else "\n\n".join([*lines, last])
