"""What a report says of one recipient, whatever form it has, before anybody judged it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.model.event import EventKind

if TYPE_CHECKING:
    from datetime import datetime


MOST_RECIPIENTS = 100  # of one report that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One recipient of a report.

    `recipient` is the address that was tried last, `original` the one that was mailed, where the report tells it.
    `words` are the other server's, `around` all that the report says of this recipient: by it one can tell at which
    point of the dialogue the words fell.
    """

    kind: EventKind = EventKind.BOUNCED
    recipient: str = ""
    original: str = ""
    status: str = ""
    words: str = ""
    around: str = ""
    at: datetime | None = None
