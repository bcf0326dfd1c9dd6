"""Reads a story from Markdown, with or without front matter."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from digest.ingest import clean, frontmatter, plaintext
from digest.ingest.bylines import Byline, read_byline
from digest.ingest.dates import NoDate, stated
from digest.ingest.harvest import LONGEST_BODY, take_in
from digest.model.story import IncomingStory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from markdown_it.token import Token

    from digest.ingest.harvest import Origin
    from digest.model.story import Harvest


_DATES = ("published_at", "published", "date_published", "publishdate", "pubdate", "date")
_SWITCHES = frozenset({"true", "false"})  # under `published`, as site builders have it, for a story that is no draft


def parse(text: str, origin: Origin) -> Harvest:
    """Return the story of a Markdown text.

    Front matter may give `title`, `date` or `published`, `tags`, `categories` or `keywords`, `summary` or
    `description`, `url`, `image` and `image_alt`, `author`, `source`, `language` and `guid`; what else stands there is
    ignored. Without a title there, the first heading is the title, and where there is no heading either, the text is
    read as plain text, unless a person said what it is called.
    """
    try:
        values, below = frontmatter.split(text)
    except frontmatter.BrokenFrontMatter as error:
        return origin.refuse(str(error))
    if _switch(values, "draft") == "true" or _switch(values, "published") == "false":
        return origin.refuse("its front matter marks it as a draft")
    try:
        return _read(values, below, origin)
    except NoDate as error:
        return origin.refuse(str(error))


def _switch(values: Mapping[str, Any], key: str) -> str:
    return str(values[key]).lower() if isinstance(values.get(key), str | bool) else ""


def _read(values: Mapping[str, Any], below: str, origin: Origin) -> Harvest:
    tokens = _markdown().parse(below[:LONGEST_BODY])
    title, byline, rest = _head(tokens, frontmatter.word(values, "title"), origin)
    if not title and not values and not origin.title:
        return plaintext.parse(below, origin)
    html = _markdown().renderer.render(rest, _markdown().options, {})
    return take_in(_story(values, title, byline, clean.sanitise(html, base=origin.base_url), origin), origin)


def _story(values: Mapping[str, Any], title: str, byline: Byline, body_html: str, origin: Origin) -> IncomingStory:
    word, base = frontmatter.word, origin.base_url
    moment, day_only = _published(values, origin) or (byline.published_at, byline.day_only)
    image, image_alt = _image(values, body_html, base)
    return IncomingStory(
        title=title,
        body=clean.text_of(body_html),
        body_html=body_html,
        summary=frontmatter.passage(values, "summary", "description", "excerpt", "standfirst"),
        url=origin.link(word(values, "url", "canonical_url", "canonical", "link", "permalink")),
        guid=word(values, "guid", "id", "uuid"),
        source=word(values, "source", "publisher"),
        published_at=moment,
        day_only=day_only,
        tags=tuple(dict.fromkeys(frontmatter.words(values, "tags", "categories", "keywords", "tag", "category"))),
        language=word(values, "language", "lang", "locale").replace("_", "-"),
        image=image,
        image_alt=image_alt,
        author=_author(values) or byline.author,
    )


def _published(values: Mapping[str, Any], origin: Origin) -> tuple[datetime | None, bool] | None:
    for key in _DATES:
        if (text := frontmatter.word(values, key)) and text.lower() not in _SWITCHES:
            return stated(key, text, zone=origin.zone, now=origin.now)
    return None


def _author(values: Mapping[str, Any]) -> str:
    named = [frontmatter.word(frontmatter.inner(values, key), "name") for key in ("author", "authors")]
    return ", ".join(filter(None, named)) or ", ".join(frontmatter.words(values, "author", "authors", "byline"))


def _image(values: Mapping[str, Any], body_html: str, base: str) -> tuple[str, str]:
    """Return the image that the front matter names, else the first one in the text."""
    for key in ("image", "cover", "featured_image", "thumbnail"):
        within = frontmatter.inner(values, key)
        place = frontmatter.word(values, key) or frontmatter.word(within, "url", "src", "path", "image")
        if url := clean.absolute(place, base=base):
            return url, frontmatter.word(values, "image_alt", f"{key}_alt") or frontmatter.word(
                within, "alt", "caption"
            )
    return clean.first_image(body_html, base=base)


def _head(tokens: list[Token], title: str, origin: Origin) -> tuple[str, Byline, list[Token]]:
    """Take the title, where front matter gives none, and the lines that give author and date off the top.

    Without a title above, a heading further down will do, and then stays where it is.
    """
    byline, start = Byline(), 0
    while start + 2 < len(tokens) and tokens[start + 1].type == "inline":
        text = clean.plain_line(_plain(tokens[start + 1]))
        if tokens[start].type == "heading_open" and (not title or plaintext.same_words(text, title)):
            title = title or text
        elif tokens[start].type == "paragraph_open" and (found := read_byline(text, origin, before_title=not title)):
            byline = plaintext.merged(byline, found)
        else:
            break
        start += 3
    return title or _first_heading(tokens), byline, tokens[start:]


def _first_heading(tokens: list[Token]) -> str:
    headings = (tokens[index + 1] for index, token in enumerate(tokens) if token.type == "heading_open")
    return next((clean.plain_line(_plain(heading)) for heading in headings), "")


def _plain(inline: Token) -> str:
    """Return a line without Markdown's marks and without comments; tags are words here, as in every title."""
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in inline.children or ()
        if child.type in {"text", "code_inline", "softbreak", "hardbreak", "text_special", "image", "html_inline"}
        and not (child.type == "html_inline" and child.content.startswith("<!--"))
    )


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
