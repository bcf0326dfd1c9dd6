"""Every theme at the bounds: whatever an issue is made of, a reader's mail stays within 95,000 bytes of HTML."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from html import escape

import pytest

from digest.deliver.headers import text_header
from digest.render.fit import LIMIT, RESERVE
from digest.render.issue import render
from digest.render.plaintext import OCTETS_A_COLUMN, shorten, width
from digest.render.subject import PREHEADER_COLUMNS, SUBJECT_COLUMNS, preheader, subject
from digest.render.theme import load_theme
from digest.render.tongue import speaking
from tests.contracts.issues import MARKS, issue_of, item, morning

THEMES = ("classic", "modern", "minimal")
SCRIPTS = {
    "one byte a letter": "Ferries sail again today. They had stayed in the port. ",
    "two": "عادت العبارات إلى البحر اليوم. وكانت قد بقيت في الميناء. ",
    "three": "渡輪今天再次啟航。它們一直停在港口。",
    "four": "𝔉𝔢𝔯𝔯𝔦𝔢𝔰 sail 🚢 again 👩‍👩‍👧‍👦 today. They had stayed 🏳️‍🌈 there. ",
    "marks on every letter": "f\u0301\u0302\u0303e\u0304\u0305r\u0306r\u0307y\u0308 sails today. It stayed there. ",
    "five for one": '"&" & <b> \'and\' & "more" & < > today. & & & they stayed. ',
}
REASON = "You get this because you joined «{}» on 23 September 2026."


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("theme", THEMES)
def test_a_mail_of_hostile_length_fits_with_the_readers_own_words_in_it(theme: str, script: str) -> None:
    words, why = SCRIPTS[script], REASON.format('ج & "' * 100)  # the title of a list, as long as one may be
    briefs = [
        item(f"{number}: {words * 3}"[:400], words * 9, url=f"https://wire.example/{number}?" + "a&b=" * 50)
        for number in range(70)
    ]
    issue = issue_of(item(words * 5, words * 20), *briefs)
    longest = len(escape(why).encode())
    made = render(issue, theme=load_theme(theme), marks=MARKS, longest_reason=longest)
    html = made.html.replace(MARKS.reason, escape(why)).replace(
        MARKS.token, "t" * len(MARKS.token)
    )  # as long as a mark
    assert LIMIT - RESERVE - 12_000 < len(html.encode()) <= LIMIT - RESERVE
    assert made.full_size > LIMIT
    kept = len(briefs) - made.dropped
    assert 0 < kept < len(briefs)
    assert made.shortened == kept
    assert f"wire.example/{kept - 1}?" in made.html
    assert f"wire.example/{kept}?" not in made.html
    assert f"wire.example/{kept - 1}?" in made.text, "the text tells other stories than the HTML"
    assert f"wire.example/{kept}?" not in made.text


@pytest.mark.parametrize("briefs", [0, 30])
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("theme", THEMES)
def test_an_issue_just_below_the_limit_is_left_alone_and_one_above_it_is_cut(
    theme: str, language: str, briefs: int
) -> None:
    """The lead's standfirst is the last to be cut, so the bound is found by it."""
    loaded = load_theme(theme)

    def made(length: int) -> tuple[int, int]:
        issue = issue_of(item("Lead", "x" * length), *[item("Brief", "Short.")] * briefs)
        found = render(speaking(issue, language), theme=loaded, marks=MARKS)
        return len(found.html.encode()), found.full_size

    base, _ = made(10)
    room = LIMIT - RESERVE - base + 10
    exact = made(room)
    assert exact == (LIMIT - RESERVE, 0) or exact[1] > LIMIT - RESERVE  # which says it again, as a title, say
    low, high = 10, room + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if made(middle)[1] == 0 else (low, middle)
    assert LIMIT - RESERVE - 8 < made(low)[0] <= LIMIT - RESERVE
    size, full = made(high)
    assert full > LIMIT - RESERVE >= size


@pytest.mark.parametrize("theme", THEMES)
def test_a_source_with_endless_names_does_not_keep_an_issue_from_going_out(theme: str) -> None:
    names = ("&" * 5000,) * 4
    lead = replace(
        morning().lead, source="ж" * 5000, kicker="🚢" * 5000, also_covered_by=names, title="\u0e17\u0e35\u0e48" * 170
    )
    made = render(issue_of(lead), theme=load_theme(theme), marks=MARKS)
    assert len(made.html.encode()) <= LIMIT - RESERVE
    assert lead.title in made.html


@pytest.mark.parametrize("title", [*SCRIPTS.values(), "a" + "\u0301" * 4000, "👩‍👩‍👧‍👦" * 200, "ที่" * 300])
def test_subject_and_preheader_are_bounded_in_bytes_too_and_keep_whole_characters(title: str) -> None:
    issue = issue_of(item(title * 9), item(title * 9))
    for line, columns in ((subject(issue), SUBJECT_COLUMNS), (preheader(issue), PREHEADER_COLUMNS)):
        assert 0 < width(line) <= columns
        assert len(line.encode()) <= columns * OCTETS_A_COLUMN + len(", and 1 more")
        assert not line.removesuffix("…").endswith("\u200d")
    header = text_header("Subject", subject(issue))
    assert len("".join(header.splitlines())) <= 998
    assert all(len(one) <= 998 for one in header.splitlines())
    parsed = message_from_bytes(f"{header}\r\n".encode(), policy=policy.compat32)
    assert str(make_header(decode_header(parsed["Subject"]))) == subject(issue)


def test_a_text_is_cut_before_a_letter_and_not_within_its_marks() -> None:
    assert shorten("ab" + "c\u0301" * 100, 5) == "abc\u0301c\u0301…"
    assert shorten("xy" + "z" + "\u0301" * 100, 10) == "xy…"
    assert shorten("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 12) == "👩‍👩‍👧‍👦…"
