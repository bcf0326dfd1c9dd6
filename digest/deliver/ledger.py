"""What the dispatch loop needs of the ledger, whoever keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from digest.model.delivery import Entry, Turn


class Ledger(Protocol):
    """The record of who got what; used by one thread only."""

    def turn(
        self,
        issue_id: int,
        *,
        entries: Sequence[Entry],
        want: int,
        now: datetime,
        hold: float = 0.0,
        resting: Mapping[str, datetime],
    ) -> Turn:
        """Record these entries and claim up to `want` deliveries, in ONE durable commit; return the claimed ones.

        Claimable is what is pending, or deferred and due, as far as the rates let it through; the entries count first,
        so what they set back to pending may be claimed at once. `hold` lets nothing through for so many seconds, over
        all issues and processes. Suppression, subscription, pause and the staging guard are looked at again; who fails
        is recorded as skipped and not returned. Who lives at a domain that is `resting` is deferred until then.
        """

    def pause(self, issue_id: int, *, why: str, release: Collection[int], now: datetime) -> None:
        """Pause the issue until a person resumes it, and put these deferred deliveries back in line."""

    def stopped(self, issue_id: int) -> bool:
        """Tell whether a person paused or cancelled the issue meanwhile; asked about once a second."""
