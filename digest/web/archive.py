"""The pages that show issues: the public archive, a reader's own copy, and the publication's pictures."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import format_skeleton
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse

from digest.model.links import archive_url, issue_url
from digest.pipeline import back_issues, readers
from digest.web.folder import within
from digest.web.press import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from digest.model.back_issue import BackIssue
    from digest.model.edition import Edition
    from digest.pipeline.newsroom import Newsroom
    from digest.web.premises import Site

SHORT, LONG = 5, 60  # issues of an edition on the page of all editions, and on a page of its own
_LAST_PAGE = 10_000

_PUBLIC = {"cache-control": "public, max-age=300", "referrer-policy": "strict-origin-when-cross-origin"}
# A mail's HTML brings styles of its own and pictures from wherever they are, and is held to that.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
    " allow-top-navigation-by-user-activation"
)
_MAIL = {"content-security-policy": _MAIL_POLICY, "x-frame-options": "DENY"}


class Entry(NamedTuple):
    """An issue as a list of them shows it."""

    url: str
    subject: str
    date: str
    number: str


class ArchivePages:
    """Shows issues; changes nothing."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def editions(self, _request: Request) -> Response:
        """Show every public edition with its latest issues."""

        def look(newsroom: Newsroom) -> list[tuple[Edition, list[BackIssue]]]:
            public = back_issues.public_editions(newsroom)
            return [(one, back_issues.back_issues(newsroom, [one.name], most=SHORT)) for one in public]

        base = self._site.press.base
        shown = [
            (one.title, archive_url(base, one.name), self._entries(issues))
            for one, issues in await self._site.desk.read(look)
            if issues
        ]
        return self._site.press.page("archive.html.j2", headers=_PUBLIC, editions=shown)

    async def edition(self, request: Request) -> Response:
        """Show an edition's issues, by month, the latest first."""
        name, page = request.path_params["edition"], _page_number(request)

        def look(newsroom: Newsroom) -> tuple[Edition | None, list[BackIssue]]:
            public = {one.name: one for one in back_issues.public_editions(newsroom)}
            if name not in public:
                return None, []
            found = back_issues.back_issues(newsroom, [name], most=LONG + 1, skip=(page - 1) * LONG)
            return public[name], found

        edition, issues = await self._site.desk.read(look)
        if edition is None or (page > 1 and not issues):
            raise HTTPException(404, "no such edition, or no such page of it")
        return self._site.press.page(
            "issues.html.j2",
            headers=_PUBLIC,
            title=edition.title,
            url=archive_url(self._site.press.base, edition.name),
            months=self._by_month(issues[:LONG]),
            newer=page - 1,
            older=page + 1 if len(issues) > LONG else 0,
        )

    async def issue(self, request: Request) -> Response:
        """Show an issue as everybody may see it."""
        edition, label = request.path_params["edition"], request.path_params["label"]
        subscribe = f"{self._site.press.base}/subscribe"
        html = await self._site.desk.read(
            lambda newsroom: back_issues.archived(newsroom, edition, label, subscribe_url=subscribe)
        )
        if html is None:
            raise HTTPException(404, "no such issue")
        return HTMLResponse(html, headers=_MAIL | _PUBLIC)

    async def own_copy(self, request: Request) -> Response:
        """Show the issue that a link came with, as its reader got it."""
        token = request.path_params["token"]
        html = await self._site.desk.read(
            lambda newsroom: back_issues.own_copy(newsroom, readers.whose(newsroom, token), token)
        )
        if html is None:
            raise HTTPException(404, "the link came with no issue, or it is kept no more")
        return HTMLResponse(html, headers=_MAIL | PRIVATE | {"referrer-policy": "no-referrer"})

    async def picture(self, request: Request) -> Response:
        """Answer with a file of the media folder."""
        media = self._site.desk.settings.media
        file = within(media, request.path_params["path"]) if media else None
        if file is None:
            raise HTTPException(404, "no such picture")
        return FileResponse(file, headers={"cache-control": "public, max-age=86400"})

    def _entries(self, issues: Iterable[BackIssue]) -> list[Entry]:
        words, base = self._site.press.words(), self._site.press.base
        return [
            Entry(
                issue_url(base, one.name),
                one.subject,
                words.full_date(words.day(one.slot)),
                words.phrases.number.format(n=one.number) if one.number else "",
            )
            for one in issues
        ]

    def _by_month(self, issues: Iterable[BackIssue]) -> list[tuple[str, list[Entry]]]:
        words = self._site.press.words()

        def month(one: BackIssue) -> str:
            return format_skeleton("yMMMM", one.slot, tzinfo=words.zone, locale=words.locale)

        return [(name, self._entries(some)) for name, some in groupby(issues, key=month)]


def _page_number(request: Request) -> int:
    given = request.query_params.get("page", "1")
    if not (given.isascii() and given.isdecimal() and len(given) < 6 and 1 <= int(given) <= _LAST_PAGE):
        raise HTTPException(404, "no such page")
    return int(given)
