"""One person who stands in a file many times is one arrival."""

from __future__ import annotations

import random

from subscribers.files.intake import doubles


def test_runs_of_any_length_are_merged_page_by_page(bring, roster, monkeypatch) -> None:
    monkeypatch.setattr(doubles, "_PAGE", 2)
    rows = [f"r{person}@reader.example,t{time}" for person in range(9) for time in range(person + 1)]
    random.Random(1).shuffle(rows)
    brought = bring("\n".join(["email,topics", *rows, "bad,"]))
    assert brought.counts == (9, 0, len(rows) - 9)
    assert roster.show("r8@reader.example").topics == tuple(f"t{time}" for time in range(9))


def test_the_first_spelling_and_the_last_words_are_kept(bring, roster) -> None:
    bring("email,name,note\nAna@reader.example,Ana,x\nana@reader.example,Ana Lima,\nANA@reader.example,,\n")
    ana = roster.show("ana@reader.example")
    assert (ana.address, ana.name, ana.note) == ("Ana@reader.example", "Ana Lima", "x")


def test_the_evidence_is_that_of_the_word_that_holds(bring, roster) -> None:
    bring(
        "email,status,joined_at,unsubscribed_at\nana@reader.example,unsubscribed,2020-01-01,2021-01-01\n"
        "ana@reader.example,active,2022-01-01,\n"
    )
    (weekly,) = roster.show("ana@reader.example").subscriptions
    assert (weekly.state, weekly.joined_at.year, weekly.left_at.year) == ("unsubscribed", 2020, 2021)


def test_of_each_list_the_stricter_word_holds(bring, roster) -> None:
    head = "address,lists,paused_until,suppressed_by\n"
    rows = (
        '"daily confirmed, joined 2026-11-01T06:30:00Z; weekly unsubscribed, joined 2026-11-01T06:30:00Z"',
        '"daily unsubscribed, joined 2026-10-01T06:30:00Z; weekly"',
    )
    brought = bring(head + "".join(f"ana@reader.example,{row},,\n" for row in rows), by_row=True)
    assert brought.counts == (1, 0, 1)
    assert {one.list: one.state for one in roster.show("ana@reader.example").subscriptions} == {
        "daily": "unsubscribed",
        "weekly": "unsubscribed",
    }
