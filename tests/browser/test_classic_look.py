"""How the classic theme looks in a browser: at every width, in both schemes, from both sides."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from digest.render.issue import render
from digest.render.theme import load_theme
from tests.contracts.issues import MARKS, arabic, bare, morning, odd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Route

    from digest.model.issue import Issue

AXE = (Path(__file__).parents[1] / "judges/node_modules/axe-core/axe.min.js").read_text("utf-8")
# A mail stands inside a page of the mail program, which brings the landmarks.
RULES_FOR_WHOLE_PAGES = {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}}
DARK_PAPER = "rgb(22, 22, 22)"

# The contrast ratio (WCAG 2) of every visible text against the nearest painted ground behind it, the least first.
CONTRASTS = """
() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[0-9.]+/g).map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!colour.endsWith(", 0)")) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const speaks = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  const texts = [...document.querySelectorAll(".paper *")].filter((each) => [...each.childNodes].some(speaks));
  return texts.map((each) => {
    const [a, b] = [light(getComputedStyle(each).color), light(ground(each))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }).sort((one, other) => one - other);
}
"""


def picture(columns: int = 300, rows: int = 200) -> bytes:
    """Return a PNG of one colour, three by two."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x3a\x6a\x84" * columns) * rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def window() -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium.new_page()
        chromium.close()


@pytest.fixture
def look(window: Page) -> Any:
    """Return a function that opens an issue in the window, in place of what it showed."""

    def opened(issue: Issue, width: int = 640, *, scheme: Any = "light", images: bool = True) -> Page:
        def answer(route: Route) -> None:
            route.fulfill(body=picture(), content_type="image/png") if images else route.abort()

        window.unroute_all()
        window.route("**/*", answer)
        window.set_viewport_size({"width": width, "height": 900})
        window.emulate_media(color_scheme=scheme)
        window.set_content(render(issue, theme=load_theme("classic"), marks=MARKS).html, wait_until="load")
        return window

    return opened


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found
    return dict(found)


def style(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate("(each, name) => getComputedStyle(each)[name]", name))


@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_scrolls_sideways(look: Any, width: int) -> None:
    for issue in (morning(), arabic(), bare(), odd()):
        assert look(issue, width).evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("issue", [morning(), arabic()], ids=["morning", "arabic"])
def test_axe_finds_nothing(look: Any, issue: Issue, scheme: str) -> None:
    page = look(issue, 360, scheme=scheme)
    page.evaluate(AXE)
    script = "rules => axe.run({rules}).then(found => found.violations.map(each => each.id))"
    assert page.evaluate(script, RULES_FOR_WHOLE_PAGES) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(look: Any, scheme: str) -> None:
    contrasts = look(morning(), 640, scheme=scheme).evaluate(CONTRASTS)
    assert len(contrasts) > 20
    assert contrasts[0] >= 4.5


def test_dark_mode_has_dark_paper_light_ink_and_a_lighter_accent(look: Any) -> None:
    page = look(morning())
    assert style(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    accent = style(page, "p.accent", "color")
    page.emulate_media(color_scheme="dark")
    assert {style(page, place, "backgroundColor") for place in ("body", ".paper")} == {DARK_PAPER}
    assert style(page, "h2 a", "color") == "rgb(237, 237, 237)"
    assert style(page, ".quiet", "color") == "rgb(176, 176, 176)"
    assert style(page, "p.accent", "color") == style(page, "a.accent", "color") != accent


@pytest.mark.parametrize("width", [320, 360, 480, 640, 1024])
def test_pictures_have_a_fixed_shape_whatever_they_are(look: Any, width: int) -> None:
    page = look(morning(), width)
    lead, thumb = box(page, ".lead img"), box(page, "img.thumb")
    assert lead["width"] / lead["height"] == pytest.approx(16 / 9, rel=0.02)
    assert (thumb["width"], thumb["height"]) == (96, 72)
    assert style(page, "img.thumb", "objectFit") == "cover"


@pytest.mark.parametrize(("width", "content"), [(360, (18, 324)), (640, (32, 576)), (1024, (212, 600))])
def test_the_measures_are_those_of_the_page(look: Any, width: int, content: tuple[int, int]) -> None:
    page = look(morning(), width)
    lead = box(page, ".lead img")
    assert (lead["x"], lead["width"]) == content


def test_sizes_of_type(look: Any) -> None:
    page = look(morning())
    sizes = {selector: style(page, selector, "fontSize") for selector in ("h2", "h3", "h3 + p", "h2 + p", ".quiet")}
    assert sizes == {"h2": "31px", "h3": "19px", "h3 + p": "16px", "h2 + p": "17px", ".quiet": "13px"}
    assert style(look(morning(), 360), "h2", "fontSize") == "26px"


def test_thumbnails_stand_at_the_end_of_the_line(look: Any) -> None:
    assert box(look(morning()), "img.thumb")["x"] == 640 - 32 - 96
    assert box(look(arabic()), "img.thumb")["x"] == 32


def test_what_is_read_from_the_right_begins_there(look: Any) -> None:
    page = look(arabic())
    for selector in ("h2", "h3", ".accent", "h2 + p"):
        assert style(page, selector, "textAlign") == "right"
        assert style(page, selector, "direction") == "rtl"


def test_a_missing_picture_closes_its_gap(look: Any) -> None:
    page = look(arabic())
    with_picture, without = (page.locator("h3").nth(number).bounding_box()["width"] for number in (0, 2))
    assert (without, with_picture) == (576, 576 - 96 - 24)


@pytest.mark.parametrize("width", [360, 640])
def test_the_mail_reads_without_pictures(look: Any, width: int) -> None:
    page = look(morning(), width, images=False)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert box(page, ".lead img")["height"] > 0
    expect(page.get_by_alt_text("A white ferry at the quay before dawn")).to_be_visible()
    assert style(page, ".lead img", "backgroundColor") == "rgb(236, 235, 230)"
    texts = page.locator("h1, h2, h3, p").all_inner_texts()
    assert all(any(story.title in text for text in texts) for story in morning().items)


def test_the_preheader_is_never_seen(look: Any) -> None:
    expect(look(morning()).locator("body > div").first).to_be_hidden()
