"""A source: where stories come from, and how well it has been lately."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.story import Harvest


class SourceKind(StrEnum):
    """What a source's location is."""

    FEED = "feed"  # a URL that answers with RSS, RDF, Atom or JSON Feed
    FOLDER = "folder"  # a local folder of story files
    PAGE = "page"  # a URL of one HTML page


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A stored source with its remembered health; `failures` counts those in a row since the last good fetch.

    `etag` and `last_modified` are the validators the server gave last (RFC 9110, 13.1); `retry_at` is the moment
    before which the server, or our own patience, asks not to be called again.
    """

    id: int
    name: str
    kind: SourceKind
    location: str
    tags: tuple[str, ...] = ()
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    fetched_at: datetime | None = None
    ok_at: datetime | None = None
    retry_at: datetime | None = None
    failures: int = 0
    error: str = ""


def without_credentials(url: str) -> str:
    """Return the link without the name and password that may stand before its host, fit to be shown."""
    return re.sub(r"(?<=//)[^/?#]*@", "", url)


class FetchOutcome(StrEnum):
    """How fetching one source ended."""

    OK = "ok"  # answered with stories
    UNCHANGED = "unchanged"  # answered that nothing changed since last time (304)
    WAITING = "waiting"  # not called: it asked to be left alone until retry_at
    FAILED = "failed"  # could not be reached, or what it sent could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The result of fetching one source: what it yielded and what to remember for the next time."""

    source: Source
    outcome: FetchOutcome
    harvest: Harvest
    title: str = ""
    location: str = ""  # the new location after a permanent redirect, else empty
    etag: str = ""
    last_modified: str = ""
    retry_at: datetime | None = None
    error: str = ""
