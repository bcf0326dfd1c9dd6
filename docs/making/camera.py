"""Photographs pages in Chromium, and keeps the pictures small."""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image
from playwright.sync_api import sync_playwright

from digest.demo.unpack import BUNDLED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

PICTURES = Path(__file__).parent.parent / "pictures"
MEDIA = {"quay": "floodwall", "bus": "nightbus"}  # what specimens call otherwise than the demo's media folder
COLOURS = 256

Scheme = Literal["light", "dark"]


class Camera:
    """Opens pages, with the demo's pictures in the place of those that stories have."""

    def __init__(self, chromium: Browser) -> None:
        """Take a browser."""
        self._chromium = chromium

    @contextmanager
    def page(self, width: int, *, height: int = 400, scheme: Scheme = "light", scale: float = 1) -> Iterator[Page]:
        """Open an empty page of a width."""
        context = self._chromium.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=scale, color_scheme=scheme
        )
        context.route("https://pictures.example/*", _illustrate)
        yield context.new_page()
        context.close()

    def mail(self, html: str, width: int, *, scheme: Scheme = "light") -> bytes:
        """Return a picture of a whole mail."""
        with self.page(width, scheme=scheme) as page:
            page.set_content(html, wait_until="load")
            return page.screenshot(full_page=True)


@contextmanager
def camera() -> Iterator[Camera]:
    """Open a browser."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield Camera(chromium)
        chromium.close()


def keep(name: str, png: bytes, *, height: int = 0) -> None:
    """Write a picture, the upper part of it if need be, in few colours, which takes a third of the bytes."""
    with Image.open(io.BytesIO(png)) as full:
        whole = full.convert("RGB")
    shown = whole.crop((0, 0, whole.width, height)) if height else whole
    few = shown.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
    few.save(PICTURES / f"{name}.png", optimize=True)


def _illustrate(route: Route) -> None:
    name = Path(route.request.url).stem
    route.fulfill(body=(BUNDLED / "media" / f"{MEDIA.get(name, name)}.jpg").read_bytes(), content_type="image/jpeg")
