"""Shows an issue in a browser on this machine before it goes out: the mail, its parts, and why it is as it is."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from digest.errors import DigestError, UsageError
from digest.render.fit import LIMIT
from digest.render.theme import templates_dir
from digest.web.look import MEDIA, VIEWS, Chosen, Note, NoteLevel, PreviewPage, View, local_pictures
from subscribers.errors import RosterError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Chosen", "Note", "NoteLevel", "PreviewPage", "preview_app", "serve"]

LOOPBACK = "127.0.0.1"

# For whatever says nothing stricter of its own: an SVG picture opened by itself runs no script either.
_SAFE_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:{outside}; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_PAGE_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; frame-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)


def preview_app(load: Callable[[], PreviewPage], *, media: Path | None) -> Starlette:
    """Return the preview of what `load` gives; it is called once for each look at the page, in the serving thread.

    What it raises of DigestError and RosterError is shown in the page. Nothing is fetched from outside, unless a look
    asks for the mail's outside pictures. Only requests to this machine's own name are answered (no DNS rebinding).
    """
    desk = _Desk(load, media=media)
    return Starlette(
        routes=[
            Route("/", desk.page),
            Route("/mail.html", desk.mail),
            Route(MEDIA + "{path:path}", desk.picture),
        ],
        exception_handlers={DigestError: desk.failure, RosterError: desk.failure},
        middleware=[
            Middleware(_SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"], www_redirect=False),
        ],
    )


def serve(app: ASGIApp, *, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve on 127.0.0.1 until Ctrl-C; `on_ready` gets the address as soon as it answers. Port 0 is any free one.

    Raises:
        UsageError: the port cannot be had.
    """
    try:
        listener = socket.create_server((LOOPBACK, port))
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used: {error.strerror}; choose another, or 0 for any free one"
        ) from None
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    with listener:
        on_ready(f"http://{LOOPBACK}:{listener.getsockname()[1]}/")
        with suppress(KeyboardInterrupt):  # raised again by uvicorn once it has ended well
            uvicorn.Server(config).run(sockets=[listener])


class _Desk:
    """Answers requests; keeps the last look, so that the page and its frames show the same one."""

    def __init__(self, load: Callable[[], PreviewPage], *, media: Path | None) -> None:
        self._load, self._media = load, media
        self._looks = 0
        self._last: PreviewPage | None = None
        loader = FileSystemLoader(templates_dir() / "web")
        self._templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)

    async def page(self, request: Request) -> Response:
        """Answer with a fresh look at the issue in the view asked for."""
        asked = request.query_params.get("view", "")
        view = View(asked) if asked in set(View) else View.SIDE
        outside = request.query_params.get("pictures") == "outside"
        return self._html(self._look(), view=view, outside=outside)

    async def mail(self, request: Request) -> Response:
        """Answer with the mail alone, its own pictures taken from the local folder."""
        kept = request.query_params.get("look") == str(self._looks)
        page = self._last if kept and self._last else self._look()
        html = local_pictures(page.html, page.publication_url) if self._media else page.html
        outside = " https: http:" if request.query_params.get("pictures") == "outside" else ""
        return HTMLResponse(html, headers={"content-security-policy": _MAIL_POLICY.format(outside=outside)})

    async def picture(self, request: Request) -> Response:
        """Answer with a file of the media folder, and with none from outside it."""
        file = _within(self._media, request.path_params["path"]) if self._media else None
        if file is None:
            raise HTTPException(404, "no such picture in the media folder")
        return FileResponse(file)

    async def failure(self, _request: Request, error: Exception) -> Response:
        """Answer with what went wrong, for a user to mend."""
        return self._html(None, message=str(error))

    def _look(self) -> PreviewPage:
        self._last = self._load()
        self._looks += 1
        return self._last

    def _html(
        self, page: PreviewPage | None, *, view: View = View.SIDE, outside: bool = False, message: str = ""
    ) -> Response:
        nonce = secrets.token_urlsafe(16)
        shown = {"page": page, "view": view, "outside": outside, "message": message}
        html = self._templates.get_template("preview.html.j2").render(
            shown, views=VIEWS, look=self._looks, limit=LIMIT, nonce=nonce
        )
        policy = {"content-security-policy": _PAGE_POLICY.format(nonce=nonce)}
        return HTMLResponse(html, headers=policy, status_code=500 if message else 200)


def _within(folder: Path, path: str) -> Path | None:
    """Return the file at a path below a folder; None where there is none, or a link or `..` leads out."""
    try:
        file = (folder / path).resolve()
        return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
    except (OSError, ValueError):  # a path that no file system takes
        return None


class _SafeHeaders:
    """Gives every answer the headers that keep foreign content harmless, unless it has stricter ones."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, safe)
