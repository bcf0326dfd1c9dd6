"""Turns what a source answered into its stories, and into what to remember for the next time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import IngestError
from digest.ingest import patience
from digest.model.source import Fetched, FetchOutcome, Source, SourceKind
from digest.model.story import Harvest

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from digest.ingest.net import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A source about to be fetched, when, and the zone in which its pages and files tell the time."""

    source: Source
    zone: ZoneInfo
    now: datetime

    @property
    def too_early(self) -> bool:
        """Tell whether the source is to be left alone for now."""
        return self.source.retry_at is not None and self.now < self.source.retry_at


def local(visit: Visit) -> Fetched:
    """Return the result of a visit that needs no network: a folder read, or a source left alone.

    Raises:
        IngestError: the folder cannot be read.
    """
    source = visit.source
    if visit.too_early:
        return _fetched(visit, FetchOutcome.WAITING, retry_at=source.retry_at, error=source.error)
    from digest.ingest.files import read_path

    harvest = read_path(Path(source.location), zone=visit.zone, now=visit.now, base_url="")
    return _fetched(visit, FetchOutcome.OK, harvest=harvest)


def remote(visit: Visit, answer: Response) -> Fetched:
    """Return the result of a visit from the server's answer.

    Raises:
        IngestError: the answer cannot be read as what the source is meant to be.
    """
    if answer.status not in (200, 304):
        return _rejected(visit, answer)
    source, fresh = visit.source, answer.status == 200
    harvest = _harvest(visit, answer) if fresh else Harvest()
    return Fetched(
        source=source,
        outcome=FetchOutcome.OK if fresh else FetchOutcome.UNCHANGED,
        harvest=harvest,
        title=harvest.title or source.title,
        location=answer.permanent_url if answer.permanent_url != source.location else "",
        etag=answer.headers.get("ETag", "" if fresh else source.etag),
        last_modified=answer.headers.get("Last-Modified", "" if fresh else source.last_modified),
    )


def failed(visit: Visit, error: str, *, retry_at: datetime | None = None) -> Fetched:
    """Return the result of a visit that failed; without a `retry_at`, the wait grows with each failure in a row."""
    wait = retry_at or patience.back_off(visit.source.failures + 1, now=visit.now)
    return _fetched(visit, FetchOutcome.FAILED, retry_at=wait, error=error)


def _rejected(visit: Visit, answer: Response) -> Fetched:
    if answer.status == 410:
        return failed(visit, "is gone for good (410); remove the source", retry_at=visit.now + patience.GONE_WAIT)
    if answer.status in (429, 503):
        asked = patience.retry_after(answer.headers.get("Retry-After", ""), now=visit.now)
        return failed(visit, f"asks to be left alone for a while ({answer.status})", retry_at=asked)
    return failed(visit, answer.refusal)


def _harvest(visit: Visit, answer: Response) -> Harvest:
    content_type = answer.headers.get("Content-Type", "")
    if visit.source.kind is SourceKind.PAGE:
        from digest.ingest.files import read_bytes

        return read_bytes(
            answer.body, name=answer.url, zone=visit.zone, now=visit.now, base_url=answer.url, content_type=content_type
        )
    from digest.ingest import feeds  # most answers are that nothing changed, and need no parser
    from digest.ingest.discover import discover

    try:
        return feeds.parse(answer.body, url=answer.url, now=visit.now, content_type=content_type)
    except IngestError as error:
        if feeds.is_page(answer.body) and (offered := discover(answer.body, answer.url, content_type=content_type)):
            raise IngestError(f"{error}; it offers the feed {offered[0]}") from None
        raise


def _fetched(
    visit: Visit,
    outcome: FetchOutcome,
    *,
    harvest: Harvest | None = None,
    retry_at: datetime | None = None,
    error: str = "",
) -> Fetched:
    """Return a result that remembers of the source what it did before."""
    source = visit.source
    return Fetched(
        source=source,
        outcome=outcome,
        harvest=harvest or Harvest(),
        title=source.title,
        etag=source.etag,
        last_modified=source.last_modified,
        retry_at=retry_at,
        error=error,
    )
