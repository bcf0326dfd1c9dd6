"""How many points speak for a story and which variety an issue keeps, as configured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The points for each part of a story's score, and the limits; `[ranking]` and an edition's own table set them."""

    fresh: float = 2.0  # at most: the newest of the window gets all of it, the oldest none
    sources: float = 0.75  # for each further source that has the event, up to four
    full_text: float = 0.5  # a body worth opening with
    picture: float = 0.5
    headline_only: float = -1.0  # neither body nor summary
    tags: float = 0.25  # for each of the edition's wanted terms it meets, up to three
    editor: float = 3.0  # for a pinned story, which has its place in any case
    same_source: float = -0.4  # for each story of the source that stands before it
    same_tag: float = -0.15  # for each story with its tag that stands before it
    perhaps_told: float = -1.5  # perhaps of the event of a story that stands before it
    per_source: int = 0  # stories of one source that stand before those of others; 0: no limit
    per_tag: int = 0  # the same for one tag
    source_weights: Mapping[str, float] = field(default_factory=dict)  # points by the name of the source, casefolded
    tag_weights: Mapping[str, float] = field(default_factory=dict)  # points by tag
