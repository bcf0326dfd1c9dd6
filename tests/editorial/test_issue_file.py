"""An editor changes an issue in a text file; every mistake in it is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.issue_file import PLACES, Entry, Reading, written

LINES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1).map(lambda text: " ".join(text.split()))
ENTRIES = st.lists(
    st.builds(
        Entry,
        place=st.sampled_from(PLACES),
        story_id=st.integers(1, 10**9),
        title=st.none() | LINES,
        summary=st.none() | LINES,
    ),
    unique_by=lambda entry: entry.story_id,
)


def read(*lines: str) -> Reading:
    return Reading("\n".join(lines))


def bare(entry: Entry) -> tuple[object, ...]:
    return entry.place, entry.story_id, entry.title, entry.summary


@given(ENTRIES)
def test_what_is_written_is_read_back(entries: list[Entry]) -> None:
    reading = Reading(written("daily/2026-11-23", entries))
    assert (reading.issue, reading.problems) == ("daily/2026-11-23", [])
    assert [bare(entry) for entry in reading.entries] == [bare(entry) for entry in entries]


def test_a_title_of_several_lines_and_the_reasons_stand_on_one_line_each() -> None:
    text = written("daily/2026-11-23", [Entry("lead", 12, title="Ferry\n  sinks", notes=("fresh:\n2 h old",))])
    assert text.endswith("\n\nlead 12\n  title: Ferry sinks\n  # fresh: 2 h old\n")


def test_the_mark_is_of_what_the_file_says() -> None:
    one, other = (Entry("lead", 12, title=title) for title in ("Ferry sinks", "Ferry docks"))
    marks = [Reading(written("daily/2026-11-23", entries)).mark for entries in ([one], [one], [other])]
    assert marks[0] == marks[1] != marks[2]
    assert len(marks[0]) == 8


def test_stories_keep_the_order_and_the_lines_of_the_file() -> None:
    reading = read(
        "issue daily/2026-11-23", "# said in the morning", "lead 12", "  title: Ferry sinks: 12 dead", "pin 7"
    )
    assert reading.entries == (Entry("lead", 12, title="Ferry sinks: 12 dead", line=3), Entry("pin", 7, line=5))


@pytest.mark.parametrize("mark", ["\ufeff", "\r\n"])
def test_a_byte_order_mark_and_line_ends_of_windows_say_nothing(mark: str) -> None:
    reading = Reading(f"{mark}issue daily/2026-11-23\r\n\r\nlead 12\r\n  summary: It sank.\r\n")
    assert (reading.issue, reading.problems) == ("daily/2026-11-23", [])
    assert reading.entries[0].summary == "It sank."


@pytest.mark.parametrize(
    ("lines", "line", "told"),
    [
        (("bref 12",), 1, "'bref' is none of lead, pin, brief, hold, drop, out"),
        (("lead twelve",), 1, "'twelve' is not a story's number"),
        (("lead -12",), 1, "'-12' is not a story's number"),
        (("lead ١٢",), 1, "'١٢' is not a story's number"),
        (("lead 12", "", "pin 12"), 3, "story 12 is there already"),
        (("  title: Ferry sinks",), 1, "belongs to no story"),
        (("lead 12", "  titel: Ferry sinks"), 2, "'titel' is neither title: nor summary:"),
        (("lead 12", "  title: Ferry", "  sinks"), 3, "keep each of them on one line"),
    ],
)
def test_a_mistake_is_told_with_its_line(lines: tuple[str, ...], line: int, told: str) -> None:
    [(where, problem)] = read(*lines).problems
    assert where == line
    assert told in problem


def test_all_mistakes_are_told_at_once_and_spoil_nothing_beside_them() -> None:
    reading = read("lead 12", "bref 13", "brief x", "pin 14")
    assert [where for where, _ in reading.problems] == [2, 3]
    assert [entry.story_id for entry in reading.entries] == [12, 14]


@pytest.mark.parametrize("wrong", ["bref 13", "brief x", "pin 12"])
def test_what_stands_under_a_story_whose_first_line_is_wrong_goes_to_no_other_story(wrong: str) -> None:
    reading = read("lead 12", "  title: Ferry sinks", wrong, "  title: Orchard wins", "  nonsense", "pin 14")
    assert [where for where, _ in reading.problems] == [3]
    assert [entry.title for entry in reading.entries] == ["Ferry sinks", None]
