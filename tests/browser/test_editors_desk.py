"""The editor's desk in a real browser: `digest preview` at work on a newsroom that changes under it."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from digest.web.asked import VIEWS, View
from tests.web.conftest import browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

__all__ = ["browser"]

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "tests/judges/node_modules/axe-core/axe.min.js").read_text("utf-8")
NOW = "2026-11-23T17:00:00Z"

SOON = 1.0  # seconds within which a change is to be seen
LOADED = 20.0  # times as long on a machine that is busy with other tests

HOSTILE = """
<script>top.ran = window.ran = true</script><img src="x" onerror="top.ran = true"/>
<iframe src="javascript:top.ran = true"></iframe><style>body { display: none }</style>
<form action="/"><button>Go</button></form><meta http-equiv="refresh" content="0;url=/"/>
"""


@dataclass
class Studio:
    """A copy of the program and a newsroom, both free to be changed, and the desk that shows them."""

    folder: Path
    url: str = ""

    @property
    def templates(self) -> Path:
        return self.folder / "program/templates"

    @property
    def config(self) -> Path:
        return self.folder / "newsroom/digest.toml"

    @property
    def environ(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": str(self.folder / "program"), "DIGEST_NOW": NOW}

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "digest.cli"]

    def digest(self, *arguments: str, stdin: str = "") -> str:
        place = self.folder / "newsroom"
        done = subprocess.run(
            [*self.command, *arguments], cwd=place, env=self.environ, input=stdin, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add_stories(self, *titles: str, body: str = "") -> None:
        """Take in stories of this moment, each with a picture of the media folder."""
        usual = {
            "published_at": NOW,
            "source": "Wire",
            "tags": ["local"],
            "image": "https://herald.example/media/ferry.jpg",
        }
        lines = [usual | {"title": title, "body": body or f"{title}, says the council. " * 40} for title in titles]
        self.digest("stories", "add", "-", stdin="\n".join(map(json.dumps, lines)))

    def get(self, path: str) -> bytes:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        connection.request("GET", path)
        try:
            return connection.getresponse().read()
        finally:
            connection.close()

    @contextmanager
    def changed(self, file: Path, text: str) -> Iterator[None]:
        """Let a file say something else for a while."""
        before = file.read_text()
        file.write_text(text)
        try:
            yield
        finally:
            file.write_text(before)


@contextmanager
def preview_of(studio: Studio) -> Iterator[None]:
    """Let the desk show the daily edition; nothing may go wrong that the page does not tell."""
    place, pipe = studio.folder / "newsroom", subprocess.PIPE
    command = [*studio.command, "preview", "daily", "--no-open"]
    with subprocess.Popen(command, cwd=place, env=studio.environ, stderr=pipe, text=True) as server:
        assert server.stderr
        studio.url = re.findall(r"http://\S+(?=/;)", server.stderr.readline())[0]
        yield
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == 0
        assert server.stderr.read() == ""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A newsroom with an issue sent yesterday, one to come today, and its desk; each test leaves it as it was."""
    studio = Studio(tmp_path_factory.mktemp("studio"))
    for name in ("digest", "subscribers", "templates"):
        shutil.copytree(ROOT / name, studio.folder / "program" / name)
    command = [*studio.command, "demo", str(studio.folder / "newsroom"), "--no-open"]
    earlier = studio.environ | {"DIGEST_NOW": "2026-11-22T17:00:00Z"}
    subprocess.run(command, check=True, env=earlier, capture_output=True)
    studio.add_stories("Ferry crews agree", "Quay wall cracks", "Choir wins again", "Bread is dearer", "Buses run late")
    with preview_of(studio):
        yield studio


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a window; an error of the page's script is a failure."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open_it(*, scripts: bool = True, width: int = 1440, height: int = 900, scheme: Any = "light") -> Page:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(java_script_enabled=scripts, viewport=size, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert errors == []


def ground(page: Page, frame: str) -> str:
    """The colour of the ground in a frame with the mail."""
    script = "frame => getComputedStyle(document.getElementById(frame).contentDocument.body).backgroundColor"
    return page.evaluate(script, frame)


def wait_for(page: Page, text: str, *, selector: str = "body") -> None:
    """Wait until a text is there, in the page or the mail in it."""
    script = """
    ([selector, text]) => {
      const place = document.querySelector(selector);
      const mails = [...place?.querySelectorAll("iframe") ?? []].map((frame) => frame.contentDocument.body);
      return [place, ...mails].some((each) => each?.textContent.includes(text));
    }
    """
    page.wait_for_function(script, arg=[selector, text], timeout=SOON * LOADED * 1000, polling=20)


def live(page: Page, url: str) -> None:
    """Open the desk and wait until it listens."""
    page.goto(url)
    expect(page.locator("#live")).to_have_text("live")


def violations(page: Page) -> list[Any]:
    page.evaluate(AXE + "; 0")
    script = "axe.run(document, {iframes: false}).then(found => found.violations)"
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in page.evaluate(script)]


def test_the_frames_hold_byte_for_byte_what_the_send_freezes(studio: Studio, tmp_path: Path):
    source = unescape(re.findall(r'src="(/mail.html[^"]*)"', studio.get("/?issue=weekend").decode())[0])
    query = source.partition("?")[2]
    shown, text, message = (studio.get(f"/mail.{kind}?{query}") for kind in ("html", "txt", "eml"))
    studio.digest("send", "weekend", "--yes")
    studio.digest("preview", "weekend", "--out", str(tmp_path))
    assert shown == (tmp_path / "issue.html").read_bytes()
    assert text == (tmp_path / "issue.txt").read_bytes()
    assert message == (tmp_path / "issue.eml").read_bytes()


def test_the_mail_stands_at_both_widths_light_and_dark_with_its_own_pictures(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    assert [frame.evaluate("innerWidth") for frame in page.frames[1:]] == [640, 360]
    assert ground(page, "desktop-light") == "rgb(255, 255, 255)"
    assert ground(page, "phone-dark") == "rgb(22, 22, 22)"
    page.wait_for_function(
        "() => [...document.querySelectorAll('iframe')].every(frame => [...frame.contentDocument.images].length > 0"
        " && [...frame.contentDocument.images].every(image => image.naturalWidth > 1))"
    )


def test_on_a_dark_machine_the_light_mail_is_light_and_the_desk_dark(studio: Studio, window: Callable):
    page = window(scheme="dark")
    live(page, studio.url)
    page.wait_for_function("() => document.getElementById('desktop-light').src.endsWith('scheme=light')")
    page.wait_for_load_state("load")
    assert ground(page, "desktop-light") == "rgb(255, 255, 255)"
    assert ground(page, "phone-dark") == "rgb(22, 22, 22)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 18, 22)"


def test_every_view_is_reached_by_its_key_and_says_its_part(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    parts = {
        View.PHONE: "360 px · light",
        View.DESKTOP: "640 px · light",
        View.TEXT: "The Harbour Herald",
        View.HEADERS: "List-Unsubscribe-Post",
        View.SOURCE: "<!doctype html>",
        View.WHY: "tag local",
        View.SIDE: "360 px · dark",
    }
    for view, part in parts.items():
        page.keyboard.press(str(list(VIEWS).index(view) + 1))
        page.wait_for_url(studio.url + ("/" if view is View.SIDE else f"/?view={view}"))
        wait_for(page, part, selector="main")
        page.wait_for_function("view => document.activeElement.id === `view-${view}`", arg=str(view))
    page.go_back()
    wait_for(page, "tag local", selector="main")


def test_colours_and_pictures_are_switched_by_their_keys(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    page.keyboard.press("d")
    page.wait_for_selector("#desktop-dark")
    wait_for(page, "The Harbour Herald", selector="main .dark")
    assert ground(page, "desktop-dark") == "rgb(22, 22, 22)"
    page.keyboard.press("l")
    page.wait_for_selector("#phone-light")
    page.keyboard.press("i")
    wait_for(page, "pictures off")
    images = "() => [...document.getElementById('phone-light').contentDocument.images]"
    page.wait_for_function(f"() => ({images})().length && ({images})().every(image => image.complete)")
    assert set(page.evaluate(images + ".map(image => image.naturalWidth)")) == {0}
    page.keyboard.press("p")
    page.wait_for_function(f"() => ({images})().length && ({images})().every(image => image.naturalWidth > 1)")


def test_menus_are_worked_by_keys_and_another_issue_shown(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "issue"
    assert not page.locator("#menu-issue").get_attribute("open")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_for(page, "daily/2026-11-22", selector="h1")
    wait_for(page, "sent", selector=".state")
    wait_for(page, "classic, as it was sent", selector="#theme")
    wait_for(page, "classic, as it was sent", selector="#as-it-was")
    assert violations(page) == []


def test_the_keys_are_told_by_a_question_mark_and_can_be_turned_off(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Single keys do this").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    page.wait_for_timeout(200)
    assert page.url == f"{studio.url}/"


def test_all_can_be_reached_by_tab_and_the_focus_is_seen(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    reached: list[str] = []
    for _ in range(22):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "[document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]"
        )
        reached.append(name)
        assert outline == "solid" or page.evaluate("document.activeElement.matches('body, iframe')"), name
    wanted = ["issue", "theme", "variant", *(f"view-{view}" for view in VIEWS), "scheme-light", "pictures-off", "help"]
    assert [name for name in wanted if name not in reached] == []


def test_a_story_that_comes_in_is_seen_within_a_second(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    studio.add_stories("Lighthouse sold")
    wait_for(page, "Lighthouse sold")


def test_a_touched_template_is_seen_and_everything_keeps_its_place(studio: Studio, window: Callable):
    page = window(height=600)
    live(page, studio.url)
    page.locator("#content summary").click()
    page.evaluate("document.getElementById('aside').scrollTo(0, 150)")
    page.evaluate("document.getElementById('desktop-light').contentWindow.scrollTo(0, 300)")
    page.focus("#scheme-dark")
    footer = studio.templates / "shared/_ways.mjml.j2"
    text = footer.read_text().replace("page.postal_address]", "'TOUCHED ' ~ page.postal_address]")
    with studio.changed(footer, text):
        wait_for(page, "TOUCHED")
    page.wait_for_function("() => document.getElementById('desktop-light').contentWindow.scrollY === 300")
    assert page.evaluate("document.getElementById('aside').scrollTop") == 150
    assert page.evaluate("document.activeElement.id") == "scheme-dark"
    assert page.locator("#content").get_attribute("open") is not None


def test_a_broken_template_is_told_with_file_line_and_cause_and_mends_itself(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    lead = studio.templates / "classic/_lead.mjml.j2"
    lines = lead.read_text().splitlines()
    with studio.changed(lead, "\n".join([lines[0], "{{ page.nonsense }}", *lines[1:]])):
        wait_for(page, "A template cannot be used", selector="h1")
        told = page.locator(".trouble").inner_text()
        assert f"{lead} line 2" in " ".join(told.split())
        assert "_lead.mjml.j2, line 2: " in told
        assert "nonsense" in told
        assert page.locator(".lines .wrong").inner_text().split() == ["2", "{{", "page.nonsense", "}}"]
        assert violations(page) == []
    wait_for(page, "Ferry crews agree", selector="main")


def test_a_theme_that_makes_no_mjml_is_told_with_the_line_of_its_template(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    mail = studio.templates / "classic/mail.mjml.j2"
    with studio.changed(mail, mail.read_text().replace("</mj-section>", "<p>unclosed</mj-section>")):
        wait_for(page, "A template cannot be used", selector="h1")
        assert f"{mail} line 17" in " ".join(page.locator(".trouble").inner_text().split())
        assert "unclosed" in page.locator(".lines .wrong").inner_text()
    wait_for(page, "Ferry crews agree", selector="main")


def test_the_configuration_is_read_again_and_its_mistakes_are_told_in_their_lines(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    whole = studio.config.read_text()
    with studio.changed(studio.config, whole.replace('name = "The Harbour Herald"', 'name = "The Quay Times"')):
        wait_for(page, "The Quay Times", selector="main")
    with studio.changed(studio.config, whole.replace("briefs = 8", "briefs = 'eight'").replace("[mail]", "[mial]")):
        wait_for(page, "digest.toml cannot be used", selector="h1")
        wrong = [one.strip().split(maxsplit=1)[1] for one in page.locator(".lines .wrong").all_inner_texts()]
        assert sorted(wrong) == ["[mial]", "briefs = 'eight'"]
    with studio.changed(studio.config, whole + "\n[tags"):
        wait_for(page, "is not TOML", selector="main")
    with studio.changed(studio.config, whole):
        studio.config.unlink()
        wait_for(page, "no digest.toml in", selector="main")
    wait_for(page, "Ferry crews agree", selector="main")


def test_a_database_that_goes_and_comes_back_is_borne(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    database = studio.folder / "newsroom/digest.db"
    database.rename(database.with_suffix(".away"))
    wait_for(page, "The database cannot be used", selector="h1")
    database.with_suffix(".away").rename(database)
    wait_for(page, "Ferry crews agree", selector="main")


def test_a_hostile_story_can_do_nothing(studio: Studio, window: Callable):
    page = window()
    live(page, studio.url)
    studio.add_stories("</title><script>top.ran = true</script>", body=HOSTILE + "Words. " * 40)
    wait_for(page, "</title><script>")
    for view in VIEWS:
        page.goto(f"{studio.url}/?view={view}&pictures=outside")
        page.wait_for_load_state("load")
        assert [frame.evaluate("window.ran === undefined") for frame in page.frames] == [True] * len(page.frames)
    assert violations(page) == []


def test_a_hostile_theme_can_do_nothing_either(studio: Studio, window: Callable):
    lead = studio.templates / "classic/_lead.mjml.j2"
    hostile = HOSTILE.replace("\n", " ").replace('"', "'")
    raw = f"<mj-section><mj-column><mj-raw>{hostile}</mj-raw></mj-column></mj-section>"
    page = window()
    with studio.changed(lead, f"{raw}\n{lead.read_text()}"):
        page.goto(f"{studio.url}/mail.html")
        page.wait_for_timeout(300)
        assert "javascript:" in page.content()
        assert page.evaluate("window.ran === undefined")
        live(page, studio.url)
        page.wait_for_timeout(300)
        assert page.url == f"{studio.url}/"
        assert page.evaluate("window.ran === undefined")


def test_without_scripts_every_view_is_a_link(studio: Studio, window: Callable):
    page = window(scripts=False)
    page.goto(studio.url)
    assert "load the page again" in page.locator("#live").inner_text()
    for view, title in VIEWS.items():
        page.get_by_role("navigation", name="Views").get_by_role("link", name=title, exact=True).click()
        expect(page.locator(f"#view-{view}")).to_have_attribute("aria-current", "true")
    page.goto(f"{studio.url}/?view=phone")
    page.get_by_role("link", name="Dark").click()
    mail = page.frame_locator("#phone-dark").locator("body")
    expect(mail).to_have_css("background-color", "rgb(22, 22, 22)")
    page.locator("#issue").click()
    page.locator("#menu-issue a[href$='issue=weekend']").click()
    expect(page).to_have_title(re.compile("weekend/"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(studio: Studio, window: Callable, scheme: str):
    page = window(scheme=scheme)
    for view in VIEWS:
        page.goto(f"{studio.url}/?view={view}")
        for width in (1440, 900, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, view
            if width != 900:
                assert violations(page) == [], view
    page.goto(f"{studio.url}/?issue=sea")
    page.keyboard.press("e")
    assert violations(page) == []
