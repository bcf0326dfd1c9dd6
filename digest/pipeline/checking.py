"""Judges an issue before it goes out, as a neutral reader would get it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.check.judge import judge
from digest.check.mail import Repeat, Sample
from digest.editorial.clusters import clusters
from digest.model.finding import CheckReport
from digest.model.links import preferences_url, unsubscribe_url, view_url
from digest.pipeline import neutral
from digest.pipeline.looking import look
from digest.pipeline.proposal import quiet
from digest.store import history

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.model.issue import Issue, Item, Rendering
    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.proposal import Proposal

REMEMBERED = timedelta(days=14)  # how long readers may remember a story


def check(
    newsroom: Newsroom, name: str, *, at: datetime | None = None, tags: Sequence[str] = (), links: bool = False
) -> CheckReport:
    """Judge what is named: an edition's next issue, a stored issue, or, with no name, the first edition's.

    With `links`, every link and picture is asked for, side by side; by the limits of [fetch]. On a quiet day there is
    nothing to object to, and the report's note says why.

    Raises:
        UnknownName: there is no such edition or issue.
        RenderError: a template of the theme is wrong.
    """
    return check_proposal(newsroom, look(newsroom, name, at=at, tags=tags), links=links)


def check_proposal(newsroom: Newsroom, proposal: Proposal, *, links: bool = False) -> CheckReport:
    """Judge an issue that is worked out already."""
    if proposal.rendering is None:
        return CheckReport(proposal.name, note=str(quiet(proposal)))
    sample = _sample(newsroom, proposal, proposal.rendering)
    if links:
        from digest.pipeline.link_asking import asked

        sample = asked(newsroom, proposal.name, sample)
    return CheckReport(proposal.name, judge(sample, settings=newsroom.settings.check))


def objection(newsroom: Newsroom, proposal: Proposal) -> str:
    """Say in one line why an issue is not fit to be sent, and what next; empty when it is."""
    errors = check_proposal(newsroom, proposal).errors
    if not errors:
        return ""
    first, name = errors[0], proposal.name
    count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
    return (
        f"{name} has {count} and is not sent: {first.where}: {first.message} ({first.rule}); "
        f"see: digest check {name}; send it all the same with: digest send {name} --despite-errors"
    )


def _sample(newsroom: Newsroom, proposal: Proposal, rendering: Rendering) -> Sample:
    html, text = neutral.filled(newsroom, proposal, rendering)
    publication, who = newsroom.settings.publication, neutral.envelope(newsroom, proposal)
    return Sample(
        publication=publication,
        language=rendering.language,
        subject=rendering.subject,
        preheader=rendering.preheader,
        html=html,
        text=text,
        message=neutral.message(newsroom, proposal),
        titles=tuple(item.title for item in proposal.issue.items) if proposal.issue else (),
        words=(publication.name, publication.postal_address, who.reason, *_words(proposal.issue)),
        unsubscribe_url=unsubscribe_url(publication.url, who.token),
        reader_urls=(preferences_url(publication.url, who.token), view_url(publication.url, who.token)),
        last_subject=history.last_subject(newsroom.db, proposal.edition.name, before=proposal.slot.at),
        repeats=_repeats(newsroom, proposal),
    )


def _words(issue: Issue | None) -> tuple[str, ...]:
    """Return all that others wrote in an issue, beside the titles."""
    if issue is None:
        return ()
    return (issue.title, *(word for item in issue.items for word in _words_of(item)))


def _words_of(item: Item) -> tuple[str, ...]:
    return (item.summary, item.source, item.kicker, item.image_alt, item.url, item.image, *item.also_covered_by)


def _repeats(newsroom: Newsroom, proposal: Proposal) -> tuple[Repeat, ...]:
    """Return the stories of an issue that the edition's earlier ones carried, by themselves or by another report."""
    since = proposal.cutoff - REMEMBERED
    carried = history.carried(newsroom.db, proposal.edition.name, besides=proposal.slot.at, since=since)
    before = {one.story.id: one for one in reversed(carried) if one.issue < proposal.name}
    if not before:
        return ()
    picks = [pick.story for pick in proposal.selection.picks]
    events = {
        story.id: cluster
        for cluster in clusters([*picks, *(one.story for one in before.values())])
        for story in cluster
    }
    found = []
    for story in picks:
        known = story.id in before
        ids = [story.id] if known else [other.id for other in events[story.id] if other.id in before]
        found += [Repeat(story.title, before[ids[0]].issue, same_event_only=not known)] if ids else []
    return tuple(found)
