"""Headings, rules and sentence ends are known by their looks."""

from __future__ import annotations

import pytest

from digest.ingest.teaser_words import CLOSED, HEADING, RULE, SENTENCE_END


@pytest.mark.parametrize(
    "line",
    [
        "Related",
        "Related stories:",
        "More from the Herald",
        "Also in the news",
        "Siehe auch",
        "Leia também",
        "Lees ook",
    ],
)
def test_a_line_that_announces_other_stories_is_a_heading(line: str) -> None:
    assert HEADING.fullmatch(line)


@pytest.mark.parametrize(
    "line",
    [
        "More than forty people were hurt.",
        "Other towns fared worse",
        "Related charges were dropped.",
        "Top of the hill",
    ],
)
def test_a_sentence_that_begins_like_one_is_not(line: str) -> None:
    assert not HEADING.fullmatch(line)


def test_a_rule_is_made_of_marks_alone() -> None:
    assert RULE.fullmatch("* * *")
    assert not RULE.fullmatch("* a *")


def test_an_initial_or_a_title_does_not_end_a_sentence() -> None:
    assert not SENTENCE_END.search("Mr. Smith met J. Doe and Gen. Roe in St. Ives.")
    assert SENTENCE_END.search("He met him. They spoke.")
    assert SENTENCE_END.search("“He met him.” They spoke.")


def test_a_sentence_is_closed_by_its_mark_inside_or_outside_of_quotes() -> None:
    assert CLOSED.search("They called it “elimination.”")
    assert not CLOSED.search("Hotel tower divides the old port")
