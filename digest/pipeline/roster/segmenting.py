"""Says who is in a segment, by its name or its expression, from what the roster and the ledger know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.model.activity import Activity
from digest.store.mail.activity import MOMENTS
from subscribers.segments.counting import size_of, unfollowed
from subscribers.segments.filters import EVERYBODY, among, filter_of
from subscribers.segments.named import Segments, title_of
from subscribers.segments.wording import worded

if TYPE_CHECKING:
    from digest.model.edition import Edition
    from digest.pipeline.newsroom import Newsroom
    from subscribers.segments.counting import Size
    from subscribers.segments.filters import Filter
    from subscribers.segments.tree import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A segment as it stands: `name` is empty for a mere expression, `means` is its normal form.

    `doubts` are lines on what in it may be a slip of the pen.
    """

    name: str
    expression: str
    means: str
    editions: tuple[str, ...]
    size: Size
    doubts: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the document of `segments show`."""
        return {
            "name": self.name or None,
            "expression": self.expression,
            "means": self.means,
            "editions": list(self.editions),
            "subscribers": self.size.subscribers,
            "mailable": self.size.mailable,
            "doubts": list(self.doubts),
        }


def chosen(newsroom: Newsroom, expression: str) -> Filter:
    """Return the filter of a segment's name or an expression.

    Raises:
        BadSegment: the expression is wrong, or names a list that there is not.
    """
    return _filter(newsroom, _segments(newsroom).read(expression))


def chosen_for(newsroom: Newsroom, edition: Edition) -> Filter:
    """Return the filter of an edition's segment, which is everybody where it has none.

    Raises:
        BadSegment: it names a list that there is not.
    """
    if not edition.segment:
        return EVERYBODY
    return _filter(newsroom, _segments(newsroom).read(edition.segment, title=f"editions.{edition.name}.segment"))


def let_through(newsroom: Newsroom) -> Filter:
    """Return the filter of those whom `mail.only_to` lets be mailed, which is everybody where it is empty."""
    only_to = newsroom.settings.mail.only_to
    return among(only_to) if only_to else EVERYBODY


def described(newsroom: Newsroom, segment: str) -> Described:
    """Describe a segment by its name, or any expression.

    Raises:
        BadSegment: the expression is wrong, or names a list that there is not.
    """
    segments = _segments(newsroom)
    name = segment.strip().casefold()
    if name not in segments.texts:
        name = ""
    expression = segments.texts.get(name, segment)
    node = segments.read(expression, title=title_of(name) if name else "segment")
    return Described(
        name=name,
        expression=" ".join(expression.split()),
        means=worded(node),
        editions=tuple(
            edition.name
            for edition in newsroom.settings.editions.values()
            if edition.segment and name in segments.used_in(edition.segment)
        ),
        size=size_of(newsroom.db, _filter(newsroom, node), now=newsroom.now()),
        doubts=unfollowed(newsroom.db, node),
    )


def every(newsroom: Newsroom) -> list[Described]:
    """Describe all segments with names, as they stand in digest.toml."""
    return [described(newsroom, name) for name in newsroom.settings.segments]


def _segments(newsroom: Newsroom) -> Segments:
    return Segments(newsroom.settings.segments, tuple(Activity))


def _filter(newsroom: Newsroom, node: Node) -> Filter:
    return filter_of(newsroom.db, node, moments=MOMENTS, now=newsroom.now(), zone=newsroom.zone)
