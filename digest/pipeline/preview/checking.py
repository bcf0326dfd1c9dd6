"""Judges an issue before it goes out, as a neutral reader would get it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.check.judge import judge
from digest.check.mail import Repeat, Sample
from digest.editorial.clusters import clusters
from digest.editorial.ties import ties_of
from digest.editorial.window import REMEMBERED
from digest.model.finding import CheckReport
from digest.model.links import preferences_url, unsubscribe_url, view_url
from digest.pipeline.issues.named import propose_named
from digest.pipeline.issues.proposal import as_variant, quiet
from digest.pipeline.preview.neutral import filled
from digest.pipeline.preview.own_pictures import known_pictures
from digest.render.escape import web_address
from digest.store.issues import history
from digest.store.stories import desk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from digest.check.mail import Answer
    from digest.model.finding import Finding, RuleName
    from digest.model.issue import Item, Publication, Rendering
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.preview.neutral import Filled


def check(
    newsroom: Newsroom, name: str, *, at: datetime | None = None, tags: Sequence[str] = (), links: bool = False
) -> CheckReport:
    """Judge what is named: an edition's next issue, a stored issue, or, with no name, the first edition's.

    With `links`, every link and picture is asked for, side by side; by the limits of [fetch]. On a quiet day there is
    no issue to judge, and the report's note says why.

    Raises:
        UnknownName: there is no such edition or issue.
        RenderError: a template of the theme is wrong.
    """
    return check_proposal(newsroom, propose_named(newsroom, name, at=at, tags=tags), links=links)


def check_proposal(
    newsroom: Newsroom,
    proposal: Proposal,
    *,
    links: bool = False,
    rendered: Iterable[tuple[str, Rendering]] | None = None,
) -> CheckReport:
    """Judge an issue that is worked out already, in all its variants; `rendered` are these, if they are at hand."""
    if proposal.rendering is None:
        return CheckReport(proposal.name, note=str(quiet(proposal)))
    found = Findings()
    answers: dict[str, Answer] | None = {} if links else None
    for variant in _variants(newsroom, proposal, rendered):
        found.add(variant.variant, judged(newsroom, variant, answers=answers))
    return CheckReport(proposal.name, found.all())


class Findings:
    """What was found in the variants of an issue: what the whole issue has is told once, all else with its variant."""

    def __init__(self) -> None:
        """Begin with nothing; the first variant added is the whole issue."""
        self._whole: dict[Finding, None] | None = None
        self._others: dict[tuple[RuleName, str], tuple[Finding, list[str]]] = {}

    def add(self, variant: str, findings: Sequence[Finding]) -> None:
        """Add what was found in one variant."""
        if self._whole is None:
            self._whole = dict.fromkeys(findings)
            return
        for finding in findings:
            if finding not in self._whole:
                _, names = self._others.setdefault((finding.rule, finding.where), (finding, []))
                names.append(variant)

    def all(self) -> tuple[Finding, ...]:
        """Return all of it; what several variants have at one place is told of the first of them."""
        others = [replace(one, where=f"variant {_some(names)}: {one.where}") for one, names in self._others.values()]
        return (*(self._whole or ()), *others)


def _some(names: Sequence[str]) -> str:
    return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]


def _variants(
    newsroom: Newsroom, proposal: Proposal, rendered: Iterable[tuple[str, Rendering]] | None
) -> Iterator[Proposal]:
    """Yield the issue as each variant has it, the whole issue first."""
    if rendered is None:
        yield proposal
        yield from (as_variant(newsroom, proposal, plan) for plan in proposal.variety.plans[1:])
        return
    for plan, (_, rendering) in zip(proposal.variety.plans, rendered, strict=True):
        yield as_variant(newsroom, proposal, plan, known=rendering)


def judged(newsroom: Newsroom, proposal: Proposal, *, answers: dict[str, Answer] | None = None) -> Sequence[Finding]:
    """Judge one variant; `answers` is what links and pictures said so far, None where they are not asked."""
    assert proposal.rendering is not None
    sample = _sample(newsroom, proposal, proposal.rendering)
    if answers is not None:
        from digest.pipeline.preview.link_asking import asked

        sample = asked(newsroom, proposal.name, sample, known=answers)
    return judge(sample, settings=newsroom.settings.check)


def objection(
    newsroom: Newsroom, proposal: Proposal, *, rendered: Iterable[tuple[str, Rendering]] | None = None
) -> str:
    """Say in one line why an issue is not fit to be sent, and what next; empty when it is."""
    errors = check_proposal(newsroom, proposal, rendered=rendered).errors
    if not errors:
        return ""
    first, name = errors[0], proposal.name
    count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
    return (
        f"{name} has {count} and is not sent: {first.where}: {first.message} ({first.rule}); "
        f"see: digest check {name}; send it all the same with: digest send {name} --despite-errors"
    )


def _sample(newsroom: Newsroom, proposal: Proposal, rendering: Rendering) -> Sample:
    mail, issue = filled(newsroom, proposal), proposal.issue
    theme = None if proposal.variety.frozen else newsroom.theme(proposal.edition.theme)
    sample = sample_of(mail, rendering, newsroom.settings.publication, items=issue.items if issue else ())
    return replace(
        sample,
        words=(*sample.words, issue.title) if issue else sample.words,
        recent_subjects=proposal.recent_subjects,
        repeats=_repeats(newsroom, proposal),
        answers=known_pictures(newsroom.settings, mail.html),
        templates=theme.written() if theme else {},
        strays=theme.strays() if theme else (),
    )


def sample_of(mail: Filled, rendering: Rendering, publication: Publication, *, items: Sequence[Item]) -> Sample:
    """Return what is to be judged of a mail by itself, with these items in it."""
    token = mail.reader.token
    return Sample(
        publication=publication,
        language=rendering.language,
        subject=rendering.subject,
        preheader=rendering.preheader,
        html=mail.html,
        text=mail.text,
        message=mail.message,
        titles=tuple(item.title for item in items),
        words=(
            publication.name,
            publication.postal_address,
            mail.reader.reason,
            *(word for item in items for word in _words(item)),
        ),
        unsubscribe_url=unsubscribe_url(publication.url, token),
        reader_urls=(preferences_url(publication.url, token), view_url(publication.url, token)),
        cut=bool(rendering.full_size),
    )


def _words(item: Item) -> tuple[str, ...]:
    """Return all that others wrote in a story beside its title, as a mail has it."""
    addresses = web_address(item.url), web_address(item.image)
    return (item.summary, item.source, item.kicker, item.image_alt, *addresses, *item.also_covered_by)


def _repeats(newsroom: Newsroom, proposal: Proposal) -> tuple[Repeat, ...]:
    """Return the stories of an issue that the edition's earlier ones carried, by themselves or by another report."""
    since = proposal.cutoff - REMEMBERED
    carried = history.carried(newsroom.db, proposal.edition.name, besides=proposal.slot.at, since=since)
    before = {one.story.id: one for one in reversed(carried) if one.issue < proposal.name}
    if not before:
        return ()
    picks = [pick.story for pick in proposal.selection.picks]
    ties = ties_of(desk.words(newsroom.db, proposal.edition.name, until=newsroom.now()))
    events = {
        story.id: cluster
        for cluster in clusters([*picks, *(one.story for one in before.values())], ties)
        for story in cluster
    }
    found = []
    for story in picks:
        known = story.id in before
        ids = [story.id] if known else [other.id for other in events[story.id] if other.id in before]
        found += [Repeat(story.title, before[ids[0]].issue, same_event_only=not known)] if ids else []
    return tuple(found)
