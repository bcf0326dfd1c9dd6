"""Works out the variants of an issue: which there are for its readers' topics and languages, and who gets which."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from digest.model.delivery import NOTHING_NEW
from digest.model.variety import VariantPlan
from digest.pipeline.roster import segmenting
from digest.render.tongue import tongue
from digest.store.issues import variants
from digest.store.mail import deliveries, recipients
from digest.store.mail.recipients import Call
from subscribers.lists import Lists

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.editorial.topics import TopicChooser
    from digest.model.edition import Edition
    from digest.model.issue import IssueRecord
    from digest.model.selection import Selection
    from digest.model.variety import Choice
    from digest.pipeline.newsroom import Newsroom
    from digest.store.mail.recipients import Census

# What a variant says: its stories in order and how many more there were, and its language.
Content = tuple[tuple[int, ...], int, str]


@dataclass(slots=True)
class Variety:
    """All variants of an issue: the whole issue in the publication's language first, then the most read first.

    `census` counts the readers by what they chose; there is none where the issue is `frozen` and they have their
    variants. `nothing_new` counts those for whom there is no story.
    """

    whole: Selection
    chooser: TopicChooser
    home: str
    plans: tuple[VariantPlan, ...] = ()
    by_content: Mapping[Content, VariantPlan] = field(default_factory=dict)
    census: Census | None = None
    nothing_new: int = 0
    frozen: bool = False

    @property
    def count(self) -> int:
        """How many variants there are that somebody gets; one at least, if there is an issue at all."""
        return max(1 if self.plans else 0, sum(plan.recipients > 0 for plan in self.plans))

    def named(self, name: str) -> VariantPlan | None:
        """Return the variant of that name, if there is one."""
        return next((plan for plan in self.plans if plan.name == name), None)

    def plan_for(self, choice: Choice) -> VariantPlan | None:
        """Return the variant for who chose this, which may be one more; None if there is nothing for them."""
        planned = self._planned(choice)
        if planned is None:
            return None
        return self.by_content.get(_content(planned), planned)

    def selection_of(self, plan: VariantPlan) -> Selection | None:
        """Return the stories of a variant; None if there are none for its topics (any more)."""
        return plan.selection or (self.chooser.choose(plan.topics) if plan.topics else self.whole)

    def count_readers(self, census: Census) -> None:
        """Plan the variants for so many readers who made these choices."""
        self.census = census
        whole = VariantPlan(language=self.home, topics=(), recipients=0, selection=self.whole)
        plans = {_content(whole): whole}
        for choice, count in census.choices.items():
            if planned := self._planned(choice):
                content = _content(planned)
                known = plans.get(content, planned)
                named = min(known, planned, key=lambda plan: (len(plan.topics), plan.topics))
                plans[content] = replace(named, recipients=known.recipients + count)
            else:
                self.nothing_new += count
        self.by_content = plans
        first, *others = plans.values()
        self.plans = (first, *sorted(others, key=lambda plan: (-plan.recipients, plan.name)))

    def _planned(self, choice: Choice) -> VariantPlan | None:
        topics = choice.topics
        selection = self.whole if topics is None else self.chooser.choose(topics)
        if selection is None:
            return None
        language = tongue(choice.language, home=self.home)
        return VariantPlan(language=language, topics=tuple(sorted(topics or ())), recipients=0, selection=selection)


def planned(newsroom: Newsroom, edition: Edition, *, whole: Selection, chooser: TopicChooser) -> Variety:
    """Return the variants of an issue that is still to be frozen, for the readers it would have now."""
    variety = _variety(newsroom, whole, chooser)
    if whole.picks:
        variety.count_readers(recipients.census(newsroom.db, call(newsroom, edition, chooser)))
    return variety


def frozen(newsroom: Newsroom, record: IssueRecord, *, whole: Selection, chooser: TopicChooser) -> Variety:
    """Return the variants that were frozen of an issue."""
    variety = _variety(newsroom, whole, chooser)
    variety.frozen = True
    variety.plans = variants.plans(newsroom.db, record.id)
    variety.nothing_new = deliveries.counts(newsroom.db, record.id).skipped.get(NOTHING_NEW, 0)
    return variety


def call(newsroom: Newsroom, edition: Edition, chooser: TopicChooser) -> Call:
    """Return whom an issue is for, as far as it stands in the edition; raises BadSegment, UnknownList."""
    return Call(
        edition=edition.name,
        lists=tuple(terms.id for terms in Lists(newsroom.db).terms(edition.lists)),
        now=newsroom.now(),
        segment=segmenting.chosen_for(newsroom, edition),
        guard=segmenting.let_through(newsroom),
        tags=chooser.tags,
    )


def _variety(newsroom: Newsroom, whole: Selection, chooser: TopicChooser) -> Variety:
    return Variety(whole=whole, chooser=chooser, home=newsroom.settings.publication.language)


def _content(plan: VariantPlan) -> Content:
    assert plan.selection is not None
    stories = tuple(pick.story.id for pick in plan.selection.picks)
    return stories, plan.selection.overflow, plan.language
