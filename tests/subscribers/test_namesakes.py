"""Whoever left a list stays off the lists that bear its name later, until they confirm one."""

from __future__ import annotations

from datetime import timedelta

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
