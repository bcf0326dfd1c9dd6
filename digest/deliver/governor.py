"""Finds when to try what was put off again, and slows the send down where the other side wants it slower."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from digest.deliver.patience import PAUSES, Brake, Domains, next_try
from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from digest.model.delivery import Receipt, Recipient

PUT_OFF = 20  # mails put off in a row, whoever's they were: then the whole send slows down


@dataclass(slots=True)
class Governor:
    """Follows how the receipts come in."""

    brake: Brake = field(default_factory=Brake)
    domains: Domains = field(default_factory=Domains)
    put_off: int = 0  # in a row

    def is_calm(self) -> bool:
        """Tell whether an accepted mail tells nothing new, whoever it goes to."""
        return not (self.domains.watched or self.brake.pulled or self.put_off)

    def entry(self, receipt: Receipt, recipient: Recipient, *, now: datetime) -> tuple[Entry, float]:
        """Return what the ledger should record of a receipt, and for how many seconds nothing may go."""
        if receipt.status is DeliveryStatus.ACCEPTED:
            self.brake.let_go()
            self.put_off = 0
        self.domains.note(recipient.address.rpartition("@")[2].lower(), receipt, now=now)
        hold = self._hold(receipt)
        retry_at = None
        if receipt.status is DeliveryStatus.DEFERRED:
            wait = next_try(recipient.attempts + 1) if receipt.wait is None else self.brake.remaining()
            retry_at = now + wait
        return Entry((receipt.delivery_id,), receipt, retry_at), hold

    def gives_up(self, receipt: Receipt) -> TransportError | None:
        """Return why to try again later, once pauses in a row have not helped."""
        if self.brake.pulled < PAUSES:
            return None
        return TransportError(
            f"stopped after it asked {PAUSES} times in a row to slow down, the last time with {receipt.code} "
            f"{receipt.detail}; set a lower [mail] rate, or fewer connections, and send again later"
        )

    def resting(self, now: datetime) -> Mapping[str, datetime]:
        """Return the domains that are not to be tried now, and until when."""
        return self.domains.resting(now)

    def _hold(self, receipt: Receipt) -> float:
        if receipt.wait is not None:
            return self.brake.pull(receipt.wait)
        if receipt.status is DeliveryStatus.DEFERRED:
            self.put_off += 1
            if self.put_off % PUT_OFF == 0:
                return self.brake.pull(0.0)
        return 0.0
