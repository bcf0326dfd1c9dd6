"""The pages that show issues: the public archive, a reader's own copy, and the publication's pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from digest.pipeline.letters import readers
from digest.pipeline.publishing.archive import Archive
from digest.pipeline.publishing.syndication import feed, places
from digest.render.feeds import JSON_TYPE, RSS_TYPE, json_feed, rss
from digest.render.sitemap import robots, sitemap
from digest.web.folder import within
from digest.web.press import ANY_PICTURES, PRIVATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from digest.render.feeds import Feed
    from digest.web.premises import Site

_LONGEST_QUERY = 200  # characters

_PUBLIC = {"cache-control": "public, max-age=300", "referrer-policy": "strict-origin-when-cross-origin"}
# What somebody looks for is no page to find again.
_FOUND = {"cache-control": "no-store", "referrer-policy": "same-origin", "x-robots-tag": "noindex"}
# A mail's HTML brings styles of its own and pictures from wherever they are, and is held to that.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
    " allow-top-navigation-by-user-activation"
)
_MAIL = {"content-security-policy": _MAIL_POLICY, "x-frame-options": "DENY", "referrer-policy": "no-referrer"}


class ArchivePages:
    """Shows issues; changes nothing."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def home(self, request: Request) -> Response:
        """Show every public edition with its latest issues; with `?q=`, the stories that were found."""
        query = " ".join(request.query_params.get("q", "")[:_LONGEST_QUERY].split())
        html = await self._printed(lambda archive: archive.home(query))
        return self._site.press.answer(html, headers=_FOUND if query else _PUBLIC)

    async def edition(self, request: Request) -> Response:
        """Show an edition's latest issues, by month."""
        name = request.path_params["edition"]
        return await self._public(lambda archive: archive.edition(name))

    async def issue(self, request: Request) -> Response:
        """Show an issue as everybody may see it, or all issues of a year."""
        name, label = request.path_params["edition"], request.path_params["label"]
        if len(label) == len("2026"):
            return await self._public(lambda archive: archive.year(name, label))
        return await self._public(lambda archive: archive.issue(name, label), pictures=ANY_PICTURES)

    async def rss(self, request: Request) -> Response:
        """Show an edition's latest issues as RSS."""
        return self._written(rss(await self._feed(request)), RSS_TYPE)

    async def json_feed(self, request: Request) -> Response:
        """Show an edition's latest issues as a JSON Feed."""
        return self._written(json_feed(await self._feed(request)), JSON_TYPE)

    async def sitemap(self, _request: Request) -> Response:
        """Name every public page for search engines."""
        sheets = self._site.press.sheets
        found = await self._site.desk.read(lambda newsroom: list(places(Archive(newsroom, sheets))))
        return self._written(sitemap(found), "application/xml")

    async def robots(self, _request: Request) -> Response:
        """Tell search engines of the sitemap, and of what is no page for them."""
        return self._written(robots(self._site.desk.settings.publication.url, base=self._site.press.base), "text/plain")

    async def own_copy(self, request: Request) -> Response:
        """Show the issue that a link came with, as its reader got it."""
        token = request.path_params["token"]
        html = await self._site.desk.read(
            lambda newsroom: readers.own_copy(newsroom, readers.whose(newsroom, token), token)
        )
        if html is None:
            raise HTTPException(404, "the link came with no issue, or it is kept no more")
        return HTMLResponse(html, headers=PRIVATE | _MAIL)

    async def picture(self, request: Request) -> Response:
        """Answer with a file of the media folder."""
        media = self._site.desk.settings.media
        file = within(media, request.path_params["path"]) if media else None
        if file is None:
            raise HTTPException(404, "no such picture")
        return FileResponse(file, headers={"cache-control": "public, max-age=86400"})

    async def _feed(self, request: Request) -> Feed:
        sheets, name = self._site.press.sheets, request.path_params["edition"]
        found = await self._site.desk.read(lambda newsroom: feed(Archive(newsroom, sheets), name))
        if found is None:
            raise HTTPException(404, "no such edition")
        return found

    def _written(self, body: bytes, media_type: str) -> Response:
        return Response(body, media_type=f"{media_type}; charset=utf-8", headers=_PUBLIC)

    async def _public(self, show: Callable[[Archive], str | None], *, pictures: str = "data:") -> Response:
        html = await self._printed(show)
        return self._site.press.answer(html, headers=_PUBLIC, pictures=pictures)

    async def _printed(self, show: Callable[[Archive], str | None]) -> str:
        sheets = self._site.press.sheets
        html = await self._site.desk.read(lambda newsroom: show(Archive(newsroom, sheets)))
        if html is None:
            raise HTTPException(404, "no such edition, or no such issue of it")
        return html
