"""What a report is made of: how issues, readers and sources did over some time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.model.delivery import DeliveryStatus
from digest.model.issue import IssueState

if TYPE_CHECKING:
    from datetime import date, datetime

    from digest.model.delivery import Counts

ARRIVED = (DeliveryStatus.DELIVERED, DeliveryStatus.COMPLAINED)
CAME_BACK = (DeliveryStatus.BOUNCED, DeliveryStatus.REFUSED)

# The states of an issue that is over though nobody was handed anything, in words.
UNSENT = {
    IssueState.QUIET: "too little news",
    IssueState.MERGED: "missed, the news in a later issue",
    IssueState.CANCELLED: "called off",
}


@dataclass(frozen=True, slots=True)
class IssueFigures:
    """An issue that went out, and what became of its mails."""

    name: str
    edition: str
    subject: str
    mailed_at: datetime
    counts: Counts

    @property
    def arrived(self) -> int:
        """Mails reported as in the reader's mailbox."""
        return self._sum(ARRIVED)

    @property
    def accepted(self) -> int:
        """Mails handed over, of which no more is known."""
        return self.counts[DeliveryStatus.ACCEPTED]

    @property
    def came_back(self) -> int:
        """Mails that bounced, or were refused at the door."""
        return self._sum(CAME_BACK)

    @property
    def complained(self) -> int:
        """Mails called spam."""
        return self.counts[DeliveryStatus.COMPLAINED]

    @property
    def others(self) -> int:
        """Mails that did not go out, or of which it is not known."""
        return self.counts.recipients - self.arrived - self.accepted - self.came_back

    def share(self, mails: int) -> float:
        """Return a number of its mails in percent of those handed over."""
        handed = self.arrived + self.accepted + self.came_back
        return 100 * mails / handed if handed else 0.0

    def _sum(self, statuses: tuple[DeliveryStatus, ...]) -> int:
        return sum(self.counts[status] for status in statuses)


@dataclass(frozen=True, slots=True)
class UnsentSlot:
    """A slot that is over and brought nobody a mail."""

    name: str
    slot: datetime
    state: IssueState  # one of UNSENT

    @property
    def why(self) -> str:
        """Why nobody got a mail, in words."""
        return UNSENT[self.state]


@dataclass(frozen=True, slots=True)
class DayOfReaders:
    """How many readers the lists had at the end of a day, and how many came and left on it."""

    day: date
    readers: int
    came: int
    left: int


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """A source: how many stories it brought, and how it is."""

    name: str
    stories: int
    failures: int  # in a row, up to now
    error: str
    fetched_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All of a report; issues and slots the oldest first.

    `minutes` are those of a report on one issue: when how many of its mails were settled.
    """

    since: datetime
    until: datetime
    editions: tuple[str, ...]
    issues: tuple[IssueFigures, ...]
    readers: tuple[DayOfReaders, ...]
    sources: tuple[SourceFigures, ...]
    unsent: tuple[UnsentSlot, ...] = ()
    minutes: tuple[tuple[datetime, int], ...] = ()
