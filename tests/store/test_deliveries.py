"""The ledger: who is to get an issue, each step durable, and nobody mailed who should not be."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from digest.errors import StoreError
from digest.model.delivery import DeliveryStatus, Entry, Receipt, Recipient
from digest.model.edition import Slot
from digest.model.issue import IssueRecord, IssueState, Marks, Rendering, Variant
from digest.model.settings import Rate
from digest.model.variety import Choice
from digest.store.database import open_database
from digest.store.issues import frozen, issues, variants
from digest.store.mail import deliveries
from digest.store.mail.activity import MOMENTS
from digest.store.mail.ledger import Ledger
from digest.store.mail.line import DUE, PENDING, PENDING_OF_NEXT
from digest.store.mail.quotas import Quotas
from digest.store.mail.recipients import DROP_GIVEN, MAKE_GIVEN, STRETCH, Call, Census, freeze_recipients
from subscribers.changes import Newcomer
from subscribers.database import immediate
from subscribers.lists import Lists
from subscribers.model import OptIn
from subscribers.roster import Roster
from subscribers.segments.filters import EVERYBODY, filter_of
from subscribers.segments.named import Segments
from subscribers.suppressions import Suppressions
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlite_utils import Database

    from subscribers.segments.filters import Filter

ACCEPTED, DEFERRED, UNKNOWN = DeliveryStatus.ACCEPTED, DeliveryStatus.DEFERRED, DeliveryStatus.UNKNOWN
UNCOUNTED = -1  # so that what each chose is looked up
KNOWN = Census({Choice(followed="", language=""): 3}, UNCOUNTED)
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


def freeze(
    db: Database, *lists: str, edition: str = "daily", limited: Sequence[str] = (), segment: Filter = EVERYBODY
) -> IssueRecord:
    slot = Slot(NOW, "2026-11-23")
    record = issues.put(
        db, edition, slot, state=IssueState.DRAFT, cutoff=NOW, number=1, subject="", plan={}, selection=None, now=NOW
    )
    ids = tuple(terms.id for terms in Lists(db).terms(lists))
    call = Call(edition=edition, lists=ids, now=NOW, segment=segment)
    with immediate(db):
        frozen.freeze(db, record, subject="News", lists=ids, now=NOW)
        variant = variants.put(db, record.id, VARIANT)
        freeze_recipients(
            db, record.id, call, known=KNOWN, variant_of=lambda _: variant, whole=variant, limited=limited
        )
    return issues.by_id(db, record.id)


def ledger_of(
    db: Database,
    *,
    rate: Rate | None = None,
    domain_rates: Mapping[str, Rate] | None = None,
    seconds: Callable[[], float] = lambda: 0.0,
    guard: Callable[[str], bool] | None = None,
) -> Ledger:
    quotas = Quotas(db, via="smtp mail.example", rate=rate, domain_rates=domain_rates or {}, seconds=seconds)
    return Ledger(db, quotas=quotas, via="smtp mail.example", guard=guard)


def claim(ledger: Ledger, issue: IssueRecord, want: int, *, now: datetime = NOW) -> Sequence[Recipient]:
    return ledger.turn(issue.id, entries=[], want=want, now=now, resting={}).claimed


def settle(
    ledger: Ledger, issue: IssueRecord, *receipts: Receipt, now: datetime = NOW, retry_at: datetime | None = None
) -> None:
    ledger.turn(
        issue.id, entries=[Entry([one.delivery_id], one, retry_at) for one in receipts], want=0, now=now, resting={}
    )


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
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    first = claim(ledger, issue, 2)
    second = claim(ledger, issue, 2)
    assert [one.address[:3] for one in (*first, *second)] == ["ana", "ben", "cid"]
    assert claim(ledger, issue, 2) == []


def test_who_stands_between_those_claimed_together_is_not_touched(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    Suppressions(db).add("ben@reader.example", now=NOW)
    ids = [one.delivery_id for one in claim(ledger, issue, 3)]
    entry = Entry(ids, Receipt(ids[0], ACCEPTED, "202", "queued"))
    ledger.turn(issue.id, entries=[entry], want=0, now=NOW, resting={})
    ana, ben, cid = deliveries.every(db, issue.id)
    assert [(one.status, one.attempts, one.detail) for one in (ana, cid)] == [(ACCEPTED, 1, "queued")] * 2
    assert (ben.status, ben.attempts, ben.via, ben.code) == (DeliveryStatus.SKIPPED, 0, "", "")


def test_a_claim_and_a_receipt_are_seen_by_another_connection_at_once(db: Database, roster: Roster, path) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    (claimed,) = claim(ledger, issue, 1)
    other = open_database(path)
    assert [one for one, _ in deliveries.claimed(other, issue.id)] == [claimed._replace(attempts=1)]
    settle(ledger, issue, Receipt(claimed.delivery_id, ACCEPTED, "2.0.0", "ok"))
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
    claimed = claim(ledger_of(db), issue, 3, now=later)
    assert "ana@reader.example" not in [one.address for one in claimed]
    assert "ana@reader.example" in addresses(db, issue, DeliveryStatus.SKIPPED)


def test_a_reader_who_left_one_list_is_still_mailed_through_the_other(db: Database, roster: Roster) -> None:
    issue = freeze(db, "daily", "weekend")
    roster.unsubscribe("ana@reader.example", "daily", now=NOW)
    assert len(claim(ledger_of(db), issue, 3)) == 3


def test_a_receipt_changes_only_what_is_claimed(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    (one,) = claim(ledger, issue, 1)
    settle(ledger, issue, Receipt(one.delivery_id, ACCEPTED))
    settle(ledger, issue, Receipt(one.delivery_id, DEFERRED))
    assert deliveries.counts(db, issue.id)[ACCEPTED] == 1


def test_a_deferred_mail_comes_back_when_its_time_has_come(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "weekend"), ledger_of(db)
    (one,) = claim(ledger, issue, 1)
    due = NOW + timedelta(minutes=5)
    settle(ledger, issue, Receipt(one.delivery_id, DEFERRED, "4.7.1", "later"), retry_at=due)
    assert claim(ledger, issue, 1, now=due - timedelta(seconds=1)) == []
    (again,) = claim(ledger, issue, 1, now=due)
    assert again == one._replace(attempts=1)


def test_for_a_next_try_that_is_near_the_caller_is_told_to_wait(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "weekend"), ledger_of(db)
    (one,) = claim(ledger, issue, 1)
    for seconds, wait in ((59, 59.0), (61, None)):
        db.conn.execute("UPDATE deliveries SET status = 'claimed'")
        settle(
            ledger, issue, Receipt(one.delivery_id, DEFERRED, "421", "busy"), retry_at=NOW + timedelta(seconds=seconds)
        )
        assert ledger.turn(issue.id, entries=[], want=1, now=NOW, resting={}).wait == wait


def test_who_is_not_among_those_named_is_skipped_and_spends_nothing_of_the_rate(db: Database, roster: Roster) -> None:
    issue = freeze(db, "daily")
    ledger = ledger_of(db, rate=Rate(1, timedelta(hours=1)), guard=lambda address: address.startswith("cid"))
    assert [one.address for one in claim(ledger, issue, 3)] == ["cid@reader.example"]
    assert addresses(db, issue, DeliveryStatus.SKIPPED) == ["ana@reader.example", "ben@reader.example"]


def test_who_lives_at_a_domain_that_rests_is_put_off_until_the_rest_is_over(db: Database, roster: Roster) -> None:
    roster.add("dot@other.example", now=NOW, lists=["daily"])
    issue, until = freeze(db, "daily"), NOW + timedelta(minutes=2)
    turn = ledger_of(db).turn(issue.id, entries=[], want=4, now=NOW, resting={"reader.example": until})
    assert [one.address for one in turn.claimed] == ["dot@other.example"]
    assert turn.wait is None
    put_off = [one for one in deliveries.every(db, issue.id) if one.status is DEFERRED]
    assert [(one.retry_at, one.attempts) for one in put_off] == [(until, 0)] * 3
    assert len(claim(ledger_of(db), issue, 4, now=until)) == 3


class TestRates:
    """What may go is kept in the database, so that it holds for all processes and restarts."""

    HOURLY = Rate(2, timedelta(hours=1))

    def test_no_more_is_claimed_than_the_rate_lets_through_and_the_caller_is_told_when(
        self, db: Database, roster: Roster
    ) -> None:
        issue, clock = freeze(db, "daily"), [1e9]
        ledger = ledger_of(db, rate=self.HOURLY, seconds=lambda: clock[0])
        first = ledger.turn(issue.id, entries=[], want=3, now=NOW, resting={})
        assert (len(first.claimed), first.wait) == (1, pytest.approx(1800, rel=0.1))
        clock[0] += first.wait or 0
        assert len(claim(ledger, issue, 3)) == 1

    def test_what_is_spent_is_spent_for_another_process_and_another_issue(
        self, db: Database, roster: Roster, path: Path
    ) -> None:
        issue, other = freeze(db, "daily"), freeze(db, "weekend", edition="weekend")
        assert len(claim(ledger_of(db, rate=self.HOURLY, seconds=lambda: 1e9), issue, 3)) == 1
        db_again = open_database(path)
        again = ledger_of(db_again, rate=self.HOURLY, seconds=lambda: 1e9 + 60)
        assert claim(again, other, 1) == []
        db_again.close()

    def test_a_rate_with_nothing_left_to_claim_is_no_reason_to_wait(self, db: Database, roster: Roster) -> None:
        issue = freeze(db, "weekend")
        turn = ledger_of(db, rate=self.HOURLY).turn(issue.id, entries=[], want=2, now=NOW, resting={})
        assert (len(turn.claimed), turn.wait) == (1, None)

    def test_a_domain_at_its_limit_holds_nobody_else_back(self, db: Database, roster: Roster) -> None:
        roster.add("dot@other.example", now=NOW, lists=["daily"])
        issue = freeze(db, "daily", limited=["reader.example"])
        ledger = ledger_of(db, domain_rates={"reader.example": self.HOURLY}, seconds=lambda: 1e9)
        turn = ledger.turn(issue.id, entries=[], want=4, now=NOW, resting={})
        assert [one.address for one in turn.claimed] == ["ana@reader.example", "dot@other.example"]
        assert turn.wait == pytest.approx(1800, rel=0.1)

    def test_limits_that_changed_after_the_freeze_are_kept_to(self, db: Database, roster: Roster) -> None:
        issue = freeze(db, "daily", limited=["old.example"])
        deliveries.sort_into_lanes(db, issue.id, ["reader.example"])
        ledger = ledger_of(db, domain_rates={"reader.example": self.HOURLY}, seconds=lambda: 1e9)
        assert len(claim(ledger, issue, 3)) == 1
        deliveries.sort_into_lanes(db, issue.id, [])
        assert len(claim(ledger_of(db), issue, 3)) == 2

    def test_a_hold_holds_for_everybody_until_it_is_over(self, db: Database, roster: Roster) -> None:
        issue, clock = freeze(db, "daily"), [1e9]
        ledger = ledger_of(db, seconds=lambda: clock[0])
        ledger.turn(issue.id, entries=[], want=0, now=NOW, hold=30, resting={})
        again = ledger_of(db, seconds=lambda: clock[0])
        turn = again.turn(issue.id, entries=[], want=1, now=NOW, resting={})
        assert (turn.claimed, turn.wait) == ([], pytest.approx(30))
        clock[0] += 30
        assert len(claim(again, issue, 1)) == 1

    def test_a_clock_that_was_ahead_holds_nobody_back(self, db: Database, roster: Roster) -> None:
        issue = freeze(db, "daily")
        ahead = ledger_of(db, rate=self.HOURLY, seconds=lambda: 1e9 + 10**8)
        ahead.turn(issue.id, entries=[], want=1, now=NOW, hold=30, resting={})
        assert len(claim(ledger_of(db, rate=self.HOURLY, seconds=lambda: 1e9), issue, 1)) == 1


def test_a_pause_by_the_breaker_says_why_and_blames_nobody(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    claimed = claim(ledger, issue, 2)
    settle(
        ledger,
        issue,
        *[Receipt(one.delivery_id, DEFERRED, "5.7.26") for one in claimed],
        retry_at=NOW + timedelta(hours=1),
    )
    ledger.pause(issue.id, why="not authenticated", release=[claimed[0].delivery_id], now=NOW)
    record = issues.by_id(db, issue.id)
    assert (record.state, record.note) == (IssueState.PAUSED, "not authenticated")
    assert ledger.stopped(issue.id)
    counts = deliveries.counts(db, issue.id)
    assert (counts[DeliveryStatus.PENDING], counts[DEFERRED]) == (2, 1)
    issues.move(db, issue.id, IssueState.SENDING, allowed=[IssueState.PAUSED])
    assert issues.by_id(db, issue.id).note == ""


def test_all_are_chosen_and_claimed_however_far_apart_they_stand(db: Database, roster: Roster) -> None:
    """Rows are frozen by address within a stretch of subscribers, here against the order in which they joined."""
    for number in (STRETCH - 3, 3 * STRETCH):
        db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'subscribers'", [number])
        people = [Newcomer(address=f"reader{9 - place}.{number}@many.example") for place in range(6)]
        roster.add_many(people, now=NOW, lists=["daily"])
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    assert deliveries.counts(db, issue.id).recipients == 3 + 2 * 6
    claimed = [claim(ledger, issue, 2) for _ in range(8)]
    assert len({one.subscriber_id for turn in claimed for one in turn}) == 3 + 2 * 6
    assert claim(ledger, issue, 1) == []


def test_past_the_deadline_what_is_deferred_expires_and_not_before(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "weekend"), ledger_of(db)
    allowed = (IssueState.FROZEN,)
    issues.move(db, issue.id, IssueState.SENDING, allowed=allowed, deadline_at=NOW + timedelta(hours=6))
    (one,) = claim(ledger, issue, 1)
    settle(ledger, issue, Receipt(one.delivery_id, DEFERRED))
    record = issues.by_id(db, issue.id)
    assert deliveries.expire(db, record, now=NOW + timedelta(hours=6)) == 0
    assert deliveries.expire(db, record, now=NOW + timedelta(hours=6, seconds=1)) == 1


@pytest.mark.parametrize(("status", "used"), [(ACCEPTED, True), (UNKNOWN, True), (DeliveryStatus.REFUSED, False)])
def test_stories_count_as_used_once_a_mail_may_have_gone_out(
    db: Database, roster: Roster, status: DeliveryStatus, *, used: bool
) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    (one,) = claim(ledger, issue, 1)
    settle(ledger, issue, Receipt(one.delivery_id, status))
    assert (issues.by_id(db, issue.id).carried_at is not None) is used


def test_the_counts_sum_to_the_recipients(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    (one,) = claim(ledger, issue, 1)
    ledger.turn(
        issue.id, entries=[Entry([one.delivery_id], Receipt(one.delivery_id, UNKNOWN))], want=1, now=NOW, resting={}
    )
    counts = deliveries.counts(db, issue.id).as_dict()
    assert counts.pop("recipients") == 3 == sum(counts.values())
    assert (counts["unknown"], counts["claimed"], counts["pending"]) == (1, 1, 1)


def test_the_unknown_are_resent_or_left_only_by_a_persons_word(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    claimed = claim(ledger, issue, 3)
    settle(ledger, issue, *[Receipt(one.delivery_id, UNKNOWN) for one in claimed])
    assert claim(ledger, issue, 3, now=NOW + timedelta(days=1)) == []
    assert deliveries.resolve_unknown(db, issue.id, resend=True, now=NOW) == 3
    assert len(claim(ledger_of(db), issue, 3)) == 3


def test_what_is_neither_to_be_handed_over_nor_in_hand_is_settled(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    for settled, status in enumerate((ACCEPTED, DeliveryStatus.REFUSED, DEFERRED)):
        assert deliveries.progress(db, issue.id) == (settled, 3)
        (one,) = claim(ledger, issue, 1)
        assert deliveries.progress(db, issue.id) == (settled, 3)
        settle(ledger, issue, Receipt(one.delivery_id, status))
    assert deliveries.progress(db, issue.id) == (2, 3)
    deliveries.cancel(db, issue.id, now=NOW)
    assert deliveries.progress(db, issue.id) == (3, 3)


def test_what_comes_back_certainly_not_handed_over_is_claimed_again(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    first, *_ = claim(ledger, issue, 3)
    settle(ledger, issue, Receipt(first.delivery_id, DeliveryStatus.PENDING))
    assert [one.delivery_id for one in claim(ledger, issue, 3)] == [first.delivery_id]


def test_choosing_and_claiming_use_indexes_alone(db: Database, roster: Roster) -> None:

    values = {"issue": 1, "want": 1, "now": "x", "lane": "", "variant": 1, "first": 1, "last": 9}
    for sql, way in (
        (PENDING, "INDEX deliveries_of_variant (variant_id=? AND rowid>?)"),
        (PENDING_OF_NEXT, "INDEX deliveries_of_variant (variant_id>? AND variant_id<?)"),
        (DUE, "INDEX deliveries_awry (issue_id=? AND status=? AND retry_at<?)"),
    ):
        steps = [row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
        assert [step for step in steps if way in step], steps
        assert not [step for step in steps if "TEMP B-TREE" in step], steps
        scans = [step for step in steps if step.startswith("SCAN") and "json_each" not in step]
        assert [scan[:15] for scan in scans] == ["SCAN (subquery-"], steps  # of what the inner query found


def test_a_list_renamed_after_the_freeze_still_leads_its_readers_to_their_mail(db: Database, roster: Roster) -> None:
    issue = freeze(db, "daily")
    Lists(db).rename("daily", "morning", now=NOW)
    assert len(claim(ledger_of(db), issue, 3)) == 3


def test_what_comes_back_for_a_cancelled_issue_is_not_tried_again(db: Database, roster: Roster) -> None:
    issue, ledger = freeze(db, "daily"), ledger_of(db)
    claimed = claim(ledger, issue, 3)
    issues.move(db, issue.id, IssueState.CANCELLED, allowed=[IssueState.FROZEN])
    statuses = (ACCEPTED, DEFERRED, DeliveryStatus.PENDING)
    receipts = [Receipt(one.delivery_id, status) for one, status in zip(claimed, statuses, strict=True)]
    settle(ledger, issue, *receipts)
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
        frozen.freeze(db, record, subject="News", lists=[1], now=NOW)


def test_the_deadline_counts_from_the_first_beginning_of_the_send(db: Database, roster: Roster) -> None:
    issue = freeze(db, "daily")
    under_way = (IssueState.FROZEN, IssueState.SENDING)
    for hours in (6, 9):
        deadline = NOW + timedelta(hours=hours)
        issues.move(db, issue.id, IssueState.SENDING, allowed=under_way, deadline_at=deadline)
    assert issues.by_id(db, issue.id).deadline_at == NOW + timedelta(hours=6)


def test_only_who_is_in_the_segment_is_a_recipient(db: Database, roster: Roster) -> None:
    """Each subscriber of several lists is asked once, and stays one recipient."""
    roster.add("ana@reader.example", now=NOW, topics=["sport"])
    roster.add("cid@reader.example", now=NOW, topics=["sport"])
    sporty = filter_of(db, Segments({}).read("topic = sport"), moments={}, now=NOW, zone=UTC)
    issue = freeze(db, "daily", "weekend", segment=sporty)
    assert [one.address for one in deliveries.every(db, issue.id)] == ["ana@reader.example", "cid@reader.example"]


def test_a_segment_adds_look_ups_to_the_freezing_and_nothing_that_grows(db: Database, roster: Roster) -> None:
    tree = Segments({}, tuple(MOMENTS)).read("topic = sport and (list = weekend or mailed within 30d) or joined never")
    segment = filter_of(db, tree, moments=MOMENTS, now=NOW, zone=UTC)
    issue = freeze(db, "daily", "weekend")

    def steps(of: Filter) -> list[str]:
        db.conn.execute("DELETE FROM deliveries")
        asked: list[str] = []
        db.conn.set_trace_callback(asked.append)
        call = Call(edition="daily", lists=(1, 2), now=NOW, segment=of)
        freeze_recipients(db, issue.id, call, known=KNOWN, variant_of=lambda _: 1, whole=1)
        db.conn.set_trace_callback(None)
        (sql,) = [one for one in asked if one.lstrip().startswith("INSERT INTO deliveries")]
        db.execute(MAKE_GIVEN)
        plan = db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        db.execute(DROP_GIVEN)
        return [re.sub(r"[0-9]+", "", one[3]) for one in plan]

    bare, more = steps(EVERYBODY), steps(segment)
    for step in bare:
        more.remove(step)
    assert more
    assert all(step.startswith(("SEARCH", "CORRELATED", "SCALAR")) for step in more)
