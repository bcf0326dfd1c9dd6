"""Seals of forms: of this page, from us, not too old; and what browsers say of where a request was made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from digest.web.seal import Seals, comes_from_elsewhere

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
SEALS = Seals(b"s" * 32)


def test_a_seal_holds_on_its_page_for_a_day() -> None:
    seal = SEALS.make("subscribe", now=NOW)
    assert len(seal) == 28
    for age in (timedelta(), timedelta(hours=24)):
        assert SEALS.holds(seal, "subscribe", now=NOW + age)
    assert not SEALS.holds(seal, "subscribe", now=NOW + timedelta(hours=24, seconds=1))
    assert not SEALS.holds(seal, "subscribe", now=NOW - timedelta(minutes=2)), "from the future"


def test_it_holds_on_no_other_page_and_not_with_another_secret() -> None:
    seal = SEALS.make("preferences abc", now=NOW)
    assert not SEALS.holds(seal, "preferences abd", now=NOW)
    assert not SEALS.holds(seal, "undo abc", now=NOW)
    assert not Seals(b"t" * 32).holds(seal, "preferences abc", now=NOW)


@given(st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9_=-]{28}", fullmatch=True))
def test_no_guess_is_a_seal(guess: str) -> None:
    assert not SEALS.holds(guess, "subscribe", now=NOW)


@given(st.integers(0, 27), st.sampled_from("ABab01-_"))
def test_a_changed_character_breaks_it(place: int, letter: str) -> None:
    seal = SEALS.make("subscribe", now=NOW)
    altered = seal[:place] + letter + seal[place + 1 :]
    assert altered == seal or not SEALS.holds(altered, "subscribe", now=NOW)


def asked(**headers: str) -> bool:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "headers": raw}
    return comes_from_elsewhere(Request(scope), public_url="https://herald.example/news")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "same-origin", "origin": "null"},
        {"sec_fetch_site": "none"},
        {"origin": "https://herald.example"},
        {"origin": "http://127.0.0.1:8000", "host": "127.0.0.1:8000"},
    ],
)
def test_our_own_pages_are_not_elsewhere(headers: dict[str, str]) -> None:
    assert not asked(**headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site", "origin": "https://herald.example"},
        {"origin": "https://evil.example"},
        {"origin": "https://herald.example.evil.example", "host": "herald.example"},
        {"origin": "null"},
        {"origin": "nonsense"},
        {"origin": ""},
    ],
)
def test_other_sites_are(headers: dict[str, str]) -> None:
    assert asked(**headers)
