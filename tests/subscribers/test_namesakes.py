"""Whoever left a list stays off the lists that bear its name later, until they confirm one."""

from __future__ import annotations

import io
from datetime import timedelta

from subscribers.database import immediate, stamp
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened
from subscribers.lists import Lists
from subscribers.migrations import migrations
from subscribers.model import OptIn, Via
from subscribers.namesakes import formerly


def test_whoever_left_a_list_has_left_another_one_that_takes_its_name(lists, roster, mailable, now) -> None:
    roster.add("ana@herald.example", lists=["daily"], confirmed=True, now=now)
    roster.unsubscribe("ana@herald.example", "daily", now=now)
    lists.remove("daily", now=now, force=True)
    lists.create("other", now=now, opt_in=OptIn.SINGLE)
    roster.add("ana@herald.example", lists=["other"], via=Via.IMPORT, now=now + timedelta(days=1))
    lists.rename("other", "daily", now=now + timedelta(days=2))
    assert mailable("daily") == []
    last = roster.show("ana@herald.example").consents[-1]
    assert (last.list, last.action, last.note[:39]) == (
        "daily",
        "unsubscribed",
        "left the list of this name before, on 2",
    )


def test_but_not_if_they_confirmed_that_one_since(lists, roster, mailable, now) -> None:
    roster.add("ana@herald.example", lists=["daily"], confirmed=True, now=now)
    roster.unsubscribe("ana@herald.example", "daily", now=now)
    lists.remove("daily", now=now, force=True)
    lists.create("other", now=now)
    roster.add("ana@herald.example", lists=["other"], via=Via.WEB, now=now + timedelta(days=1))
    roster.confirm("ana@herald.example", "other", via=Via.WEB, now=now + timedelta(days=1))
    lists.rename("other", "daily", now=now + timedelta(days=2))
    assert mailable("daily") == ["ana@herald.example"]


def test_whoever_left_a_list_that_is_called_otherwise_by_now_stays_off_one_of_its_name(
    db, lists, roster, mailable, now
) -> None:
    roster.add("ana@herald.example", lists=["weekly"], now=now)
    roster.unsubscribe("ana@herald.example", "weekly", now=now)
    lists.rename("weekly", "saturday", now=now)
    lists.create("weekly", now=now, opt_in=OptIn.SINGLE)
    roster.add("ana@herald.example", lists=["weekly"], via=Via.IMPORT, now=now)
    assert mailable("weekly") == []
    assert formerly(db, "weekly") == ("saturday",)


def test_whoever_left_a_list_stays_off_each_of_its_names_once_it_is_gone(lists, roster, mailable, now) -> None:
    roster.add("ana@herald.example", lists=["daily"], confirmed=True, now=now)
    roster.unsubscribe("ana@herald.example", "daily", now=now)
    for name in ("morning", "evening"):
        lists.rename("daily" if name == "morning" else "morning", name, now=now)
    lists.remove("evening", now=now, force=True)
    for name in ("daily", "Evening", "morning"):
        lists.create(name, now=now, opt_in=OptIn.SINGLE)
        roster.add("ana@herald.example", lists=[name], via=Via.IMPORT, now=now + timedelta(days=1))
        assert mailable(name) == []


def test_whoever_confirmed_the_list_made_anew_is_on_it_when_it_is_made_once_more(lists, roster, mailable, now) -> None:
    days = [now + timedelta(days=number) for number in range(4)]
    roster.add("ana@herald.example", lists=["daily"], confirmed=True, now=now)
    roster.unsubscribe("ana@herald.example", "daily", now=now)
    lists.remove("daily", now=now, force=True)
    lists.create("daily", now=days[1], opt_in=OptIn.SINGLE)
    roster.add("ana@herald.example", lists=["daily"], confirmed=True, via=Via.WEB, now=days[1])
    lists.remove("daily", now=days[2], force=True)
    lists.create("daily", now=days[3], opt_in=OptIn.SINGLE)
    roster.add("ana@herald.example", lists=["daily"], via=Via.IMPORT, now=days[3])
    assert mailable("daily") == ["ana@herald.example"]


def test_names_that_removed_lists_had_are_recalled_from_the_log(connect, now) -> None:
    db = connect()
    with immediate(db):
        migrations.apply(db, stop_before="remember_names_of_removed_lists")
    db.execute("INSERT INTO removed_lists VALUES (1, 'evening')")
    db.execute("INSERT INTO subscribers (address, address_key, created_at) VALUES ('a@b.example', 'a@b.example', '')")
    for name, action, note in (
        ("daily", "confirmed", ""),
        ("daily", "unsubscribed", ""),
        ("noon", "unsubscribed", "the list was removed"),
    ):
        columns = "subscriber_id, via, origin, wording, list, action, at, note"
        line = (name, action, stamp(now), note)
        db.execute(f"INSERT INTO consents ({columns}) VALUES (1, 'web', '', '', ?, ?, ?, ?)", line)
    with immediate(db):
        migrations.apply(db)
    lists = Lists(db)
    assert lists.create("daily", now=now).counts["unsubscribed"] == 1
    assert lists.create("noon", now=now).counts["unsubscribed"] == 0


def test_a_departure_that_a_file_dates_back_counts_although_a_consent_is_younger(
    db, lists, roster, mailable, now
) -> None:
    roster.add("ana@herald.example", lists=["daily"], confirmed=True, now=now)
    with (
        opened("-", stdin=io.BytesIO(b"email,unsubscribed\nana@herald.example,2020-01-01\n")) as found,
        importing(db, found, wish=Wish(lists=("daily",)), now=now),
    ):
        pass
    lists.remove("daily", now=now, force=True)
    lists.create("daily", now=now, opt_in=OptIn.SINGLE)
    roster.add("ana@herald.example", lists=["daily"], via=Via.IMPORT, now=now)
    assert mailable("daily") == []
