"""The preview of an issue: what it shows, what it keeps out, and how it ends."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from digest.errors import QuietDay, RenderError, UsageError
from digest.web.look import VIEWS
from digest.web.preview import Chosen, Note, NoteLevel, PreviewPage, preview_app, serve
from subscribers.errors import RosterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[1] / "judges/node_modules/axe-core/axe.min.js"
MAIL = """<!doctype html><html lang="en"><head><title>Mail</title></head><body>
<script>window.ran = true</script><img src="x" onerror="window.ran = true">
<h1 style="color: rgb(1, 2, 3)">Ferry crews agree</h1>
<img id="own" alt="" src="https://herald.example/media/a%20quay.svg"><img id="foreign" alt="" src="OUTSIDE/pixel.svg">
<a href="https://herald.example/media/a%20quay.svg">picture</a></body></html>
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>window.ran = true</script></svg>'
PAGE = PreviewPage(
    issue="daily/2026-11-23",
    subject="Ferry crews agree <b>to end</b> strike",
    preheader="Council backs flood wall",
    html=MAIL,
    text="The Harbour Herald\n==================\n" + "long " * 60 + "\n",
    headers=(("From", "Herald <digest@herald.example>"), ("List-Id", "<daily.herald.example>")),
    recipients=1204,
    picks=(
        Chosen("Ferry crews agree", "lead", ("tag world", "2 others cover it")),
        Chosen("Wall", "brief", ("tag eu",)),
    ),
    left_out=(("Cup <script>draw", "tag sport is excluded"),),
    publication_url="https://herald.example",
    notes=(Note("the preheader repeats the headline", NoteLevel.WARNING), Note("nothing else")),
)


class Newsroom:
    """What the preview shows at the moment: a page, or what goes wrong with it."""

    def __init__(self) -> None:
        self.page: PreviewPage | Exception = PAGE
        self.looks = 0

    def load(self) -> PreviewPage:
        self.looks += 1
        if isinstance(self.page, Exception):
            raise self.page
        return self.page


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    around = tmp_path_factory.mktemp("newsroom")
    folder = around / "media"
    folder.mkdir()
    (folder / "a quay.svg").write_text(SVG)
    (around / "secret.txt").write_text("secret")
    (folder / "way-out").symlink_to(around / "secret.txt")
    return folder


@pytest.fixture(scope="module")
def standing(media: Path, served: Callable) -> Iterator[tuple[Newsroom, str]]:
    newsroom = Newsroom()
    with served(preview_app(newsroom.load, media=media)) as address:
        yield newsroom, address


@pytest.fixture
def newsroom(standing: tuple[Newsroom, str]) -> Newsroom:
    newsroom = standing[0]
    newsroom.page, newsroom.looks = PAGE, 0
    return newsroom


@pytest.fixture
def url(standing: tuple[Newsroom, str], newsroom: Newsroom) -> str:
    return standing[1]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 960})
    yield page
    page.close()


@pytest.fixture
def outside() -> Iterator[tuple[str, list[str]]]:
    """Another server, and the paths it was asked for."""
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("content-type", "image/svg+xml")
            self.end_headers()
            self.wfile.write(SVG.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def get(url: str, path: str, *, method: str = "GET", **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body, response.headers


def test_the_bar_names_issue_subject_preheader_sizes_and_readers(url: str):
    _, body, _ = get(url, "/")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
    assert "daily/2026-11-23 Ferry crews agree &lt;b&gt;to end&lt;/b&gt; strike — Council backs flood wall" in words
    assert "1 warning HTML 1 kB of 95 text 1 kB 1,204 readers" in words


def test_foreign_text_in_the_page_is_escaped(url: str):
    for view in VIEWS:
        _, body, _ = get(url, f"/?view={view}")
        assert "<script" not in body


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("side", ["Desktop, 640", "Phone, 360", "Left out, and why", "tag sport is excluded"]),
        ("phone", ["Phone, 360"]),
        ("desktop", ["Desktop, 640"]),
        ("text", ["==================\nlong long"]),
        ("headers", ["List-Id", "&lt;daily.herald.example&gt;"]),
        ("why", ["tag world · 2 others cover it", "tag sport is excluded"]),
        ("%3Cscript", ["Desktop, 640", "Phone, 360"]),
    ],
)
def test_each_view_has_an_address_of_its_own_and_an_unknown_one_is_side_by_side(url: str, view: str, shown: list[str]):
    status, body, _ = get(url, f"/?view={view}")
    assert status == 200
    assert all(words in body for words in shown)
    assert body.count('aria-current="page"') == 1


def test_an_edit_shows_when_the_page_is_loaded_again(url: str, newsroom: Newsroom):
    get(url, "/")
    newsroom.page = replace(PAGE, subject="Corrected")
    assert "Corrected" in get(url, "/")[1]


def test_the_frames_show_the_same_look_as_their_page_without_working_it_out_again(url: str, newsroom: Newsroom):
    frames = re.findall(r'src="(/mail.html[^"]*)"', get(url, "/")[1])
    newsroom.page = replace(PAGE, html="later")
    assert len(frames) == 2
    assert all("Ferry crews" in get(url, frame)[1] for frame in frames)
    assert newsroom.looks == 1
    assert get(url, "/mail.html")[1] == "later"


@pytest.mark.parametrize("error", [RenderError("theme <x>: line 3"), QuietDay("no news"), RosterError("bad segment")])
@pytest.mark.parametrize("path", ["/", "/mail.html"])
def test_a_failure_is_told_in_the_page_until_it_is_mended(url: str, newsroom: Newsroom, error: Exception, path: str):
    newsroom.page = error
    status, body, _ = get(url, path)
    assert status == 500
    assert str(error).replace("<x>", "&lt;x&gt;") in body
    newsroom.page = PAGE
    assert get(url, path)[0] == 200


def test_the_mail_is_served_byte_for_byte_but_for_the_pictures_of_our_own(url: str):
    assert get(url, "/mail.html")[1] == MAIL.replace('src="https://herald.example/media/', 'src="/media/')


def test_without_a_media_folder_nothing_at_all_is_changed(newsroom: Newsroom, served: Callable):
    with served(preview_app(newsroom.load, media=None)) as url:
        assert get(url, "/mail.html")[1] == MAIL
        assert get(url, "/media/a%20quay.svg")[0] == 404


def test_pictures_come_from_the_media_folder(url: str):
    status, body, headers = get(url, "/media/a%20quay.svg")
    assert (status, body) == (200, SVG)
    assert headers["content-type"] == "image/svg+xml"
    assert "sandbox" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "%2e%2e%2fsecret.txt",
        "..%5csecret.txt",
        "way-out",
        "/etc/passwd",
        "%2fetc/passwd",
        "",
        ".",
        "none.png",
        "a%00b",
        "a" * 5000,
        "%ff",
    ],
)
def test_nothing_outside_the_media_folder_is_served(url: str, path: str):
    status, body, _ = get(url, f"/media/{path}")
    assert status == 404
    assert "secret" not in body


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.nip.example", ""]
)
def test_a_request_under_another_name_is_refused(url: str, host: str):
    for path in ("/", "/mail.html", "/media/a%20quay.svg"):
        assert get(url, path, Host=host)[0] == 400


def test_this_machines_own_names_are_answered(url: str):
    assert get(url, "/", Host="localhost:1234")[0] == 200
    assert get(url, "/", Host="127.0.0.1")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_preview_only_reads(url: str, method: str):
    assert get(url, "/", method=method)[0] == 405


@pytest.mark.parametrize("path", ["/", "/mail.html", "/media/a%20quay.svg", "/media/none", "/nowhere"])
def test_every_answer_carries_the_headers_that_keep_foreign_content_harmless(url: str, path: str):
    _, _, headers = get(url, path)
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_in_a_browser_the_mail_stands_at_both_widths_and_its_own_pictures_show(url: str, page: Page):
    page.goto(url)
    page.wait_for_load_state("load")
    frames = page.frames[1:]
    assert [frame.evaluate("innerWidth") for frame in frames] == [640, 360]
    for frame in frames:
        assert frame.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(1, 2, 3)"
        assert frame.evaluate("document.getElementById('own').naturalWidth") == 40


def test_no_script_of_the_mail_ever_runs(url: str, page: Page):
    for path in ("/", "/mail.html", "/media/a%20quay.svg"):
        page.goto(url + path)
        page.wait_for_load_state("load")
        assert [frame.evaluate("window.ran === undefined") for frame in page.frames] == [True] * len(page.frames)


def test_nothing_is_fetched_from_outside_until_the_editor_asks(
    url: str, page: Page, newsroom: Newsroom, outside: tuple[str, list[str]]
):
    elsewhere, asked = outside
    newsroom.page = replace(PAGE, html=MAIL.replace("OUTSIDE", elsewhere))
    for view in VIEWS:
        page.goto(f"{url}/?view={view}")
        page.wait_for_load_state("load")
    assert asked == []
    page.goto(url)
    page.get_by_role("link", name="Show outside pictures").click()
    page.wait_for_url("**pictures=outside")
    assert set(asked) == {"/pixel.svg"}
    page.get_by_role("link", name="Phone").click()
    assert page.get_by_role("link", name="Hide outside pictures").is_visible()


def test_views_are_reached_with_the_keyboard_alone(url: str, page: Page):
    page.goto(url)
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?view=text")
    assert page.get_by_role("region", name="Plain text").is_visible()


@pytest.mark.parametrize("width", [1440, 900, 360])
def test_no_view_is_wider_than_the_window(url: str, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    for view in VIEWS:
        page.goto(f"{url}/?view={view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_to_object_to(url: str, page: Page, newsroom: Newsroom):
    for view in [*VIEWS, "error"]:
        newsroom.page = RenderError("theme classic: line 3") if view == "error" else PAGE
        page.goto(f"{url}/?view={view}")
        page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
        found = page.evaluate("axe.run(document, {iframes: false}).then(results => results.violations)")
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


SERVED_FROM_THE_COMMAND_LINE = """
import sqlite3
from digest.web.preview import PreviewPage, preview_app, serve
db = sqlite3.connect(":memory:")
def load():
    (issue,) = db.execute("SELECT 'daily/2026-11-23'").fetchone()
    return PreviewPage(issue=issue, subject="", preheader="", html="", text="", headers=(), recipients=1, picks=(),
                       left_out=(), publication_url="https://herald.example")
serve(preview_app(load, media=None), port=0, on_ready=lambda url: print(url, flush=True))
print("ended", flush=True)
"""


def test_it_is_served_here_alone_from_the_callers_thread_until_ctrl_c(tmp_path: Path):
    command = [sys.executable, "-c", SERVED_FROM_THE_COMMAND_LINE]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as server:
        url = server.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/", url)
        assert "daily/2026-11-23" in get(url, "/")[1]
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=10)
    assert (server.returncode, out, err) == (0, "ended\n", "")


def test_a_port_in_use_is_a_usage_error():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"port {port} cannot be used: .*; choose another"):
            serve(preview_app(lambda: PAGE, media=None), port=port, on_ready=print)
