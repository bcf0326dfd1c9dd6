"""Sees to the sources: adds them after a look at what stands there, and reads and writes lists of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import IngestError, UsageError
from digest.ingest import opml
from digest.ingest.opml import OpmlEntry
from digest.ingest.probe import Probe, probe
from digest.model.source import SourceKind, without_credentials
from digest.model.story import Refusal
from digest.model.tags import normal_tag
from digest.pipeline.stories.intake import user_agent
from digest.store.stories import sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.source import Source
    from digest.pipeline.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a list of feeds: sources added, and what was refused and why."""

    added: tuple[Source, ...]
    refused: tuple[Refusal, ...]


def add_source(newsroom: Newsroom, location: str, *, name: str, tags: Sequence[str]) -> Source:
    """Add what stands at a URL (asked once, to learn what it is), or a folder.

    Raises:
        IngestError: nothing that stories could come from stands there.
        UsageError: the name or the place is a source already.
    """
    found = _probed(newsroom, location)
    chosen = name or found.title or without_credentials(found.location)
    return sources.add(
        newsroom.db,
        chosen,
        found.location,
        kind=found.kind,
        tags=[normal_tag(tag) for tag in tags],
        title=found.title,
        now=newsroom.now(),
    )


def import_opml(newsroom: Newsroom, data: bytes) -> Imported:
    """Add every feed of an OPML list, unasked; those that are sources already are refused."""
    added: list[Source] = []
    refused: list[Refusal] = []
    for read in opml.read(data):
        entry = replace(read, name=without_credentials(read.name))  # which is the address where the list has no name
        try:
            added.append(_add_entry(newsroom, entry))
        except UsageError as error:
            refused.append(Refusal(entry.name, str(error)))
    return Imported(tuple(added), tuple(refused))


def export_opml(newsroom: Newsroom) -> str:
    """Return every feed as an OPML list, which is handed around: without names and passwords in addresses."""
    feeds = [source for source in sources.every(newsroom.db) if source.kind is SourceKind.FEED]
    entries = [OpmlEntry(source.name, without_credentials(source.location), source.tags) for source in feeds]
    title = f"Sources of {newsroom.settings.publication.name}"
    return opml.write(entries, title=title, now=newsroom.now()).decode()


def _probed(newsroom: Newsroom, location: str) -> Probe:
    if location.startswith(("http://", "https://")):
        try:
            return probe(
                location, settings=newsroom.settings.fetch, user_agent=user_agent(newsroom), now=newsroom.now()
            )
        except IngestError as error:
            raise IngestError(f"{without_credentials(location)}: {error}") from error
    folder = Path(location).resolve()
    if not folder.is_dir():
        raise IngestError(f"{without_credentials(location)} is neither a URL nor a folder; give one of the two")
    return Probe(kind=SourceKind.FOLDER, title=folder.name, location=str(folder))


def _add_entry(newsroom: Newsroom, entry: OpmlEntry) -> Source:
    if not entry.url.startswith(("http://", "https://")):
        raise UsageError(f"{without_credentials(entry.url)} is no web address")
    tags = [normal_tag(tag) for tag in entry.tags]
    return sources.add(
        newsroom.db, entry.name, entry.url, kind=SourceKind.FEED, tags=tags, title=entry.name, now=newsroom.now()
    )
