"""Finds out what stands at an address, before it becomes a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import IngestError
from digest.ingest import discover, feeds, net
from digest.ingest.fetch import ACCEPT
from digest.model.source import SourceKind

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.settings import FetchSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a source at an address would be; `location` is where to fetch it, which may not be the address asked."""

    kind: SourceKind
    title: str
    location: str


def probe(url: str, *, settings: FetchSettings, user_agent: str, now: datetime) -> Probe:
    """Return what stands at `url`: a feed, the first feed that a page there offers, or else the page itself.

    Raises:
        IngestError: it cannot be fetched, or is neither a feed nor a page.
    """
    answer = net.get(url, settings=settings, headers={"User-Agent": user_agent, "Accept": ACCEPT})
    if answer.status != 200:
        raise IngestError(answer.refusal)
    content_type = answer.headers.get("Content-Type", "")
    if not feeds.is_page(answer.body):
        harvest = feeds.parse(answer.body, url=answer.url, now=now, content_type=content_type)
        return Probe(kind=SourceKind.FEED, title=harvest.title, location=answer.permanent_url)
    title = discover.title(answer.body, content_type=content_type)
    if offered := discover.discover(answer.body, answer.url, content_type=content_type):
        return Probe(kind=SourceKind.FEED, title=title, location=offered[0])
    return Probe(kind=SourceKind.PAGE, title=title, location=answer.permanent_url)
