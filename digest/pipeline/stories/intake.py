"""Takes stories in: from files and pages a person names, and from the sources that are fetched."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from digest.clock import parse_time
from digest.editorial import tagging
from digest.errors import IngestError
from digest.ingest import fetch, net, urls
from digest.ingest.harvest import printable
from digest.ingest.jsonlines import FIELDS
from digest.model.source import FetchOutcome, SourceKind, without_credentials
from digest.model.story import Harvest, IncomingStory, Refusal, TakenIn
from digest.store.stories import sources, stories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from digest.model.source import Fetched, Source
    from digest.pipeline.newsroom import Newsroom

_log = logging.getLogger(__name__)

OK = 200
STORY_FIELDS = FIELDS  # that a story given as JSON can have


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person says of the stories, over what the stories say of themselves; empty means nothing was said."""

    tags: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    source: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of taking in: stories stored, what was refused and why, and which fields were not read."""

    taken: TakenIn = field(default_factory=TakenIn)
    refused: tuple[Refusal, ...] = ()
    unread: tuple[str, ...] = ()

    def __add__(self, other: Intake) -> Intake:
        unread = dict.fromkeys([*self.unread, *other.unread])
        return Intake(self.taken + other.taken, self.refused + other.refused, tuple(unread))


def add_stories(newsroom: Newsroom, places: Sequence[str], *, given: Given, stdin: Callable[[], bytes]) -> Intake:
    """Take in files, folders, pages and feeds by URL, and `-` for standard input.

    A place that cannot be read is refused, and does not keep the others out.
    """
    harvests = [_harvest(newsroom, place, title=given.title, stdin=stdin) for place in places]
    found = [story for harvest in harvests for story in harvest.stories]
    refused = [
        _placed(refusal, place) for place, harvest in zip(places, harvests, strict=True) for refusal in harvest.refused
    ]
    told = [_as_told(newsroom, story, given) for story in found]
    taken = _store(newsroom, told, tags=given.tags)
    return Intake(taken, tuple(refused), tuple(dict.fromkeys(name for one in harvests for name in one.unread)))


def fetch_sources(
    newsroom: Newsroom, names: Sequence[str], *, on_progress: Callable[[int, int], None] | None = None
) -> list[tuple[Fetched, TakenIn]]:
    """Fetch the named sources, or all, side by side; remember how each was; store what each brought."""
    # Whoever names a source wants it asked now, also before the time it was to be left alone until.
    named = [replace(sources.named(newsroom.db, name), retry_at=None) for name in names]
    chosen = named or sources.every(newsroom.db)
    results: list[tuple[Fetched, TakenIn]] = []
    now = newsroom.now()
    for fetched in fetch.fetch_all(
        chosen, settings=newsroom.settings.fetch, user_agent=user_agent(newsroom), zone=newsroom.zone, now=now
    ):
        kept, taken = keep(newsroom, fetched)
        sources.remember(newsroom.db, kept, now=now)
        results.append((kept, taken))
        if on_progress:
            on_progress(len(results), len(chosen))
    return results


def user_agent(newsroom: Newsroom) -> str:
    """Return how we introduce ourselves to the servers of sources, with an address to complain to."""
    return f"newsletter-digest/{version('newsletter-digest')} (+{newsroom.settings.publication.url})"


def _harvest(newsroom: Newsroom, place: str, *, title: str, stdin: Callable[[], bytes]) -> Harvest:
    from digest.ingest import files  # with all that reads pages and texts, which feeds do without

    try:
        if place == "-":
            return files.read_bytes(stdin(), name="standard input", zone=newsroom.zone, now=newsroom.now(), title=title)
        if place.startswith(("http://", "https://")):
            return _from_url(newsroom, place, title=title)
        base = f"{newsroom.settings.publication.url}/"
        return files.read_path(Path(place), zone=newsroom.zone, now=newsroom.now(), base_url=base, title=title)
    except IngestError as error:
        return Harvest(refused=(Refusal(_shown(place), str(error)),))


def _placed(refusal: Refusal, place: str) -> Refusal:
    """Name the file or page too, where a refusal names but a spot in it."""
    name = _shown(place)
    known = place == "-" or Path(name).name in refusal.where or refusal.where.startswith(name)
    return refusal if known else Refusal(f"{name}, {refusal.where}", refusal.reason)


def _shown(place: str) -> str:
    return printable(without_credentials(place))


def _from_url(newsroom: Newsroom, url: str, *, title: str) -> Harvest:
    from digest.ingest import files

    answer = net.get(url, settings=newsroom.settings.fetch, headers={"User-Agent": user_agent(newsroom)})
    if answer.status != OK:
        raise IngestError(answer.refusal)
    return files.read_bytes(
        answer.body,
        name=answer.url,
        zone=newsroom.zone,
        now=newsroom.now(),
        base_url=answer.url,
        content_type=answer.headers.get("Content-Type", ""),
        title=title,
    )


def keep(newsroom: Newsroom, fetched: Fetched) -> tuple[Fetched, TakenIn]:
    """Store what a source brought; what cannot be stored, for a fault of the program, keeps nothing else waiting.

    Raises:
        sqlite3.OperationalError, OSError: nothing can be stored, as on a full disk.
    """
    try:
        return fetched, _store_fetched(newsroom, fetched)
    except (sqlite3.OperationalError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a source sends, the others still have their turn
        _log.exception("source %s", fetched.source.name)
        reason = f"could not be taken in ({type(error).__name__})"
        return replace(fetched, outcome=FetchOutcome.FAILED, harvest=Harvest(), error=reason), TakenIn()


def _store_fetched(newsroom: Newsroom, fetched: Fetched) -> TakenIn:
    if fetched.outcome is not FetchOutcome.OK:
        return TakenIn()
    name = _display_name(fetched.source, fetched.title)
    own = [replace(story, source=name or story.source) for story in fetched.harvest.stories]
    taken = _store(newsroom, own, tags=fetched.source.tags)
    sources.brought(newsroom.db, fetched.source, taken.added)
    return taken


def _display_name(source: Source, title: str) -> str:
    """A feed's stories bear its title, a folder's and a page's what they say themselves."""
    return (source.title or title or source.name) if source.kind is SourceKind.FEED else ""


def _store(newsroom: Newsroom, found: Sequence[IncomingStory], *, tags: Iterable[str]) -> TakenIn:
    words = newsroom.settings.tag_words
    ready = [
        replace(
            story,
            canonical_url=urls.canonical(story.url) if story.url else "",
            word_tags=tagging.tags_in(tagging.text_of(story), words),
            source=story.source or newsroom.settings.publication.name,
        )
        for story in found
    ]
    return stories.take_in(newsroom.db, ready, now=newsroom.now(), given_tags=tags)


def _as_told(newsroom: Newsroom, story: IncomingStory, given: Given) -> IncomingStory:
    told = {name: getattr(given, name) for name in ("title", "url", "source") if getattr(given, name)}
    story = replace(story, **told) if told else story
    if given.published:
        story = replace(
            story, published_at=parse_time(given.published, zone=newsroom.settings.publication.timezone), day_only=False
        )
    return story
