"""Puts the public pages together: which address leads where, and what is said when it leads nowhere."""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Match, Route

from digest.errors import StoreError
from digest.web.archive import ArchivePages
from digest.web.confirming import ConfirmPages
from digest.web.leaving import LeavePages
from digest.web.limits import network_of
from digest.web.look import MEDIA
from digest.web.preferring import PreferencePages
from digest.web.premises import Site, TooMany, origin_of
from digest.web.press import Message
from digest.web.subscribing import SubscribePages
from subscribers.errors import BadToken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

BUSY_FOR = 30  # seconds after which a request had better be made again

_log = logging.getLogger(__name__)


def page_routes(site: Site) -> list[BaseRoute]:
    """Return the routes of all pages for readers, below the path of the publication's address."""
    base = unquote(site.press.base)  # as a request's path is, before it is matched
    subscribing, leaving, preferring = SubscribePages(site), LeavePages(site), PreferencePages(site)
    confirming, archive = ConfirmPages(site, check_url=subscribing.check_url), ArchivePages(site)

    async def front(_request: Request) -> Response:
        return RedirectResponse(f"{site.press.base}/subscribe", 303)

    return [
        *([Route(base, front)] if base else []),  # a publication's own address may have no slash at its end
        Route(f"{base}/", front),
        Route(f"{base}/subscribe", subscribing.show),
        Route(f"{base}/subscribe", subscribing.post, methods=["POST"]),
        Route(f"{base}/subscribe/check", subscribing.check),
        Route(f"{base}/c/{{token}}", confirming.show),
        Route(f"{base}/c/{{token}}", confirming.post, methods=["POST"]),
        Route(f"{base}/c/{{token}}/again", confirming.again, methods=["POST"]),
        Route(f"{base}/u/{{token}}", leaving.show),
        Route(f"{base}/u/{{token}}", leaving.post, methods=["POST"]),
        Route(f"{base}/u/{{token}}/undo", leaving.undo, methods=["POST"]),
        Route(f"{base}/p/{{token}}", preferring.show),
        Route(f"{base}/p/{{token}}", preferring.post, methods=["POST"]),
        Route(f"{base}/v/{{token}}", archive.own_copy),
        Route(f"{base}/archive", archive.home),
        Route(f"{base}/archive/{{edition}}", archive.edition),
        Route(f"{base}/archive/{{edition}}/rss.xml", archive.rss),
        Route(f"{base}/archive/{{edition}}/feed.json", archive.json_feed),
        Route(f"{base}/archive/{{edition}}/{{label}}", archive.issue),
        Route(f"{base}/sitemap.xml", archive.sitemap),
        Route("/robots.txt", archive.robots),
        Route(f"{base}{MEDIA}{{path:path}}", archive.picture),
    ]


class Failures:
    """Says in a reader's words what went wrong; machines get a plain line."""

    def __init__(self, site: Site, *, machines: frozenset[str]) -> None:
        """Take the paths that only machines ask for."""
        self._site, self._machines = site, machines

    def handlers(self) -> Mapping[Any, Any]:
        """Return what Starlette calls for which error."""
        return {
            HTTPException: self.refused,
            BadToken: self.lost,
            TooMany: self.too_many,
            sqlite3.OperationalError: self.busy,
            StoreError: self.closed,
        }

    async def refused(self, request: Request, error: Exception) -> Response:
        """Answer a request that cannot be answered as asked."""
        assert isinstance(error, HTTPException)
        if request.url.path in self._machines:
            return PlainTextResponse(error.detail, error.status_code, headers=error.headers)
        name = "missing" if error.status_code in {404, 405} else "refused"
        headers = {"allow": _methods_of(request)} if error.status_code == 405 else error.headers
        return self._tell(name, error.status_code, headers=headers)

    async def lost(self, request: Request, _error: Exception) -> Response:
        """Answer a link that is none of ours, or not valid any more."""
        network = network_of(origin_of(request))
        if not self._site.limits.lost.take(network):
            return await self.too_many(request, TooMany(self._site.limits.lost.wait(network)))
        return self._tell("lost", 404)

    async def too_many(self, _request: Request, error: Exception) -> Response:
        """Answer a network that has asked for too much."""
        assert isinstance(error, TooMany)
        return self._tell("many", 429, headers={"retry-after": str(error.seconds)})

    async def busy(self, _request: Request, error: Exception) -> Response:
        """Answer while the database is locked; nothing was changed."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return self.failed(error)
        return self._closed()

    async def closed(self, _request: Request, error: Exception) -> Response:
        """Answer while there is no database; the log says so."""
        _log.error("%s", error)
        return self._closed()

    def _closed(self) -> Response:
        return self._tell("busy", 503, headers={"retry-after": str(BUSY_FOR)}, title="many_title")

    def failed(self, error: Exception) -> Response:
        """Answer what nobody foresaw; the log says what and where, and nothing of who asked."""
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}, line {trace.tb_lineno}" if trace else "nowhere"
        _log.error("a page failed: %s in %s", type(error).__name__, where)
        return self._tell("failed", 500)

    def _tell(self, name: str, status: int, *, headers: Mapping[str, str] | None = None, title: str = "") -> Response:
        press = self._site.press
        say = press.interface().say
        message = Message(
            title=say(title or f"{name}_title"),
            text=say(f"{name}_text"),
            links=((say("subscribe"), f"{press.base}/subscribe"), (say("archive"), f"{press.base}/archive")),
        )
        answer = press.message(message, status=status)
        answer.headers.update(headers or {})
        return answer


def _methods_of(request: Request) -> str:
    """Return what may be done at the address of a request (RFC 9110, 10.2.1), of all the routes that lead there."""
    routes = [
        one for one in request.app.routes if isinstance(one, Route) and one.matches(request.scope)[0] != Match.NONE
    ]
    return ", ".join(sorted({method for one in routes for method in one.methods or ()}))
