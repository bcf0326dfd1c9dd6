"""The archive: which issues everybody may read, and the pages that show them.

Everything here is the same for everybody, and stays as it is until another issue is sent or the configuration changes.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from babel.dates import format_skeleton

from digest.model.issue import Marks
from digest.model.links import archive_url, issue_url, year_url
from digest.pipeline.letters.list_mail import public_editions
from digest.render.marking import marked
from digest.render.page import lay_out
from digest.store.issues import contents, public_issues

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from digest.model.back_issue import BackIssue
    from digest.model.edition import Edition
    from digest.model.issue import Issue
    from digest.pipeline.newsroom import Newsroom
    from digest.render.sheet import Sheets

SHORT, LONG = 5, 31  # issues of an edition on the page of all editions, and on its own page before its years
MOST_FOUND = 30

_FORMATS = (("RSS", "rss.xml"), ("JSON Feed", "feed.json"))

NOBODY = Marks(token="", reason="")  # nothing of a reader's stands in these pages


class Entry(NamedTuple):
    """An issue as a list of them shows it."""

    url: str
    headline: str
    date: str
    number: str


class Found(NamedTuple):
    """A story that was found, what was looked for marked in it, and the issue it stands in."""

    url: str
    title: Markup
    summary: Markup
    issue: str


class Archive:
    """Prints the pages of the archive; None where there is no such page."""

    def __init__(self, newsroom: Newsroom, sheets: Sheets) -> None:
        self._newsroom, self.sheets = newsroom, sheets
        self.publication = newsroom.settings.publication
        self._words = sheets.words()

    def editions(self) -> list[Edition]:
        """Return the editions that everybody may read."""
        return public_editions(self._newsroom)

    def public(self, name: str) -> Edition | None:
        """Return the edition of that name, if everybody may read it."""
        return next((one for one in self.editions() if one.name == name), None)

    def issues(self, edition: str, *, most: int | None = None, year: str | None = None) -> list[BackIssue]:
        """Return the issues of an edition that were sent, the latest first."""
        return public_issues.back_issues(self._newsroom.db, [edition], most=most, year=year)

    def content(self, issue: BackIssue) -> Issue | None:
        """Return what an issue says."""
        return contents.content_of(self._newsroom.db, issue.id, publication=self.publication)

    def home(self, query: str = "", **more: Any) -> str:  # noqa: ANN401  as many as the template takes
        """Return the page of all editions with their latest issues, or with what was found."""
        shown = [(one, self.issues(one.name, most=SHORT)) for one in self.editions()]
        found = self.found(query) if query else []
        return self._page(
            "archive.html.j2",
            path="/archive",
            feeds=[one for one, issues in shown if issues],
            query=query,
            found=found[:MOST_FOUND],
            count=str(len(found)) if len(found) <= MOST_FOUND else f"{MOST_FOUND}+",
            editions=[
                (one.title, archive_url(self.sheets.base, one.name), self._entries(issues))
                for one, issues in shown
                if issues
            ],
            **more,
        )

    def edition(self, name: str, **more: Any) -> str | None:  # noqa: ANN401
        """Return an edition's page: its latest issues by month, and the years before."""
        edition = self.public(name)
        if edition is None:
            return None
        return self._issues(edition, self.issues(name, most=LONG), path=f"/archive/{name}", year="", **more)

    def year(self, name: str, year: str, **more: Any) -> str | None:  # noqa: ANN401
        """Return the page of all that was sent of an edition in a year."""
        edition = self.public(name)
        issues = self.issues(name, year=year) if edition else []
        if edition is None or not issues:
            return None
        return self._issues(edition, issues, path=f"/archive/{name}/{year}", year=year, **more)

    def issue(self, name: str, label: str, **more: Any) -> str | None:  # noqa: ANN401
        """Return the page of an issue: whole, also where the mail had no room for all of it."""
        edition = self.public(name)
        issue = public_issues.back_issue(self._newsroom.db, name, label) if edition else None
        content = self.content(issue) if issue else None
        if edition is None or issue is None or content is None:
            return None
        older, newer = public_issues.neighbours(self._newsroom.db, issue)
        base, page = self.sheets.base, lay_out(content, NOBODY)
        return self._page(
            "issue.html.j2",
            path=issue_url("", issue.name),
            feeds=[edition],
            edition=edition,
            issue=issue,
            page=page,
            places={story.title + story.url: place for place, story in enumerate((page.lead, *page.briefs), 1)},
            older=issue_url(base, older.name) if older else "",
            newer=issue_url(base, newer.name) if newer else "",
            **more,
        )

    def found(self, query: str) -> list[Found]:
        """Return the stories of public issues that hold all of these words, the best first, one more than is shown."""
        editions = {one.name: one.title for one in self.editions()}
        hits = contents.search(self._newsroom.db, query, editions=editions, most=MOST_FOUND + 1)
        issues = public_issues.by_id(self._newsroom.db, {hit.issue_id for hit in hits})
        told = {number: self.content(issue) for number, issue in issues.items()}
        found = []
        for hit in hits:
            issue, content = issues.get(hit.issue_id), told.get(hit.issue_id)
            if issue and content and hit.place < len(content.items):
                item = content.items[hit.place]
                where = f"{editions[issue.edition]} · {self.date(issue)}"
                url = f"{issue_url(self.sheets.base, issue.name)}#story-{hit.place + 1}"
                found.append(Found(url, marked(item.title, query), marked(item.summary, query), where))
        return found

    def _issues(
        self,
        edition: Edition,
        issues: Sequence[BackIssue],
        *,
        path: str,
        year: str,
        **more: Any,  # noqa: ANN401
    ) -> str:
        years = public_issues.years(self._newsroom.db, edition.name)
        base = self.sheets.base
        return self._page(
            "issues.html.j2",
            path=path,
            feeds=[edition] if years else [],
            formats=_FORMATS if years else (),
            edition=edition,
            year=year,
            months=self._by_month(issues),
            years=[(one, year_url(base, edition.name, one)) for one in years],
            **more,
        )

    def _page(self, template: str, *, path: str, **values: Any) -> str:  # noqa: ANN401
        usual: dict[str, Any] = {"index": True, "search": f"{self.sheets.base}/archive", "static": None}
        return self.sheets.html(template, canonical=f"{self.publication.url}{path}", **(usual | values))

    def _entries(self, issues: Iterable[BackIssue]) -> list[Entry]:
        base, number = self.sheets.base, self._words.phrases.number
        return [
            Entry(
                issue_url(base, one.name),
                one.headline,
                self.date(one),
                number.format(n=one.number) if one.number else "",
            )
            for one in issues
        ]

    def date(self, issue: BackIssue) -> str:
        """Return the day of an issue in words."""
        return self._words.full_date(self._words.day(issue.slot))

    def _by_month(self, issues: Iterable[BackIssue]) -> list[tuple[str, str, list[Entry]]]:
        """Return the issues by month: its key, its name, and the issues."""
        words, months = self._words, []
        for key, group in groupby(issues, key=lambda one: one.month):
            some = list(group)
            name = format_skeleton("yMMMM", some[0].slot, tzinfo=words.zone, locale=words.locale)
            months.append((key, name, self._entries(some)))
        return months
