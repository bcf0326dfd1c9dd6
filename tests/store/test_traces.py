"""What the ledger and the events hold of a person is found by number and by address, and taken out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.model.delivery import DeliveryStatus, Entry, Receipt
from digest.model.event import Event, EventKind
from digest.store.mail import deliveries, events
from digest.store.mail.traces import erase, traces_of
from subscribers.database import immediate
from tests.store.conftest import NOW
from tests.store.test_deliveries import claim, freeze, ledger_of, roster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from digest.model.delivery import Delivery
    from digest.model.issue import IssueRecord
    from subscribers.roster import Roster

__all__ = ["roster"]

ANA = "ana@reader.example"


@pytest.fixture
def issue(db: Database, roster: Roster) -> IssueRecord:
    """An issue frozen for three readers, Ana the first."""
    return freeze(db, "daily")


def forget(db: Database, keys: Sequence[str] = (ANA,)) -> None:
    with immediate(db):
        erase(db, traces_of(db, 1, keys), keys, now=NOW)


def anas(db: Database, issue: IssueRecord) -> Delivery:
    return deliveries.every(db, issue.id)[0]


def test_a_mail_that_was_to_go_out_is_skipped_and_names_nobody(db: Database, issue: IssueRecord) -> None:
    forget(db)
    assert (anas(db, issue).address, anas(db, issue).status) == ("(erased)", DeliveryStatus.SKIPPED)
    assert anas(db, issue).is_erased
    assert [one.address for one in claim(ledger_of(db), issue, 3)] == ["ben@reader.example", "cid@reader.example"]


@pytest.mark.parametrize("together", [False, True])
def test_the_receipt_of_a_mail_that_was_on_its_way_is_kept_without_its_words(
    db: Database, issue: IssueRecord, *, together: bool
) -> None:
    ledger = ledger_of(db)
    claimed = claim(ledger, issue, 2)
    forget(db)
    assert anas(db, issue).status is DeliveryStatus.CLAIMED
    words = [f"550 5.1.1 <{ANA}> no such user", "x" if not together else f"550 5.1.1 <{ANA}> no such user"]
    receipts = [
        Entry([one.delivery_id], Receipt(one.delivery_id, DeliveryStatus.REFUSED, "5.1.1", said))
        for one, said in zip(claimed, words, strict=True)
    ]
    ledger.turn(issue.id, entries=receipts, want=0, now=NOW, resting={})
    first, second, _ = deliveries.every(db, issue.id)
    assert (first.status, first.code, first.detail) == (DeliveryStatus.REFUSED, "5.1.1", "")
    assert second.detail == words[1]


def test_events_are_found_by_delivery_and_by_address_and_lose_both_words_and_address(
    db: Database, issue: IssueRecord
) -> None:
    for number, delivery in enumerate((anas(db, issue).id, None, 2)):
        event = Event(key=f"e{number}", kind=EventKind.COMPLAINED, source="mail", detail=f"from {ANA}", at=NOW)
        events.remember(db, event, delivery_id=delivery, address_key="" if delivery else ANA, now=NOW)
    assert [one["id"] for one in traces_of(db, 1, [ANA]).events] == [1, 2]
    forget(db)
    kept = db.execute("SELECT address_key, detail FROM events ORDER BY id").fetchall()
    assert kept == [("", ""), ("", ""), ("", f"from {ANA}")]


def test_a_second_look_reads_only_the_events_that_came_in_between(db: Database, issue: IssueRecord) -> None:
    def come(key: str) -> None:
        event = Event(key=key, kind=EventKind.DELIVERED, source="sendgrid", at=NOW)
        events.remember(db, event, delivery_id=1, address_key="", now=NOW)

    come("before")
    glance = traces_of(db, 1, [ANA])
    come("between")
    again = traces_of(db, 1, [ANA], after=glance)
    assert [one["id"] for one in again.events] == [1, 2]


def test_soft_bounces_go_and_another_readers_stay(db: Database, issue: IssueRecord) -> None:
    for address in (ANA, "ben@reader.example"):
        events.count_soft(db, issue.id, address)
    assert traces_of(db, 1, [ANA]).soft_bounces == (issue.name,)
    forget(db)
    assert [events.soft_issues(db, address) for address in (ANA, "ben@reader.example")] == [0, 1]


def test_nobody_leaves_no_traces(db: Database, issue: IssueRecord) -> None:
    assert not traces_of(db, None, ["nobody@reader.example"])
    assert not traces_of(db, None, ["ben@reader.example"]), "an address that is another subscriber's by now"


def test_a_person_is_found_by_index_but_for_the_events(db: Database) -> None:
    from digest.store.mail.traces import OF_PERSON

    values = {"person": 1, "keys": "[]"}
    plan = [row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {OF_PERSON}", values).fetchall()]
    assert not [step for step in plan if step.startswith("SCAN d")]
