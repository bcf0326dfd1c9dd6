"""What the dispatch loop needs of the ledger, whoever keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.model.delivery import Delivery, Receipt


class Ledger(Protocol):
    """The record of who got what; used by one thread only."""

    def turn(self, issue_id: int, *, receipts: Sequence[Receipt], want: int, now: datetime) -> Sequence[Delivery]:
        """Record these receipts and claim up to `want` deliveries, in ONE durable commit; return the claimed ones.

        Claimable is what is pending, or deferred and due; the receipts count first, so what they set back to pending
        may be claimed at once. Suppression, subscription and pause are checked again; who fails is recorded as skipped
        and not returned. Fewer than `want` come back only when none is left to claim now. For a `deferred` receipt the
        ledger itself finds the time to try again, or the expiry.
        """

    def handed_over_since(self, moment: datetime) -> int:
        """Return how many mails were accepted at `moment` or later, over all issues: what of the rate is spent."""

    def stopped(self, issue_id: int) -> bool:
        """Tell whether a person paused or cancelled the issue meanwhile; asked about once a second."""
