"""The circuit breaker: notices when so many mails in a row came to nothing that no recipient can be the reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from digest.errors import SenderFault, TransportError
from digest.model.delivery import DeliveryStatus, Receipt

BREAKER = 5  # this many receipts in a row that blame no recipient stop the dispatch, before it harms a reputation
_LOST = "4.4.2"  # RFC 3463, 3.5: the connection was there, and broke within the mail
_SETTLED = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.REFUSED})


@dataclass(slots=True, kw_only=True)
class Breaker:
    """Counts receipts that say something is wrong with us or the server, in a row."""

    most_cut_off: int
    blamed: list[int] = field(default_factory=list)  # deliveries whose receipts are ours
    cut_off: list[Receipt] = field(default_factory=list)  # over a connection that broke

    def trips(self, receipt: Receipt) -> TransportError | None:
        """Return why to stop after this receipt, if so: a SenderFault where a person has to see to it first."""
        self._count(receipt)
        if len(self.blamed) >= BREAKER:
            return SenderFault(
                f"stopped: {len(self.blamed)} mails in a row were turned away through no recipient's fault, the last "
                f"with {receipt.code} {receipt.detail}"
            )
        if len(self.cut_off) > self.most_cut_off:
            unknown = sum(one.status is DeliveryStatus.UNKNOWN for one in self.cut_off)
            words = (
                f"stopped: {len(self.cut_off)} mails in a row were cut off, {unknown} of which may or may not have "
                f"been handed over: {self.cut_off[-1].detail}; see to the mail server"
            )
            return SenderFault(words) if unknown else TransportError(f"{words}, then send again")
        return None

    def _count(self, receipt: Receipt) -> None:
        if receipt.ours and receipt.wait is None:
            self.blamed.append(receipt.delivery_id)
        elif receipt.wait is None:
            self.blamed.clear()
        if receipt.status in _SETTLED:
            self.cut_off.clear()
        elif receipt.status is DeliveryStatus.UNKNOWN or receipt.code == _LOST:
            self.cut_off.append(receipt)
