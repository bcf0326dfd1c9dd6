"""The report in a real browser: nothing from elsewhere, no script, nothing that axe-core objects to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_readers_way import AXE, browser
from tests.pipeline.eventful import live

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import Desk

__all__ = ["browser"]


@pytest.fixture
def page_file(desk: Desk) -> Path:
    desk.ok("lists", "list")
    live(desk.folder / "digest.db", now="2026-11-23T06:30:00Z")
    desk.ok("report", "--out", "report.html")
    return desk.folder / "report.html"


def test_it_needs_nothing_from_elsewhere_and_no_script(page_file: Path, browser: Browser) -> None:
    text = page_file.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "reader1@" not in text, "no reader is named"
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [page_file.as_uri()]
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1100])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page_file: Path, browser: Browser, scheme: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(page_file.as_uri())
    for details in page.query_selector_all("details"):
        details.evaluate("each => { each.open = true }")
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(found => found.violations.map(each => each.id + ': ' + each.nodes[0].html))")
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tables = page.locator("details table").count()
    assert tables == page.locator("svg").count() == 4, "each chart has its table"
    context.close()
