"""A column that is empty in a whole group of records costs nothing there, and is read where it is not."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from subscribers.files.records.columns import recognised
from subscribers.files.records.meaning import Meaning
from subscribers.files.records.narrowing import narrowed

NAMES = ("address", "note", "lists", "suppressed")
MEANING_OF = partial(Meaning, now=datetime(2026, 11, 23, tzinfo=UTC), defused=True)


def taken(*records: list[str]) -> set[str]:
    """What is written down of one group of records."""
    ((meaning, _),) = narrowed(recognised(NAMES), [list(enumerate(records, start=2))], MEANING_OF)
    return set(meaning.columns) - {"key", "address", "given", "name", "remark"}


def test_what_is_empty_in_all_records_of_a_group_is_left_out() -> None:
    assert taken(["ana@reader.example", "", "daily", ""], ["ben@reader.example", "", "", ""]) == {"lists"}
    assert taken(["ana@reader.example", "", "daily", ""], ["ben@reader.example", "x", "", ""]) == {"lists", "note"}


def test_what_a_short_record_lacks_is_not_taken_for_empty() -> None:
    assert taken(["ana@reader.example"], ["ben@reader.example", "", "", "complaint"]) == {"lists", "note", "suppressed"}


def test_what_stands_in_a_later_group_alone_is_read_there(bring, roster, suppressions, lists, monkeypatch) -> None:
    monkeypatch.setattr("subscribers.files.records.sheets.AT_ONCE", 2)
    rows = "".join(f"{name}@reader.example,,weekly,\n" for name in "abcdef")
    data = f"{','.join(NAMES)}\n{rows}g@reader.example,likes boats,weekly,complaint\nh@reader.example,,,\n"
    assert bring(data, by_row=True).refused == []
    assert roster.show("g@reader.example").note == "likes boats"
    assert [one.address for one in suppressions.list()] == ["g@reader.example"]
