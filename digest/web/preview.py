"""Shows an issue in a browser on this machine before it goes out: the mail, its parts, and why it is as it is."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from digest.errors import DigestError
from digest.render.fit import LIMIT
from digest.render.theme_file import templates_dir
from digest.web.folder import within
from digest.web.look import MEDIA, VIEWS, Chosen, Note, NoteLevel, PreviewPage, View, local_pictures
from digest.web.safety import SafeHeaders
from digest.web.server import LOOPBACK, serve
from subscribers.errors import RosterError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request

__all__ = ["Chosen", "Note", "NoteLevel", "PreviewPage", "preview_app", "serve"]

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
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"], www_redirect=False),
        ],
    )


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
        file = within(self._media, request.path_params["path"]) if self._media else None
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
