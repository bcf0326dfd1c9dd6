"""Builds the archive as files that any web server can show: only what changed since the last build is written."""

from __future__ import annotations

import json
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from digest.errors import UsageError
from digest.model.links import issue_url, media_path, media_url, year_url
from digest.pipeline.publishing.archive import Archive
from digest.pipeline.publishing.own_files import Planned, keep
from digest.pipeline.publishing.syndication import LATEST, feed, places
from digest.render.feeds import json_feed, rss
from digest.render.sheet import Sheets
from digest.render.sitemap import robots, sitemap
from digest.render.theme_file import templates_dir
from digest.store.issues import contents
from digest.web.folder import within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from digest.model.back_issue import BackIssue
    from digest.model.edition import Edition
    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.publishing.own_files import Tally
    from digest.render.feeds import Feed

SCRIPT = "search.js"

_POLICY = (
    "default-src 'none'; style-src {style}; img-src https: http: data:; script-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'"
)


class Static(NamedTuple):
    """What a page needs that no program answers for: its policy, and where the words are that its search looks in."""

    policy: str
    indexes: tuple[str, ...]


def build_archive(newsroom: Newsroom, folder: Path, *, advance: Callable[[int, int], None] | None = None) -> Tally:
    """Let a folder hold the archive as it is now.

    Raises:
        UsageError: the newsroom itself stands in that folder, which a web server is to show.
        DigestError: a file of somebody else's stands in the way.
        Locked: another build is at work there.
    """
    place, settings = folder.resolve(), newsroom.settings
    if place in {own.resolve().parent for own in (settings.file, settings.database)}:
        raise UsageError(f"{place} holds the newsroom itself, which no web server may show; name another folder")
    return keep(folder, _Plan(newsroom).files(), advance=advance)


class _Plan:
    """Says which files there are to be, and what each depends on."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom, self._archive = newsroom, Archive(newsroom, Sheets(newsroom.settings))
        self._issues = {one.name: self._archive.issues(one.name) for one in self._archive.editions()}
        self._shared = _shared(newsroom)
        base = self._archive.sheets.base
        self._static = Static(
            _POLICY.format(style=self._archive.sheets.style_source),
            tuple(
                f"{year_url(base, name, year)}/search.json"
                for name, issues in self._issues.items()
                for year in dict.fromkeys(one.year for one in issues)
            ),
        )

    def files(self) -> Iterator[Planned]:
        """Name every file: issues first, then what leads to them."""
        every = [one for issues in self._issues.values() for one in issues]
        for edition in self._archive.editions():
            yield from self._edition(edition, self._issues[edition.name])
        url, base = self._archive.publication.url, self._archive.sheets.base
        yield from self._pictures()
        yield self._file(f"archive/{SCRIPT}", (), (templates_dir() / "web" / SCRIPT).read_bytes)
        yield self._page("archive", every, lambda: self._archive.home(static=self._static))
        yield self._file("sitemap.xml", every, lambda: sitemap(places(self._archive)), optional=True)
        if not base:  # it counts at the top of a site alone
            yield self._file("robots.txt", (), lambda: robots(url, base=base), optional=True)

    def _edition(self, edition: Edition, issues: Sequence[BackIssue]) -> Iterator[Planned]:
        name, top, show = edition.name, f"archive/{edition.name}", self._archive
        for place, one in enumerate(issues):
            beside, label = issues[max(0, place - 1) : place + 2], one.label.replace(":", "")
            page = partial(show.issue, name, label, static=self._static)
            yield self._page(issue_url("", one.name).lstrip("/"), beside, page)
        years = list(dict.fromkeys(one.year for one in issues))
        for year in years:
            some = [one for one in issues if one.year == year]
            yield self._file(f"{top}/{year}/search.json", some, partial(self._index, edition, some))
            page = partial(show.year, name, year, static=self._static)
            yield self._page(f"{top}/{year}", some, page, beside=years)
        latest = issues[:LATEST]
        yield self._file(f"{top}/rss.xml", latest, lambda: rss(self._feed(name)))
        yield self._file(f"{top}/feed.json", latest, lambda: json_feed(self._feed(name)))
        yield self._page(top, issues, partial(show.edition, name, static=self._static))

    def _pictures(self) -> Iterator[Planned]:
        """Copy the pictures of the publication's own that issues show."""
        media, own = self._newsroom.settings.media, media_url(self._archive.publication.url)
        if media is None:
            return
        for url in contents.pictures(self._newsroom.db, self._issues):
            if url.startswith(own) and (file := within(media, media_path(url, base=own))):
                found = file.stat()
                path = f"media/{file.relative_to(media.resolve()).as_posix()}"
                yield Planned(path, f"{found.st_size} {found.st_mtime_ns}", file.read_bytes, optional=True)

    def _index(self, edition: Edition, issues: Sequence[BackIssue]) -> bytes:
        """Return the words of a year's stories for the search of static pages: each issue's address, name, stories."""
        base, told = self._archive.sheets.base, []
        for one in issues:
            if content := self._archive.content(one):
                name = f"{edition.title} · {self._archive.date(one)}"
                told.append([issue_url(base, one.name), name, [[item.title, item.summary] for item in content.items]])
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    def _feed(self, name: str) -> Feed:
        found = feed(self._archive, name)
        assert found is not None
        return found

    def _page(
        self, path: str, issues: Sequence[BackIssue], show: Callable[[], str | None], *, beside: Sequence[str] = ()
    ) -> Planned:
        return self._file(f"{path}/index.html", issues, lambda: (show() or "").encode(), beside=beside)

    def _file(
        self,
        path: str,
        issues: Sequence[BackIssue],
        make: Callable[[], bytes],
        *,
        beside: Sequence[str] = (),
        optional: bool = False,
    ) -> Planned:
        """Plan a file that depends on these issues, which do not change once sent, and on how all looks."""
        depends = [(one.id, one.label, one.number, one.headline, str(one.mailed_at)) for one in issues]
        key = sha256((self._shared + json.dumps([depends, list(beside)])).encode())
        return Planned(path, key.hexdigest()[:32], make, optional)


def _shared(newsroom: Newsroom) -> str:
    """Return what all pages depend on beside the issues: templates, words, settings, the program itself."""
    from importlib.metadata import version

    from digest.render.catalogue import FOLDER

    settings, digest = newsroom.settings, sha256()
    editions = [(one.name, one.title, one.theme) for one in settings.editions.values() if one.public]
    told = (version("newsletter-digest"), settings.publication, settings.pages, settings.brand, editions)
    digest.update(repr(told).encode())
    for file in sorted([*(templates_dir() / "web").iterdir(), *FOLDER.iterdir()]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
