"""Takes looks at issues for the editor's desk, each with the configuration, templates and database of its moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.config import load_settings
from digest.pipeline import personal
from digest.pipeline.looking import look
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.showing import shown
from digest.pipeline.trouble import trouble
from digest.pipeline.watching import Watch
from digest.render import theme as themes
from digest.render.issue import render
from digest.store import issues

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.proposal import Proposal
    from digest.web.asked import Subject
    from digest.web.look import Look, Trouble


class EditorsDesk:
    """The desk of one call of `digest preview`: what it was called for, and whatever else is asked for."""

    def __init__(self, newsroom: Newsroom, name: str, *, at: datetime | None, tags: Sequence[str]) -> None:
        self._newsroom, self._name, self._at, self._tags = newsroom, name, at, tags
        self._watch = Watch()

    def version(self) -> str:
        """Return a word that is another one as soon as anything that a look shows may be different."""
        settings = self._newsroom.settings
        folders = (themes.templates_dir(),)
        return self._watch.version(files=(settings.file,), folders=folders, database=settings.database)

    def look(self, subject: Subject) -> Look:
        """Return what is asked for, as the configuration wants it now.

        Raises:
            ConfigError: the configuration has mistakes.
            RenderError: a template has.
            UnknownName: there is no such edition, issue or theme.
        """
        old = self._newsroom
        self._newsroom = replace(old, settings=load_settings(old.settings.file, environ=old.environ))
        with open_newsroom(self._newsroom.settings, clock=old.clock, environ=old.environ) as newsroom:
            name = subject.issue or self._name or next(iter(newsroom.settings.editions))
            stored = subject.issue and issues.is_issue_name(name)
            proposal = look(newsroom, name, at=None if stored else self._at, tags=self._tags)
            usual = proposal.edition.theme
            if subject.theme not in ("", usual):
                proposal = _in_theme(newsroom, proposal, subject.theme)
            return shown(newsroom, proposal, name=name, usual_theme=usual)

    def trouble(self, error: Exception) -> Trouble:
        """Return what an error means."""
        return trouble(error, config=self._newsroom.settings.file)

    def close(self) -> None:
        """Let go of the database."""
        self._watch.close()


def _in_theme(newsroom: Newsroom, proposal: Proposal, name: str) -> Proposal:
    """Return the same issue as it would be in another theme."""
    theme = themes.load_theme(name)
    edition = replace(proposal.edition, theme=name)
    if proposal.issue is None:
        return replace(proposal, edition=edition)
    issue, marks = replace(proposal.issue, theme=name), personal.marks(newsroom, proposal.name)
    rendering = render(issue, theme=theme, marks=marks)
    return replace(proposal, edition=edition, issue=issue, rendering=rendering, marks=marks)
