"""A reader's whole way in a real browser, with scripts and without: in, other topics, a pause, out, and back."""

from __future__ import annotations

import time
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from subscribers.model import State
from subscribers.records import record
from tests.browser.test_classic_look import RULES_FOR_WHOLE_PAGES
from tests.cli.test_serve import serving
from tests.web.conftest import browser, served
from tests.web.house import ANA, House, house, houses, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.conftest import Desk

__all__ = ["browser", "house", "houses", "opened", "served"]

AXE = (Path(__file__).parents[1] / "judges/node_modules/axe-core/axe.min.js").read_text("utf-8")
NEW = "zoë+news@münchen.example"

# WCAG 2.2, 2.5.5 asks for 44 pixels; a link within a sentence is excepted.
SMALL = """
() => [...document.querySelectorAll("button, a, input:not([type=hidden]), select")]
  .filter((each) => each.offsetParent && !each.closest(".trap, p"))
  .map((each) => [each.outerHTML.slice(0, 60), (each.closest("label") || each).getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 24)
  .map(([words]) => words)
"""


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a window; whatever its console complains of, but for the status of a form sent back, is a failure."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def hear(message: Any) -> None:
        if message.type == "error" and "status of 422" not in message.text:
            complaints.append(message.text)

    def open_it(*, scripts: bool = True, width: int = 360, scheme: str = "light") -> Page:
        size: Any = {"width": width, "height": 800}
        context = browser.new_context(java_script_enabled=scripts, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


def letter(desk: Desk, address: str, *, patience: float = 20.0) -> str:
    """The plain text of the letter that the server's clerk has written to somebody."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        for path in (desk.folder / "outbox").glob("confirmations/*/*.eml"):
            message = message_from_bytes(path.read_bytes(), policy=modern)
            if address in message["To"] and (body := message.get_body(("plain",))):
                return str(body.get_content())
        time.sleep(0.02)
    raise AssertionError("no letter came")


def link_in(text: str, page: str) -> str:
    return f"/{page}/" + text.split(f"https://herald.example/{page}/")[1].split()[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_in_by_a_mail_then_other_topics_a_pause_out_and_back(
    desk: Desk, window: Callable[..., Page], scripts: bool
) -> None:
    desk.ok("lists", "create", "weekend", "--title", "Weekend reads")
    with serving(desk) as (_, port):
        base, page = f"http://127.0.0.1:{port}", window(scripts=scripts)
        page.goto(f"{base}/subscribe")
        page.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("Email address").fill(NEW)
        page.get_by_label("Daily").check()
        page.get_by_label("World").check()
        page.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()

        page.goto(base + link_in(letter(desk, "zoë+news@xn--mnchen-3ya.example"), "c"))
        assert desk.ok("subscribers", "show", NEW, "--json").json["subscriptions"][0]["state"] == "unconfirmed"
        page.get_by_role("button", name="Yes, subscribe me").click()
        expect(page.get_by_role("heading", name="You are subscribed")).to_be_visible()

        page.get_by_role("link", name="Choose topics").click()
        expect(page.get_by_label("World")).to_be_checked()
        page.get_by_label("Local").check()
        page.get_by_label("World").uncheck()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Your changes are saved.")
        expect(page.get_by_label("Local")).to_be_checked()
        expect(page.get_by_label("World")).not_to_be_checked()

        until = date(2026, 11, 23) + timedelta(days=20)
        page.get_by_label("First day with mail again").fill(until.isoformat())
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_text("You get no mail before 13 December 2026.")).to_be_visible()
        page.get_by_role("button", name="Resume now").click()

        page.get_by_role("button", name="Leave", exact=True).click()
        expect(page.get_by_role("button", name="Get it")).to_have_count(2)
        page.get_by_role("button", name="Get it").first.click()
        expect(page.get_by_role("button", name="Leave", exact=True)).to_be_visible()

        token = page.url.split("/p/")[1].split("?")[0]
        page.goto(f"{base}/u/{token}")
        page.get_by_role("button", name="Unsubscribe").click()
        expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
        page.get_by_role("button", name="A mistake").click()
        expect(page.get_by_role("heading", name="You are back")).to_be_visible()
    shown = desk.ok("subscribers", "show", NEW, "--json").json
    assert (shown["subscriptions"][0]["state"], shown["topics"], shown["paused_until"]) == (
        "confirmed",
        ["local"],
        None,
    )
    actions = [line["action"] for line in shown["consents"]]
    assert actions == [
        *("joined", "asked", "confirmed", "preferred", "paused", "resumed"),
        *("unsubscribed", "confirmed", "unsubscribed", "confirmed"),
    ]


def pages_of(house: House) -> dict[str, str]:
    """Every page and state of a page that a GET shows."""
    house.sign_up("zoe@reader.example", "daily", "weekend")
    house.write_letters()
    cid = house.link("cid@reader.example")
    house.post(f"/u/{cid}", {"List-Unsubscribe": "One-Click"})
    return {
        "subscribe": "/subscribe",
        "check": "/subscribe/check",
        "confirm": f"/c/{house.question('zoe@reader.example')}",
        "expired": f"/c/{house.question('zoe@reader.example', age=timedelta(days=9))}",
        "settled": f"/c/{house.question(ANA)}",
        "preferences": f"/p/{house.link()}?saved",
        "leave": f"/u/{house.link()}",
        "left": f"/u/{cid}",
        "archive": "/archive",
        "edition": "/archive/daily",
        "year": "/archive/daily/2026",
        "issue": "/archive/daily/2026-11-23",
        "found": "/archive?q=ferry",
    }


def judged(page: Page) -> list[str]:
    """What axe-core finds, and what is too small to hit."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(found => found.violations.map(each => each.id + ': ' + each.nodes[0].html))")
    return [*found, *page.evaluate(SMALL)]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_any_page_and_nothing_scrolls_sideways(
    house: House, window: Callable[..., Page], width: int, scheme: str
) -> None:
    page = window(width=width, scheme=scheme)
    for name, path in pages_of(house).items():
        page.goto(f"http://127.0.0.1:{house.port}{path}")
        assert judged(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") == width, name


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_a_readers_own_copy_as_it_is_served(
    house: House, window: Callable[..., Page], width: int, scheme: str
) -> None:
    """Out of the sandbox that its policy makes, where no script runs, axe's own neither."""
    page = window(width=width, scheme=scheme)
    page.set_content(house.get(f"/v/{house.link()}").body)
    expect(page.get_by_role("heading", name="Ferry strike ends 0")).to_be_visible()
    page.evaluate(AXE)
    rules = "rules => axe.run({rules}).then(found => found.violations.map(each => each.id + ': ' + each.nodes[0].html))"
    assert page.evaluate(rules, RULES_FOR_WHOLE_PAGES) == [], "it is a mail, which has no landmarks"
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_axe_finds_nothing_where_something_is_wrong(house: House, window: Callable[..., Page]) -> None:
    page = window(scheme="dark")
    page.goto(f"http://127.0.0.1:{house.port}/subscribe")
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("alert"), "whoever hears it is told at once").to_be_focused()
    assert judged(page) == []
    page.goto(f"http://127.0.0.1:{house.port}/p/{house.link()}")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("link", name="Choose a day")).to_be_visible()
    assert judged(page) == []
    page.get_by_role("link", name="Choose a day").click()
    expect(page.locator("#until")).to_be_focused()


def test_a_word_that_is_longer_than_a_phone_is_broken(house: House, window: Callable[..., Page]) -> None:
    far = f"ana@{'harbour' * 8}.{'islands' * 8}.example"
    house.desk.ok("lists", "edit", "weekend", "--title", "Donaudampfschifffahrtsgesellschaft" * 3)
    house.desk.ok("lists", "edit", "daily", "--title", "Rindfleischetikettierung" * 4)
    house.desk.ok("subscribers", "edit", ANA, "--address", far)
    page, token = window(width=320), house.link(far)
    for path in ("/subscribe", f"/p/{token}", f"/u/{token}", f"/archive?q={'ferry' * 30}"):
        page.goto(f"http://127.0.0.1:{house.port}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


@pytest.mark.parametrize("language", ["ar", "de"])
def test_axe_finds_nothing_in_other_languages(
    houses: Callable[..., House], window: Callable[..., Page], language: str
) -> None:
    house = houses(language=language)
    page = window(width=360)
    for path in ("/subscribe", f"/p/{house.link()}", f"/u/{house.link()}"):
        page.goto(f"http://127.0.0.1:{house.port}{path}")
        assert judged(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.locator("html").get_attribute("lang") == language


def test_everything_can_be_done_from_the_keyboard(house: House, window: Callable[..., Page]) -> None:
    page = window()
    page.goto(f"http://127.0.0.1:{house.port}/u/{house.link()}")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
    person = record(house.newsroom.db, 1)
    assert person.subscriptions[0].state is State.UNSUBSCRIBED


def test_from_an_issue_of_the_archive_one_gets_to_the_form_and_that_works(
    house: House, window: Callable[..., Page]
) -> None:
    """The issue's page is a sandbox, and what it leads to is none."""
    page = window()
    page.route("**/*.jpg", lambda route: route.abort())
    page.goto(f"http://127.0.0.1:{house.port}/archive/daily/2026-11-23")
    page.get_by_role("link", name="Subscribe").click()
    page.get_by_label("Email address").fill("zoe@reader.example")
    page.get_by_label("Daily").check()
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()


def test_words_from_the_left_keep_to_the_right_edge_of_a_page_from_the_right(
    houses: Callable[..., House], window: Callable[..., Page]
) -> None:
    page = window(width=360)
    page.goto(f"http://127.0.0.1:{houses(language='ar').port}/archive?q=ferry")
    summary = page.locator(".found p")
    aligned = summary.evaluate("one => [getComputedStyle(one).direction, getComputedStyle(one).textAlign]")
    assert aligned == ["ltr", "right"]
