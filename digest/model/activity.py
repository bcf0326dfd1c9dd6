"""What the ledger knows of a reader: the words by which a segment asks for it."""

from __future__ import annotations

from enum import StrEnum


class Activity(StrEnum):
    """What may have become of a reader's mails; each counts from the day its issue was frozen."""

    MAILED = "mailed"  # handed over, or perhaps
    DELIVERED = "delivered"  # reported as in the reader's mailbox
    BOUNCED = "bounced"  # came back, or was refused at the door
    COMPLAINED = "complained"  # called spam
