"""A mail in a scheme of one's choice: only what a browser reads of it is settled, and no word of a story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.web.asked import Scheme
from digest.web.scheme import in_scheme

DARK, LIGHT = Scheme.DARK, Scheme.LIGHT


@pytest.mark.parametrize(
    ("mail", "dark", "light"),
    [
        (
            "<style>@media (prefers-color-scheme: dark) { a {} }</style>",
            "<style>@media (min-width:0) { a {} }</style>",
            "<style>@media (max-width:0) { a {} }</style>",
        ),
        (
            '<STYLE type="text/css">@media screen and (Prefers-Color-Scheme:light){}</STYLE>',
            '<STYLE type="text/css">@media screen and (max-width:0){}</STYLE>',
            '<STYLE type="text/css">@media screen and (min-width:0){}</STYLE>',
        ),
        (
            '<source media="(prefers-color-scheme: dark)" srcset="x">',
            '<source media="(min-width:0)" srcset="x">',
            '<source media="(max-width:0)" srcset="x">',
        ),
        (
            '<meta name="color-scheme" content="light dark">',
            '<meta name="color-scheme" content="dark">',
            '<meta name="color-scheme" content="light">',
        ),
        (
            "<style>:root { color-scheme: light dark; supported-color-schemes: light dark }</style>",
            "<style>:root { color-scheme: dark; supported-color-schemes: light dark }</style>",
            "<style>:root { color-scheme: light; supported-color-schemes: light dark }</style>",
        ),
    ],
)
def test_what_asks_for_the_scheme_is_answered(mail: str, dark: str, light: str):
    assert in_scheme(mail, DARK) == dark
    assert in_scheme(mail, LIGHT) == light


@given(st.lists(st.sampled_from(["(prefers-color-scheme: dark)", "color-scheme: light dark", "<p>", "</p>", "\n"])))
def test_the_words_of_a_story_stay(pieces: list[str]):
    mail = "".join(pieces)
    assert in_scheme(mail, DARK) == mail
