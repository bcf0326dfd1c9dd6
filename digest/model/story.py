"""A story: one news item, as it comes in and as it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingStory:
    """A story as a file, page or feed brings it: cleaned, but not yet told apart from those we have.

    Every text is plain: entities decoded, control characters gone. `body` is whole; its first `own_length`
    characters are the story's own, what follows are teasers of other stories that no summary may draw on.
    `body_html` is sanitised HTML of the body where the source had any, else empty. The last two fields are filled in
    once, on the way to the store: the URL without what tracks readers, and the tags that the story's words earn it.
    """

    title: str
    body: str = ""
    own_length: int | None = None
    body_html: str = ""
    summary: str = ""
    url: str = ""
    guid: str = ""
    source: str = ""
    published_at: datetime | None = None
    day_only: bool = False
    tags: tuple[str, ...] = ()
    language: str = ""
    image: str = ""
    image_alt: str = ""
    author: str = ""
    canonical_url: str = ""
    word_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A stored story. Times are aware and UTC; `day_only` says that the source gave a day without a time.

    `tags` are in normal form and sorted. `language` is a BCP 47 tag or empty. `image` is an absolute URL or empty.
    """

    id: int
    guid: str
    title: str
    url: str
    source: str
    published_at: datetime
    day_only: bool
    first_seen_at: datetime
    body: str
    own_length: int
    body_html: str
    summary: str
    tags: tuple[str, ...]
    language: str
    image: str
    image_alt: str
    author: str
    revision: int

    @property
    def own_body(self) -> str:
        """The part of the body that is this story's own, without the teasers of others after it."""
        return self.body[: self.own_length].rstrip()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that could not be taken in: where it stands and why; it stops nothing beside it."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one file, page or feed yielded; `title` is the name it gives itself, if any.

    `unread` are the names that stood there for values and mean nothing here, each once.
    """

    stories: tuple[IncomingStory, ...] = ()
    refused: tuple[Refusal, ...] = ()
    title: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a harvest: ids of stories added, revised (changed), and left as they were."""

    added: tuple[int, ...] = ()
    revised: tuple[int, ...] = ()
    unchanged: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """How many stories were taken in, new or not."""
        return len(self.added) + len(self.revised) + len(self.unchanged)

    def __add__(self, other: TakenIn) -> TakenIn:
        return TakenIn(self.added + other.added, self.revised + other.revised, self.unchanged + other.unchanged)
