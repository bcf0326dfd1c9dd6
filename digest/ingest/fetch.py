"""Fetches sources side by side, asking each only for what is new."""

from __future__ import annotations

import logging
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.errors import IngestError
from digest.ingest import net
from digest.ingest.visits import Visit, failed, local, remote
from digest.model.source import SourceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from digest.model.settings import FetchSettings
    from digest.model.source import Fetched, Source

AT_ONCE = 16
AT_ONCE_PER_HOST = 2
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"

_log = logging.getLogger(__name__)


def fetch_all(
    sources: Sequence[Source], *, settings: FetchSettings, user_agent: str, zone: ZoneInfo, now: datetime
) -> Iterator[Fetched]:
    """Yield one result for each source, as they finish; a failing source is a result too and stops no other.

    At most `AT_ONCE` exchanges run at the same time, at most `AT_ONCE_PER_HOST` of them with one host. Threads only
    wait for the network: answers are read between the results, in the caller's thread.
    """
    asked: list[Source] = []
    for source in sources:
        visit = Visit(source=source, zone=zone, now=now)
        if visit.too_early or source.kind is SourceKind.FOLDER:
            yield _result(visit)
        else:
            asked.append(source)
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="fetch") as pool:
        running: dict[Future[net.Response], Source] = {}
        while asked or running:
            for source in _startable(asked, running.values()):
                asked.remove(source)
                running[pool.submit(_ask, source, settings=settings, user_agent=user_agent)] = source
            for answer in wait(running, return_when=FIRST_COMPLETED).done:
                visit = Visit(source=running.pop(answer), zone=zone, now=now)
                yield _result(visit, answer)


def _startable(asked: Sequence[Source], running: Collection[Source]) -> list[Source]:
    """Return the next sources to ask, in order, that leave no host with too many exchanges."""
    busy = Counter(map(_host, running))
    chosen: list[Source] = []
    for source in asked:
        if len(running) + len(chosen) == AT_ONCE:
            break
        if busy[_host(source)] < AT_ONCE_PER_HOST:
            busy[_host(source)] += 1
            chosen.append(source)
    return chosen


def _host(source: Source) -> str:
    try:
        return urlsplit(source.location).hostname or ""
    except ValueError:
        return ""


def _ask(source: Source, *, settings: FetchSettings, user_agent: str) -> net.Response:
    """Ask for what changed since last time (RFC 9110, 13.1)."""
    headers = {"User-Agent": user_agent, "Accept": ACCEPT}
    if source.etag:
        headers["If-None-Match"] = source.etag
    if source.last_modified:
        headers["If-Modified-Since"] = source.last_modified
    return net.get(source.location, settings=settings, headers=headers)


def _result(visit: Visit, answer: Future[net.Response] | None = None) -> Fetched:
    try:
        return remote(visit, answer.result()) if answer else local(visit)
    except IngestError as error:
        return failed(visit, str(error))
    except Exception as error:  # noqa: BLE001 - whatever a source sends, the others still have their turn
        _log.exception("source %s", visit.source.name)
        return failed(visit, f"could not be read ({type(error).__name__})")
