from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from digest.render.page import lay_out
from digest.render.plaintext import wrap
from tests.contracts.issues import HERALD, MARKS, SLOT, arabic, bare, issue_of, item, morning


def test_the_page_carries_date_number_and_names() -> None:
    page = lay_out(morning(), MARKS)
    assert (page.publication, page.title, page.date, page.number) == (
        "The Harbour Herald",
        "Daily digest",
        "Monday, 23 November 2026",
        "No. 142",
    )


def test_links_of_our_own_carry_the_readers_mark() -> None:
    page = lay_out(morning(), MARKS)
    assert page.unsubscribe_url == f"https://herald.example/u/{MARKS.token}"
    assert page.preferences_url == f"https://herald.example/p/{MARKS.token}"
    assert page.pause_url == f"https://herald.example/p/{MARKS.token}#pause"
    assert page.view_url == f"https://herald.example/v/{MARKS.token}"
    assert page.reason == MARKS.reason


def test_the_lead_tells_time_reading_and_who_else_covers_it() -> None:
    lead = lay_out(morning(), MARKS).lead
    assert (lead.when, lead.reading, lead.also) == ("04:30", "3 min read", "also covered by The Post, Gazette")


def test_a_quiet_line_breaks_before_a_dot_never_after_one() -> None:
    for page in (lay_out(morning(), MARKS), lay_out(arabic(), MARKS)):
        before, after = page.dot.split("·")
        assert before.endswith(" ")
        assert after == "\u00a0"
        told = page.dot.join(["Gazette"] * 20)
        assert not any(line.rstrip().endswith("·") for line in wrap(told).split("\n"))


def test_many_that_cover_a_story_are_counted() -> None:
    page = lay_out(issue_of(item("A", also_covered_by=tuple("ABCDEF"))), MARKS)
    assert page.lead.also == "also covered by A, B, C, D and 2 more"


def test_a_time_is_told_by_the_publications_clock() -> None:
    tokyo = replace(HERALD, timezone="Asia/Tokyo")
    page = lay_out(issue_of(item("A", hours=1), publication=tokyo), MARKS)
    assert page.lead.when == "14:30"


def test_a_story_without_its_own_words_is_left_without_them() -> None:
    lead = lay_out(bare(), MARKS).lead
    assert (lead.url, lead.image, lead.reading, lead.also, lead.language, lead.direction) == ("",) * 6


def test_nothing_more_is_told_when_everything_fitted() -> None:
    assert lay_out(bare(), MARKS).more == ""


def test_stories_that_had_no_room_are_told_with_the_issues_place_on_the_web() -> None:
    page = lay_out(replace(morning(), name="daily/2026-11-23T18:30"), MARKS)
    assert page.more == "Four more stories did not fit:"
    assert page.web_url == "https://herald.example/archive/daily/2026-11-23T1830"


def test_a_page_from_the_right_begins_its_lines_there() -> None:
    page = lay_out(arabic(), MARKS)
    assert (page.direction, page.start, page.end) == ("rtl", "right", "left")


@pytest.mark.parametrize(
    ("language", "marked"),
    [("", ("", "")), ("en", ("", "")), ("en-GB", ("", "")), ("de", ("de", "")), ("ar-EG", ("ar-EG", "rtl"))],
)
def test_a_story_in_another_language_is_marked_as_such(language: str, marked: tuple[str, str]) -> None:
    lead = lay_out(issue_of(item("A", language=language)), MARKS).lead
    assert (lead.language, lead.direction) == marked


def test_addresses_that_are_not_of_the_web_are_dropped() -> None:
    lead = lay_out(issue_of(item("A", url="javascript:alert(1)", image="file:///etc/passwd")), MARKS).lead
    assert (lead.url, lead.image) == ("", "")


def test_a_picture_without_words_is_told_by_the_title() -> None:
    assert lay_out(issue_of(item("A quay")), MARKS).lead.image_alt == "A quay"


def test_yesterday_is_named() -> None:
    page = lay_out(issue_of(item("A", published_at=SLOT - timedelta(days=1))), MARKS)
    assert page.lead.when == "22\u00a0November,\u00a006:30"


def test_without_sections_all_briefs_stand_under_one_heading() -> None:
    (section,) = lay_out(morning(), MARKS).sections
    assert (section.heading, len(section.stories)) == ("Also in the news", 5)
    assert section.stories[0].kicker == "Local"


def test_sections_follow_the_editions_order_and_say_their_tag_once() -> None:
    page = lay_out(replace(morning(), sections=("World", "Local")), MARKS)
    assert [(one.heading, len(one.stories)) for one in page.sections] == [
        ("World", 2),
        ("Local", 2),
        ("Also in the news", 1),
    ]
    assert [story.kicker for one in page.sections for story in one.stories] == ["", "", "", "", "Science"]
    assert [story.title for story in page.briefs] == [story.title for story in morning().briefs]


def test_a_section_without_stories_is_not_there() -> None:
    assert [one.heading for one in lay_out(replace(morning(), sections=("Sport",)), MARKS).sections] == [
        "Also in the news"
    ]
    assert lay_out(bare(), MARKS).sections == ()


def test_the_time_that_the_mail_takes_is_told() -> None:
    assert lay_out(bare(), MARKS).reading == "1 min read"
    assert lay_out(issue_of(item("Long", "word " * 1000)), MARKS).reading == "4 min read"
