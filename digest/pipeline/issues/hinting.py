"""Asks which stories of an issue are perhaps of one event, so that an editor may join them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial.copied import APART
from digest.editorial.hints import hints
from digest.editorial.ties import ties_of
from digest.store.issues import history
from digest.store.stories import desk

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.selection import Hint
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom


def hints_for(newsroom: Newsroom, proposal: Proposal, *, seen_from: datetime | None = None) -> list[Hint]:
    """Return what is near in an issue that may still change; nothing counts that was sent or said after `seen_from`."""
    if proposal.kept:
        return []
    name, since = proposal.edition.name, proposal.cutoff - APART
    sent = history.carried(newsroom.db, name, besides=proposal.slot.at, since=since, until=seen_from)
    said = desk.words(newsroom.db, name, until=seen_from or newsroom.now())
    return hints(proposal.selection.picks, [one for one in sent if one.for_all], ties_of(said))
