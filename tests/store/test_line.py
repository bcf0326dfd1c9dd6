"""The line of an issue's recipients: who was seen ahead is claimed only while a new look would show the same."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest.model.delivery import DeliveryStatus
from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.lists import Lists
from subscribers.model import OptIn
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions
from tests.store.conftest import NOW
from tests.store.test_deliveries import addresses, claim, freeze, ledger_of

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

    from digest.model.issue import IssueRecord
    from digest.store.mail.ledger import Ledger

READERS = [f"reader{number:03}@reader.example" for number in range(300)]


@pytest.fixture
def issue(db: Database) -> IssueRecord:
    """One for three hundred readers."""
    Lists(db).create("daily", now=NOW, opt_in=OptIn.SINGLE)
    Roster(db).add_many([Newcomer(address=one) for one in READERS], now=NOW, lists=["daily"], confirmed=True)
    return freeze(db, "daily")


def claimed(ledger: Ledger, issue: IssueRecord, *, turns: int, later: float = 0) -> list[str]:
    now = NOW + timedelta(seconds=later)
    return [one.address for _ in range(turns) for one in claim(ledger, issue, 7, now=now)]


def test_turn_by_turn_everybody_comes_once_and_in_order(db: Database, issue: IssueRecord) -> None:
    ledger = ledger_of(db)
    assert claimed(ledger, issue, turns=43) == READERS
    assert claimed(ledger, issue, turns=1) == []


def test_few_looks_show_many(db: Database, issue: IssueRecord) -> None:
    ledger, looks = ledger_of(db), []
    db.conn.set_trace_callback(lambda sql: looks.append(sql) if "json_group_array" in sql else None)
    claimed(ledger, issue, turns=43)
    assert 0 < len(looks) < 20


def test_a_turn_tells_who_may_come_next(db: Database, issue: IssueRecord) -> None:
    ledger, told = ledger_of(db), 0
    ahead = list(ledger.turn(issue.id, entries=[], want=7, now=NOW, resting={}).ahead)
    for _ in range(20):
        turn = ledger.turn(issue.id, entries=[], want=7, now=NOW, resting={})
        if len(ahead) >= 7:
            assert list(turn.claimed) == ahead[:7]
            told += 1
        ahead = list(turn.ahead)
    assert told > 10


@pytest.mark.parametrize("same", [True, False], ids=["over this connection", "over another"])
def test_who_must_not_be_mailed_any_more_is_skipped_though_seen_ahead(
    db: Database, issue: IssueRecord, path: Path, same: bool
) -> None:
    ledger, other = ledger_of(db), open_database(path)
    got = claimed(ledger, issue, turns=6)
    gone = READERS[len(got) + 2 :: 50]
    for one in gone:
        Suppressions(db if same else other).add(one, "manual", now=NOW)
        got += claimed(ledger, issue, turns=6)
    other.close()
    assert got == [one for one in READERS if one not in gone][: len(got)]
    assert addresses(db, issue, DeliveryStatus.SKIPPED) == [one for one in gone if one < got[-1]] != []


def test_whose_pause_ends_is_mailed_though_seen_ahead_in_it(db: Database, issue: IssueRecord) -> None:
    ledger, paused = ledger_of(db), READERS[60]
    Roster(db).pause(paused, NOW + timedelta(seconds=1), now=NOW)
    assert paused not in claimed(ledger, issue, turns=8)
    assert paused in claimed(ledger, issue, turns=1, later=1)
