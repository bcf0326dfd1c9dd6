"""Draws pages of the demo's newsroom: the editor's desk, those for readers, and a report."""

from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from digest.clock import from_iso
from digest.demo.unpack import unpack
from docs.making.camera import keep
from docs.making.newsroom import DIGEST, ENVIRON, MOMENT, digest
from tests.pipeline.eventful import live

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docs.making.camera import Camera

READER = "marta.solheim@reader.example"
_SERVED = re.compile(r"http://127\.0\.0\.1:\d+")


def draw(camera: Camera, folder: Path) -> None:
    """Draw them."""
    _desk(camera, folder)
    _readers(camera, folder)
    _report(camera, folder.with_name("quarter"))


def _desk(camera: Camera, folder: Path) -> None:
    desk = ("preview", "daily", "--no-open", "--port", "0")
    with _running(folder, *desk) as url, camera.page(1440, height=960, scale=1200 / 1440) as page:
        page.goto(url, wait_until="networkidle")
        keep("preview", page.screenshot())


def _readers(camera: Camera, folder: Path) -> None:
    with _running(folder, "serve", "--port", "0") as url:
        with camera.page(720) as page:
            page.goto(f"{url}/subscribe")
            page.fill("#address", "ana@reader.example")
            page.locator("input[name=list]").first.check()
            page.locator("input[name=topic]").nth(2).check()
            page.evaluate("document.activeElement.blur()")
            keep("subscribe", page.screenshot(full_page=True))
        with camera.page(360, scheme="dark") as page:
            page.goto(url + _preferences(folder))
            keep("preferences-dark-360", page.screenshot(full_page=True))


def _preferences(folder: Path) -> str:
    """Return the path of a reader's own page, as the mail that they got says it."""
    (mail,) = folder.glob(f"outbox/daily/*/{READER}.eml")
    text = message_from_bytes(mail.read_bytes(), policy=default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return re.search(r"/p/[\w-]+", text)[0]  # type: ignore[index]


def _report(camera: Camera, folder: Path) -> None:
    """Draw a report of a quarter that never was."""
    unpack(folder, now=from_iso(MOMENT))
    digest(folder, "db", "migrate")
    digest(folder, "lists", "list")
    live(folder / "digest.db", now=MOMENT)
    digest(folder, "report", "--edition", "daily", "--out", "report.html")
    with camera.page(800, scale=560 / 800) as page:
        page.goto((folder / "report.html").as_uri())
        keep("report", page.screenshot(full_page=True), height=846)


@contextmanager
def _running(folder: Path, *arguments: str) -> Iterator[str]:
    """Run a command that serves until it is ended; gives the address that it says."""
    command = [DIGEST, *arguments]
    with subprocess.Popen(
        command, cwd=folder, env=ENVIRON, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        assert running.stdout is not None
        try:
            yield next(found[0] for line in running.stdout if (found := _SERVED.search(line.decode())))
        finally:
            running.terminate()
