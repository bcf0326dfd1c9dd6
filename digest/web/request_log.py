"""Writes a line for each request that says what was asked for, and nothing of who asked: no token, no address."""

from __future__ import annotations

import logging
import re
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("digest.web.requests")

_PUBLIC = frozenset({"subscribe", "archive", "media", "healthz", "webhooks", "sitemap.xml", "robots.txt"})
_PLAIN = re.compile(r"[A-Za-z0-9-]+(\.(xml|json))?")
_TOKENED = frozenset({"c", "u", "p", "v"})


class RequestLog:
    """Logs method, path, status and time of each request at level INFO."""

    def __init__(self, app: ASGIApp, *, base: str) -> None:
        """Take the path that the publication's pages stand below."""
        self._app, self._base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, status = monotonic(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            shown = nameless(scope["path"], base=self._base)
            method = scope["method"] if scope["method"].isalpha() else "?"
            _log.info("%s %s %d %.0f ms", method[:10], shown, status, (monotonic() - begun) * 1000)


def nameless(path: str, *, base: str = "") -> str:
    """Return a path without what is one reader's own, nor anything that is none of ours.

    >>> nameless("/u/dGhpcyBpcyBhIHRva2VuIQ/undo"), nameless("/archive/daily"), nameless("/ana@reader.example")
    ('/u/…/undo', '/archive/daily', '/…')
    """
    first, *rest = path.removeprefix(base).removeprefix("/").split("/")
    if first in _TOKENED:
        known = [part if part in {"undo", "again"} else "…" for part in rest]
        return "/".join(["", first, *known])
    if first in _PUBLIC and all(_PLAIN.fullmatch(part) for part in rest):
        return "/".join(["", first, *rest])[:100]
    return "/…" if first else "/"
