from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from digest.render.plaintext import width
from digest.render.subject import PREHEADER_COLUMNS, SUBJECT_COLUMNS, preheader, subject
from tests.contracts.issues import SAHIL, bare, issue_of, item, morning

BRIEFS = [item(f"Brief {number}") for number in range(5)]


def test_the_subject_is_the_leads_title_and_how_many_more_there_are() -> None:
    issue = issue_of(item("Ferry crews agree to end six-day strike"), *BRIEFS)
    assert subject(issue) == "Ferry crews agree to end six-day strike, and 5 more"


def test_the_count_goes_first_when_there_is_no_room() -> None:
    title = "Ferry crews agree to end six-day strike after a long night of talks"
    assert subject(issue_of(item(title), *BRIEFS)) == title


def test_a_long_title_is_cut_at_a_word() -> None:
    assert subject(morning()) == "Ferry crews agree to end six-day strike after night of talks…"


def test_an_issue_of_one_story_counts_nothing() -> None:
    assert subject(bare()) == "Quiet day at the harbour"


def test_a_question_is_not_followed_by_a_count() -> None:
    assert subject(issue_of(item("Will the ferries sail?"), *BRIEFS)) == "Will the ferries sail?"


def test_a_lead_without_a_title_gives_the_name_of_the_edition_and_the_day() -> None:
    assert subject(issue_of(item(" \n"))) == "Daily digest, 23 November 2026"


def test_the_count_is_told_in_the_publications_language() -> None:
    assert subject(issue_of(item("إضراب العبّارات ينتهي"), *BRIEFS, publication=SAHIL)).endswith("، و5 أخرى")


@given(st.text(), st.lists(st.text(), max_size=3))
def test_subject_and_preheader_are_one_line_within_bounds(title: str, others: list[str]) -> None:
    issue = issue_of(item(title), *map(item, others))
    for line, columns in ((subject(issue), SUBJECT_COLUMNS), (preheader(issue), PREHEADER_COLUMNS)):
        assert line
        assert width(line) <= columns
        assert line.isprintable() or not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line)


def test_the_preheader_goes_on_with_the_first_briefs() -> None:
    assert preheader(morning()) == (
        "Council backs flood wall for the old quay · Bread prices fall for the third month running…"
    )


def test_the_preheader_of_a_single_story_is_its_standfirst() -> None:
    assert preheader(issue_of(item("Quiet day", "Nothing happened at the quay."))) == "Nothing happened at the quay."


def test_the_same_subject_never_stands_two_issues_running() -> None:
    issue = issue_of(item("Weather"), *BRIEFS)
    again = replace(issue, recent_subjects=("Weather, 22 November 2026", subject(issue)))
    assert (subject(issue), subject(again)) == ("Weather, and 5 more", "Weather, 23 November 2026")


def test_a_long_title_makes_room_for_the_day() -> None:
    repeated = replace(morning(), recent_subjects=(subject(morning()),))
    assert subject(repeated).endswith("…, 23 November 2026")
    assert width(subject(repeated)) <= SUBJECT_COLUMNS
