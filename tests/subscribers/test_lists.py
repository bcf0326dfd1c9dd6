"""Lists are made, shown, renamed and removed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subscribers.errors import AlreadyThere, BadValue, ListInUse, UnknownList
from subscribers.lists import Lists
from subscribers.model import OptIn, Via


def test_a_new_list_is_double_opt_in_public_and_titled_by_its_name(db, now) -> None:
    assert Lists(db).create("daily", now=now).as_dict() == {
        "id": 1,
        "name": "daily",
        "title": "daily",
        "opt_in": "double",
        "private": False,
        "created_at": "2026-11-23T06:30:00Z",
        "counts": {"unconfirmed": 0, "confirmed": 0, "unsubscribed": 0},
    }


def test_a_list_can_be_single_opt_in_private_and_titled(db, now) -> None:
    made = Lists(db).create("staff", now=now, title=" Staff\nonly ", opt_in=OptIn.SINGLE, private=True)
    assert (made.title, made.opt_in, made.private) == ("Staff only", OptIn.SINGLE, True)


def test_a_name_is_taken_whatever_its_case(lists, now) -> None:
    with pytest.raises(AlreadyThere, match="choose another"):
        lists.create("DAILY", now=now)


def test_a_name_must_be_able_to_name_a_list(lists, now) -> None:
    with pytest.raises(BadValue):
        lists.create("daily news", now=now)
    with pytest.raises(BadValue):
        lists.rename("daily", "daily news", now=now)


def test_lists_are_listed_by_name(lists, now) -> None:
    lists.create("Breaking", now=now)
    assert [one.name for one in lists.list()] == ["Breaking", "daily", "weekly"]


def test_showing_a_list_counts_its_subscriptions_by_state(lists, roster, now) -> None:
    roster.add("a@herald.example", now=now, lists=["daily"])
    roster.add("b@herald.example", now=now, lists=["daily"], confirmed=True)
    roster.add("c@herald.example", now=now, lists=["daily", "weekly"])
    roster.unsubscribe("c@herald.example", "daily", now=now)
    assert lists.show("Daily").as_dict()["counts"] == {"unconfirmed": 1, "confirmed": 1, "unsubscribed": 1}


def test_an_unknown_list_is_an_error_that_names_the_nearest(lists) -> None:
    with pytest.raises(UnknownList, match="did you mean 'daily'"):
        lists.show("dayly")
    with pytest.raises(UnknownList, match="did you mean 'weekly'"):
        lists.terms(["daily", "weeklyy"])


def test_a_renamed_list_keeps_its_subscriptions(lists, roster, now, mailable) -> None:
    roster.add("reader@herald.example", now=now, lists=["weekly"])
    assert lists.rename("WEEKLY", "weekend", now=now).name == "weekend"
    assert mailable("weekend") == ["reader@herald.example"]
    assert mailable("weekly") == []


@pytest.mark.parametrize(
    ("given", "after"), [("", "week-end"), ("Fri day", "Fri day"), ("Friday reads", "Week end"), ("Mine", "Mine")]
)
def test_a_renamed_list_has_the_title_of_its_name_unless_it_was_given_one(lists, now, given: str, after: str) -> None:
    lists.create("friday-reads", title=given, now=now)
    assert lists.rename("friday-reads", "week-end", now=now).title == after


def test_only_the_case_of_a_name_may_change_but_another_lists_name_is_taken(lists, now) -> None:
    assert lists.rename("daily", "Daily", now=now).name == "Daily"
    with pytest.raises(AlreadyThere):
        lists.rename("daily", "weekly", now=now)


def test_an_empty_list_is_removed(lists, now) -> None:
    assert lists.remove("Daily", now=now).name == "daily"
    assert lists.names() == ("weekly",)


def test_a_list_with_subscriptions_is_not_removed_unless_forced(lists, roster, now) -> None:
    roster.add("reader@herald.example", now=now, lists=["weekly"])
    with pytest.raises(ListInUse, match="'weekly' has 1 subscription, 0 of them ended"):
        lists.remove("weekly", now=now)
    lists.remove("weekly", now=now, force=True)
    record = roster.show("reader@herald.example")
    assert record.subscriptions == ()
    assert [(line.list, line.action, line.note) for line in record.consents] == [
        ("weekly", "joined", ""),
        ("weekly", "unsubscribed", "the list was removed"),
    ]


def test_whoever_left_a_list_that_was_removed_has_left_one_made_anew_under_its_name(
    lists, roster, now, mailable
) -> None:
    for name in ("left", "stayed", "asked"):
        roster.add(f"{name}@herald.example", now=now, lists=["weekly"])
    roster.unsubscribe("left@herald.example", "weekly", now=now)
    roster.unsubscribe("asked@herald.example", "weekly", now=now)
    roster.add("asked@herald.example", lists=["weekly"], via=Via.WEB, now=now)
    before = lists.show("weekly").id
    lists.remove("weekly", now=now, force=True)
    made = lists.create("Weekly", now=now + timedelta(days=1), opt_in=OptIn.SINGLE)
    assert (made.counts, made.id > before) == ({"unconfirmed": 0, "confirmed": 0, "unsubscribed": 2}, True)
    record = roster.show("left@herald.example")
    assert (record.subscriptions[0].left_at, record.consents[-1].note) == (
        now,
        "left the list of this name before, on 2026-11-23T06:30:00Z",
    )
    for name in ("left", "stayed", "asked"):
        roster.add(f"{name}@herald.example", now=now, lists=["weekly"])
    assert mailable("weekly") == ["stayed@herald.example"]


def test_whoever_left_a_list_that_was_removed_has_left_one_renamed_to_its_name(lists, roster, now) -> None:
    roster.add("left@herald.example", now=now, lists=["weekly"])
    roster.unsubscribe("left@herald.example", "weekly", now=now)
    lists.remove("weekly", now=now, force=True)
    lists.rename("daily", "weekly", now=now)
    assert roster.show("left@herald.example").subscriptions[0].state == "unsubscribed"


def test_what_is_given_is_edited_and_who_is_on_the_list_stays_as_they_are(lists, roster, now) -> None:
    roster.add("reader@herald.example", now=now, lists=["daily"])
    edited = lists.edit("DAILY", title="Every morning", opt_in=OptIn.SINGLE, private=True)
    assert (edited.title, edited.opt_in, edited.private) == ("Every morning", "single", True)
    assert lists.edit("daily").as_dict() == edited.as_dict()
    assert lists.edit("daily", title="", private=False).title == "daily"
    assert lists.show("daily").opt_in is OptIn.SINGLE
    assert roster.show("reader@herald.example").subscriptions[0].state == "unconfirmed"


def test_who_joined_last_comes_first(lists, roster, now) -> None:
    for number in range(12):
        roster.add(f"reader{number}@herald.example", now=now + timedelta(minutes=number % 6), lists=["weekly"])
    roster.unsubscribe("reader11@herald.example", now=now)
    recent = lists.recent("Weekly")
    assert [one.address.split("@")[0] for one in recent][:3] == ["reader11", "reader5", "reader10"]
    assert (len(recent), recent[0].state) == (10, "unsubscribed")
