"""An issue as readers see it again after it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.issue import Marks


class BackIssue(NamedTuple):
    """An issue that was sent; `number` may be None where it never got one. `mailed_at` is the date of its mails."""

    id: int
    edition: str
    label: str
    number: int | None
    slot: datetime
    subject: str
    headline: str
    mailed_at: datetime

    @property
    def year(self) -> str:
        """The year that it is of, where the publication is."""
        return self.label[:4]

    @property
    def month(self) -> str:
        """Its year and month: 2026-11."""
        return self.label[:7]

    @property
    def name(self) -> str:
        """The issue's name, `edition/label`."""
        return f"{self.edition}/{self.label}"


class Copy(NamedTuple):
    """An issue's HTML with the marks standing; to whom it went, it tells why."""

    html: str
    marks: Marks
    list_title: str = ""
    joined_at: datetime | None = None
    language: str = ""
