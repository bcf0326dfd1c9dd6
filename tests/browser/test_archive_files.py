"""The archive as files, in a real browser at a web server that knows nothing: read, searched, and without scripts."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.pipeline.conftest import send_issues
from tests.web.conftest import browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.conftest import Desk

__all__ = ["browser"]

AXE = (Path(__file__).parents[1] / "judges/node_modules/axe-core/axe.min.js").read_text("utf-8")
FOUND = "axe.run().then(found => found.violations.map(each => each.id + ': ' + each.nodes[0].html))"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    """Two issues, the first with a Thai story too, built into a folder, and the folder served."""
    desk.story("ภาษาไทยไม่เว้นวรรคระหว่างคำ")
    send_issues(desk, 2)
    desk.ok("archive", "build", "public")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=desk.folder / "public")) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_it_is_searched_by_its_script_and_leads_to_the_story(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{address}/archive/")
    page.get_by_label("Search the archive").fill("FÉRRY ends 1")
    page.get_by_role("button", name="Search").click()
    found = page.locator("#found li")
    expect(found).to_have_count(1)
    assert page.evaluate(f"() => {{ {AXE}; return {FOUND} }}") == []
    found.get_by_role("link").click()
    expect(page).to_have_url(f"{address}/archive/daily/2026-11-24/#story-1")
    page.goto(f"{address}/archive/?q=zeppelin")
    page.get_by_text("Nothing was found for zeppelin.").wait_for()
    assert complaints == [], "its policy lets its script and its style through"


def test_its_script_finds_words_within_a_run_of_a_script_without_spaces(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/archive/?q=เว้นวรรค")
    found = page.locator("#found li")
    found.first.wait_for()
    assert found.get_by_role("heading").all_inner_texts() == ["ภาษาไทยไม่เว้นวรรคระหว่างคำ"]
    directions = "each => each.map(one => one.dir)"
    assert found.locator("h2, p").evaluate_all(directions) == ["auto", "auto"], "as on the served page"


def test_without_scripts_there_is_no_search_and_all_else_works(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/archive/")
    expect(page.get_by_role("button", name="Search")).to_be_hidden()
    page.get_by_role("link", name="Ferry strike ends 0").click()
    page.get_by_role("link", name="Next issue").click()
    expect(page.get_by_role("heading", name="Ferry strike ends 1")).to_be_visible()
    page.get_by_role("link", name="Daily digest").click()
    page.get_by_role("link", name="2026", exact=True).click()
    expect(page.get_by_role("heading", name="Daily digest 2026")).to_be_visible()
    context.close()


def test_long_words_of_languages_that_write_them_as_one_are_broken_with_hyphens(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/archive/daily/2026-11-23/")
    hyphens = """language => {
        document.querySelector("h1").lang = language;
        return getComputedStyle(document.querySelector("h1")).hyphens
    }"""
    assert {one: page.evaluate(hyphens, one) for one in ("en", "de-AT", "nl", "sv", "ar")} == {
        "en": "manual", "de-AT": "auto", "nl": "auto", "sv": "auto", "ar": "manual",
    }  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_any_page(address: str, browser: Browser, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for path in ("", "daily/", "daily/2026/", "daily/2026-11-23/"):
        page.goto(f"{address}/archive/{path}")
        page.evaluate(AXE)
        assert page.evaluate(FOUND) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
    context.close()
