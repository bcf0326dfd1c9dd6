"""What the preview shows of an issue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MEDIA = "/media/"  # where the preview serves the publication's own pictures

_PICTURE = re.compile(r"""\b(?:src|srcset|background)\s*=\s*(?:"[^"]*"|'[^']*')|\burl\([^)]*\)""", re.IGNORECASE)


class View(StrEnum):
    """What the page shows of an issue; the value stands in the address."""

    SIDE = "side"
    PHONE = "phone"
    DESKTOP = "desktop"
    TEXT = "text"
    HEADERS = "headers"
    WHY = "why"


VIEWS = {
    View.SIDE: "Side by side",
    View.PHONE: "Phone",
    View.DESKTOP: "Desktop",
    View.TEXT: "Plain text",
    View.HEADERS: "Headers",
    View.WHY: "Why these stories",
}


class NoteLevel(StrEnum):
    """How much a note weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the editor beside the mail, such as what a check found."""

    text: str
    level: NoteLevel = NoteLevel.NOTE


@dataclass(frozen=True, slots=True)
class Chosen:
    """A story of the issue, its role, and why it is there."""

    title: str
    role: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """An issue as the page shows it. `html` and `text` are what one reader gets; `left_out` pairs title and reason.

    Pictures below `{publication_url}/media/` are shown from the local media folder.
    """

    issue: str
    subject: str
    preheader: str
    html: str
    text: str
    headers: tuple[tuple[str, str], ...]
    recipients: int
    picks: tuple[Chosen, ...]
    left_out: tuple[tuple[str, str], ...]
    publication_url: str
    notes: tuple[Note, ...] = ()

    @property
    def html_bytes(self) -> int:
        """The size of the HTML part before it is encoded for the mail."""
        return len(self.html.encode())

    @property
    def text_bytes(self) -> int:
        """The size of the plain-text part before it is encoded for the mail."""
        return len(self.text.encode())


def local_pictures(html: str, publication_url: str) -> str:
    """Return the mail with the addresses of the publication's own pictures pointing here, all else as it was."""
    own = re.compile(rf"""(?<=["'(\s,;]){re.escape(publication_url)}/media/""")
    return _PICTURE.sub(lambda found: own.sub(MEDIA, found[0]), html)
