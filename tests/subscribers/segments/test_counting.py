"""How many are in a segment, and which of its topics nobody follows."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from subscribers.segments.counting import COUNT, size_of, unfollowed
from subscribers.segments.filters import EVERYBODY, filter_of
from subscribers.segments.named import Segments

SEGMENTS = Segments({})


def test_readers_are_counted_and_those_who_would_be_mailed(db, roster, suppressions, now) -> None:
    for who in ("both", "paused", "suppressed", "other"):
        topics = [] if who == "other" else ["sport"]
        roster.add(f"{who}@herald.example", now=now, lists=["daily", "weekly"], topics=topics)
    roster.add("waiting@herald.example", now=now, lists=["daily"], topics=["sport"])
    roster.pause("paused@herald.example", now + timedelta(days=1), now=now)
    suppressions.add("suppressed@herald.example", now=now)
    sporty = filter_of(db, SEGMENTS.read("topic = sport"), moments={}, now=now, zone=UTC)
    assert size_of(db, sporty, now=now) == (4, 1)
    assert size_of(db, sporty, now=now + timedelta(days=1)) == (4, 2)
    assert size_of(db, EVERYBODY, now=now) == (5, 2)


def test_a_roster_without_anybody_counts_to_nothing(db, now) -> None:
    assert size_of(db, EVERYBODY, now=now) == (0, 0)


def test_only_the_subscribers_are_read_through(db, roster, now) -> None:
    sql = COUNT.replace("{segment}", EVERYBODY.on("subscribers.id"))
    plan = [step[3] for step in db.execute(f"EXPLAIN QUERY PLAN {sql}", {"now": ""}).fetchall()]
    assert {step.split()[1] for step in plan if step.startswith("SCAN")} <= {"subscribers", "lists"}
    assert not [step for step in plan if "AUTOMATIC" in step or "B-TREE" in step or "MATERIALIZE" in step]


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("topic = sport or list = daily", ()),
        ("list none", ()),
        ("not topic in (sprot, sea)", ("nobody follows 'sea'", "nobody follows 'sprot': did you mean 'sport'?")),
    ],
)
def test_a_topic_that_nobody_follows_is_named_with_the_nearest(db, roster, now, text, doubts) -> None:
    roster.add("reader@herald.example", now=now, topics=["sport", "economy"])
    assert unfollowed(db, SEGMENTS.read(text)) == doubts
