"""Takes looks at issues for the editor's desk, each with the configuration, templates and database of its moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config import load_settings
from digest.errors import UnknownName
from digest.pipeline.issues.named import propose_named, variant_named
from digest.pipeline.issues.proposal import as_variant
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.preview.showing import shown
from digest.pipeline.preview.trouble import trouble
from digest.pipeline.preview.watching import Watch
from digest.render.theme_file import templates_dir, theme_names
from digest.store.issues import issues

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from digest.model.settings import Settings
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom
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
        folders = (templates_dir(), *_own_themes(settings))
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
            proposal = propose_named(newsroom, name, at=None if stored else self._at, tags=self._tags)
            usual, fixed = proposal.edition.theme, proposal.variety.frozen
            if subject.theme and (fixed or subject.theme != usual):
                proposal = _in_theme(newsroom, proposal, subject.theme)
            if subject.variant:
                proposal = variant_named(newsroom, proposal, subject.variant)
            return shown(newsroom, proposal, name=name, usual_theme=usual, fixed=fixed)

    def trouble(self, error: Exception) -> Trouble:
        """Return what an error means."""
        return trouble(error, config=self._newsroom.settings.file)

    def close(self) -> None:
        """Let go of the database."""
        self._watch.close()


def _in_theme(newsroom: Newsroom, proposal: Proposal, name: str) -> Proposal:
    """Return the same issue as it would be in another theme, though it may have gone out in its own.

    Templates are programs: so an address, which any page may write, opens no folder that the configuration does not.
    """
    if name not in (known := [*theme_names(), *map(str, _own_themes(newsroom.settings))]):
        raise UnknownName("theme", name, known)
    variety = replace(proposal.variety, frozen=False)
    changed = replace(proposal, edition=replace(proposal.edition, theme=name), variety=variety)
    return as_variant(newsroom, changed, variety.plans[0]) if variety.plans else changed


def _own_themes(settings: Settings) -> Iterator[Path]:
    """Yield the folders of themes that are the newsroom's own."""
    return (Path(one.theme) for one in settings.editions.values() if Path(one.theme).is_absolute())
