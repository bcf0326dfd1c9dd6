"""A selector means the elements that a mail program takes it to mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.check.document import parse
from digest.check.matching import read

PAGE = parse('<html><body><div class="paper wide" id="top"><p class="ink" lang="en">One <a href="x">two</a></p></div>')


def meant(selector: str) -> list[str]:
    found = read(selector)
    return [one.tag for one in PAGE.elements if found and found.matches(one)]


@pytest.mark.parametrize(
    ("selector", "tags"),
    [
        ("p", ["p"]),
        (".ink", ["p"]),
        ("p.ink", ["p"]),
        (".paper.wide", ["div"]),
        ("#top", ["div"]),
        ("[lang]", ["p"]),
        ('[lang="en"]', ["p"]),
        ("[lang=de]", []),
        (".paper a", ["a"]),
        (".paper > a", []),
        (".paper > p > a", ["a"]),
        ("body .paper a", ["a"]),
        ("[data-ogsc] .ink", []),
        (":root", ["html"]),
        ("* > a", ["a"]),
        ("a:hover", []),
        ("p + a", []),
        (".paper > ", []),
        ("", []),
    ],
)
def test_a_selector_means(selector: str, tags: list[str]) -> None:
    assert meant(selector) == tags


def test_the_more_specific_selector_weighs_more() -> None:
    weights = [found.weight for text in ("p", ".ink", "p.ink", "#top") if (found := read(text))]
    assert weights == sorted(weights)


@given(st.text(alphabet="ab.#[]=\"'>+~:* \t", max_size=30))
def test_no_selector_makes_it_raise(text: str) -> None:
    meant(text)
