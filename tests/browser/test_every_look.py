"""How every theme looks in a browser: at every width, in both schemes, from both sides, whatever the stories are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from digest.render.issue import render
from digest.render.theme import load_theme
from digest.render.theme_file import theme_names
from tests.browser.test_classic_look import AXE, CONTRASTS, RULES_FOR_WHOLE_PAGES, box, picture
from tests.contracts.issues import MARKS, SPECIMENS, arabic, morning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

# How many of these elements do not begin where their line does, though they are the first in it.
INDENTED = """all => all.filter(one => {
    const [first, around] = [one.getClientRects()[0], one.parentElement.getBoundingClientRect()];
    const fromTheLeft = getComputedStyle(one).direction == "ltr";
    const before = one.previousElementSibling?.previousElementSibling?.getClientRects();
    const breaks = before && before[before.length - 1].top < first.top;
    return breaks && Math.abs(fromTheLeft ? first.left - around.left : around.right - first.right) > 1;
}).length"""

THEMES = pytest.mark.parametrize("theme", theme_names())
Look = Any


@pytest.fixture(scope="module")
def look() -> Iterator[Look]:
    """Return a function that opens an issue in a theme, in place of what was shown."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = chromium.new_page()
        page.route("**/*", lambda route: route.fulfill(body=picture(), content_type="image/png"))

        def opened(theme: str, issue: Any, width: int = 640, scheme: Any = "light") -> Page:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.set_content(render(issue, theme=load_theme(theme), marks=MARKS).html, wait_until="load")
            return page

        yield opened
        chromium.close()


@THEMES
@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_scrolls_sideways(look: Look, theme: str, width: int) -> None:
    for specimen, made in SPECIMENS.items():
        assert look(theme, made(), width).evaluate("document.documentElement.scrollWidth") == width, specimen


@THEMES
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("made", [morning, arabic])
def test_axe_finds_nothing_and_every_text_stands_out(look: Look, theme: str, scheme: str, made: Any) -> None:
    page = look(theme, made(), 360, scheme)
    page.evaluate(AXE)
    script = "rules => axe.run({rules}).then(found => found.violations.map(each => each.id))"
    assert page.evaluate(script, RULES_FOR_WHOLE_PAGES) == []
    assert page.evaluate(CONTRASTS)[0] >= 4.5


@THEMES
@pytest.mark.parametrize("made", [morning, arabic])
def test_on_a_phone_room_stands_for_the_dots_and_begins_no_line(look: Look, theme: str, made: Any) -> None:
    sizes = "all => [...new Set(all.map(one => getComputedStyle(one).fontSize))]"
    assert "0px" not in look(theme, made(), 640).eval_on_selector_all(".dot", sizes)
    for width in range(320, 400, 8):  # lines break elsewhere at each
        page = look(theme, made(), width)
        assert page.eval_on_selector_all(".dot", sizes) == ["0px"]
        assert page.eval_on_selector_all(".part", INDENTED) == 0, width


@THEMES
def test_a_page_from_the_right_is_the_mirror_of_one_from_the_left(look: Look, theme: str) -> None:
    for selector in ("h2", "h3"):
        left = box(look(theme, morning()), selector)
        page = look(theme, arabic())
        right = box(page, selector)
        align = page.locator(selector).first.evaluate("one => getComputedStyle(one).textAlign")
        assert align.endswith("right")
        if theme == "modern" and selector == "h3":
            assert left["x"] < 320 < right["x"], "the first card is at the other side"


def test_two_cards_of_a_row_become_one_below_the_other_on_a_phone(look: Look) -> None:
    page = look("modern", morning())
    cards = page.locator(".row .card")
    first, second = cards.nth(0).bounding_box(), cards.nth(1).bounding_box()
    assert (first["y"], first["height"]) == (second["y"], second["height"])
    assert second["x"] > first["x"] + first["width"]
    page.set_viewport_size({"width": 360, "height": 900})
    first, second = cards.nth(0).bounding_box(), cards.nth(1).bounding_box()
    assert (first["x"], first["width"]) == (second["x"], second["width"]) == (12, 336)
    assert second["y"] > first["y"] + first["height"]


def test_the_minimal_theme_shows_no_picture(look: Look) -> None:
    assert look("minimal", morning()).locator("img").count() == 0
