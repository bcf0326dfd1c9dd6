"""Looks whether pictures that stand below the publication's address are in its media folder; asks nobody."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from digest.check.mail import Answer
from digest.model.links import media_path, media_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.model.settings import Settings


def known_pictures(settings: Settings, html: str) -> dict[str, Answer]:
    """Return by address what the media folder has of the files that a mail shows or links to."""
    base = media_url(settings.publication.url)
    if settings.media is None or base not in html:
        return {}
    found = re.findall(rf"{re.escape(base)}[^\s\"'()<>]+", html)
    return {address: _answer(settings.media, base, address) for address in map(unescape, found)}


def missing_logos(settings: Settings) -> Iterator[Path]:
    """Yield the files of the brand's logos that are not in the media folder."""
    base = media_url(settings.publication.url)
    if (logo := settings.brand.logo) and settings.media:
        own = [address for address in (logo.url, logo.dark_url) if address.startswith(base)]
        yield from (file for address in own if not (file := _file(settings.media, base, address)).is_file())


def _file(media: Path, base: str, address: str) -> Path:
    return media / media_path(address, base=base)


def _answer(media: Path, base: str, address: str) -> Answer:
    file = _file(media, base, address)
    try:
        return Answer(status=200, size=file.stat().st_size)
    except (OSError, ValueError) as error:
        why = "no such file" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", str(error))
        return Answer(trouble=f"is not to be had from the media folder: {file}: {why}")
