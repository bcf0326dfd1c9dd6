"""The ledger: who is to get an issue, each step durable, and nobody mailed who should not be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest.errors import StoreError
from digest.model.delivery import DeliveryStatus, Receipt
from digest.model.edition import Slot
from digest.model.issue import IssueRecord, IssueState, Marks, Rendering, Variant
from digest.store import deliveries, frozen, issues
from digest.store.ledger import Ledger
from subscribers.database import immediate
from subscribers.lists import Lists
from subscribers.model import OptIn
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from sqlite_utils import Database

ACCEPTED, DEFERRED, UNKNOWN = DeliveryStatus.ACCEPTED, DeliveryStatus.DEFERRED, DeliveryStatus.UNKNOWN
VARIANT = Variant(
    rendering=Rendering(subject="News", preheader="", html="<p>", text="t", language="en"),
    message=b"m",
    sender="digest@herald.example",
    marks=Marks("t", "r"),
)


@pytest.fixture
def roster(db: Database) -> Roster:
    """Three readers of daily, the first of weekend too."""
    for name in ("daily", "weekend"):
        Lists(db).create(name, now=NOW, opt_in=OptIn.SINGLE)
    made = Roster(db)
    made.add("ana@reader.example", now=NOW, name="Ana", lists=["daily", "weekend"])
    for address in ("ben@reader.example", "cid@reader.example"):
        made.add(address, now=NOW, lists=["daily"])
    return made


def freeze(db: Database, *lists: str) -> IssueRecord:
    slot = Slot(NOW, "2026-11-23")
    record = issues.put(
        db, "daily", slot, state=IssueState.DRAFT, cutoff=NOW, number=1, subject="", plan={}, selection=None, now=NOW
    )
    with immediate(db):
        ids = [terms.id for terms in Lists(db).terms(lists)]
        variant = frozen.freeze(db, record, VARIANT, lists=ids, now=NOW)
        deliveries.freeze_recipients(db, record.id, variant, now=NOW)
    return issues.by_id(db, record.id)


def addresses(db: Database, issue: IssueRecord, status: DeliveryStatus) -> list[str]:
    return [one.address for one in deliveries.every(db, issue.id) if one.status is status]


def test_a_reader_of_two_lists_gets_one_mail(db: Database, roster: Roster) -> None:
    issue = freeze(db, "daily", "weekend")
    assert [one.address for one in deliveries.every(db, issue.id)] == [
        "ana@reader.example",
        "ben@reader.example",
        "cid@reader.example",
    ]


def test_claims_come_in_order_and_only_once(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), Ledger(db)
    first = ledger.turn(issue.id, receipts=[], want=2, now=NOW)
    second = ledger.turn(issue.id, receipts=[], want=2, now=NOW)
    assert [one.address[:3] for one in (*first, *second)] == ["ana", "ben", "cid"]
    assert ledger.turn(issue.id, receipts=[], want=2, now=NOW) == []


def test_a_claim_and_a_receipt_are_seen_by_another_connection_at_once(db: Database, roster: Roster, path) -> None:
    from digest.store.database import open_database

    issue, ledger = freeze(db, "daily"), Ledger(db)
    (claimed,) = ledger.turn(issue.id, receipts=[], want=1, now=NOW)
    other = open_database(path)
    assert [one.id for one in deliveries.claimed(other, issue.id)] == [claimed.id]
    ledger.turn(issue.id, receipts=[Receipt(claimed.id, ACCEPTED, "2.0.0", "ok")], want=0, now=NOW)
    assert deliveries.counts(other, issue.id)[ACCEPTED] == 1
    other.close()


@pytest.mark.parametrize("way", ["unsubscribe", "suppress", "domain", "pause", "move"])
def test_whoever_left_after_the_freeze_is_skipped_at_claim_time(db: Database, roster: Roster, way: str) -> None:
    issue = freeze(db, "daily")
    later = NOW + timedelta(seconds=1)
    match way:
        case "unsubscribe":
            roster.unsubscribe("ana@reader.example", now=later)
        case "suppress":
            Suppressions(db).add("ANA@reader.example", "complaint", now=later)
        case "domain":
            Suppressions(db).add("@reader.example", "manual", now=later)
        case "pause":
            roster.pause("ana@reader.example", later + timedelta(days=1), now=later)
        case "move":
            roster.edit("ana@reader.example", now=later, new_address="ana@elsewhere.example")
    claimed = Ledger(db).turn(issue.id, receipts=[], want=3, now=later)
    assert "ana@reader.example" not in [one.address for one in claimed]
    assert "ana@reader.example" in addresses(db, issue, DeliveryStatus.SKIPPED)


def test_a_reader_who_left_one_list_is_still_mailed_through_the_other(db: Database, roster: Roster) -> None:
    issue = freeze(db, "daily", "weekend")
    roster.unsubscribe("ana@reader.example", "daily", now=NOW)
    assert len(Ledger(db).turn(issue.id, receipts=[], want=3, now=NOW)) == 3


def test_a_receipt_changes_only_what_is_claimed(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), Ledger(db)
    (one,) = ledger.turn(issue.id, receipts=[], want=1, now=NOW)
    ledger.turn(issue.id, receipts=[Receipt(one.id, ACCEPTED)], want=0, now=NOW)
    ledger.turn(issue.id, receipts=[Receipt(one.id, DEFERRED)], want=0, now=NOW)
    assert deliveries.counts(db, issue.id)[ACCEPTED] == 1


def test_a_deferred_mail_comes_back_when_its_time_has_come_each_time_later(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "weekend"), Ledger(db)
    now, waits = NOW, []
    for _ in range(3):
        (one,) = ledger.turn(issue.id, receipts=[], want=1, now=now)
        ledger.turn(issue.id, receipts=[Receipt(one.id, DEFERRED, "4.7.1", "later")], want=0, now=now)
        (waiting,) = deliveries.every(db, issue.id)
        assert waiting.retry_at is not None
        assert ledger.turn(issue.id, receipts=[], want=1, now=waiting.retry_at - timedelta(seconds=1)) == []
        waits.append((waiting.retry_at - now).total_seconds())
        now = waiting.retry_at
    assert waits[0] < waits[1] < waits[2]
    assert 240 <= waits[0] <= 360


def test_past_the_deadline_what_is_deferred_expires_and_not_before(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "weekend"), Ledger(db)
    allowed = (IssueState.FROZEN,)
    issues.move(db, issue.id, IssueState.SENDING, allowed=allowed, deadline_at=NOW + timedelta(hours=6))
    (one,) = ledger.turn(issue.id, receipts=[], want=1, now=NOW)
    ledger.turn(issue.id, receipts=[Receipt(one.id, DEFERRED)], want=0, now=NOW)
    record = issues.by_id(db, issue.id)
    assert deliveries.expire(db, record, now=NOW + timedelta(hours=6)) == 0
    assert deliveries.expire(db, record, now=NOW + timedelta(hours=6, seconds=1)) == 1


@pytest.mark.parametrize(("status", "used"), [(ACCEPTED, True), (UNKNOWN, True), (DeliveryStatus.REFUSED, False)])
def test_stories_count_as_used_once_a_mail_may_have_gone_out(
    db: Database, roster: Roster, status: DeliveryStatus, *, used: bool
) -> None:
    issue, ledger = freeze(db, "daily"), Ledger(db)
    (one,) = ledger.turn(issue.id, receipts=[], want=1, now=NOW)
    ledger.turn(issue.id, receipts=[Receipt(one.id, status)], want=0, now=NOW)
    assert (issues.by_id(db, issue.id).carried_at is not None) is used


def test_what_the_rate_has_spent_outlives_the_process(db: Database, roster: Roster, path) -> None:
    from digest.store.database import open_database

    issue, ledger = freeze(db, "daily"), Ledger(db)
    claimed = ledger.turn(issue.id, receipts=[], want=2, now=NOW)
    ledger.turn(issue.id, receipts=[Receipt(one.id, ACCEPTED) for one in claimed], want=0, now=NOW)
    other = open_database(path)
    assert Ledger(other).handed_over_since(NOW) == 2
    assert Ledger(other).handed_over_since(NOW + timedelta(seconds=1)) == 0
    other.close()


def test_the_counts_sum_to_the_recipients(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), Ledger(db)
    (one,) = ledger.turn(issue.id, receipts=[], want=1, now=NOW)
    ledger.turn(issue.id, receipts=[Receipt(one.id, UNKNOWN)], want=1, now=NOW)
    counts = deliveries.counts(db, issue.id).as_dict()
    assert counts.pop("recipients") == 3 == sum(counts.values())
    assert (counts["unknown"], counts["claimed"], counts["pending"]) == (1, 1, 1)


def test_the_unknown_are_resent_or_left_only_by_a_persons_word(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), Ledger(db)
    claimed = ledger.turn(issue.id, receipts=[], want=3, now=NOW)
    ledger.turn(issue.id, receipts=[Receipt(one.id, UNKNOWN) for one in claimed], want=0, now=NOW)
    assert ledger.turn(issue.id, receipts=[], want=3, now=NOW + timedelta(days=1)) == []
    assert deliveries.resolve_unknown(db, issue.id, resend=True, now=NOW) == 3
    assert len(ledger.turn(issue.id, receipts=[], want=3, now=NOW)) == 3


def test_choosing_and_claiming_use_indexes_alone(db: Database, roster: Roster) -> None:
    from digest.store.ledger import NEXT_DEFERRED, NEXT_PENDING

    for sql in (NEXT_PENDING, NEXT_DEFERRED):
        plan = db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", {"issue": 1, "want": 1, "now": "x"}).fetchall()
        steps = [row[3] for row in plan]
        assert any("deliveries_" in step for step in steps)
        assert not [step for step in steps if step.startswith("SCAN") and "json_each" not in step], steps


def test_a_list_renamed_after_the_freeze_still_leads_its_readers_to_their_mail(db: Database, roster: Roster) -> None:
    issue = freeze(db, "daily")
    Lists(db).rename("daily", "morning")
    assert len(Ledger(db).turn(issue.id, receipts=[], want=3, now=NOW)) == 3


def test_what_comes_back_for_a_cancelled_issue_is_not_tried_again(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), Ledger(db)
    claimed = ledger.turn(issue.id, receipts=[], want=3, now=NOW)
    issues.move(db, issue.id, IssueState.CANCELLED, allowed=[IssueState.FROZEN])
    statuses = (ACCEPTED, DEFERRED, DeliveryStatus.PENDING)
    receipts = [Receipt(one.id, status) for one, status in zip(claimed, statuses, strict=True)]
    ledger.turn(issue.id, receipts=receipts, want=0, now=NOW)
    counts = deliveries.counts(db, issue.id)
    assert (counts[ACCEPTED], counts[DeliveryStatus.CANCELLED]) == (1, 2)


def test_an_issue_cancelled_while_it_was_being_composed_is_not_frozen(db: Database, roster: Roster) -> None:
    record = issues.put(
        db,
        "daily",
        Slot(NOW, "2026-11-23"),
        state=IssueState.DRAFT,
        cutoff=NOW,
        number=1,
        subject="",
        plan={},
        selection=None,
        now=NOW,
    )
    issues.move(db, record.id, IssueState.CANCELLED, allowed=[IssueState.DRAFT])
    with pytest.raises(StoreError, match="changed by somebody else"):
        frozen.freeze(db, record, VARIANT, lists=[1], now=NOW)


def test_the_deadline_counts_from_the_first_beginning_of_the_send(db: Database, roster: Roster) -> None:
    issue = freeze(db, "daily")
    under_way = (IssueState.FROZEN, IssueState.SENDING)
    for hours in (6, 9):
        deadline = NOW + timedelta(hours=hours)
        issues.move(db, issue.id, IssueState.SENDING, allowed=under_way, deadline_at=deadline)
    assert issues.by_id(db, issue.id).deadline_at == NOW + timedelta(hours=6)
