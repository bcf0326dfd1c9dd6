"""What the archive tells programs: feeds of each public edition, and the sitemap of all its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.model.links import archive_url, issue_url, json_feed_url, rss_url, year_url
from digest.pipeline.publishing.archive import NOBODY
from digest.render.feeds import Feed, FeedEntry
from digest.render.page import lay_out
from digest.render.sitemap import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model.back_issue import BackIssue
    from digest.pipeline.publishing.archive import Archive

LATEST = 30  # issues in a feed


def feed(archive: Archive, name: str) -> Feed | None:
    """Return the feed of a public edition; None where there is none of this name."""
    edition, publication = archive.public(name), archive.publication
    if edition is None:
        return None
    url, entries = publication.url, (_entry(archive, one) for one in archive.issues(name, most=LATEST))
    title = f"{edition.title} · {publication.name}"
    return Feed(
        title=title,
        description=title,
        publisher=publication.name,
        language=publication.language,
        url=archive_url(url, name),
        rss_url=rss_url(url, name),
        json_url=json_feed_url(url, name),
        entries=tuple(entry for entry in entries if entry),
    )


def places(archive: Archive) -> Iterator[Place]:
    """Name every public page with something on it: those that lead to others, then the issues, the latest first."""
    url, issues = archive.publication.url, []
    yield Place(f"{url}/archive")
    yield Place(f"{url}/subscribe")
    for edition in archive.editions():
        if not (found := archive.issues(edition.name)):
            continue
        issues += found
        yield Place(archive_url(url, edition.name), found[0].mailed_at)
        for year in dict.fromkeys(one.year for one in found):
            yield Place(year_url(url, edition.name, year))
    for one in sorted(issues, key=lambda issue: issue.slot, reverse=True):
        yield Place(issue_url(url, one.name), one.mailed_at)


def _entry(archive: Archive, issue: BackIssue) -> FeedEntry | None:
    content = archive.content(issue)
    if content is None:
        return None
    page = lay_out(content, NOBODY)
    kickers = dict.fromkeys(item.kicker for item in content.items)
    return FeedEntry(
        url=issue_url(archive.publication.url, issue.name),
        title=issue.headline,
        summary=page.lead.summary or page.preheader,
        html=archive.sheets.html("feed_item.html.j2", page=page),
        image=page.lead.image,
        tags=tuple(kicker for kicker in kickers if kicker),
        published_at=issue.mailed_at,
    )
