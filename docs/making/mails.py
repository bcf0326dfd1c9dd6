"""Draws mails: each theme at two widths, light and dark, from the left and from the right."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.demo.specimen_parts import MARKS
from digest.demo.specimens import arabic, morning
from digest.render.issue import render
from digest.render.personal import reason
from digest.render.theme import load_theme
from digest.render.theme_file import theme_names
from docs.making.camera import keep

if TYPE_CHECKING:
    from digest.model.issue import Issue
    from docs.making.camera import Camera

JOINED = datetime(2026, 5, 3, 12, tzinfo=UTC)
VIEWS = ((640, "light"), (360, "light"), (640, "dark"), (360, "dark"))
ROUGHLY = 1290  # pixels of a mail that the README shows

SHEET = """
<style>
body { margin: 0; padding: 16px; background: #cbd0d8 }
div { display: flex; gap: 16px; align-items: flex-start }
div + div { margin-top: 16px }
img { border-radius: 5px; box-shadow: 0 1px 4px #0004 }
</style>
"""


def draw(camera: Camera) -> None:
    """Draw a sheet of each theme, and the beginnings of two mails."""
    for theme in theme_names():
        rows = [[(width, camera.mail(html, width, scheme=scheme)) for width, scheme in VIEWS] for html in _mails(theme)]
        keep(theme, _sheet(camera, rows))
    html = _mail(morning(), "classic")
    keep("classic-640", camera.mail(html, 640), height=ROUGHLY)
    keep("classic-dark-360", camera.mail(html, 360, scheme="dark"), height=ROUGHLY)


def _mails(theme: str) -> tuple[str, str]:
    return _mail(morning(), theme), _mail(arabic(), theme)


def _mail(issue: Issue, theme: str) -> str:
    """Return the HTML that a reader gets."""
    why = reason(issue.title, JOINED, publication=issue.publication)
    return render(issue, theme=load_theme(theme), marks=MARKS).html.replace(MARKS.reason, why)


def _sheet(camera: Camera, rows: list[list[tuple[int, bytes]]]) -> bytes:
    """Return a picture of rows of pictures, each at half its size."""
    drawn = "".join(
        "<div>"
        + "".join(
            f'<img width="{width // 2}" src="data:image/png;base64,{b64encode(png).decode()}"/>' for width, png in row
        )
        + "</div>"
        for row in rows
    )
    across = sum(width // 2 + 16 for width, _ in rows[0]) + 16
    with camera.page(across, scale=1.25) as page:
        page.set_content(SHEET + drawn, wait_until="load")
        return page.screenshot(full_page=True)
