"""Reads the segments of digest.toml, those with names and those of editions, and checks that they can be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.config.plain import plain_name, show
from digest.model.activity import Activity
from subscribers.errors import BadSegment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subscribers.segments.named import Segments


def expression(value: object) -> str:
    """Read a segment's expression, which may run over several lines; what it says is checked when all are known."""
    if not isinstance(value, str):
        raise ValueError(f'{show(value)} is not a segment; write one in quotes, such as "topic = sport"')
    if not value.strip():
        raise ValueError('is empty; write a condition such as "topic = sport"')
    return value.rstrip()


def segment_name(value: object) -> str:
    """Read the name of a segment, which can be no word of the expressions it is used in."""
    name = plain_name(value)
    if name in _segments({}).taken:
        raise ValueError(f"{name!r} is a word of the language of segments; choose another name")
    return name


def segment_problems(values: dict[str, Any]) -> list[str]:
    """Return a line for each segment, of those named and of those of editions, that cannot be understood."""
    if not values["segments"] and not any(edition["segment"] for edition in values["editions"].values()):
        return []
    return list(_problems(values, _segments(values["segments"])))


def _problems(values: dict[str, Any], segments: Segments) -> Iterator[str]:
    """Tell each mistake once, where it is, and not wherever a wrong segment is used."""
    from subscribers.segments.named import title_of

    for name in segments.texts:
        try:
            segments.named(name)
        except BadSegment as error:
            if error.title == title_of(name):
                yield f"segments.{name}: {error.where}: {error.problem}"
    for name, edition in values["editions"].items():
        title = f"editions.{name}.segment"
        try:
            if edition["segment"]:
                segments.read(edition["segment"], title=title)
        except BadSegment as error:
            if error.title == title:
                yield f"{title}: {error.where}: {error.problem}"


def _segments(texts: dict[str, str]) -> Segments:
    from subscribers.segments.named import Segments

    return Segments(texts, tuple(Activity))
