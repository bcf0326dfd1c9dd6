"""Text looks as the styles say: the sheet's, the element's own, and what it has from around it."""

from __future__ import annotations

import pytest

from digest.check.cascade import Look, has_dark, looks
from digest.check.document import parse

DARK = (
    "<style>@media (prefers-color-scheme:dark) { p { color: #eee !important } body { background-color: #111 } }</style>"
)


def look(html: str, *, dark: bool = False) -> Look:
    """The look of the first paragraph."""
    document = parse(html)
    return looks(document, dark=dark)[document.named("p")[0]]


def pair(html: str, *, dark: bool = False) -> tuple[str, str]:
    found = look(html, dark=dark)
    return str(found.colour), str(found.ground)


@pytest.mark.parametrize(
    ("html", "colours"),
    [
        ("<p>x", ("#000000", "#ffffff")),
        ("<div style='color:#123456'><p>x", ("#123456", "#ffffff")),
        ("<style>p{color:red}</style><p style='color:#010203'>x", ("#010203", "#ffffff")),
        ("<style>p{color:red!important}</style><p style='color:#010203'>x", ("#ff0000", "#ffffff")),
        ("<style>.a{color:red}p{color:blue}</style><p class=a>x", ("#ff0000", "#ffffff")),
        ("<style>p{color:blue}p{color:red}</style><p>x", ("#ff0000", "#ffffff")),
        ("<style>@media print{p{color:red}}</style><p>x", ("#000000", "#ffffff")),
        ("<style>@media screen{p{color:red}}</style><p>x", ("#ff0000", "#ffffff")),
        ("<table bgcolor='#222222'><tr><td><p>x", ("#000000", "#222222")),
        ("<div style='background:#222 none'><p>x", ("#000000", "#222222")),
        ("<div style='background-color:rgba(0,0,0,.5)'><p>x", ("#000000", "#808080")),
        ("<body text='#00ff00' bgcolor='#101010'><p>x", ("#00ff00", "#101010")),
        ("<font color=red><p>x", ("#ff0000", "#ffffff")),
        ("<div style='background-image:url(a.png)'><p>x", ("#000000", "None")),
        ("<div style='background:#fff url(a.png)'><p>x", ("#000000", "None")),
        ("<td background='a.png'><p>x", ("#000000", "None")),
        ("<p style='color:papayawhip'>x", ("None", "#ffffff")),
        ("<p style='color:inherit'>x", ("#000000", "#ffffff")),
    ],
)
def test_colours_are_what_the_styles_make_them(html: str, colours: tuple[str, str]) -> None:
    assert pair(html) == colours


def test_in_the_dark_the_mails_own_dark_rules_count() -> None:
    assert pair(f"{DARK}<body><p style='color:#111'>x") == ("#111111", "#ffffff")
    assert pair(f"{DARK}<body><p style='color:#111'>x", dark=True) == ("#eeeeee", "#111111")
    assert has_dark(parse(DARK))
    assert not has_dark(parse("<style>p{color:red}</style><p>x"))


@pytest.mark.parametrize(
    ("html", "size", "bold"),
    [
        ("<p>x", 16, False),
        ("<div style='font-size:20px'><p>x", 20, False),
        ("<div style='font-size:20px'><p style='font-size:150%'>x", 30, False),
        ("<p style='font-size:12pt'>x", 16, False),
        ("<p style='font:italic 15px/24px serif'>x", 15, False),
        ("<div style='font-weight:bold'><p>x", 16, True),
        ("<p style='font-weight:700'>x", 16, True),
        ("<h1><p style='font-weight:normal'>x", 16, False),
    ],
)
def test_size_and_weight_are_what_the_styles_make_them(html: str, size: float, bold: bool) -> None:
    found = look(html)
    assert (found.size, found.bold) == (size, bold)


@pytest.mark.parametrize(
    ("size", "bold", "large"), [(24, False, True), (23, False, False), (19, True, True), (18, True, False)]
)
def test_text_is_large_from_18_points_on_or_14_in_bold(size: float, bold: bool, large: bool) -> None:
    assert Look(size=size, bold=bold).large is large


def test_text_that_a_sheet_hides_is_not_shown() -> None:
    assert not look("<style>.off{display:none}</style><div class=off><p>x").shown
    assert look("<style>.off{display:none}</style><div><p>x").shown
