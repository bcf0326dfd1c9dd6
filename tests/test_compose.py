"""An issue is composed of copies, in the words readers see, and is the same wherever and however often it is made."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.compose import compose
from digest.editorial.selection import select
from digest.model.edition import CatchUp, Edition, QuietDay, Slot
from digest.model.issue import Publication
from digest.model.selection import Role, Selection, Window
from digest.model.story import Story
from digest.model.tags import TagRule
from digest.render.subject import subject

CUTOFF = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOW = Window(CUTOFF - 24 * HOUR, CUTOFF)
SLOT = Slot(CUTOFF, "2026-11-23")
PUBLICATION = Publication(
    name="The Salmar Herald",
    url="https://herald.example",
    postal_address="1 Quay Street, Salmar",
    language="en",
    timezone="Europe/Lisbon",
)
EDITION = Edition(
    name="daily",
    title="Daily digest",
    tags=TagRule.parse(["world", "eu+economy", "local"]),
    lists=("daily",),
    schedule="30 6 * * *",
    deadline=timedelta(hours=6),
    max_age=timedelta(hours=24),
    briefs=3,
    min_stories=1,
    theme="modern",
    quiet_day=QuietDay.SKIP,
    catch_up=CatchUp.MERGE,
)
FERRY = "A ferry sank in the Orla estuary off Salmar on Sunday, killing 12 people, the coast guard said."
TITLES = [
    "Ferry sinks off Salmar, 12 dead",
    "Harbour budget passes",
    "Library to open on Mondays",
    "Storm closes the old bridge",
    "Museum finds a lost chart",
    "Railway strike called off",
]


def story(number, **fields):
    values = {
        "id": number,
        "guid": f"guid-{number}",
        "title": TITLES[number % len(TITLES)],
        "url": f"https://news.example/{number}",
        "source": "The Pier",
        "published_at": CUTOFF - number * HOUR,
        "day_only": False,
        "first_seen_at": CUTOFF - number * HOUR,
        "body": f"{TITLES[number % len(TITLES)]}, as the town learned early in the morning.",
        "own_length": 500,
        "body_html": "",
        "summary": "",
        "tags": ("world",),
        "language": "en",
        "image": "",
        "image_alt": "",
        "author": "",
        "revision": 1,
    }
    return Story(**(values | fields))


def issue_of(stories, edition=EDITION):
    return composed(select(stories, edition=edition, window=WINDOW, cutoff=CUTOFF), edition)


def composed(selection, edition=EDITION):
    return compose(
        selection,
        edition=edition,
        publication=PUBLICATION,
        slot=SLOT,
        cutoff=CUTOFF,
        number=12,
        title_of_update=lambda pick: f"Neu: {pick.headline}",
    )


def lead_of(edition=EDITION, **fields):
    return issue_of([story(1, **fields)], edition).lead


def test_an_issue_is_named_by_its_edition_and_slot():
    issue = issue_of([story(n) for n in range(6)])
    assert (issue.name, issue.edition, issue.title) == ("daily/2026-11-23", "daily", "Daily digest")
    assert (issue.slot, issue.cutoff, issue.number, issue.theme) == (CUTOFF, CUTOFF, 12, "modern")
    assert issue.publication == PUBLICATION


def test_the_picks_stand_in_their_order_and_more_counts_those_without_room():
    stories = [story(n) for n in range(6)]
    issue = issue_of(stories)
    chosen = select(stories, edition=EDITION, window=WINDOW, cutoff=CUTOFF)
    assert [item.story_id for item in issue.items] == [pick.story.id for pick in chosen.picks]
    assert [item.role for item in issue.items] == [Role.LEAD, Role.BRIEF, Role.BRIEF, Role.BRIEF]
    assert issue.more == 2


def test_what_had_no_room_stands_on_the_web_by_its_headline_where_everybody_may_read_it():
    stories = [story(n) for n in range(6)]
    issue = issue_of(stories)
    assert {item.title for item in issue.on_the_web} == {one.title for one in stories} - {
        one.title for one in issue.items
    }
    assert [item.summary for item in issue.on_the_web] == ["", ""]
    closed = issue_of(stories, replace(EDITION, public=False))
    assert (closed.more, closed.on_the_web) == (0, ())


def test_an_item_is_a_copy_of_what_readers_see():
    told = story(1, image="https://news.example/p.jpg", image_alt="A pier", language="pt", day_only=True)
    lead = issue_of([told]).lead
    for field in ("title", "url", "source", "published_at", "day_only", "tags", "language", "image", "image_alt"):
        assert getattr(lead, field) == getattr(told, field)
    assert lead.summary == told.body
    assert lead.reasons[-1] == "tag world"


def test_without_picks_there_is_no_issue():
    with pytest.raises(ValueError, match="no story is selected for daily/2026-11-23"):
        composed(Selection(WINDOW, (), ()))


def test_news_of_an_event_that_was_told_says_so_in_its_title_also_where_an_editor_wrote_that():
    selection = select([story(n) for n in range(3)], edition=EDITION, window=WINDOW, cutoff=CUTOFF)
    lead, brief, *rest = selection.picks
    lead = replace(lead, update_of="daily/2026-11-22", title="The pier again")
    issue = composed(replace(selection, picks=(lead, replace(brief, update_of="daily/2026-11-20"), *rest)))
    assert [item.title for item in issue.items[:2]] == ["Neu: The pier again", f"Neu: {brief.story.title}"]
    assert subject(issue).startswith("Neu: The pier again")
    assert not issue.briefs[1].title.startswith("Neu")


@pytest.mark.parametrize(
    ("wanted", "tags", "kicker"),
    [
        (["world", "local"], ("local", "world"), "World"),
        (["local", "world"], ("local", "world"), "Local"),
        (["eu+economy"], ("economy", "eu"), "Economy & EU"),
        (["climate change"], ("climate change",), "Climate Change"),
        (["nhl"], ("nhl",), "NHL"),
        (["österreich"], ("österreich",), "Österreich"),
        (["-sport"], ("world",), ""),
    ],
)
def test_the_kicker_is_the_term_the_edition_names_first(wanted, tags, kicker):
    assert lead_of(replace(EDITION, tags=TagRule.parse(wanted)), tags=tags).kicker == kicker


def test_other_sources_of_the_event_are_named_once_and_never_the_story_s_own():
    sources = ["The Pier", "The Quay", "The Quay", "", "The Pier"]
    stories = [story(0, guid=f"g{n}", id=n, body=FERRY, source=source) for n, source in enumerate(sources)]
    lead = issue_of(stories).lead
    assert (lead.source, lead.also_covered_by) == ("The Pier", ("The Quay",))


def test_reading_time_counts_the_story_s_own_text():
    body = "word " * 460
    assert lead_of(body=body, own_length=len(body)).reading_minutes == 2
    assert lead_of(body=body, own_length=100).reading_minutes == 0


@given(st.permutations(range(12)))
def test_the_order_of_arrival_changes_nothing(order):
    stories = [story(n, published_at=CUTOFF - n % 3 * HOUR, source=f"Source {n % 4}") for n in range(12)]
    assert issue_of([stories[n] for n in order]) == issue_of(stories)


def test_ids_change_nothing_but_themselves():
    stories = [story(n, published_at=CUTOFF) for n in range(6)]
    renumbered = [replace(one, id=100 - one.id) for one in stories]
    assert [item.url for item in issue_of(stories).items] == [item.url for item in issue_of(renumbered).items]


def test_the_seed_of_python_s_hashes_changes_nothing():
    script = f"""
import importlib.util, sys
spec = importlib.util.spec_from_file_location("made_here", {str(Path(__file__))!r})
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
stories = [made.story(n, tags=("local", "world"), source=f"Source {{n % 4}}") for n in range(30)]
print(made.issue_of(stories))
print(made.select(stories, edition=made.EDITION, window=made.WINDOW, cutoff=made.CUTOFF))
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"daily/2026-11-23" in outputs.pop()


def test_sections_are_the_editions_tags_as_readers_see_them_if_it_asks_for_them():
    stories = [story(1)]
    assert issue_of(stories).sections == ()
    assert issue_of(stories, replace(EDITION, sections=True)).sections == ("World", "Economy & EU", "Local")
