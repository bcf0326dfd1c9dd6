"""JSON Feed, both versions, with the liberties its writers take."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import IngestError
from digest.ingest import jsonfeed

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def parse(*items, url="https://herald.example/feed.json", **feed):
    text = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items} | feed)
    return jsonfeed.parse(text, url=url, now=NOW)


def test_version_1_names_one_author_of_the_feed_or_the_item():
    got = parse({"title": "A"}, {"title": "B", "author": {"name": "Rui"}}, author={"name": "Jane"})
    assert [story.author for story in got.stories] == ["Jane", "Rui"]


def test_plain_text_stays_plain_and_an_external_link_stands_in():
    (story,) = parse({"content_text": "a <b and b> c", "external_url": "https://other.example/"}).stories
    assert (story.title, story.body_html, story.url) == ("a <b and b> c", "", "https://other.example/")
    assert story.body == "a <b and b> c"


def test_the_banner_stands_in_for_a_picture_that_is_not_there_or_that_classic_outlook_does_not_show():
    banner = {"title": "A", "banner_image": "/b.jpg"}
    got = parse(banner, {**banner, "image": "/a.webp"}, {**banner, "image": "/a.png"}).stories
    assert [story.image.rpartition("/")[2] for story in got] == ["b.jpg", "b.jpg", "a.png"]


def test_the_date_of_the_last_change_stands_in_for_that_of_publication():
    (story,) = parse({"title": "A", "date_modified": "2026-11-22T09:30:00Z"}).stories
    assert story.published_at == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_without_an_address_of_its_own_links_stand_on_the_home_page():
    (story,) = parse({"title": "A", "url": "a"}, url="", home_page_url="https://herald.example/").stories
    assert story.url == "https://herald.example/a"


def test_an_item_of_the_wrong_kind_is_refused_and_the_next_is_taken():
    got = parse("nonsense", {"title": 7, "tags": "x", "authors": [3], "url": None}, {"title": "B"})
    assert [story.title for story in got.stories] == ["B"]
    assert [refusal.where for refusal in got.refused] == ["entry 1", "entry 2"]


@pytest.mark.parametrize("text", ["{", "[" * 200_000, '{"items": 3, "version": "1"}', "[]", "NaN", "7" * 10_000])
def test_what_is_no_json_feed_is_refused(text):
    with pytest.raises(IngestError):
        jsonfeed.parse(text, url="", now=NOW)


def test_one_nested_too_deep_is_called_that():
    with pytest.raises(IngestError, match=r"^is nested too deep$"):
        jsonfeed.parse("[" * 200_000, url="", now=NOW)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["title", "id", "url", "tags", "authors", "author", "content_html", "date_published", "image"]
                ),
                inner,
            )
        ),
        max_leaves=12,
    )
)
def test_no_item_breaks_it(item):
    parse(item)
