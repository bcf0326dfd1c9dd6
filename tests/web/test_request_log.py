"""The log of requests: what was asked for, and nothing of who asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.web.request_log import nameless


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/subscribe", "/subscribe"),
        ("/archive/daily/2026-11-23T1830", "/archive/daily/2026-11-23T1830"),
        ("/webhooks/sendgrid", "/webhooks/sendgrid"),
        ("/u/dGhpcyBpcyBhIHRva2VuIQ", "/u/…"),
        ("/c/dGhpcyBpcyBhIHRva2VuIQ/again", "/c/…/again"),
        ("/p/dGhpcyBpcyBhIHRva2VuIQ/whatever", "/p/…/…"),
        ("/archive/ana@reader.example", "/…"),
        ("/media/ana silva.jpg", "/…"),
        ("/ana@reader.example", "/…"),
        ("/\x1b[2J\n", "/…"),
        ("/", "/"),
    ],
)
def test_a_path_is_shown_without_what_is_somebodys(path: str, shown: str) -> None:
    assert nameless(path) == shown


def test_pages_below_a_path_are_known_too() -> None:
    assert nameless("/news/u/token", base="/news") == "/u/…"


@given(st.text(max_size=300))
def test_whatever_is_asked_for_is_one_short_line_without_an_address(path: str) -> None:
    shown = nameless(path)
    assert "@" not in shown
    assert shown.isprintable()
