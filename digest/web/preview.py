"""The editor's desk: shows an issue in a browser on this machine before it goes out, and again whenever it changes."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from digest.render.theme_file import templates_dir
from digest.render.web_templates import web_templates
from digest.web.asked import VIEWS, Asked, Pictures, Scheme
from digest.web.changes import Changes
from digest.web.folder import within
from digest.web.look import MEDIA
from digest.web.looks import Looks
from digest.web.safety import OwnPagesOnly, SafeHeaders
from digest.web.scheme import in_scheme
from digest.web.server import LOOPBACK, serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from digest.web.look import Mail, Trouble
    from digest.web.looks import Desk, Seen

_log = logging.getLogger(__name__)

# Nothing in the mail runs: scripts are neither in the policy nor in the sandbox. Its origin is the page's, so that the
# page may keep its place and show the publication's own pictures in it.
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src {pictures}; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'; sandbox " + SANDBOX
)
_PICTURES = {
    Pictures.OWN: "'self' data:",
    Pictures.OFF: "'none'",
    Pictures.OUTSIDE: "'self' data: https: http:",
}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src data:;"
    " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE_HEADERS = {"cross-origin-opener-policy": "same-origin", "x-frame-options": "DENY"}
_OURS_ALONE = {"cross-origin-resource-policy": "same-origin"}  # no other site may as much as embed an answer

_FILES = {"/preview.css": "text/css", "/preview.js": "text/javascript"}


def serve_desk(desk: Desk, *, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve the desk on this machine until Ctrl-C; `on_ready` gets its address, port 0 is any free one.

    Raises:
        UsageError: the port cannot be had.
    """
    looks = Looks(desk)
    serve(preview_app(looks), port=port, on_ready=on_ready, on_end=looks.end)


def preview_app(looks: Looks) -> Starlette:
    """Return the desk's app; whatever goes wrong with a look is shown in the page, and the app goes on.

    Nothing is fetched from outside, unless somebody asks for the mail's outside pictures. Only requests to this
    machine's own names are answered (no DNS rebinding), none that another site's page makes, and only those that change
    nothing.
    """
    pages = _Pages(looks)
    return Starlette(
        routes=[
            Route("/", pages.page),
            Route("/mail.html", pages.html),
            Route("/mail.txt", pages.text),
            Route("/mail.eml", pages.message),
            Route("/changes", pages.changes),
            *(Route(path, pages.file) for path in _FILES),
            Route(MEDIA + "{path:path}", pages.picture),
        ],
        middleware=[
            Middleware(SafeHeaders, more=_OURS_ALONE),
            Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"], www_redirect=False),
            Middleware(OwnPagesOnly),
        ],
    )


class _Pages:
    """Answers requests."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._templates = web_templates()

    async def page(self, request: Request) -> Response:
        """Answer with the issue in the view asked for, or with what keeps it from being shown."""
        asked = Asked.of(request.query_params)
        version = await self._looks.version()
        try:
            return self._shown(asked, await self._looks.at(asked.subject))
        except Exception as error:  # noqa: BLE001  whatever it is, the desk stands until it is mended
            _log.info("no look at %s", asked, exc_info=error)
            return self._told(asked, self._looks.trouble(error), version=version)

    async def html(self, request: Request) -> Response:
        """Answer with the mail's HTML, byte for byte; only a dark or light scheme that is asked for is put on."""
        html = (await self._mail(request)).html
        asked = Asked.of(request.query_params)
        if asked.scheme in (Scheme.LIGHT, Scheme.DARK):
            html = in_scheme(html, asked.scheme)
        policy = _MAIL_POLICY.format(pictures=_PICTURES[asked.pictures])
        return HTMLResponse(html, headers={"content-security-policy": policy})

    async def text(self, request: Request) -> Response:
        """Answer with the mail's plain text."""
        return PlainTextResponse((await self._mail(request)).text)

    async def message(self, request: Request) -> Response:
        """Answer with the whole message, to be opened by a mail program."""
        name = {"content-disposition": 'attachment; filename="issue.eml"'}
        return Response((await self._mail(request)).message, media_type="message/rfc822", headers=name)

    async def changes(self, _request: Request) -> Response:
        """Answer with the version there is to see, and go on with each further one."""
        return Changes(self._looks)

    async def file(self, request: Request) -> Response:
        """Answer with the page's styles or its script."""
        path = request.url.path
        return FileResponse(templates_dir() / "web" / path[1:], media_type=_FILES[path])

    async def picture(self, request: Request) -> Response:
        """Answer with a file of the media folder, and with none from outside it."""
        media = (await self._seen(request)).look.media
        file = within(media, request.path_params["path"]) if media else None
        if file is None:
            raise HTTPException(404, "no such picture in the media folder")
        return FileResponse(file)

    async def _mail(self, request: Request) -> Mail:
        """Return the mail of the look that an address names, or of the present one."""
        key = request.query_params.get("look", "")
        look = self._looks.kept(key) or (await self._seen(request)).look
        if look.mail is None:
            raise HTTPException(404, look.quiet)
        return look.mail

    async def _seen(self, request: Request) -> Seen:
        try:
            return await self._looks.at(Asked.of(request.query_params).subject)
        except Exception as error:
            causes = "\n".join(mistake.cause for mistake in self._looks.trouble(error).mistakes)
            raise HTTPException(500, causes) from error

    def _shown(self, asked: Asked, seen: Seen) -> Response:
        return self._html("preview.html.j2", 200, asked=asked, version=seen.version, key=seen.key, look=seen.look)

    def _told(self, asked: Asked, trouble: Trouble, *, version: str) -> Response:
        return self._html("preview_trouble.html.j2", 500, asked=asked, version=version, trouble=trouble)

    def _html(self, template: str, status: int, **shown: Any) -> Response:  # noqa: ANN401  whatever it prints
        nonce = secrets.token_urlsafe(16)
        words = {"views": VIEWS, "sandbox": SANDBOX, "nonce": nonce, "media": MEDIA}
        html = self._templates.get_template(template).render(words | shown)
        policy = {"content-security-policy": _PAGE_POLICY.format(nonce=nonce)}
        return HTMLResponse(html, status, headers=_PAGE_HEADERS | policy)
