"""An issue as readers see it again after it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.issue import Marks


class BackIssue(NamedTuple):
    """An issue that was sent; `number` may be None where it never got one."""

    id: int
    edition: str
    label: str
    number: int | None
    slot: datetime
    subject: str

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
