"""Finds the issue that a name means, as it would be or as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import UnknownName
from digest.pipeline.issues.ahead import slot_named
from digest.pipeline.issues.proposal import as_variant, looked_at, propose, propose_issue, work_out
from digest.store.issues import issues

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom


def look(newsroom: Newsroom, name: str, *, at: datetime | None, tags: Sequence[str], variant: str = "") -> Proposal:
    """Work out what is named: an edition's next issue, a stored issue, or, with no name, the first edition's.

    It is the whole issue, or the `variant` of that name; the proposal's variety says which there are.

    Raises:
        UnknownName: there is no such edition, issue or variant.
    """
    found = _look(newsroom, name, at=at, tags=tags)
    return show_variant(newsroom, found, variant) if variant else found


def show_variant(newsroom: Newsroom, proposal: Proposal, name: str) -> Proposal:
    """Return an issue as the readers of the variant of that name get it.

    Raises:
        UnknownName: there is no such variant; the nearest name is offered.
        RenderError: a template of the theme is wrong.
    """
    plan = proposal.variety.named(name)
    if plan is None:
        raise UnknownName("variant", name, [known.name for known in proposal.variety.plans])
    return as_variant(newsroom, proposal, plan)


def _look(newsroom: Newsroom, name: str, *, at: datetime | None, tags: Sequence[str]) -> Proposal:
    name = name or next(iter(newsroom.settings.editions))
    if not at and issues.is_issue_name(name):
        return _named(newsroom, name, tags)
    return propose(newsroom, name.partition("/")[0], at=at, tags=tags)


def _named(newsroom: Newsroom, name: str, tags: Sequence[str]) -> Proposal:
    """Work out a stored issue, or the slot of that name if nothing is stored for it yet: the latest or one to come."""
    try:
        return propose_issue(newsroom, issues.named(newsroom.db, name), tags=tags)
    except UnknownName:
        edition_name, slash, label = name.partition("/")
        if not slash:
            raise
    edition = looked_at(newsroom.edition(edition_name), tags)
    slot = slot_named(newsroom, edition, label)
    return work_out(newsroom, edition, slot, cutoff=max(slot.at, newsroom.now()), record=None)
