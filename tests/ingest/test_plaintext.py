"""A story is read from plain text as writing tools leave it: date line, headline, fenced body, teasers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.ingest import plaintext

if TYPE_CHECKING:
    from digest.ingest.harvest import Origin
    from digest.model.story import IncomingStory

NOON = datetime(2025, 11, 21, 12, tzinfo=UTC)
BODY = "The old bridge closes on Monday.\n\nFerries run every ten minutes."


def story(text: str, origin: Origin) -> IncomingStory:
    harvest = plaintext.parse(text, origin)
    assert harvest.refused == ()
    (found,) = harvest.stories
    return found


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("```html", "```"),
        ("“`html", "“`"),
        ("“`", "`”"),
        ("'''", "'''"),
        ("“““", "”””"),
        ("~~~", "~~~"),
        ("‘‘‘markdown", "’’’"),
        ("``` text", "```"),
        ("", ""),
    ],
)
def test_fences_of_every_kind_are_dropped_and_the_body_is_kept_whole(
    opening: str, closing: str, origin: Origin
) -> None:
    found = story(f"Fri. Nov 21st, 2025\nBridge closes\n\n{opening}\n\n{BODY}\n\n{closing}", origin)
    assert (found.title, found.body) == ("Bridge closes", BODY)
    assert (found.published_at, found.day_only) == (NOON, True)


def test_fences_on_the_lines_of_the_text_itself_are_dropped_too(origin: Origin) -> None:
    assert story(f"Bridge closes\n\n“`html {BODY}“`", origin).body == BODY
    assert story(f"```\nBridge closes\n\n{BODY}\n```", origin).title == "Bridge closes"


def test_quotation_marks_are_no_fences(origin: Origin) -> None:
    body = '“Closed,” said the sign.\n\nShe said: “He told me ‘no’”\n\n"So what?"'
    assert story(f"Bridge closes\n\n{body}", origin).body == body


@pytest.mark.parametrize(
    "head",
    [
        "Fri. Nov 21st, 2025\nBridge closes",
        "Bridge closes\nNovember 21, 2025",
        "Bridge closes\n\nBy Jane Doe | 2025-11-21",
        "By Jane Doe, Nov. 21, 2025\n\nBridge closes",
        "2025-11-21\n# Bridge closes\nBy Jane Doe",
        "\n\nBridge closes\n\nFreitag, 21. November 2025\n\nBridge closes",
        "***\nBridge closes\n21/11/2025\n\nBRIDGE CLOSES!",
    ],
)
def test_date_line_byline_and_a_repeated_headline_are_taken_off_the_top(head: str, origin: Origin) -> None:
    found = story(f"{head}\n\n{BODY}", origin)
    assert (found.title, found.body) == ("Bridge closes", BODY)
    assert (found.published_at, found.day_only) == (NOON, True)
    assert found.author == ("Jane Doe" if "Jane" in head else "")


def test_a_headline_with_tags_in_it_arrives_as_it_is(origin: Origin) -> None:
    title = "How <b> and <table> differ from <main> in 2 < 3 &amp; more"
    assert story(f"Fri. Nov 21st, 2025\n{title}\n\n{BODY}", origin).title == title


def test_a_byline_is_read_through_the_markup_around_it(origin: Origin) -> None:
    found = story(f"Bridge closes\n\n<p>By Jane Doe</p>\n<p>{BODY}</p>", origin)
    assert (found.author, found.body.split()) == ("Jane Doe", BODY.split())


def test_a_story_without_a_date_has_none(origin: Origin) -> None:
    found = story(f"Bridge closes\n\n{BODY}", origin)
    assert (found.published_at, found.day_only) == (None, False)


def test_windows_line_ends_are_read(origin: Origin) -> None:
    assert story(f"Bridge closes\n\n{BODY}".replace("\n", "\r\n"), origin).body == BODY


def test_text_wrapped_by_hand_is_joined_to_paragraphs(origin: Origin) -> None:
    body = (
        "The old bridge over the harbour will be closed on Monday for\nabout six weeks, the city council said after\n"
        "its engineers found cracks in it.\n\nFerries run every ten minutes."
    )
    assert story(f"Bridge closes\n\n{body}", origin).body.split("\n\n") == [
        "The old bridge over the harbour will be closed on Monday for about six weeks, the city council said after "
        "its engineers found cracks in it.",
        "Ferries run every ten minutes.",
    ]


def test_lines_that_are_sentences_or_items_are_paragraphs_of_their_own(origin: Origin) -> None:
    lines = [
        "The bridge closes.",
        "Ferries run every ten minutes.",
        "- bus 4 is diverted until the end of January next year",
        "- tram 2",
    ]
    assert story("Bridge closes\n" + "\n".join(lines), origin).body.split("\n\n") == lines


def test_a_body_of_html_is_read_as_html(origin: Origin) -> None:
    found = story(
        'Bridge closes\n\n```html\n<p>The <b>old</b> bridge.</p>\n<p><a href="/ferry">Ferries</a> run.</p>\n```', origin
    )
    assert found.body == "The old bridge.\n\nFerries run."
    assert '<a href="https://herald.example/ferry"' in found.body_html


def test_teasers_at_the_end_stay_in_the_body_but_are_not_the_storys_own(origin: Origin) -> None:
    own = "\n\n".join(
        f"{BODY} It is {number} metres long, the council said, and its pillars are old." for number in range(9)
    )
    found = story(f"Bridge closes\n\n{own}\n\nRelated\n\nA hotel tower divides the old port of Porto.", origin)
    assert found.body.endswith("of Porto.")
    assert found.own_length is not None
    assert found.body[: found.own_length] == own


@pytest.mark.parametrize("text", ["", "\n\n", "Fri. Nov 21st, 2025\n", "```\n```", "***\n---"])
def test_a_text_without_a_headline_is_refused(text: str, origin: Origin) -> None:
    (refusal,) = plaintext.parse(text, origin).refused
    assert (refusal.where, refusal.reason) == ("desk/bridge.txt", "no title")


def test_a_headline_without_a_text_is_refused(origin: Origin) -> None:
    (refusal,) = plaintext.parse("2025-11-21\nBridge closes\n", origin).refused
    assert refusal.reason.startswith("no text")


@pytest.mark.parametrize("line", ["31/02/2026", "2025-02-30", "2025-11-20 25:99", "Feb. 30, 2025", "31. Februar 2025"])
@pytest.mark.parametrize("mould", ["{}\nBridge closes\n\nIt does.", "Bridge closes\n{}\n\nIt does."])
def test_a_date_that_there_is_not_is_neither_headline_nor_text_but_refused(
    mould: str, line: str, origin: Origin
) -> None:
    (refusal,) = plaintext.parse(mould.format(line), origin).refused
    assert refusal.reason == f"date line: '{line}' is no date; write 2026-11-23 or 2026-11-23T06:30"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Nov 20", datetime(2025, 11, 20, 12, tzinfo=UTC)),
        ("20 November", datetime(2025, 11, 20, 12, tzinfo=UTC)),
        ("Thu., Nov. 20th", datetime(2025, 11, 20, 12, tzinfo=UTC)),
        ("20 de novembro", datetime(2025, 11, 20, 12, tzinfo=UTC)),
        ("Nov 24", datetime(2024, 11, 24, 12, tzinfo=UTC)),
        ("Feb 29", datetime(2024, 2, 29, 12, tzinfo=UTC)),
        ("Nov 23", None),
    ],
)
@pytest.mark.parametrize("mould", ["{}\nBridge closes\n\nIt does.", "{}\n\n# Bridge closes\nIt does."])
def test_a_month_and_day_above_the_headline_are_the_latest_up_to_today(
    mould: str, line: str, day: datetime | None, origin: Origin
) -> None:
    found = story(mould.format(line), origin)
    assert (found.title, found.body) == ("Bridge closes", "It does.")
    assert (found.published_at, found.day_only) == (day, day is not None)


@pytest.mark.parametrize(
    "headline",
    [
        *("1984", "9/11", "24/7", "24/7 shops", "2025", "3-2-1", "1.2.3", "2025-26", "555-12-3456", "10 am", "Top 10"),
        *("May", "November 2025", "7 November dead", "Friday 13", "31 dead in fire of 2025", "May 4 be with you"),
    ],
)
def test_a_headline_of_numbers_is_no_date(headline: str, origin: Origin) -> None:
    found = story(f"{headline}\n\nA second line\n\nIt does.", origin)
    assert (found.title, found.published_at) == (headline, None)


@pytest.mark.parametrize(
    "below",
    [
        "The old bridge closes on Monday.",
        "The old bridge closes on Monday.\n\nFerries run every ten minutes.",
        "The old bridge over the harbour will be closed on Monday for\nabout six weeks, the council said.",
        "By Jane Doe\n\nThe old bridge closes on Monday.",
        "A bridge",
    ],
)
def test_a_month_and_day_with_no_headline_below_are_the_headline(below: str, origin: Origin) -> None:
    found = story(f"7 November\n\n{below}", origin)
    assert (found.title, found.published_at) == ("7 November", None)


def test_a_month_and_day_below_a_date_are_the_headline(origin: Origin) -> None:
    assert story("2025-11-21\n7 November\n\nA revolution remembered\n\nIt was.", origin).title == "7 November"


@pytest.mark.parametrize(
    "text",
    [
        "The old bridge closes on Monday.",
        BODY,
        "“The old bridge closes on Monday,” she said. “For good.”\n\nFerries run every ten minutes.",
        "The old bridge over the harbour will be closed from Monday for\nabout six weeks, the council said.",
    ],
)
def test_a_text_that_a_person_named_needs_no_headline_and_loses_nothing(text: str, origin: Origin) -> None:
    found = story(text, replace(origin, title="Bridge closes"))
    assert found.title == "Bridge closes"
    assert found.body.split() == text.split()


@pytest.mark.parametrize("headline", ["Council shuts the old bridge", "Bridge closes!", "# Bridge closes."])
def test_a_headline_under_the_name_that_a_person_gave_is_no_part_of_the_body(headline: str, origin: Origin) -> None:
    assert story(f"2025-11-21\n{headline}\n\n{BODY}", replace(origin, title="Bridge closes")).body == BODY


def test_the_same_words_are_the_same_whatever_their_case_and_punctuation() -> None:
    assert plaintext.same_words("Bridge closes!", "BRIDGE — closes")
    assert not plaintext.same_words("Bridge closes", "Bridge closed")
