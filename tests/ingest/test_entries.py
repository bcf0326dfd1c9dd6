"""One entry of a feed becomes one clean, bounded story, or is refused alone."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from digest.ingest.entries import MAX_STORIES, Entry, Passage, harvest, language_tag
from digest.ingest.harvest import MOST_TAGS

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def only(**fields):
    (story,) = harvest([Entry(**({"title": "Bridge opens"} | fields))], title="Herald", now=NOW).stories
    return story


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("A &amp;amp; B", "A & B"),
        ("Bridge<script>alert(1)</script> opens", "Bridge opens"),
        ("&lt;b&gt;Bridge&lt;/b&gt;\n opens", "Bridge opens"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_titles_are_plain(title, kept):
    assert only(title=title).title == kept


def test_a_story_without_a_title_is_named_by_its_first_words():
    text = "The bridge over the harbour opened at noon on Monday, two years late, at last."
    assert only(title=" ", content=Passage(text)).title == (
        "The bridge over the harbour opened at noon on Monday, two years…"
    )
    assert only(title="", standfirst=Passage("Short.")).title == "Short."


def test_an_entry_with_neither_title_nor_text_is_refused_and_the_next_is_taken():
    got = harvest([Entry(url="https://a.example/"), Entry(title="Bridge opens")], title="Herald", now=NOW)
    assert [story.title for story in got.stories] == ["Bridge opens"]
    assert [(refusal.where, refusal.reason) for refusal in got.refused] == [
        ("entry 1", "has neither a title nor a text")
    ]


def test_a_short_text_alone_is_the_standfirst_and_the_body():
    story = only(standfirst=Passage("<p>At noon.</p>"))
    assert (story.summary, story.body, story.body_html) == ("At noon.", "At noon.", "<p>At noon.</p>")


def test_a_long_text_alone_is_the_body():
    story = only(standfirst=Passage("At noon. " * 100))
    assert story.summary == ""
    assert story.body.startswith("At noon. At noon.")


def test_a_summary_longer_than_the_content_is_the_body():
    story = only(content=Passage("Read on."), standfirst=Passage("The bridge over the harbour opened at noon."))
    assert story.body == story.summary == "The bridge over the harbour opened at noon."


def test_plain_text_is_not_taken_for_html():
    story = only(content=Passage("if a <b and b> c", plain=True))
    assert (story.body, story.body_html) == ("if a <b and b> c", "")


def test_a_text_of_nothing_but_nesting_is_cut():
    started = time.monotonic()
    assert only(content=Passage("<div>" * 60_000 + "deep")).body == ""
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("dates", "published", "day_only"),
    [
        (["Sun, 22 Nov 2026 09:30:00 GMT"], datetime(2026, 11, 22, 9, 30, tzinfo=UTC), False),
        (["Sun, 22 Nov 2026 09:30:00"], datetime(2026, 11, 22, 9, 30, tzinfo=UTC), False),
        (["Seg, 23 Nov 2026 02:30:00 -0300"], datetime(2026, 11, 23, 5, 30, tzinfo=UTC), False),
        (["rubbish", "2026-11-22T09:30:00Z"], datetime(2026, 11, 22, 9, 30, tzinfo=UTC), False),
        (["2126-01-01T00:00:00Z", "2026-11-22T09:30:00Z"], datetime(2026, 11, 22, 9, 30, tzinfo=UTC), False),
        (["2126-01-01T00:00:00Z"], None, False),
        (["1970-01-01T00:00:00Z"], None, False),
        (["2026-11-21"], datetime(2026, 11, 21, 12, tzinfo=UTC), True),
        ([], None, False),
    ],
)
def test_the_first_moment_that_can_be_believed_counts(dates, published, day_only):
    story = only(dates=dates)
    assert (story.published_at, story.day_only) == (published, day_only)


def test_links_and_pictures_are_absolute_web_addresses_or_nothing():
    story = only(url="javascript:alert(1)", image="data:image/png;base64,x", base="https://herald.example/")
    assert (story.url, story.image) == ("", "")
    story = only(url="a", image="b.jpg", base="https://herald.example/x/")
    assert (story.url, story.image) == ("https://herald.example/x/a", "https://herald.example/x/b.jpg")
    story = only(url="#a", image=" ", base="https://herald.example/x/")
    assert (story.url, story.image) == ("", "")


def test_the_alt_text_is_known_when_the_picture_stands_in_the_text():
    html = '<img src="/b.jpg" alt="The bridge" width="600">'
    story = only(content=Passage(html), base="https://herald.example/")
    assert (story.image, story.image_alt) == ("https://herald.example/b.jpg", "The bridge")
    story = only(content=Passage(html), image="/other.jpg", base="https://herald.example/")
    assert (story.image, story.image_alt) == ("https://herald.example/other.jpg", "")


def test_tags_are_clean_single_and_bounded():
    assert only(tags=["  World  news", "World news", "", "<b>EU</b>"]).tags == ("World news", "EU")
    assert len(only(tags=[*map(str, range(500)), "x" * 500]).tags) == MOST_TAGS


def test_an_entry_without_id_and_link_has_the_same_identity_at_every_fetch():
    once, again, other = only(), only(content=Passage("More.")), only(dates=["2026-11-22"])
    assert once.guid == again.guid != other.guid
    assert once.guid.startswith("entry:")
    assert only(url="https://herald.example/7").guid == ""


def test_what_is_longer_than_any_honest_value_is_cut_or_dropped():
    long = "https://herald.example/" + "x" * 3_000
    story = only(title="x" * 9_000, url=long, guid=long, image=long, author="y " * 9_000)
    assert (len(story.title), story.url, len(story.guid), story.image, len(story.author)) == (500, "", 38, "", 300)


@pytest.mark.parametrize(
    ("text", "tag"),
    [("en", "en"), ("PT_pt", "pt-PT"), ("zh-hant-TW", "zh-Hant-TW"), ("english", ""), ("", ""), ("en<script>", "")],
)
def test_languages_are_tags_or_nothing(text, tag):
    assert language_tag(text) == tag


def test_of_too_many_entries_the_newest_are_kept_and_that_is_said():
    entries = [
        Entry(title=f"Story {number}", dates=[(NOW - timedelta(minutes=number)).isoformat()])
        for number in reversed(range(MAX_STORIES + 5))
    ]
    got = harvest(entries, title="Herald", now=NOW)
    assert len(got.stories) == MAX_STORIES
    assert got.stories[0].title == "Story 0"
    assert [refusal.reason for refusal in got.refused] == ["has 2,005 entries; only the newest 2,000 were taken"]
