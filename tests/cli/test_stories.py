"""`digest stories`, `sources` and `fetch`: news in, found again, and tagged."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Desk

WIRE = """\
Mon. Nov 23rd, 2026
Harbour Seals Return After Nine Winters

```html

Grey seals have come back to the harbour of Port Averin, where none had been seen for nine winters. A count
at dawn found fourteen of them on the old mole.

“They chose the one place where nobody fishes,” said the harbour master, who has closed the mole until spring.

```
"""

FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour Wire</title><link>https://wire.example/</link>
<item><title>Night buses return</title><link>https://wire.example/1</link><guid>w-1</guid>
<pubDate>Mon, 23 Nov 2026 05:00:00 GMT</pubDate><category>Transport</category>
<description>The route up Hill Street had been closed since the bridge works began in spring.</description></item>
</channel></rss>
"""


class Wire(BaseHTTPRequestHandler):
    """Serves the feed with an ETag, a page that names it, and an error."""

    def do_GET(self) -> None:
        if self.headers.get("If-None-Match") == '"one"':
            self.answer(304, b"")
        elif self.path == "/feed.xml":
            self.answer(200, FEED.encode(), etag='"one"', kind="application/rss+xml")
        elif self.path == "/":
            link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
            self.answer(200, f"<!doctype html><html><head><title>Wire</title>{link}</head></html>".encode())
        else:
            self.answer(500, b"broken")

    def answer(self, status: int, body: bytes, *, etag: str = "", kind: str = "text/html") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def wire() -> Iterator[str]:
    """The address of a news site on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Wire) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_story_as_a_writing_tool_leaves_it(desk: Desk) -> None:
    added = desk.ok("stories", "add", desk.write("seals.txt", WIRE), "--tag", "local", "--json").json
    assert len(added["added"]) == 1
    (story,) = desk.ok("stories", "list", "--json").json
    assert story["title"] == "Harbour Seals Return After Nine Winters"
    assert story["tags"] == ["local"]
    assert story["published_at"].startswith("2026-11-23T")
    assert "```" not in story["body"]
    assert story["body"].startswith("Grey seals have come back")
    assert "until spring" in story["body"]


def test_the_documents_keys_are_the_contracts(desk: Desk) -> None:
    desk.story("Ferry strike ends")
    keys = {
        "id",
        "guid",
        "title",
        "url",
        "body",
        "summary",
        "published_at",
        "tags",
        "source",
        "language",
        "image",
        "author",
    }
    assert keys <= desk.ok("stories", "list", "--json").json[0].keys()
    assert keys <= desk.ok("stories", "show", "1", "--json").json.keys()


def test_adding_again_revises_and_never_doubles(desk: Desk) -> None:
    name = desk.write("seals.txt", WIRE)
    desk.ok("stories", "add", name)
    assert "0 added, 0 revised, 1 unchanged" in desk.ok("stories", "add", name).out
    desk.write("seals.txt", WIRE.replace("fourteen", "fifteen"))
    assert "0 added, 1 revised, 0 unchanged" in desk.ok("stories", "add", name).out
    assert len(desk.ok("stories", "list", "--json").json) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Seals are back in the harbour.",
        "**Seals** are back in the harbour.\n\n- Two\n- Three",
        "<p>Seals are back in the harbour.</p>",
        '{"body": "Seals are back."}',
    ],
)
def test_a_text_without_a_title_is_called_what_the_person_says(desk: Desk, text: str) -> None:
    assert "1 added" in desk("stories", "add", "-", "--title", "Seals", stdin=text.encode()).out
    (story,) = desk.ok("stories", "list", "--json").json
    assert story["title"] == "Seals"
    assert "are back" in story["body"]


def test_fields_that_no_story_has_are_named_beside_those_that_it_has(desk: Desk) -> None:
    name = desk.write("news.jsonl", '{"title": "Seals", "body": "They are back.", "txet": "Long."}\n')
    result = desk.ok("stories", "add", name)
    assert "1 added" in result.out
    assert result.err.startswith("note: not read: txet; a story has: guid, title, url, body")
    assert desk("stories", "add", name, "--json").json["fields_not_read"] == ["txet"]
    desk.write("back.jsonl", desk.ok("stories", "list", "--json").out)
    assert "not read" not in desk("stories", "add", "back.jsonl").err


def test_what_the_person_says_counts_more_than_what_the_story_says(desk: Desk) -> None:
    name = desk.write("seals.txt", WIRE)
    told = [
        "--title",
        "Seals",
        "--url",
        "https://herald.example/seals",
        "--source",
        "Sea Lab",
        "--published",
        "2026-11-23T06:00",
    ]
    desk.ok("stories", "add", name, *told)
    (story,) = desk.ok("stories", "list", "--json").json
    assert (story["title"], story["url"], story["source"]) == ("Seals", "https://herald.example/seals", "Sea Lab")
    assert story["published_at"] == "2026-11-23T06:00:00Z"


def test_stories_are_found_by_tag_time_and_words(desk: Desk) -> None:
    desk.story("Ferry strike ends", tags="local")
    desk.story("Old news from afar", published="2026-11-20T05:00:00Z")
    titles = lambda *options: [one["title"] for one in desk.ok("stories", "list", "--json", *options).json]  # noqa: E731
    assert titles("--tag", "LOCAL") == ["Ferry strike ends"]
    assert titles("--since", "24h") == ["Ferry strike ends"]
    assert titles("--search", "afar news") == ["Old news from afar"]


def test_words_give_tags_and_the_editor_has_the_last_word(desk: Desk) -> None:
    desk.story("The ferry sails again")
    assert desk.ok("stories", "show", "1", "--json").json["tags"] == ["harbour", "world"]
    desk.ok("stories", "tag", "1", "+sea", "-harbour")
    assert "0 to change" in desk.ok("stories", "retag", "--yes").out
    assert desk.ok("stories", "show", "1", "--json").json["tags"] == ["sea", "world"]


def test_retagging_shows_its_changes_and_makes_them_only_when_told(desk: Desk) -> None:
    desk.story("The ferry sails again", tags="world")
    desk.story("Quay closed", tags="harbour")
    config = desk.folder / "digest.toml"
    words = config.read_text("utf-8")
    config.write_text(words.replace('harbour = ["ferry", "quay"]', 'boats = ["ferr*", "-quay"]'), "utf-8")

    shown = desk.ok("stories", "retag")
    assert shown.out.splitlines() == [
        "story 1 +boats -harbour  The ferry sails again",
        "2 stories looked at, 1 to change",
        "nothing changed; to change them: digest stories retag --yes",
    ]
    assert desk.ok("stories", "show", "1", "--json").json["tags"] == ["harbour", "world"]

    made = desk.ok("stories", "retag", "--yes", "--json").json
    change = {"id": 1, "title": "The ferry sails again", "added": ["boats"], "removed": ["harbour"]}
    assert made == {"looked_at": 2, "changes": [change], "made": True}
    assert desk.ok("stories", "show", "1", "--json").json["tags"] == ["boats", "world"]
    assert desk.ok("stories", "show", "2", "--json").json["tags"] == ["harbour"]
    assert desk.ok("stories", "retag", "--json").json == {"looked_at": 2, "changes": [], "made": False}


@pytest.mark.parametrize("words", ['["-quay"]', '["ferry", "-"]', '["*"]'])
def test_words_of_a_tag_that_can_find_nothing_are_refused(desk: Desk, words: str) -> None:
    config = desk.folder / "digest.toml"
    config.write_text(config.read_text("utf-8").replace('["ferry", "quay"]', words), "utf-8")
    result = desk("stories", "list")
    assert result.code == 2
    assert "tags.harbour" in result.err


def test_a_source_is_added_by_its_page_and_fetched_only_for_what_is_new(desk: Desk, wire: str) -> None:
    added = desk.ok("sources", "add", wire, "--name", "Wire", "--tag", "world", "--json").json
    assert (added["kind"], added["location"]) == ("feed", f"{wire}/feed.xml")
    (first,) = desk.ok("fetch", "--json").json
    assert (first["outcome"], len(first["added"])) == ("ok", 1)
    (second,) = desk.ok("fetch", "--json").json
    assert second["outcome"] == "unchanged"
    (story,) = desk.ok("stories", "list", "--json").json
    assert story["tags"] == ["transport", "world"]


def test_a_broken_source_stops_no_other_and_its_health_is_remembered(desk: Desk, wire: str) -> None:
    desk.ok("sources", "add", f"{wire}/feed.xml", "--name", "Wire")
    desk.write(
        "feeds.opml", f'<opml version="2.0"><body><outline text="Broken" xmlUrl="{wire}/broken.xml"/></body></opml>'
    )
    desk.ok("sources", "import", "feeds.opml")
    result = desk.ok("fetch")
    assert "digest: Broken: answered 500" in result.err
    assert "Wire: 1 added" in result.out
    health = {one["name"]: one["failures"] for one in desk.ok("sources", "list", "--json").json}
    assert health == {"Broken": 1, "Wire": 0}


def test_no_password_in_a_sources_address_is_printed_or_names_it(desk: Desk, wire: str) -> None:
    secret = wire.replace("http://", "http://jane:hunter2@")
    nameless = f'<outline xmlUrl="{secret}/broken.xml"/><outline xmlUrl="ftp://jane:hunter2@wire.example/"/>'
    desk.write("feeds.opml", f'<opml version="2.0"><body>{nameless}</body></opml>')
    said = [
        desk(*command)
        for command in (
            ("sources", "import", "feeds.opml", "--json"),
            ("sources", "import", "feeds.opml"),
            ("sources", "add", f"{secret}/feed.xml"),
            ("sources", "add", f"{secret}/feed.xml", "--name", "Again"),
            ("sources", "add", f"{secret}/none.xml"),
            ("stories", "add", f"{secret}/none.xml"),
            ("-v", "fetch"),
            ("sources", "list"),
            ("sources", "list", "--json"),
            ("sources", "export"),
        )
    ]
    assert [result for result in said if "hunter2" in result.out + result.err] == []
    assert {one["name"] for one in said[-2].json} == {f"{wire}/broken.xml", "Harbour Wire"}
    assert said[-2].json[0]["failures"] + said[-2].json[1]["failures"] == 1


def test_loopback_is_refused_unless_allowed(desk: Desk, wire: str) -> None:
    config = desk.folder / "digest.toml"
    config.write_text(config.read_text().replace("allow_private = true", "allow_private = false"))
    refused = desk("sources", "add", f"{wire}/feed.xml")
    assert refused.code == 1
    assert len(refused.err.splitlines()) == 1


def test_sources_go_out_as_opml_and_come_back(desk: Desk, wire: str) -> None:
    desk.ok("sources", "add", f"{wire}/feed.xml", "--name", "Wire", "--tag", "world")
    desk.write("out.opml", desk.ok("sources", "export").out)
    desk.ok("sources", "remove", "wire")
    (back,) = desk.ok("sources", "import", "out.opml", "--json").json["added"]
    assert (back["name"], back["location"], back["tags"]) == ("Wire", f"{wire}/feed.xml", ["world"])


def test_opml_that_names_no_feed_is_told_of(desk: Desk) -> None:
    desk.write("none.opml", '<opml version="2.0"><body/></opml>')
    result = desk("sources", "import", "none.opml")
    assert (result.code, result.err) == (1, "digest: nothing came in: none.opml: it names no feed\n")
    assert desk("-q", "sources", "import", "none.opml").out == ""


def test_a_folder_can_be_a_source(desk: Desk) -> None:
    desk.write("in/seals.txt", WIRE)
    desk.ok("sources", "add", "in", "--tag", "local")
    assert "in: 1 added" in desk.ok("fetch").out
    (story,) = desk.ok("stories", "list", "--json").json
    assert story["tags"] == ["local"]


def test_a_refusal_names_the_file_and_the_spot_in_it(desk: Desk) -> None:
    desk.write("feed.xml", FEED.replace("</channel>", "<item><guid>w-2</guid></item></channel>"))
    desk.write("lines.jsonl", '{"title": "Fine", "body": "A body."}\n{"title": 3}\n')
    result = desk.ok("stories", "add", "feed.xml", "lines.jsonl")
    assert "digest: feed.xml, entry 2: has neither a title nor a text" in result.err
    assert "digest: lines.jsonl, line 2:" in result.err
    assert "2 added" in result.out


def test_a_day_without_a_time_is_shown_as_the_day_also_when_it_is_today(desk: Desk) -> None:
    """At seven in the morning: its noon has not come."""
    added = desk.ok("stories", "add", desk.write("seals.txt", WIRE)).out
    assert "2026-11-23  Harbour Seals" in added
    assert "07:00" not in added
