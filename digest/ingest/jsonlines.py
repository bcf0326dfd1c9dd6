"""Reads stories from JSON: one a line, an array of them, or a single one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.ingest import clean
from digest.ingest.dates import NoDate, stated
from digest.ingest.encoding import storable
from digest.ingest.harvest import gather, take_in
from digest.model.story import IncomingStory

if TYPE_CHECKING:
    from datetime import datetime

    from digest.ingest.harvest import Origin
    from digest.model.story import Harvest

_TEXTS = (
    "guid",
    "title",
    "url",
    "body",
    "summary",
    "published_at",
    "source",
    "language",
    "image",
    "image_alt",
    "author",
)
_TYPE_NAMES = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}


FIELDS = (*_TEXTS, "tags", "body_type")
# `digest stories list --json` says more of a story than it can be given.
_KNOWN = frozenset({*FIELDS, "id", "revision", "first_seen_at"})


class _Wrong(ValueError):
    """The value is no story; the message says why."""


def parse(text: str, origin: Origin) -> Harvest:
    """Return the stories of a JSON text; what is no story is refused by its line or item and stops nothing beside it.

    A story is an object with a `title` and a `body` or `summary`; `guid`, `url`, `published_at`, `tags`, `source`,
    `language`, `image`, `image_alt` and `author` may be there, `body_type` is "text" or "html"; other keys
    are told as unread. All texts but a `body` of HTML are plain.
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        first = text.lstrip().partition("\n")[0].strip()
        if first == "{" or first.startswith("["):
            return origin.refuse(_fault(error))
        lines = enumerate(text.split("\n"), start=1)
        return gather(_line(line, origin, f"line {number}") for number, line in lines if line.strip())
    values, unit = (whole, "item") if isinstance(whole, list) else ([whole], "line")
    return gather(_value(value, origin, f"{unit} {number}") for number, value in enumerate(values, start=1))


def _line(text: str, origin: Origin, place: str) -> Harvest:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:  # which counts its lines from this one, and would name a wrong one
        return origin.refuse(f"not JSON: {error.msg}: column {error.colno}", place)
    except (ValueError, RecursionError) as error:
        return origin.refuse(_fault(error), place)
    return _value(value, origin, place)


def _fault(error: ValueError | RecursionError) -> str:
    return "is nested too deep" if isinstance(error, RecursionError) else f"not JSON: {error}"


def _value(value: object, origin: Origin, place: str) -> Harvest:
    try:
        harvest = take_in(_story(value, origin), origin, place)
    except (_Wrong, NoDate) as wrong:
        harvest = origin.refuse(str(wrong), place)
    names = value if isinstance(value, dict) else ()
    unread = [clean.plain_line(name) for name in names if name not in _KNOWN]
    return replace(harvest, unread=tuple(unread))


def _story(value: object, origin: Origin) -> IncomingStory:
    if not isinstance(value, dict):
        raise _Wrong(f"a story is an object, not {_type_name(value)}")
    texts = {key: _text(value, key) for key in _TEXTS}
    body, body_html = _body(texts["body"], _text(value, "body_type") or "text", origin)
    when = _published(texts["published_at"], origin)
    return IncomingStory(
        title=clean.plain_line(texts["title"]),
        body=body,
        body_html=body_html,
        summary=clean.block(texts["summary"]),
        url=origin.link(texts["url"]),
        guid=clean.plain_line(texts["guid"]),
        source=clean.plain_line(texts["source"]),
        published_at=when[0],
        day_only=when[1],
        tags=_tags(value.get("tags")),
        language=clean.plain_line(texts["language"]),
        image=clean.absolute(texts["image"], base=origin.base_url),
        image_alt=clean.plain_line(texts["image_alt"]),
        author=clean.plain_line(texts["author"]),
    )


def _text(value: dict[str, object], key: str) -> str:
    text = value.get(key)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise _Wrong(f"{key} must be text, not {_type_name(text)}")
    return storable(text)


def _body(text: str, body_type: str, origin: Origin) -> tuple[str, str]:
    if body_type == "html":
        return clean.text_of(text), clean.sanitise(text, base=origin.base_url)
    if body_type == "text":
        return clean.block(text), ""
    raise _Wrong(f'body_type must be "text" or "html", not {body_type[:40]!r}')


def _published(text: str, origin: Origin) -> tuple[datetime | None, bool]:
    return stated("published_at", text, zone=origin.zone, now=origin.now) if text else (None, False)


def _tags(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    tags = value.split(",") if isinstance(value, str) else value
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise _Wrong("tags must be a list of texts")
    return tuple(filter(None, map(clean.plain_line, tags)))


def _type_name(value: object) -> str:
    return "null" if value is None else _TYPE_NAMES.get(type(value), "text")
