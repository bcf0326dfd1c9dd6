"""The bundled newsroom is small, well formed, entirely invented, and holds every kind of story that a digest meets."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from digest.config import load_settings
from digest.render.theme_file import theme_names

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)
FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}\u200d\N{BOY}"
LONGEST_FILE = 80_000
LARGEST = 800_000


@pytest.fixture(scope="module")
def plan(newsroom) -> dict[str, Any]:
    return tomllib.loads((newsroom.folder / "demo.toml").read_text(encoding="utf-8"))


def test_it_is_small_enough_to_ship(newsroom):
    sizes = {path.name: path.stat().st_size for path in newsroom.files}
    assert max(sizes.values()) < LONGEST_FILE
    assert sum(sizes.values()) < LARGEST


def test_it_holds_no_file_of_a_kind_that_never_ships(newsroom):
    kinds = {path.suffix for path in newsroom.files}
    assert kinds == {".txt", ".md", ".html", ".jsonl", ".xml", ".toml", ".jpg"}


def test_every_mark_for_a_date_is_spelt_so_that_it_will_be_replaced(newsroom):
    for path in newsroom.files:
        if path.suffix == ".jpg":
            continue
        text = newsroom.text(path)
        left = newsroom.mark.sub("", text)
        assert "{{" not in left, path.name
        assert "}}" not in left, path.name
        if path.suffix == ".toml":
            assert text == left, path.name


def test_every_address_and_link_belongs_to_nobody(newsroom, plan):
    foreign = {"purl.org", "search.yahoo.com", "www.w3.org", "gazette.example,2019"}  # names of XML and of entries
    for path in newsroom.files:
        if path.suffix == ".jpg":
            continue
        text = newsroom.text(path)
        for host in re.findall(r"https?://([^/\"'<>\s,]+)", text):
            assert host.endswith(".example") or host in foreign, (path.name, host)
        for host in re.findall(r"[\w.+-]+@([\w.-]+\w)", text):
            assert host.endswith(".example"), (path.name, host)
    assert all(row["address"].endswith(".example") for row in (*plan["subscribers"], *plan["suppressions"]))


def test_its_settings_are_read_without_complaint(newsroom):
    settings = load_settings(newsroom.folder / "digest.toml", environ={})
    assert set(settings.editions) == {"daily", "weekend", "sea"}
    assert settings.media == newsroom.folder / "media"
    assert {edition.theme for edition in settings.editions.values()} <= set(theme_names())


def test_every_story_file_is_taken_in_exactly_once(newsroom, plan):
    taken = [row["path"] for row in plan["take"]]
    there = {path.relative_to(newsroom.folder).as_posix() for path in newsroom.files}
    assert sorted(taken) == sorted(path for path in there if path.startswith(("stories/", "feeds/")))


def test_a_file_that_cannot_say_its_tags_source_and_link_is_given_them(plan):
    for row in plan["take"]:
        if row["path"].endswith(".txt"):
            assert row["tags"]
            assert row["source"] == "The Harbour Herald"
            assert urlsplit(row["url"]).hostname == "herald.example"


def test_there_are_two_dozen_stories_of_a_newspapers_length(newsroom):
    assert len(newsroom.stories) == 26
    for story in newsroom.stories:
        assert 120 <= len(story.body.split()) <= 500, story.title


def test_headlines_are_unlike_one_another_and_standfirsts_do_not_repeat_them(newsroom):
    titles = [story.title for story in newsroom.stories]
    assert len(set(titles)) == len(titles)
    for story in newsroom.stories:
        assert SequenceMatcher(None, story.title, story.summary).ratio() < 0.6, story.title


def test_every_picture_exists_and_is_shown_and_described(newsroom):
    shown = {story.image for story in newsroom.stories if story.image}
    assert {Path(urlsplit(image).path).name for image in shown} == {p.name for p in newsroom.folder.glob("media/*")}
    for image in shown:
        assert image.startswith(("media/", "https://herald.example/media/"))
    for story in newsroom.stories:
        assert story.alt or not story.image.startswith("media/"), story.title


def test_every_picture_is_a_jpeg_of_1200_by_675(newsroom):
    pictures = list(newsroom.folder.glob("media/*.jpg"))
    assert len(pictures) == 11
    for picture in pictures:
        assert 25_000 < picture.stat().st_size < LONGEST_FILE, picture.name
        assert _jpeg_size(picture.read_bytes()) == (1200, 675), picture.name


def test_the_lead_is_fresh_pictured_and_covered_by_three_outlets(newsroom):
    versions = [story for story in newsroom.stories if "Sela Line" in story.body and "Ankersen" in story.body]
    assert {story.where for story in versions} == {"ferry-deal.md", "harbour-wire.xml", "gazette.xml"}
    own = next(story for story in versions if story.where == "ferry-deal.md")
    assert own.image
    assert own.age == min(story.age for story in newsroom.stories if story.age and story.age > timedelta())


@pytest.mark.parametrize(("words", "alike"), [("rest both elbows", 0.6), ("Signe Tamm read", 0.7)])
def test_two_stories_are_printed_almost_word_for_word_by_two_outlets(newsroom, words, alike):
    one, other = (story.body.split() for story in newsroom.stories if words in story.body)
    assert alike < SequenceMatcher(None, one, other, autojunk=False).ratio() < 1


def test_one_comet_is_told_by_two_outlets_in_words_of_their_own(newsroom):
    one, other = (story.body.split() for story in newsroom.stories if "Rahmani" in story.body)
    assert SequenceMatcher(None, one, other, autojunk=False).ratio() < 0.4


def test_its_times_run_from_the_fresh_to_the_stale_with_one_unknown_and_one_to_come(newsroom):
    ages = [story.age for story in newsroom.stories]
    assert ages.count(None) == 1
    known = [age for age in ages if age is not None]
    assert sum(age < timedelta() for age in known) == 1
    assert max(known) == 8 * DAY
    assert sum(timedelta() <= age <= 1.5 * DAY for age in known) >= 15


def test_one_story_is_kept_out_of_the_daily_by_its_tag(newsroom, plan):
    rule = load_settings(newsroom.folder / "digest.toml", environ={}).editions["daily"].tags
    refusals = {row["path"]: rule.refusal(row["tags"]) for row in plan["take"] if "tags" in row}
    assert {path for path, why in refusals.items() if why} == {"stories/three-capes.txt"}


def test_one_headline_is_very_long_and_one_holds_a_family(newsroom):
    lengths = sorted(len(story.title) for story in newsroom.stories)
    assert 180 <= lengths[-1] <= 220
    assert lengths[-2] < 100
    assert [story.where for story in newsroom.stories if FAMILY in story.title] == ["sky-and-town.jsonl"]


@pytest.mark.parametrize("sign", ["é", "“", "’", '"', "'", "&", "<", "€", "سميرة", "देशमुख"])
def test_its_prose_holds_signs_that_break_careless_programs(newsroom, sign):
    assert any(sign in story.title + story.body for story in newsroom.stories)


def test_plain_text_comes_as_writing_tools_leave_it(newsroom):
    texts = {path.name: path.read_bytes() for path in newsroom.folder.glob("stories/*.txt")}
    crlf = {name for name, raw in texts.items() if b"\r\n" in raw}
    assert crlf == {"cooks-ruling.txt", "three-capes.txt"}
    assert all(texts[name].count(b"\n") == texts[name].count(b"\r\n") for name in crlf)
    assert {name for name, raw in texts.items() if not _is_utf8(raw)} == {"cafe-sao-bras.txt"}
    assert b"\n```html\n" in texts["school-kitchens.txt"]
    assert "“`html" in texts["cooks-ruling.txt"].decode()


def test_date_lines_are_spelt_in_three_ways(newsroom):
    firsts = [newsroom.text(path).split("\n", 1)[0].strip() for path in newsroom.folder.glob("stories/*.txt")]
    assert {newsroom.mark.fullmatch(first)[1] for first in firsts if first.startswith("{{")} == {
        "day",
        "longday",
        "isoday",
    }


def test_two_text_files_end_in_teasers_of_other_stories(newsroom):
    for name, closing in (("cooks-ruling.txt", "“`"), ("school-kitchens.txt", "```")):
        paragraphs = newsroom.text(newsroom.folder / "stories" / name).split()
        assert closing in paragraphs
    (cooks,) = newsroom.named("cooks-ruling.txt")
    (kitchens,) = newsroom.named("school-kitchens.txt")
    assert "almond harvest" in cooks.body
    assert "savings bank" in kitchens.body


def test_there_are_three_lists_and_a_dozen_readers(plan):
    lists = {row["name"]: row for row in plan["lists"]}
    assert set(lists) == {"daily", "weekend", "sea"}
    assert {row["opt_in"] for row in lists.values()} == {"single", "double"}
    readers = plan["subscribers"]
    assert len(readers) == 12
    assert len({row["address"].casefold() for row in readers}) == 12
    assert all(set(row["lists"]) <= set(lists) for row in readers)
    assert sum(len(row["lists"]) > 1 for row in readers) >= 3


def test_some_readers_have_names_and_domains_beyond_ascii(plan):
    names = " ".join(row["name"] for row in plan["subscribers"])
    assert all(sign in names for sign in ("é", "ن", "आ", "森", "’"))
    assert any(not row["address"].isascii() for row in plan["subscribers"])
    assert any(not row["name"] for row in plan["subscribers"])


def test_three_readers_of_the_daily_or_weekend_must_not_be_mailed_and_each_for_another_reason(plan):
    unconfirmed = {row["address"] for row in plan["subscribers"] if not row["confirmed"]}
    left = {row["address"] for row in plan["subscribers"] if row.get("unsubscribed")}
    suppressed = {row["address"] for row in plan["suppressions"]}
    assert len(unconfirmed) == len(left) == len(suppressed) == 1
    assert len(unconfirmed | left | suppressed) == 3
    assert suppressed <= {row["address"] for row in plan["subscribers"]}


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _segments(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and payload of each segment before the image data (ITU-T T.81, annex B)."""
    at = 2
    while raw[at + 1] != 0xDA:
        length = int.from_bytes(raw[at + 2 : at + 4], "big")
        yield raw[at + 1], raw[at + 4 : at + 2 + length]
        at += 2 + length


def _jpeg_size(raw: bytes) -> tuple[int, int]:
    assert raw[:2] == b"\xff\xd8"
    frame = next(payload for marker, payload in _segments(raw) if marker in (0xC0, 0xC1, 0xC2))
    return int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")
