"""The editor's desk over HTTP: what it shows, what it keeps out, what goes wrong with a look, and how it ends."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from digest.errors import QuietDay, RenderError, Spot, UsageError
from digest.model.finding import Finding, RuleName, Severity
from digest.pipeline.preview.trouble import trouble
from digest.web.asked import VIEWS
from digest.web.look import Checked, Chosen, Inbox, Look, Mail, Menu, Option, Readers
from digest.web.looks import Looks
from digest.web.preview import preview_app, serve_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.web.asked import Subject
    from digest.web.look import Trouble

HTML = """<!doctype html><html lang="en"><head><title>Mail</title>
<style>@media (prefers-color-scheme: dark) { h1 { color: white } }</style></head><body>
<h1>Ferry crews agree – é</h1><img alt="" src="https://herald.example/media/quay.svg"></body></html>
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>window.ran = true</script></svg>'
MESSAGE = b"To: reader@example.com\r\nSubject: =?utf-8?b?RmVycnk=?=\r\n crews\r\n\r\nbody"
MAIL = Mail(HTML, "The Harbour Herald\n====\n<b>", MESSAGE, (("Subject", "Ferry crews"), ("List-Id", "<daily.herald>")))
LOOK = Look(
    issue="daily/2026-11-23",
    state="draft",
    news="Sun 22 Nov 06:30 to Mon 23 Nov 06:30",
    issues=Menu("daily", (Option("daily", "daily", "as of now"), Option("daily#3", "daily/2026-11-22", "sent"))),
    themes=Menu("classic", (Option("classic", "classic", "as configured"), Option("modern", "modern"))),
    variants=Menu("", (Option("", "everybody", "1,204"),), more=1999),
    inbox=Inbox("Herald", "Ferry crews <b>agree</b>", "Council backs wall", "06:30", 24, 70),
    mail=MAIL,
    quiet="",
    checked=Checked(
        (
            Finding(
                rule=RuleName.IMAGE_ALT, severity=Severity.ERROR, message="has no alt; write one", where="HTML: <img> x"
            ),
            Finding(rule=RuleName.TITLE, severity=Severity.WARNING, message="has <none>; give it one", where="HTML"),
        ),
        (("html-size", "HTML of more than 95,000 bytes."),),
    ),
    readers=Readers(1204, ("daily", "late"), "topic = eu", (("suppressed", 3), ("paused", 1))),
    picks=(Chosen("Ferry crews agree", "lead", "Wire", ("tag world", "2 others cover it")),),
    left_out=(("Cup <script>draw", "tag sport is excluded"),),
    fitted="2 briefs shortened",
    media_url="https://herald.example/media/",
    media=None,
)


class Desk:
    """What the desk shows at the moment: a look, or what goes wrong with it."""

    def __init__(self) -> None:
        self.now: Look | Exception = LOOK
        self.asked: list[Subject] = []
        self.number = 1

    def version(self) -> str:
        return f"v{self.number}"

    def look(self, subject: Subject) -> Look:
        self.asked.append(subject)
        if isinstance(self.now, Exception):
            raise self.now
        return self.now

    def trouble(self, error: Exception) -> Trouble:
        return trouble(error, config=Path("digest.toml"))

    def change(self, now: Look | Exception) -> None:
        self.now = now
        self.number += 1


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
def standing(served: Callable) -> Iterator[tuple[Desk, str]]:
    desk = Desk()
    with served(preview_app(Looks(desk))) as address:
        yield desk, address


@pytest.fixture
def shown(standing: tuple[Desk, str], media: Path) -> Desk:
    desk = standing[0]
    desk.change(replace(LOOK, media=media))
    desk.asked.clear()
    return desk


@pytest.fixture
def url(standing: tuple[Desk, str], shown: Desk) -> str:
    return standing[1]


def get(url: str, path: str, *, method: str = "GET", **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body, response.headers


def words(body: str) -> str:
    """The words of a page, on one line."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


def test_it_says_what_is_shown_how_it_stands_and_what_else_there_is(url: str):
    told = words(get(url, "/")[1])
    assert "Issue daily/2026-11-23" in told
    assert "daily/2026-11-22 sent" in told
    assert " draft " in told
    assert "Theme classic classic as configured modern" in told
    assert "Variant everybody everybody 1,204 and 1,999 more" in told


def test_it_shows_errors_warnings_sizes_and_readers_at_a_glance(url: str):
    top = words(get(url, "/")[1].partition("</header>")[0])
    assert f"1 error 1 warning HTML {len(HTML.encode()) / 1000:.1f} of 95 kB 1,204 readers" in top


def test_each_finding_comes_with_its_rule_its_place_and_what_to_do(url: str):
    told = words(get(url, "/")[1])
    assert "error has no alt; write one image-alt HTML: <img> x" in told
    assert "warning has <none>; give it one title HTML" in told
    assert "1 rules found nothing to object to html-size HTML of more than 95,000 bytes." in told


def test_it_says_who_gets_it_who_not_and_what_was_left_out_and_why(url: str):
    told = words(get(url, "/")[1])
    assert "1,204 readers get it 3 do not: suppressed 1 does not: paused of the segment topic = eu" in told
    assert "Cup <script>draw tag sport is excluded" in told


def test_sizes_are_told_in_bytes_against_what_they_may_be(url: str):
    told = words(get(url, "/")[1])
    assert "Size 2 briefs shortened Subject 24 of 70 columns" in told
    assert f"HTML {len(HTML.encode())} bytes of 95,000" in told
    assert f"Plain text {len(MAIL.text)} bytes Headers 61 bytes As sent {len(MESSAGE)} bytes" in told


def test_foreign_text_in_the_page_is_escaped(url: str):
    for view in VIEWS:
        _, body, _ = get(url, f"/?view={view}&issue=<script>&theme=%22%3E<script>")
        assert body.count("<script") == 1
        assert re.search(r'<script src="/preview.js" nonce="[\w-]+" defer></script>', body)


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (
            "side",
            ["Desktop 640 px · light", "Phone 360 px · dark", "Herald Ferry crews <b>agree</b> — Council backs wall"],
        ),
        ("side&scheme=light", ["Desktop 640 px · light", "Phone 360 px · light"]),
        ("side&scheme=dark", ["Desktop 640 px · dark", "Phone 360 px · dark"]),
        ("phone", ["Phone 360 px · light", "Herald 06:30 Ferry crews <b>agree</b> Council backs wall"]),
        ("phone&scheme=both", ["Phone 360 px · light", "Phone 360 px · dark"]),
        ("desktop&pictures=off", ["Desktop 640 px · light · pictures off"]),
        ("text", ["The Harbour Herald ==== <b>", "In the inbox"]),
        ("headers", ["List-Id <daily.herald>", "To: reader@example.com Subject: =?utf-8?b?RmVycnk=?= crews "]),
        ("source", ['<!doctype html><html lang="en"><head>', "shown alone"]),
        ("why", ["lead Ferry crews agree Wire tag world · 2 others cover it", "news from Sun 22 Nov 06:30"]),
        ("%3Cscript", ["Desktop 640 px · light", "Phone 360 px · dark"]),
    ],
)
def test_each_view_has_an_address_of_its_own_and_an_unknown_one_is_side_by_side(url: str, view: str, shown: list[str]):
    status, body, _ = get(url, f"/?view={view}")
    assert status == 200
    assert [one for one in shown if one not in words(body)] == []


def test_the_links_of_a_view_keep_what_else_is_asked_for(url: str, shown: Desk):
    body = get(url, "/?view=phone&scheme=dark&issue=daily%233&theme=modern")[1]
    assert (shown.asked[-1].issue, shown.asked[-1].theme) == ("daily#3", "modern")
    assert 'href="/?view=headers&amp;scheme=dark&amp;issue=daily%233&amp;theme=modern"' in body
    assert 'href="/?view=phone&amp;scheme=dark&amp;issue=daily%233&amp;theme=classic"' in body


def test_a_quiet_day_is_told_with_what_was_left_out_and_why(url: str, shown: Desk):
    shown.change(replace(LOOK, mail=None, inbox=None, quiet="no story fits", picks=(), checked=Checked()))
    for view in VIEWS:
        status, body, _ = get(url, f"/?view={view}")
        assert status == 200
        assert "A quiet day no story fits" in words(body)
        assert "tag sport is excluded" in words(body)
    assert get(url, "/mail.html")[:2] == (404, "no story fits")


def test_the_frames_bear_the_bytes_that_are_sent(url: str):
    first, second = re.findall(r'src="(/mail.html[^"]*)"', get(url, "/")[1])
    assert get(url, unescape(first))[1] == HTML
    assert get(url, unescape(second))[1] == HTML.replace("(prefers-color-scheme: dark)", "(min-width:0)")


def test_text_and_message_can_be_had_as_they_are(url: str):
    assert get(url, "/mail.txt")[1] == MAIL.text
    _, body, headers = get(url, "/mail.eml")
    assert body.encode() == MESSAGE
    assert headers["content-disposition"] == 'attachment; filename="issue.eml"'


def test_the_frames_show_the_same_look_as_their_page_without_working_it_out_again(url: str, shown: Desk):
    frames = [unescape(one) for one in re.findall(r'src="(/mail.html[^"]*)"', get(url, "/")[1])]
    shown.change(replace(LOOK, mail=replace(MAIL, html="later")))
    assert all("Ferry crews" in get(url, frame)[1] for frame in frames)
    assert len(shown.asked) == 1
    assert get(url, "/mail.html")[1] == "later"


def test_a_switch_of_views_works_nothing_out_anew_until_something_changes(url: str, shown: Desk):
    for view in VIEWS:
        get(url, f"/?view={view}")
    assert len(shown.asked) == 1
    shown.change(replace(LOOK, issue="daily/2026-11-24"))
    assert "daily/2026-11-24" in get(url, "/")[1]


def test_changes_are_told_as_they_come(url: str, shown: Desk):
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    connection.request("GET", "/changes")
    answer = connection.getresponse()
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [answer.readline() for _ in range(4)]
    shown.change(LOOK)
    told += [answer.readline()]
    connection.close()
    assert told[0] == b"retry: 300\n"
    assert told[2] == f"data: v{shown.number - 1}\n".encode()
    assert told[4] == f"data: v{shown.number}\n".encode()


@pytest.mark.parametrize(
    "error",
    [
        RenderError("theme <x>: _lead.mjml.j2, line 2: oh", spot=Spot("/t/_lead.mjml.j2", 2, "one\n<two>\nthree")),
        QuietDay("no <x> news"),
        RuntimeError("a <x> fault"),
    ],
)
def test_whatever_goes_wrong_is_told_in_the_page_until_it_is_mended(url: str, shown: Desk, error: Exception):
    shown.change(error)
    status, body, _ = get(url, "/")
    assert status == 500
    assert str(error) in words(body)
    assert "<x>" not in body
    assert get(url, "/mail.html")[0] == 500
    assert str(error) in get(url, "/mail.html")[1]
    shown.change(LOOK)
    assert get(url, "/")[0] == 200


def test_a_mistake_in_a_template_is_shown_with_the_lines_around_it(url: str, shown: Desk):
    shown.change(RenderError("oh", spot=Spot("/t/_lead.mjml.j2", 2, "one\n<two>\nthree")))
    body = get(url, "/?theme=mine")[1]
    assert "/t/_lead.mjml.j2 line 2 oh 1 one 2 <two> 3 three" in words(body)
    assert re.search(r'<span class="wrong"><i>\s*2</i> &lt;two&gt;', body)
    assert "Back to the issue that was asked for first" in body


def test_pictures_come_from_the_media_folder(url: str):
    status, body, headers = get(url, "/media/a%20quay.svg")
    assert (status, body) == (200, SVG)
    assert headers["content-type"] == "image/svg+xml"
    assert "sandbox" in headers["content-security-policy"]


def test_without_a_media_folder_there_are_none(url: str, shown: Desk):
    shown.change(LOOK)
    assert get(url, "/media/a%20quay.svg")[0] == 404


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
    for path in ("/", "/mail.html", "/mail.eml", "/changes", "/preview.js", "/media/a%20quay.svg"):
        assert get(url, path, Host=host)[0] == 400


def test_this_machines_own_names_are_answered(url: str):
    assert get(url, "/", Host="localhost:1234")[0] == 200
    assert get(url, "/", Host="127.0.0.1")[0] == 200


FETCHED = [("cross-site", "no-cors", "image"), ("same-site", "cors", "empty"), ("cross-site", "navigate", "iframe")]


@pytest.mark.parametrize(("site", "mode", "dest"), FETCHED)
def test_what_another_sites_page_asks_for_is_refused(url: str, site: str, mode: str, dest: str):
    said = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    for path in ("/", "/mail.html", "/mail.eml", "/changes", "/media/a%20quay.svg"):
        assert get(url, path, **said)[0] == 403


def test_a_link_from_elsewhere_can_be_followed_to_the_desk(url: str):
    said = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert get(url, "/", **said)[0] == 200
    assert get(url, "/mail.html", **{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe"})[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/mail.html", "/changes", "/media/a%20quay.svg"])
def test_the_desk_only_reads(url: str, method: str, path: str):
    assert get(url, path, method=method)[0] == 405


@pytest.mark.parametrize(
    "path", ["/", "/mail.html", "/mail.eml", "/preview.css", "/media/a%20quay.svg", "/media/none", "/no"]
)
def test_every_answer_carries_the_headers_that_keep_foreign_content_harmless(url: str, path: str):
    _, _, headers = get(url, path, Origin="https://evil.example")
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert not [name for name in headers if name.lower().startswith("access-control")]


def test_no_script_may_run_but_the_pages_own_and_none_in_the_mail(url: str):
    page = get(url, "/")[2]["content-security-policy"]
    assert re.search(r"script-src 'nonce-[\w-]{20,}';", page)
    assert "frame-ancestors 'none'" in page
    mail = get(url, "/mail.html")[2]["content-security-policy"]
    assert "script-src" not in mail
    assert "allow-scripts" not in mail
    assert "frame-ancestors 'self'" in mail


SERVED_FROM_THE_COMMAND_LINE = """
import tests.web.test_preview as given
from digest.web.preview import serve_desk
serve_desk(given.Desk(), port=0, on_ready=lambda url: print(url, flush=True))
print("ended", flush=True)
"""


def test_it_is_served_here_alone_until_ctrl_c_even_while_a_page_listens():
    command = [sys.executable, "-c", SERVED_FROM_THE_COMMAND_LINE]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, cwd=Path(__file__).parents[2], **pipes) as server:
        url = server.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/", url)
        assert "daily/2026-11-23" in get(url, "/")[1]
        listening = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
        listening.request("GET", "/changes")
        assert listening.getresponse().readline()
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=10)
        listening.close()
    assert (server.returncode, out, err) == (0, "ended\n", "")


def test_a_port_in_use_is_a_usage_error():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"port {port} cannot be used: .*; choose another"):
            serve_desk(Desk(), port=port, on_ready=print)
