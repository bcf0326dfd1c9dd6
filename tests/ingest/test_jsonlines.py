"""Stories are read from JSON lines, an array or one object, and bad lines stop no good ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.ingest import jsonlines

if TYPE_CHECKING:
    from digest.ingest.harvest import Origin

WHOLE = {
    "id": 7,
    "guid": "urn:bridge",
    "title": "Bridge <b> &amp; tunnel",
    "url": "https://herald.example/bridge",
    "body": "It closes.\r\n\r\nOn <b>Monday</b> &amp; after.",
    "summary": "The <i>bridge</i> closes.\n\n\nFerries run.",
    "published_at": "2025-11-21T16:30:00Z",
    "tags": ["Local", "<p>"],
    "source": "Harbour <Herald>",
    "language": "en",
    "image": "media/bridge.jpg",
    "author": "Jane <Doe>",
    "unknown": {"a": []},
}


def test_a_line_makes_a_story_by_the_contracts_names(origin: Origin) -> None:
    (found,) = jsonlines.parse(json.dumps(WHOLE), origin).stories
    assert (found.guid, found.url) == ("urn:bridge", "https://herald.example/bridge")
    assert found.title == "Bridge <b> &amp; tunnel"
    assert found.body == "It closes.\n\nOn <b>Monday</b> &amp; after."
    assert (found.summary, found.source, found.author, found.language) == (
        "The <i>bridge</i> closes.\n\nFerries run.",
        "Harbour <Herald>",
        "Jane <Doe>",
        "en",
    )
    assert (found.published_at, found.day_only) == (datetime(2025, 11, 21, 16, 30, tzinfo=UTC), False)
    assert (found.tags, found.image) == (("Local", "<p>"), "https://herald.example/media/bridge.jpg")


def test_a_body_of_type_html_is_sanitised_and_read_as_text(origin: Origin) -> None:
    line = {"title": "T", "body": "<p>a &amp; <a href='/b'>b</a></p><script>x()</script>", "body_type": "html"}
    (found,) = jsonlines.parse(json.dumps(line), origin).stories
    assert found.body == "a & b"
    assert found.body_html.startswith('<p>a &amp; <a href="https://herald.example/b"')


BAD = [
    ("{", "not JSON"),
    ('{"title": 3,', "not JSON: Expecting property name enclosed in double quotes: column "),
    ('"text"', "a story is an object, not text"),
    ("[]", "a story is an object, not a list"),
    ("null", "a story is an object, not null"),
    ('{"title": 3, "body": "x"}', "title must be text, not a number"),
    ('{"title": "T", "body": ["x"]}', "body must be text, not a list"),
    ('{"title": "T", "body": "x", "tags": 5}', "tags must be a list of texts"),
    ('{"title": "T", "body": "x", "tags": [5]}', "tags must be a list of texts"),
    ('{"title": "T", "body": "x", "published_at": "soon"}', "published_at: 'soon' is no date; write 2026-11-23 or"),
    ('{"title": "T", "body": "x", "published_at": 1763742600}', "published_at must be text, not a number"),
    ('{"title": "T", "body": "x", "body_type": "markdown"}', 'body_type must be "text" or "html"'),
    ('{"title": "T", "body": "x", "url": false}', "url must be text, not true or false"),
    ('{"title": "  ", "body": "x"}', "no title"),
    ('{"title": "T"}', "no text"),
    ('{"title": "T", "summary": null}', "no text"),
    ('{"n": ' + "9" * 5_000 + "}", "not JSON"),
    ("[" * 100_000, "is nested too deep"),
    ('{"a":' * 100_000, "is nested too deep"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_a_bad_line_is_refused_by_number_and_reason_and_good_ones_beside_it_come_in(
    bad: str, reason: str, origin: Origin
) -> None:
    good = '{"title": "A", "body": "a"}', '{"title": "B", "summary": "b"}'
    harvest = jsonlines.parse(f"{good[0]}\n\n{bad}\r\n{good[1]}\n", origin)
    assert [story.title for story in harvest.stories] == ["A", "B"]
    (refusal,) = harvest.refused
    assert refusal.where == "desk/bridge.txt, line 3"
    assert refusal.reason.startswith(reason)


def test_a_whole_array_comes_in_and_its_bad_items_are_refused_by_number(origin: Origin) -> None:
    harvest = jsonlines.parse('[\n {"title": "A", "body": "a"},\n 3\n]', origin)
    assert [story.title for story in harvest.stories] == ["A"]
    assert [(refusal.where, refusal.reason) for refusal in harvest.refused] == [
        ("desk/bridge.txt, item 2", "a story is an object, not a number")
    ]


def test_one_object_over_several_lines_is_one_story(origin: Origin) -> None:
    assert jsonlines.parse(json.dumps(WHOLE, indent=2), origin).stories[0].title == "Bridge <b> &amp; tunnel"


@pytest.mark.parametrize("text", ['[\n{"title": "A",}\n]', '{\n"title": "A",\n}'])
def test_a_broken_document_of_many_lines_is_refused_once(text: str, origin: Origin) -> None:
    (refusal,) = jsonlines.parse(text, origin).refused
    assert refusal.where == "desk/bridge.txt"
    assert "line " in refusal.reason


def test_a_line_separator_within_a_text_parts_no_lines(origin: Origin) -> None:
    harvest = jsonlines.parse('{"title": "A\u2028B", "body": "x\\ud800y"}\n{"title": "C", "body": "c"}', origin)
    assert [(story.title, story.body) for story in harvest.stories] == [("A B", "xy"), ("C", "c")]


def test_a_date_to_come_is_not_believed(origin: Origin) -> None:
    (found,) = jsonlines.parse('{"title": "A", "body": "a", "published_at": "2031-01-01T00:00:00Z"}', origin).stories
    assert found.published_at is None


def test_tags_may_be_one_text_with_commas(origin: Origin) -> None:
    (found,) = jsonlines.parse('{"title": "A", "body": "a", "tags": "world, local,"}', origin).stories
    assert found.tags == ("world", "local")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://other.example/1", "https://other.example/1"),
        ("HTTPS://other.example?a=b", "https://other.example?a=b"),
        ("/2025/old bridge", "https://herald.example/2025/old%20bridge"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("not a url", ""),
        ("https://not a url", ""),
        ("https:///nowhere", ""),
        ("bridge.html", ""),
        ("mailto:desk@herald.example", ""),
        ("#bridge", ""),
        (" ", ""),
    ],
)
def test_a_url_is_whole_or_a_path_of_the_site_and_else_dropped(url: str, kept: str, origin: Origin) -> None:
    (found,) = jsonlines.parse(json.dumps({"title": "T", "body": "x", "url": url, "image": "#"}), origin).stories
    assert (found.url, found.image) == (kept, "")


def test_an_array_nested_too_deep_is_refused_as_such(origin: Origin) -> None:
    assert [refusal.reason for refusal in jsonlines.parse("[\n" * 100_000, origin).refused] == ["is nested too deep"]


def test_names_that_no_story_has_are_told_once_and_keep_no_story_out(origin: Origin) -> None:
    lines = [{"title": "Seals", "body": "Back.", "txet": "Long."}, {"title": "Geese", "txet": "Back.", "id": 3}]
    harvest = jsonlines.parse("\n".join(map(json.dumps, lines)), origin)
    assert [story.title for story in harvest.stories] == ["Seals"]
    assert len(harvest.refused) == 1
    assert harvest.unread == ("txet",)
