"""Segments are understood, or refused with their place, when digest.toml is read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.config import read_settings
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.model.settings import Settings

LEAST = """
publication = { name = "Herald", url = "https://herald.example", postal_address = "1 Quay Street" }
mail.from = "Desk <digest@herald.example>"
"""


def load(text: str) -> Settings:
    return read_settings(tomllib.loads(LEAST + text), file=Path("/herald/digest.toml"), environ={})


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert caught.value.exit_code == 2
    return caught.value.problems


def test_an_edition_has_a_segment_by_name_by_expression_or_none() -> None:
    settings = load("""
        [editions.daily]
        segment = "engaged and language = pt"
        [editions.weekend]
        [segments]
        engaged = '''
            mailed within 30d
            and topic in (sport, "real estate")'''
    """)
    assert settings.editions["daily"].segment == "engaged and language = pt"
    assert settings.editions["weekend"].segment == ""
    assert list(settings.segments) == ["engaged"]


def test_every_word_for_activity_is_known() -> None:
    load("editions.daily.segment = 'mailed never or delivered never or bounced never or complained never'")


def test_every_mistake_is_told_once_and_where() -> None:
    found = problems("""
        [editions.daily]
        segment = "engaged or tpic = a"
        [editions.weekend]
        segment = "wrong"
        [segments]
        engaged = "clicked within 30d"
        wrong = "topic ="
        worse = "not wrong"
        circle = "circle"
    """)
    assert found == (
        "digest.toml: segments.engaged: column 1: opens and clicks are not kept, so 'clicked' cannot be asked; "
        "there are: list, topic, language, joined, mailed, delivered, bounced, complained",
        "digest.toml: segments.wrong: column 8: expected the name of a topic, found the end",
        "digest.toml: segments.circle: column 1: it refers to itself: circle -> circle",
    )


def test_a_mistake_in_an_editions_own_expression_is_told_with_its_column() -> None:
    assert problems("editions.daily.segment = 'list = daily and tpic = a'") == (
        "digest.toml: editions.daily.segment: column 18: 'tpic' is neither a field nor a segment: "
        "did you mean 'topic'?",
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("segments.a = 5", "segments.a: 5 is not a segment; write one in quotes, such as \"topic = sport\""),
        ("segments.a = ' '", "segments.a: is empty; write a condition such as \"topic = sport\""),
        ("segments.topic = 'list none'", "segments.topic: 'topic' is a word of the language of segments; "
         "choose another name"),
        ("segments.never = 'list none'", "segments.never: 'never' is a word of the language of segments; "
         "choose another name"),
        ("segments.mailed = 'list none'", "segments.mailed: 'mailed' is a word of the language of segments; "
         "choose another name"),
        ("segments.'a b' = 'list none'", "segments.'a b': 'a b' is not a plain name; write up to 64 of a to z, 0 to 9 "
         "and hyphens"),
        ("editions.daily.segment = ['a']", "editions.daily.segment: a list is not a segment; write one in quotes, "
         "such as \"topic = sport\""),
    ],
)  # fmt: skip
def test_what_is_no_segment_is_refused(line: str, message: str) -> None:
    assert problems(f"editions.daily = {{}}\n{line}" if "segments" in line else line) == (f"digest.toml: {message}",)
