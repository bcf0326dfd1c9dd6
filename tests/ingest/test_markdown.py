"""A story is read from Markdown with or without front matter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.ingest import markdown

if TYPE_CHECKING:
    from digest.ingest.harvest import Origin
    from digest.model.story import IncomingStory

WHOLE = """---
title: "Bridge & tunnel"
date: 2025-11-21 16:30
tags: [Local, Transport]
keywords: bridges, local
summary: The old bridge closes.
url: /2025/bridge
image: media/bridge.jpg
image_alt: The bridge at dusk
author: {name: Jane Doe}
source: Harbour Herald
language: pt_PT
guid: bridge-7
layout: post
---
# Bridge & tunnel

The **old** bridge [closes](/closing) on Monday.<script>x()</script>

| Line | Every |
|---|---|
| 4 | 10 min |
"""


def story(text: str, origin: Origin) -> IncomingStory:
    harvest = markdown.parse(text, origin)
    assert harvest.refused == ()
    (found,) = harvest.stories
    return found


def test_front_matter_and_body_make_a_story(origin: Origin) -> None:
    found = story(WHOLE, origin)
    assert found.title == "Bridge & tunnel"
    assert (found.published_at, found.day_only) == (datetime(2025, 11, 21, 16, 30, tzinfo=UTC), False)
    assert found.tags == ("Local", "Transport", "bridges", "local")
    assert (found.summary, found.author, found.source) == ("The old bridge closes.", "Jane Doe", "Harbour Herald")
    assert (found.url, found.guid, found.language) == ("https://herald.example/2025/bridge", "bridge-7", "pt-PT")
    assert (found.image, found.image_alt) == ("https://herald.example/media/bridge.jpg", "The bridge at dusk")
    assert found.body == "The old bridge closes on Monday.\n\nLine Every\n4 10 min"
    assert '<a href="https://herald.example/closing"' in found.body_html
    assert "script" not in found.body_html


def test_toml_front_matter_serves_as_well(origin: Origin) -> None:
    found = story('+++\ntitle = "Bridge"\npublished = 2025-11-21\ntags = ["local"]\n+++\nIt closes.', origin)
    assert (found.title, found.body, found.tags) == ("Bridge", "It closes.", ("local",))
    assert (found.published_at, found.day_only) == (datetime(2025, 11, 21, 12, tzinfo=UTC), True)


@pytest.mark.parametrize(
    "text", ["# Bridge *closes*\n\nIt does.", "Bridge closes\n=====\n\nIt does.", "It does.\n\n## Bridge closes\n"]
)
def test_without_front_matter_the_first_heading_is_the_title(text: str, origin: Origin) -> None:
    assert story(text, origin).title == "Bridge closes"


@pytest.mark.parametrize(
    "mould", ["# {}\n\nIt does.", "---\ntitle: {}\n---\nIt does.", "+++\ntitle = '{}'\n+++\nIt does."]
)
def test_a_title_with_tags_in_it_arrives_as_it_is(mould: str, origin: Origin) -> None:
    title = "How <b> and <table> differ from <main> in 2 < 3"
    assert story(mould.format(title), origin).title == title


def test_a_comment_in_a_heading_is_no_part_of_the_title(origin: Origin) -> None:
    assert story("# Bridge closes <!-- not in the contents -->\n\nIt does.", origin).title == "Bridge closes"


def test_the_summary_keeps_its_words_and_its_paragraphs(origin: Origin) -> None:
    found = story("---\ntitle: T\nsummary: |\n  Use <b> &amp; co.\n\n  Or not.\n---\nText", origin)
    assert found.summary == "Use <b> &amp; co.\n\nOr not."


def test_date_and_byline_below_the_heading_are_read(origin: Origin) -> None:
    found = story("# Bridge closes\n\n*By Jane Doe*\n\n21 November 2025\n\nIt does.", origin)
    assert (found.author, found.body) == ("Jane Doe", "It does.")
    assert found.published_at == datetime(2025, 11, 21, 12, tzinfo=UTC)


def test_without_a_heading_it_is_read_as_plain_text(origin: Origin) -> None:
    found = story("Bridge closes\n\nIt does.", origin)
    assert (found.title, found.body) == ("Bridge closes", "It does.")


def test_the_first_picture_of_the_text_is_the_image_where_none_is_named(origin: Origin) -> None:
    found = story("# Bridge\n\n![At dusk](dusk.jpg)\n\nIt closes.", origin)
    assert (found.image, found.image_alt) == ("https://herald.example/dusk.jpg", "At dusk")


def test_an_image_may_be_a_mapping_with_its_alt_text(origin: Origin) -> None:
    found = story("---\ntitle: T\ncover: {image: /c.jpg, alt: A cover}\n---\nText", origin)
    assert (found.image, found.image_alt) == ("https://herald.example/c.jpg", "A cover")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: a: b\n---\nText", "front matter, line 2"),
        ("---\ntitle: T\ndraft: true\n---\nText", "draft"),
        ("---\ntitle: T\npublished: false\n---\nText", "draft"),
        ("+++\ntitle = 'T'\npublished = false\n+++\nText", "draft"),
        ("---\ntitle: T\ndate: not a date\n---\nText", "date: 'not a date' is no date; write 2026-11-23 or 2026-"),
        ("---\ntitle: T\npublished_at: 2026-11-20 25:99\n---\nText", "published_at: '2026-11-20 25:99' is no date"),
        ("+++\ntitle = 'T'\ndate = 07:30:00\n+++\nText", "date: '07:30:00' is no date"),
        ("# Bridge\n\n31/02/2025\n\nText", "date line: '31/02/2025' is no date"),
        ("---\nauthor: Jane\n---\nText", "no title"),
        ("---\ntitle: T\n---\n", "no text"),
    ],
)
def test_what_is_no_story_is_refused_with_its_reason(text: str, reason: str, origin: Origin) -> None:
    (refusal,) = markdown.parse(text, origin).refused
    assert reason in refusal.reason


def test_published_may_be_a_switch_beside_a_date(origin: Origin) -> None:
    found = story("---\ntitle: T\npublished: true\ndate: 2025-11-21\n---\nText", origin)
    assert found.published_at == datetime(2025, 11, 21, 12, tzinfo=UTC)


def test_an_empty_date_is_none(origin: Origin) -> None:
    assert story("---\ntitle: T\ndate:\n---\nText", origin).published_at is None


def test_a_url_that_is_no_address_is_dropped(origin: Origin) -> None:
    assert story("---\ntitle: T\nurl: to be announced\n---\nText", origin).url == ""
