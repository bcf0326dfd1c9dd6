"""The view `mailable` lets through exactly those who may be mailed, by index look-ups alone."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from subscribers.mailable import AUDIENCE, OF_ONE_LIST, OF_SEVERAL, audience
from subscribers.preferences import Preferences
from subscribers.segments.filters import among, filter_of
from subscribers.segments.named import Segments


def test_a_confirmed_subscription_is_mailable_and_others_are_not(roster, now, mailable) -> None:
    roster.add("confirmed@herald.example", now=now, lists=["daily"], confirmed=True)
    roster.add("unconfirmed@herald.example", now=now, lists=["daily"])
    roster.add("gone@herald.example", now=now, lists=["daily"], confirmed=True)
    roster.unsubscribe("gone@herald.example", now=now)
    assert mailable("daily") == ["confirmed@herald.example"]
    assert mailable("weekly") == []


@pytest.mark.parametrize("suppressed", ["Reader@Herald.example", "@herald.example"])
def test_a_suppressed_address_or_domain_is_not_mailable_until_it_is_let_go(
    roster, suppressions, now, mailable, suppressed
) -> None:
    roster.add("reader@herald.example", now=now, lists=["weekly"])
    roster.add("other@mail.herald.example", now=now, lists=["weekly"])
    suppressions.add(suppressed, now=now)
    assert mailable("weekly") == ["other@mail.herald.example"]
    suppressions.remove(suppressed)
    assert len(mailable("weekly")) == 2


def test_a_row_carries_what_a_mail_needs(db, roster, now) -> None:
    roster.add("Ada@herald.example", now=now, name="Ada", language="pt", lists=["daily"], confirmed=True)
    roster.pause("ada@herald.example", now + timedelta(days=1), now=now)
    roster.rotate_links("ada@herald.example")
    (row,) = db.query("SELECT * FROM mailable")
    assert row == {
        "subscriber_id": 1,
        "address": "Ada@herald.example",
        "address_key": "ada@herald.example",
        "name": "Ada",
        "language": "pt",
        "epoch": 1,
        "list_id": 1,
        "list": "daily",
        "list_title": "Daily digest",
        "joined_at": "2026-11-23T06:30:00Z",
        "paused_until": "2026-11-24T06:30:00Z",
    }


def test_list_names_match_ignoring_case(roster, now, mailable) -> None:
    roster.add("reader@herald.example", now=now, lists=["WEEKLY"])
    assert mailable("Weekly", "nothing") == ["reader@herald.example"]


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM mailable WHERE list IN ('daily', 'weekly')",
        "SELECT * FROM mailable WHERE list IN (SELECT value FROM json_each('[\"daily\"]'))",
        "SELECT EXISTS (SELECT 1 FROM mailable WHERE subscriber_id = 5 AND list IN ('daily', 'weekly'))",
        """SELECT * FROM mailable WHERE list = 'daily' AND NOT EXISTS (
            SELECT 1 FROM skipped_editions AS s WHERE s.subscriber_id = mailable.subscriber_id AND s.edition = 'daily'
        )""",
        """SELECT EXISTS (
            SELECT 1 FROM mailable WHERE subscriber_id = 5 AND list IN (SELECT value FROM json_each('["daily"]'))
        )""",
    ],
)
def test_the_view_is_read_by_index_look_ups_alone(db, roster, now, sql, analysed) -> None:
    """Lists are few, so reading through them is as good as a look-up; nothing else may be read through."""
    for number in range(50):
        roster.add(f"reader{number}@herald.example", now=now, lists=["weekly"])
    if analysed:
        db.execute("ANALYZE")
    plan = [step[3] for step in db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    scanned = {step.split()[1] for step in plan if step.startswith("SCAN")}
    assert scanned <= {"lists", "json_each", "CONSTANT"}
    assert not [step for step in plan if "AUTOMATIC" in step or "TEMP B-TREE" in step or "MATERIALIZE" in step]


def test_the_audience_counts_each_person_once_and_says_why_not(roster, suppressions, now) -> None:
    roster.add("both@herald.example", now=now, lists=["daily", "weekly"])
    for who in ("paused", "resumed", "suppressed", "gone", "without", "elsewise"):
        roster.add(f"{who}@herald.example", now=now, lists=["weekly"])
    roster.add("waiting@herald.example", now=now, lists=["daily"])
    roster.add("elsewhere@herald.example", now=now)
    roster.pause("paused@herald.example", now + timedelta(seconds=1), now=now)
    roster.pause("resumed@herald.example", now, now=now - timedelta(days=1))
    roster.add("walled@off.example", now=now, lists=["weekly"])
    for suppressed in ("suppressed@herald.example", "@off.example"):
        suppressions.add(suppressed, now=now)
    roster.unsubscribe("gone@herald.example", now=now)
    for who, edition in (("without", "evening"), ("elsewise", "morning")):
        wanted = Preferences(skipped_editions=(edition,))
        roster.prefer(roster.show(f"{who}@herald.example").id, wanted, now=now)
    counted = audience(roster.db, ["Daily", "weekly"], now=now, edition="evening")
    assert counted.as_dict() == {
        "mailable": 3,
        "skipped": {"edition turned off": 1, "paused": 1, "suppressed": 2, "unconfirmed": 1, "unsubscribed": 1},
    }


@pytest.mark.parametrize(
    ("states", "counted"),
    [
        (("confirmed", "unconfirmed"), {"mailable": 1, "skipped": {}}),
        (("unsubscribed", "confirmed"), {"mailable": 1, "skipped": {}}),
        (("unsubscribed", "unconfirmed"), {"mailable": 0, "skipped": {"unconfirmed": 1}}),
        (("unsubscribed", "unsubscribed"), {"mailable": 0, "skipped": {"unsubscribed": 1}}),
    ],
)
def test_whoever_is_on_several_lists_counts_by_the_best_of_them(db, roster, now, states, counted) -> None:
    roster.add("reader@herald.example", now=now, lists=["daily", "weekly"])
    for name, state in zip(("daily", "weekly"), states, strict=True):
        held = "list_id = (SELECT id FROM lists WHERE name = ?)"
        db.execute(f"UPDATE subscriptions SET state = ? WHERE {held}", [state, name])
    assert audience(db, ["daily", "weekly"], now=now).as_dict() == counted


def test_the_audience_agrees_with_the_view(roster, now, mailable) -> None:
    roster.add("reader@herald.example", now=now, lists=["weekly"])
    assert audience(roster.db, ["weekly"], now=now).mailable == len(mailable("weekly"))


def test_the_audience_is_the_same_however_far_apart_its_people_stand(db, roster, now) -> None:
    """Subscribers are counted a stretch of numbers at a time; AUTOINCREMENT goes on from what it was told."""
    roster.add("first@herald.example", now=now, lists=["weekly"])
    for number in (19_998, 61_000):
        db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'subscribers'", [number])
        for place in range(4):
            roster.add(f"reader{number + place}@herald.example", now=now, lists=["weekly", "daily"])
    assert audience(db, ["weekly"], now=now).as_dict() == {"mailable": 9, "skipped": {}}
    assert audience(db, ["daily"], now=now).as_dict() == {"mailable": 0, "skipped": {"unconfirmed": 8}}


def test_an_audience_of_nobody_is_counted_too(db, lists, now) -> None:
    assert audience(db, ["daily"], now=now).as_dict() == {"mailable": 0, "skipped": {}}


def test_whoever_would_be_mailed_but_is_not_in_the_segment_is_counted_apart(db, roster, suppressions, now) -> None:
    for who in ("sporty", "other", "suppressed", "paused"):
        roster.add(f"{who}@herald.example", now=now, lists=["weekly"], topics=["sport"] if who == "sporty" else [])
    suppressions.add("suppressed@herald.example", now=now)
    roster.pause("paused@herald.example", now + timedelta(days=1), now=now)
    sporty = filter_of(db, Segments({}).read("topic = sport"), moments={}, now=now, zone=UTC)
    counted = audience(db, ["weekly"], now=now, filters={"segment": sporty})
    assert counted.as_dict() == {"mailable": 1, "skipped": {"paused": 1, "segment": 1, "suppressed": 1}}


def test_whom_two_filters_leave_out_counts_for_the_first(db, roster, now) -> None:
    for who in ("one@herald.example", "Two@Elsewhere.example", "three@sub.herald.example", "four@münchen.example"):
        roster.add(who, now=now, lists=["weekly"], topics=["sport"] if who[0] in "Tt" else [])
    named = among(["@herald.example", "two@elsewhere.example", "@xn--mnchen-3ya.example"])
    assert audience(db, ["weekly"], now=now, filters={"not named": named}).skipped == {"not named": 1}
    sporty = filter_of(db, Segments({}).read("topic = sport"), moments={}, now=now, zone=UTC)
    counted = audience(db, ["weekly"], now=now, filters={"segment": sporty, "not named": named})
    assert counted.as_dict() == {"mailable": 1, "skipped": {"not named": 1, "segment": 2}}


@pytest.mark.parametrize("people", [OF_ONE_LIST, OF_SEVERAL])
@pytest.mark.parametrize("analysed", [False, True])
def test_the_audience_is_counted_by_index_look_ups_and_holds_one_stretch_alone(
    db, roster, now, analysed, people
) -> None:
    for number in range(50):
        roster.add(f"reader{number}@herald.example", now=now, lists=["weekly"])
    if analysed:
        db.execute("ANALYZE")
    named = among(["@herald.example"])
    values = {"lists": '["daily", "weekly"]', "now": "", "edition": "", "after": 0, "upto": 20_000, **named.values}
    outside = f"WHEN NOT {named.on('subscribers.id')} THEN 'not named'"
    counting = AUDIENCE.replace("{people}", people).replace("{outside}", outside)
    plan = [step[3] for step in db.execute(f"EXPLAIN QUERY PLAN {counting}", values).fetchall()]
    assert {step.split()[1] for step in plan if step.startswith("SCAN")} <= {"people", "lists", "json_each", "wanted"}
    (reads,) = [step for step in plan if "subscriptions" in step]
    assert reads.startswith("SEARCH")
    assert reads.endswith("subscriber_id>? AND subscriber_id<?)")
