"""An issue as everybody may see it: no reader's link or word is left, and nothing else is changed."""

from __future__ import annotations

import re

import pytest
from lxml import html

from digest.render.issue import render
from digest.render.public import public_html
from digest.render.theme import load_theme
from tests.contracts.issues import MARKS, arabic, bare, morning, odd

INVITATION = ("Subscribe", "/subscribe")


def public(issue) -> str:
    whole = render(issue, theme=load_theme("classic"), marks=MARKS).html
    return public_html(whole, MARKS, note="From the archive & more", invitation=INVITATION)


@pytest.mark.parametrize("issue", [morning(), arabic(), bare(), odd()], ids=["morning", "arabic", "bare", "odd"])
def test_no_mark_and_no_link_of_a_readers_own_is_left(issue) -> None:
    shown = public(issue)
    for mark in (MARKS.token, MARKS.reason, MARKS.reference):
        assert mark not in shown
    links = [link.get("href") for link in html.fromstring(shown).iter("a")]
    assert not [link for link in links if re.search(r"/[upv]/", link)]
    assert links[-1] == "/subscribe"


def test_the_note_stands_for_the_reason_escaped_and_the_line_of_links_is_gone() -> None:
    footer = html.fromstring(public(morning())).findall(".//p")[-2:]
    assert [line.text_content().strip() for line in footer] == [
        "From the archive & more · Subscribe",
        f"{morning().publication.name}, {morning().publication.postal_address}",
    ]


def test_the_stories_and_the_styles_are_as_they_were() -> None:
    before = render(morning(), theme=load_theme("classic"), marks=MARKS).html
    after = public(morning())
    assert after.startswith("<!doctype html>")
    for story in morning().items:
        assert story.title in html.fromstring(after).text_content()
    assert before.count("<style") == after.count("<style")
    assert "@media (prefers-color-scheme: dark)" in after
    assert [img.get("src") for img in html.fromstring(after).iter("img")] == [
        img.get("src") for img in html.fromstring(before).iter("img")
    ]
