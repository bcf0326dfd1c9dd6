"""A ledger for the tests of the dispatch loop, and the envelopes of its deliveries."""

import threading
import time
from collections import Counter
from datetime import UTC, datetime

from digest.model.delivery import Delivery, DeliveryStatus, Envelope

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
PENDING = DeliveryStatus.PENDING


class MemoryLedger:
    """A ledger that keeps everything in memory and watches how it is used."""

    def __init__(self, count, *, slow=0.0, spent=0):
        self.status = dict.fromkeys(range(1, count + 1), PENDING)
        self.slow, self.spent = slow, spent
        self.turns = self.most_in_flight = self.claims = 0
        self.recorded = []
        self.threads = set()
        self.on_turn = lambda turn: None
        self.called_off = False

    def turn(self, issue_id, *, receipts, want, now):
        assert (issue_id, now) == (7, NOW)
        self.threads.add(threading.get_ident())
        self.turns += 1
        time.sleep(self.slow)
        self.on_turn(self.turns)
        for receipt in receipts:
            assert self.status[receipt.delivery_id] is DeliveryStatus.CLAIMED
            self.status[receipt.delivery_id] = receipt.status
            self.recorded.append(receipt)
        claimed = [id_ for id_, status in self.status.items() if status is PENDING][:want]
        self.status |= dict.fromkeys(claimed, DeliveryStatus.CLAIMED)
        self.claims += len(claimed)
        self.most_in_flight = max(self.most_in_flight, Counter(self.status.values())[DeliveryStatus.CLAIMED])
        return [self.delivery(id_) for id_ in claimed]

    def delivery(self, id_):
        return Delivery(
            id=id_, issue_id=7, subscriber_id=id_, address=f"reader{id_}@readers.example", name="", list_title="Daily",
            joined_at=NOW, epoch=0, status=DeliveryStatus.CLAIMED, attempts=1,
        )  # fmt: skip

    def handed_over_since(self, moment):
        return self.spent

    def stopped(self, issue_id):
        self.threads.add(threading.get_ident())
        return self.called_off

    def counts(self):
        return {status.value: count for status, count in Counter(self.status.values()).items()}


def envelope_for(delivery):
    return Envelope(
        delivery_id=delivery.id, address=delivery.address, name="", message_id=f"<{delivery.id}@herald.example>",
        token="t" * 22, reference=f"{delivery.id:026d}", reason="You joined Daily.",
    )  # fmt: skip
