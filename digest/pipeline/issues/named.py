"""Works out the issue that a name means, as it would be or as it stands, and the variant that one means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editorial import slots
from digest.errors import UnknownName
from digest.model.issue import IssueRecord
from digest.pipeline.issues.ahead import issue_or_slot
from digest.pipeline.issues.proposal import (
    FIXED,
    as_variant,
    keeps_its_cutoff,
    propose,
    propose_issue,
    with_tags,
    work_out,
)
from digest.store.issues import issues

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom


def propose_named(
    newsroom: Newsroom, name: str, *, at: datetime | None = None, tags: Sequence[str] = (), variant: str = ""
) -> Proposal:
    """Work out what is named: an edition's next issue, a stored issue, or, with no name, the first edition's.

    It is the whole issue, or the `variant` of that name; the proposal's variety says which there are.

    Raises:
        UnknownName: there is no such edition, issue or variant.
    """
    name = name or next(iter(newsroom.settings.editions))
    if not at and issues.is_issue_name(name):
        found = _stored_or_ahead(newsroom, name, tags)
    else:
        found = propose(newsroom, name.partition("/")[0], at=at, tags=tags)
    return variant_named(newsroom, found, variant) if variant else found


def propose_to_send(newsroom: Newsroom, name: str, *, at: datetime | None) -> Proposal:
    """Work out what a send of that name would hand over: an edition's issue of the latest slot, or a stored issue.

    Unlike a look at how things stood at that moment, it counts what was sent since.

    Raises:
        UnknownName: there is no such edition or issue.
    """
    moment = at or newsroom.now()
    record = issues.named(newsroom.db, name) if issues.is_issue_name(name) else None
    edition = newsroom.edition(record.edition if record else name)
    if record is None:
        due = slots.latest_slot(edition, at=moment, zone=newsroom.zone)
        record = issues.at_slot(newsroom.db, edition.name, due)
        if record is None:
            return work_out(newsroom, edition, due, cutoff=moment, record=None)
    kept = record.state in FIXED
    cutoff = record.cutoff if kept or keeps_its_cutoff(record, edition) else moment
    return work_out(newsroom, edition, record.own_slot, cutoff=cutoff, record=record, kept=kept)


def variant_named(newsroom: Newsroom, proposal: Proposal, name: str) -> Proposal:
    """Return an issue as the readers of the variant of that name get it.

    Raises:
        UnknownName: there is no such variant; the nearest name is offered.
        RenderError: a template of the theme is wrong.
    """
    plan = proposal.variety.named(name)
    if plan is None:
        raise UnknownName("variant", name, [known.name for known in proposal.variety.plans])
    return as_variant(newsroom, proposal, plan)


def _stored_or_ahead(newsroom: Newsroom, name: str, tags: Sequence[str]) -> Proposal:
    found = issue_or_slot(newsroom, name)
    if isinstance(found, IssueRecord):
        return propose_issue(newsroom, found, tags=tags)
    edition = with_tags(newsroom.edition(name.partition("/")[0]), tags)
    return work_out(newsroom, edition, found, cutoff=max(found.at, newsroom.now()), record=None)
