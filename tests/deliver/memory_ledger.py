"""A ledger for the tests of the dispatch loop, and the envelopes of its deliveries."""

import threading
import time
from collections import Counter
from datetime import UTC, datetime

from digest.model.delivery import DeliveryStatus, Envelope, Recipient, Turn

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
PENDING = DeliveryStatus.PENDING


class MemoryLedger:
    """A ledger that keeps everything in memory and watches how it is used."""

    def __init__(self, count, *, slow=0.0, shut=False, foresight=0):
        self.status = dict.fromkeys(range(1, count + 1), PENDING)
        self.slow = slow
        self.shut = shut  # a rate that is spent
        self.foresight = foresight  # how many it sees behind those it gives out
        self.epoch = 0  # of everybody's links
        self.entries = []
        self.holds = []
        self.held_until = 0.0
        self.resting = {}
        self.paused = None
        self.turns = self.most_in_flight = self.claims = 0
        self.recorded = []
        self.threads = set()
        self.on_turn = lambda turn: None
        self.called_off = False

    def turn(self, issue_id, *, entries, want, now, hold=0.0, resting):
        assert (issue_id, now) == (7, NOW)
        self.threads.add(threading.get_ident())
        self.turns += 1
        time.sleep(self.slow)
        self.on_turn(self.turns)
        self.entries += entries
        self.resting = dict(resting)
        if hold:
            self.holds.append(hold)
            self.held_until = max(self.held_until, time.monotonic() + hold)
        for entry in entries:
            for id_ in entry.delivery_ids:
                assert self.status[id_] is DeliveryStatus.CLAIMED
                self.status[id_] = entry.receipt.status
                self.recorded.append(entry.receipt._replace(delivery_id=id_))
        shut = 3600.0 if self.shut else max(0.0, self.held_until - time.monotonic())
        pending = [id_ for id_, status in self.status.items() if status is PENDING]
        claimed = [] if shut else pending[:want]
        self.status |= dict.fromkeys(claimed, DeliveryStatus.CLAIMED)
        self.claims += len(claimed)
        self.most_in_flight = max(self.most_in_flight, Counter(self.status.values())[DeliveryStatus.CLAIMED])
        left = 0.0 if len(claimed) == want else shut if shut and pending else None
        ahead = pending[want : want + self.foresight]
        return Turn([self.delivery(id_) for id_ in claimed], left, map(self.delivery, ahead))

    def delivery(self, id_):
        return Recipient(id_, id_, f"reader{id_}@readers.example", "", "Daily", NOW, self.epoch, attempts=0)

    def pause(self, issue_id, *, why, release, now):
        self.paused = why
        self.status |= dict.fromkeys(release, PENDING)

    def stopped(self, issue_id):
        self.threads.add(threading.get_ident())
        return self.called_off

    def counts(self):
        return {status.value: count for status, count in Counter(self.status.values()).items()}


def envelopes_for(recipients):
    return [envelope_for(recipient) for recipient in recipients]


def envelope_for(recipient):
    id_ = recipient.delivery_id
    return Envelope(
        delivery_id=id_, address=recipient.address, name="", message_id=f"<{id_}@herald.example>",
        token="t" * 22, reference=f"{id_:032d}", reason="You joined Daily.",
    )  # fmt: skip
