"""What the editor's desk shows of an issue, and of a mistake that keeps it from being shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.render.fit import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from digest.model.finding import Finding

MEDIA = "/media/"  # where the publication's own pictures are served


@dataclass(frozen=True, slots=True)
class Option:
    """Something else that could be shown: how an address asks for it, its title, and a quiet word beside it."""

    value: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """What there is to choose from, which of it is shown, and how many more there are than the menu names."""

    shown: str
    options: tuple[Option, ...]
    more: int = 0

    @property
    def title(self) -> str:
        """The title of what is shown."""
        return next((one.title for one in self.options if one.value == self.shown), self.shown)


@dataclass(frozen=True, slots=True)
class Inbox:
    """What a list of mails shows of it."""

    sender: str
    subject: str
    preheader: str
    time: str
    subject_columns: int
    most_columns: int


@dataclass(frozen=True, slots=True)
class Mail:
    """One variant as the neutral reader gets it: the parts, and the whole message as it is handed over."""

    html: str
    text: str
    message: bytes
    headers: tuple[tuple[str, str], ...]  # decoded

    @property
    def head(self) -> str:
        """The headers as they are handed over, folded and encoded."""
        return self.message.partition(b"\r\n\r\n")[0].decode("ascii", "backslashreplace")

    @property
    def sizes(self) -> tuple[tuple[str, int, int], ...]:
        """What is how many bytes long, and may be; 0 where nothing bounds it."""
        return (
            ("HTML", len(self.html.encode()), LIMIT),
            ("Plain text", len(self.text.encode()), 0),
            ("Headers", len(self.message.partition(b"\r\n\r\n")[0]), 0),
            ("As sent", len(self.message), 0),
        )


@dataclass(frozen=True, slots=True)
class Readers:
    """Who gets it, or got it where it is `gone`: how many, by which lists and segment, and who not, by reason."""

    total: int
    lists: tuple[str, ...]
    segment: str
    skipped: tuple[tuple[str, int], ...]
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` found, errors first, and the rules that found nothing: name, and what they look for."""

    findings: tuple[Finding, ...] = ()
    content: tuple[tuple[str, str], ...] = ()

    @property
    def rules(self) -> int:
        """How many rules judged."""
        return len({one.rule for one in self.findings}) + len(self.content)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A story of the issue, its role, where it comes from, and why it is there."""

    title: str
    role: str
    source: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An issue as the desk shows it; `mail` is None on a quiet day, and `quiet` says why.

    `left_out` pairs title and reason. `media` is the folder whose files are public below `media_url`.
    """

    issue: str
    state: str
    news: str  # which span of time its stories are from
    issues: Menu
    themes: Menu
    variants: Menu
    inbox: Inbox | None
    mail: Mail | None
    quiet: str
    checked: Checked
    readers: Readers
    picks: tuple[Chosen, ...]
    left_out: tuple[tuple[str, str], ...]
    fitted: str  # what it cost to make the mail fit; empty when nothing
    media_url: str
    media: Path | None


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, in which line of which file, and the lines around it: number and text."""

    cause: str
    file: str = ""
    line: int = 0
    lines: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is nothing to show, until somebody mends it."""

    title: str
    mistakes: tuple[Mistake, ...]
