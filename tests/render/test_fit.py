from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from markupsafe import escape

from digest.errors import RenderError
from digest.render.fit import LIMIT, RESERVE, Fitted, fit
from tests.contracts.issues import crowded, issue_of, item, morning

if TYPE_CHECKING:
    from digest.model.issue import Issue

ROOM = LIMIT - RESERVE


def plain_html(issue: Issue) -> str:
    """A mail of 10,000 bytes, 500 for each story, and its words."""
    return "x" * 10_000 + "".join("x" * 500 + escape(each.title + each.summary) for each in issue.items)


def size(html: str) -> int:
    return len(html.encode())


def fitted(issue: Issue) -> tuple[Fitted[str], int]:
    """Fit an issue; tell also how often it was rendered."""
    renderings: list[Issue] = []

    def html_of(content: Issue) -> str:
        renderings.append(content)
        return plain_html(content)

    return fit(issue, html_of, size_of=size, theme="house"), len(renderings)


def sentences(count: int) -> str:
    return " ".join(f"Sentence {number} says & tells." for number in range(count))


def test_what_fits_is_rendered_once_and_left_alone() -> None:
    result, renderings = fitted(morning())
    assert (result.issue, result.shortened, result.dropped, renderings) == (morning(), 0, 0, 1)


def test_long_summaries_lose_their_closing_sentences_before_any_story_is_left_out() -> None:
    long, short = item("Long", sentences(4000)), item("Short", sentences(3))
    result, renderings = fitted(issue_of(item("Lead"), long, short))
    assert (result.shortened, result.dropped, renderings) == (1, 0, 2)
    assert result.issue.briefs[1] == short
    assert result.issue.briefs[0].summary.endswith("says & tells.")
    assert long.summary.startswith(result.issue.briefs[0].summary)
    assert ROOM - 200 < len(result.printed.encode()) <= ROOM


def test_briefs_go_from_the_end_and_are_counted_as_not_fitting() -> None:
    briefs = [item(f"Brief {number}", sentences(2)) for number in range(200)]
    result, renderings = fitted(replace(issue_of(item("Lead"), *briefs), more=3))
    kept = len(result.issue.briefs)
    assert [brief.title for brief in result.issue.briefs] == [f"Brief {number}" for number in range(kept)]
    assert (result.dropped, result.issue.more) == (200 - kept, 203 - kept)
    assert all(brief.summary == "Sentence 0 says & tells." for brief in result.issue.briefs)
    assert result.shortened == kept
    assert ROOM - 600 < len(result.printed.encode()) <= ROOM
    assert renderings < 12


def test_an_endless_lead_is_cut_at_the_very_last() -> None:
    result, _ = fitted(issue_of(item("Lead", "word " * 40_000), item("Brief")))
    assert result.issue.briefs == ()
    assert result.issue.lead.summary.endswith("word…")
    assert len(result.printed.encode()) <= ROOM


def test_a_lead_of_nothing_but_a_title_is_cut_too() -> None:
    result, _ = fitted(issue_of(item("word " * LIMIT)))
    assert result.issue.lead.title.endswith("word…")
    assert len(result.issue.lead.title) <= 140


def test_a_theme_or_words_of_the_publication_that_fit_in_no_mail_are_an_error_that_names_them() -> None:
    with pytest.raises(
        RenderError,
        match=r"daily/2026-11-23 does not fit in 95,000 bytes.*95,000;.* theme house smaller.*postal address",
    ):
        fit(morning(), lambda _: "x" * LIMIT, size_of=size, theme="house")


def test_what_a_reader_gets_counts_and_not_what_stands_for_it() -> None:
    long = item("Long", sentences(4000))
    result = fit(issue_of(item("Lead"), long), plain_html, size_of=size, theme="house")
    longer = fit(issue_of(item("Lead"), long), plain_html, size_of=lambda html: size(html) + 5000, theme="house")
    assert 4900 < len(result.printed) - len(longer.printed) < 5100


def test_summaries_are_shortened_as_far_as_they_go_before_a_brief_is_left_out() -> None:
    """Whatever a theme makes of a summary: here every second character stands in the mail."""

    def html_of(issue: Issue) -> str:
        return "x" * 10_000 + "".join("x" * 500 + each.title + each.summary[::2] for each in issue.items)

    issue = issue_of(item("Lead"), *(item(f"Brief {number}", sentences(1000)) for number in range(8)))
    result = fit(issue, html_of, size_of=size, theme="house")
    assert (result.shortened, result.dropped) == (8, 0)
    assert ROOM - 500 < len(result.printed) <= ROOM


def test_the_same_issue_fits_the_same_way() -> None:
    assert fitted(crowded()) == fitted(crowded())


@pytest.mark.parametrize(
    "text", ["船は再び運航する。" * 6000, "जहाज़ फिर चलेंगे। " * 3000, "They stayed. " * 9000, "Was it? It was! " * 8000]
)
def test_sentences_end_as_their_script_ends_them(text: str) -> None:
    result, _ = fitted(issue_of(item("Lead"), item("Brief", text)))
    assert result.dropped == 0
    assert result.issue.briefs[0].summary[-1] in ".?!。।"


def test_a_sentence_does_not_end_with_a_short_form() -> None:
    text = "Dr. Silva met Mr. Jones and others. " * 6000
    result, _ = fitted(issue_of(item("Lead"), item("Brief", text)))
    assert result.issue.briefs[0].summary.endswith("others.")
