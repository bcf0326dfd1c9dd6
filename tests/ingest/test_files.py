"""Files, folders and bytes of any format come in as stories, and what cannot be read is refused with a reason."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import IngestError
from digest.ingest import files

if TYPE_CHECKING:
    from digest.model.story import Harvest

LISBON = ZoneInfo("Europe/Lisbon")
NOW = datetime(2025, 11, 23, 6, 30, tzinfo=UTC)
TEXT = "Fri. Nov 21st, 2025\nBridge closes\n\nThe old bridge closes on Monday.\n"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Herald</title><item><title>Bridge closes</title>
<link>https://herald.example/1</link><description>It does.</description></item></channel></rss>"""
JSON_FEED = """{"items": [{"id": "1", "title": "Bridge closes", "content_text": "It does."}], "title": "Herald",
"version": "https://jsonfeed.org/version/1.1"}"""
HTML = "<!-- x --><!doctype html><title>Bridge closes</title><p>The old bridge closes on Monday.</p>"
PIECES = [
    "<html>",
    "<p>",
    "</p>",
    "<title>T</title>",
    "---\n",
    "+++\n",
    "title: x\n",
    '{"title":',
    "[",
    "]",
    "{",
    "}",
    "\n",
    "# ",
]
PIECES += [
    "Nov 21 2025",
    "“`html",
    "```",
    "<rss",
    "<feed>",
    "<?xml version='1.0'?>",
    "\0",
    "&amp;",
    "word ",
    "date: 2025-99-99\n",
]


def read(data: bytes | str, name: str = "x") -> Harvest:
    raw = data.encode() if isinstance(data, str) else data
    return files.read_bytes(raw, name=name, zone=LISBON, now=NOW, base_url="https://herald.example/")


def read_path(path: Path) -> Harvest:
    return files.read_path(path, zone=LISBON, now=NOW)


@pytest.mark.parametrize("name", ["x", "x.txt", "x.md", "x.html", "x.xml", "standard input"])
@pytest.mark.parametrize(
    "content",
    [
        RSS,
        JSON_FEED,
        HTML,
        "---\ntitle: Bridge closes\n---\nIt does.",
        '{"title": "Bridge closes", "body": "It does."}',
        "# Bridge closes\n\nIt does.",
    ],
)
def test_the_content_tells_the_format_whatever_the_name(content: str, name: str) -> None:
    assert [story.title for story in read(content, name).stories] == ["Bridge closes"]


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("x.txt", TEXT, "Bridge closes"),
        ("x.md", "Some *text*.\n\n## Bridge closes", "Bridge closes"),
        ("x.txt", "Some *text*.\n\n## Bridge closes", "Some *text*."),
        ("x.html", "<b>Local</b> <h1>Bridge closes</h1><p>The old bridge closes on Monday.</p>", "Bridge closes"),
        ("x.txt", "[Update] Bridge closes\n\nIt does.", "[Update] Bridge closes"),
        ("x.txt", "{Bridge} closes\n\nIt does.", "{Bridge} closes"),
    ],
)
def test_where_the_content_leaves_it_open_the_name_decides(name: str, content: str, title: str) -> None:
    assert [story.title for story in read(content, name).stories] == [title]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_comes_in_from_any_encoding_and_with_any_line_ends(encoding: str) -> None:
    text = "Fri. Nov 21st, 2025\r\nCafé “Ponte” closes\r\n\r\nThe owner, Zoë Gonçalves, gives no reason.\r\n"
    (story,) = read(text.encode(encoding), "x.txt").stories
    assert (story.title, story.body) == ("Café “Ponte” closes", "The owner, Zoë Gonçalves, gives no reason.")


def test_a_page_is_read_in_the_charset_that_server_or_page_declares() -> None:
    page = HTML.replace("Bridge", "Мост").replace("<title>", "<meta charset=windows-1251><title>").encode("cp1251")
    assert read(page).stories[0].title == "Мост closes"
    bare = HTML.replace("Bridge", "Мост").encode("koi8-r")
    found = files.read_bytes(
        bare, name="https://herald.example/1", zone=LISBON, now=NOW, content_type="text/html; charset=koi8-r"
    )
    assert (found.stories[0].title, found.stories[0].url) == ("Мост closes", "https://herald.example/1")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\t", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "is no text"),
        (b"x" * (files.LARGEST + 1), "is larger than 10 MB"),
        (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "OPML"),
        (b"---\ntitle: [x\n---\n", "front matter, line 3"),
    ],
)
def test_what_cannot_be_a_story_is_refused_with_its_name_and_reason(data: bytes, reason: str) -> None:
    harvest = read(data, "desk/x.txt")
    (refusal,) = harvest.refused
    assert harvest.stories == ()
    assert refusal.where == "desk/x.txt"
    assert reason in refusal.reason


@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(st.sampled_from(PIECES), max_size=20).map(lambda parts: "".join(parts).encode()),
    )
)
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for name in ("x.txt", "x.md", "x.html", "x.jsonl", "x.xml"):
        harvest = read(data, name)
        assert all(story.title and (story.body or story.summary) for story in harvest.stories)


def test_a_folder_yields_its_story_files_in_order_and_passes_over_what_is_foreign_or_hidden(tmp_path: Path) -> None:
    for name, content in {
        "b.txt": TEXT.replace("Bridge", "Tunnel"),
        "a/story.txt": TEXT,
        "a/empty.md": "",
        "c.jsonl": '{"title": "Third", "body": "x"}\n{"title": 4}',
        ".hidden.txt": TEXT,
        ".git/x.txt": TEXT,
        "photo.jpg": "\x00",
        "Makefile": "all:",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    harvest = read_path(tmp_path)
    assert [story.title for story in harvest.stories] == ["Tunnel closes", "Third", "Bridge closes"]
    assert [(Path(refusal.where).name, refusal.reason) for refusal in harvest.refused] == [
        ("c.jsonl, line 2", "title must be text, not a number"),
        ("empty.md", "is empty"),
    ]


def test_reading_the_same_file_again_gives_the_same_identity(tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT)
    before = read_path(path).stories[0]
    path.write_text(TEXT.replace("Monday", "Tuesday"))
    after = read_path(path).stories[0]
    assert before.guid == after.guid
    assert before.body != after.body


def test_a_folder_without_story_files_is_refused_rather_than_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\x00")
    (refusal,) = read_path(tmp_path).refused
    assert refusal.where == str(tmp_path)
    assert refusal.reason.startswith("no story files in this folder; they end in .atom, ")


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_might_be_waited_on_for_ever_is_refused_at_once(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    with socket.socket(socket.AF_UNIX) as server:
        if kind == "pipe":
            os.mkfifo(path)
        elif kind == "socket":
            server.bind(str(path))
        else:
            path.symlink_to(os.devnull)
        with pytest.raises(IngestError, match=r"^is a pipe, a socket or a device, and no file; "):
            read_path(path)


@pytest.mark.parametrize(
    ("name", "shown"), [(b"two\nlines.txt", r"two\nlines.txt"), (b"caf\xe9.txt", r"caf\udce9.txt")]
)
def test_a_file_of_any_name_is_read_and_its_name_printable_in_a_refusal(
    name: bytes, shown: str, tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_text(TEXT)
    assert [story.title for story in read_path(path).stories] == ["Bridge closes"]
    path.write_text("Bridge closes\n")
    assert [refusal.where for refusal in read_path(tmp_path).refused] == [str(tmp_path / shown)]
    path.unlink()
    path.symlink_to(tmp_path / "nowhere")
    assert [refusal.where for refusal in read_path(tmp_path).refused] == [str(tmp_path / shown)]


def test_a_name_that_is_no_utf8_keeps_no_good_file_beside_it_out(tmp_path: Path) -> None:
    place = tmp_path / "d"
    place.mkdir()
    for suffix, content in {".txt": "", ".md": "# Quay\n\nIt opens.", ".html": HTML, ".jsonl": "{"}.items():
        (place / os.fsdecode(b"b\xffad" + suffix.encode())).write_text(content)
        (place / f"good{suffix}").write_text(TEXT.replace("Bridge", f"Good {suffix}"))
    harvest = read_path(tmp_path)
    titles = {story.title for story in harvest.stories}
    assert titles >= {"Quay", "Bridge closes", "Good .txt closes", "Good .md closes"}
    refused = sorted(refusal.where for refusal in harvest.refused if "udcff" in refusal.where)
    assert refused == [f"{place}/b\\udcffad{suffix}" for suffix in (".jsonl", ".txt")]
    assert all(where.isprintable() for where in refused)


def test_pages_of_a_folder_that_name_no_address_are_all_stories(tmp_path: Path) -> None:
    for name in ("bridge", "tunnel"):
        (tmp_path / f"{name}.html").write_text(HTML.replace("Bridge", name))
    harvest = files.read_path(tmp_path, zone=LISBON, now=NOW, base_url="https://herald.example/")
    assert [(story.title, story.url) for story in harvest.stories] == [("bridge closes", ""), ("tunnel closes", "")]
    assert len({story.guid for story in harvest.stories}) == 2


def test_nothing_at_the_path_is_an_error_that_says_so(tmp_path: Path) -> None:
    for name in ("none.txt", "x" * 5_000):
        with pytest.raises(IngestError, match=r"^no such file; check the path$"):
            read_path(tmp_path / name)


def test_a_file_that_cannot_be_opened_is_refused_and_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "bridge.txt").write_text(TEXT)
    harvest = read_path(tmp_path)
    assert len(harvest.stories) == 1
    assert [refusal.reason for refusal in harvest.refused] == ["cannot be read: No such file or directory"]
