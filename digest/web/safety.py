"""Gives every answer the headers that keep foreign content harmless, and every error an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# For whatever says nothing stricter of its own: an SVG picture opened by itself runs no script either.
_SAFE_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


class SafeHeaders:
    """Gives every answer the headers that keep foreign content harmless, unless it has stricter ones."""

    def __init__(self, app: ASGIApp, *, more: Mapping[str, str] | None = None) -> None:
        """Take what else every answer is to have."""
        self._app, self._headers = app, _SAFE_HEADERS | dict(more or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, safe)


class OwnPagesOnly:
    """Refuses what a page of another site asks for by itself (Fetch Metadata, W3C); a link may be followed here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        said = {name: value for name, value in scope.get("headers", ()) if name.startswith(b"sec-fetch-")}
        foreign = said.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin")
        if foreign and (said.get(b"sec-fetch-mode"), said.get(b"sec-fetch-dest")) != (b"navigate", b"document"):
            await PlainTextResponse("this is for no other site", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class NoTraceback:
    """Answers an error that nobody foresaw, so that no server writes down, with its trace, whose request it was."""

    def __init__(self, app: ASGIApp, *, answer: Callable[[Exception], Response]) -> None:
        """Take what says so to whoever asked."""
        self._app, self._answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:  # noqa: BLE001  whatever it is
            answer = self._answer(error)
            if not begun:
                await answer(scope, receive, send)


class AbsoluteForm:
    """Takes a request whose target is a whole address for one for its path, as every server must (RFC 9112, 3.2.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].lower().startswith(("http://", "https://")):
            raw = scope["raw_path"].split(b"/", 3)[3:]
            path = scope["path"].split("/", 3)[3:]
            scope = {**scope, "path": "/" + "".join(path), "raw_path": b"/" + b"".join(raw)}
        await self._app(scope, receive, send)


class OneLength:
    """Refuses a request that says its length in two ways: a proxy may believe the other one (RFC 9112, 11.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if {b"content-length", b"transfer-encoding"} <= {name for name, _ in scope["headers"]}:
            refusal = PlainTextResponse("say the length in one way", 400, headers={"connection": "close"})
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)
