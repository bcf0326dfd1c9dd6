"""Fixes an issue: renders every variant first, then writes issue, variants and recipients down in one stroke."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from digest.pipeline.issues import drafting
from digest.pipeline.issues.carriers import carrier, encode_variant
from digest.pipeline.issues.proposal import as_variant
from digest.pipeline.issues.variety import call
from digest.store.issues import frozen, issues, variants
from digest.store.mail.recipients import freeze_recipients
from subscribers.database import immediate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from digest.model.issue import IssueRecord, Rendering, Variant
    from digest.model.variety import Choice, VariantPlan
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom
    from digest.store.issues.variants import Staging


class Press:
    """Renders the variants of one issue and writes them down with it; no more than one is in memory at a time."""

    def __init__(self, newsroom: Newsroom, proposal: Proposal, staged: Staging) -> None:
        """Take the issue as it would be, and where its variants are kept until it is frozen."""
        self._newsroom, self._proposal, self._staged = newsroom, proposal, staged
        self._stories = _stories_of(proposal)
        self._for_some: set[int] = set()  # stories that the whole issue does not have

    def render(self) -> None:
        """Render each variant once.

        Raises:
            RenderError: a template of the theme is wrong.
        """
        for plan in self._proposal.variety.plans:
            self._staged.put(plan.name, self._rendering(plan))

    def freeze(self) -> IssueRecord:
        """Fix content and recipients in one transaction, so that a crash leaves either no issue or a whole frozen one.

        Who chose other topics, or another language, since the variants were planned gets one by what they chose now.

        Raises:
            TransportError: the transport cannot be made as configured.
            StoreError: the issue is no draft any more, because somebody cancelled it meanwhile.
        """
        newsroom, proposal = self._newsroom, self._proposal
        assert proposal.rendering is not None
        assert proposal.variety.census is not None
        now = newsroom.now()
        encode = partial(self._encoded, date=now)
        carrier(newsroom, proposal.name, encode(proposal.variant, proposal.rendering)).make()  # tells a mistake in time
        self._staged.complete(encode)
        called = call(newsroom, proposal.edition, proposal.variety.chooser)
        with immediate(newsroom.db):
            record = drafting.store(newsroom, proposal)
            frozen.freeze(newsroom.db, record, subject=proposal.rendering.subject, lists=called.lists, now=now)
            ids = self._staged.write_down(record.id)
            freeze_recipients(
                newsroom.db,
                record.id,
                called,
                known=proposal.variety.census,
                variant_of=partial(self._given, record, ids, encode),
                whole=ids[proposal.variant],
                limited=newsroom.settings.mail.domain_rates,
            )
            frozen.note_topic_stories(newsroom.db, record, self._for_some)
        return issues.by_id(newsroom.db, record.id)

    def _given(
        self, record: IssueRecord, ids: dict[str, int], encode: Callable[[str, Rendering], Variant], choice: Choice
    ) -> int | None:
        """Return the variant for who chose this, by id; it is rendered now if nobody had chosen it before."""
        plan = self._proposal.variety.plan_for(choice)
        if plan is None:
            return None
        if plan.name not in ids:
            ids[plan.name] = variants.put(self._newsroom.db, record.id, encode(plan.name, self._rendering(plan)))
        return ids[plan.name]

    def _rendering(self, plan: VariantPlan) -> Rendering:
        proposal = self._proposal
        made = proposal if plan.name == proposal.variant else as_variant(self._newsroom, proposal, plan)
        assert made.rendering is not None
        self._for_some |= _stories_of(made) - self._stories
        return made.rendering

    def _encoded(self, name: str, rendering: Rendering, *, date: datetime) -> Variant:
        proposal = self._proposal
        return encode_variant(self._newsroom, proposal.name, rendering, proposal.marks, date=date, name=name)


def _stories_of(proposal: Proposal) -> set[int]:
    """Return all stories of an issue by id, also those that stand in it only as covered by others too."""
    return {story.id for pick in proposal.selection.picks for story in (pick.story, *pick.also)}
