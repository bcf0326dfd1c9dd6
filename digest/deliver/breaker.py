"""The circuit breaker: notices when so many mails in a row came to nothing that no recipient can be the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.errors import SenderFault, TransportError
from digest.model.delivery import DeliveryStatus, Receipt

if TYPE_CHECKING:
    from collections.abc import Sequence

BREAKER = 5  # setbacks in a row that are no recipient's fault stop the dispatch, before they harm a reputation
LOST = "4.4.2"  # RFC 3463, 3.5: the connection was there, and broke within the mail
_SETTLED = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED})


@dataclass(slots=True, kw_only=True)
class Breaker:
    """Counts what workers bring, in a row, that says something is wrong with us or the server.

    What a worker brings at once, a mail or a request's worth of them, counts once.
    """

    most_cut_off: int
    blamed: list[int] = field(default_factory=list)  # deliveries whose receipts are ours
    _turned_away: int = 0  # times in a row
    _cut_off: list[list[Receipt]] = field(default_factory=list)  # over a connection that broke

    def is_calm(self) -> bool:
        """Tell whether an accepted mail tells nothing new."""
        return not (self.blamed or self._turned_away or self._cut_off)

    def trips(self, receipts: Sequence[Receipt]) -> TransportError | None:
        """Return why to stop after these receipts, if so: a SenderFault where a person has to see to it first."""
        self._count(receipts)
        last = receipts[-1]
        if self._turned_away >= BREAKER:
            return SenderFault(
                f"stopped after {len(self.blamed)} mails in a row were turned away through no recipient's fault, the "
                f"last with {last.code} {last.detail}; {_remedy(last)}"
            )
        if len(self._cut_off) > self.most_cut_off:
            lost = [receipt for receipts in self._cut_off for receipt in receipts]
            unknown = sum(one.status is DeliveryStatus.UNKNOWN for one in lost)
            in_doubt = f"{unknown:,} of which may or may not have been handed over, " if unknown else ""
            words = (
                f"stopped after {len(lost):,} mails in a row were cut off, {in_doubt}the last with: {lost[-1].detail}; "
                "check that the server is well, in its log or on its status page"
            )
            return SenderFault(words) if unknown else TransportError(f"{words}, then send again")
        return None

    def _count(self, receipts: Sequence[Receipt]) -> None:
        ours = [receipt.delivery_id for receipt in receipts if receipt.ours and receipt.wait is None]
        cut_off = [one for one in receipts if one.status is DeliveryStatus.UNKNOWN or one.code == LOST]
        if ours:
            self.blamed += ours
            self._turned_away += 1
        elif any(receipt.wait is None for receipt in receipts):
            self.blamed.clear()
            self._turned_away = 0
        if any(receipt.status in _SETTLED for receipt in receipts):
            self._cut_off.clear()
        elif cut_off:
            self._cut_off.append(cut_off)


def _remedy(receipt: Receipt) -> str:
    """Say what to look at: policy (RFC 3463, 3.8) is about who we are, the rest of what is ours about the mail."""
    if receipt.code.startswith("5.7."):
        return "check SPF, DKIM and DMARC of the domain in [mail] from, and whether a blocklist has the server"
    return "look at the mail's size and content with: digest preview"
