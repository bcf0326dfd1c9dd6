"""The variants of an issue: one for each thing that readers may see, whatever they chose."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.selection import choose, consider
from digest.editorial.topics import TopicChooser
from digest.editorial.window import news_window
from digest.model.tags import TagRule
from digest.model.variety import Choice, VariantPlan
from digest.pipeline.issues.variety import Variety
from digest.render.tongue import tongue
from digest.store.mail.recipients import Census
from tests.editorial.conftest import NOON, make_edition, make_story

EDITION = make_edition(tags=TagRule(), briefs=2)
TAGS = ("world", "local", "sport", "arts")
WORDS = ("ferry", "council", "orchard", "tunnel", "violin", "comet", "harvest", "lighthouse", "glacier", "parade")


def told(number: int, tags: set[str]) -> object:
    title, summary = f"About the {WORDS[number]} of day {number}", f"All of the {WORDS[number]} is told here."
    published = NOON - timedelta(hours=number)
    return make_story(number + 1, title=title, summary=summary, tags=tuple(sorted(tags)), published_at=published)


stories = st.lists(st.sets(st.sampled_from(TAGS), min_size=1), min_size=1, max_size=8).map(
    lambda given: [told(number, tags) for number, tags in enumerate(given)]
)
choices = st.dictionaries(
    st.builds(
        Choice,
        st.one_of(st.just(""), st.sets(st.sampled_from(TAGS)).map(lambda topics: json.dumps(sorted(topics)))),
        st.sampled_from(["", "en", "en-GB", "de", "de-AT", "tlh", "ar"]),
    ),
    st.integers(1, 9),
    min_size=1,
)


def variety_of(news, counts) -> Variety:
    window = news_window(EDITION, cutoff=NOON, last_cutoff=None)
    judged = consider(news, edition=EDITION, window=window, cutoff=NOON)
    made = Variety(whole=choose(judged, EDITION), chooser=TopicChooser(judged, EDITION), home="en")
    made.count_readers(Census(counts, 0))
    return made


def said_by(plan: VariantPlan) -> tuple[object, ...]:
    """What readers see of a variant."""
    assert plan.selection is not None
    return plan.language, *(pick.story.id for pick in plan.selection.picks), plan.selection.overflow


@given(news=stories, counts=choices, shuffle=st.randoms())
def test_every_choice_leads_to_one_variant_and_what_says_the_same_is_one(news, counts, shuffle) -> None:
    variety = variety_of(news, counts)
    assert sum(plan.recipients for plan in variety.plans) + variety.nothing_new == sum(counts.values())
    assert len({plan.name for plan in variety.plans}) == len(variety.plans)
    assert len({said_by(plan) for plan in variety.plans}) == len(variety.plans)
    assert (variety.plans[0].name, variety.plans[0].selection) == ("en", variety.whole)
    items = list(counts.items())
    shuffle.shuffle(items)
    assert variety_of(news, dict(items)).plans == variety.plans


@given(news=stories, counts=choices)
def test_nobody_gets_a_story_outside_their_topics_and_everybody_all_there_is_room_for(news, counts) -> None:
    variety = variety_of(news, counts)
    tags = {story.id: set(story.tags) for story in news}
    for choice in counts:
        plan = variety.plan_for(choice)
        matching = {number for number, have in tags.items() if choice.topics is None or have & choice.topics}
        if not matching:
            assert plan is None
            continue
        assert plan is not None
        assert plan.selection is not None
        picked = [pick.story.id for pick in plan.selection.picks]
        assert set(picked) <= matching
        assert len(picked) == min(len(matching), EDITION.briefs + 1)
        assert plan.language == tongue(choice.language, home="en")
        assert plan in variety.plans


@given(news=stories, counts=choices, late=choices)
def test_who_chooses_after_the_counting_gets_what_they_would_have_got(news, counts, late) -> None:
    before, after = variety_of(news, counts), variety_of(news, counts | late)
    for choice in late:
        early, counted = before.plan_for(choice), after.plan_for(choice)
        assert (early is None) == (counted is None)
        if early and counted:
            assert said_by(early) == said_by(counted)
