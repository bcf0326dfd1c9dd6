"""Segments ask the ledger what became of a reader's mails, by look-ups, and without an index for every mail."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.clock import iso
from digest.model.activity import Activity
from digest.model.delivery import DeliveryStatus
from digest.store.mail.activity import MOMENTS
from subscribers.segments.filters import filter_of
from subscribers.segments.named import Segments
from tests.subscribers.segments.trees import Person, holds, trees

if TYPE_CHECKING:
    from sqlite_utils import Database

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
DAYS = [NOW - timedelta(days=days) for days in (400, 8, 5, 2, 1, 0)]  # of six issues
SEGMENTS = Segments({}, tuple(Activity))
COUNTS_AS = {
    Activity.MAILED: {"accepted", "unknown", "delivered", "bounced", "complained"},
    Activity.DELIVERED: {"delivered", "complained"},
    Activity.BOUNCED: {"bounced", "refused"},
    Activity.COMPLAINED: {"complained"},
}
LEDGERS = st.lists(st.none() | st.sampled_from(DeliveryStatus), min_size=len(DAYS), max_size=len(DAYS))


def fill(db: Database, ledgers: list[list[DeliveryStatus | None]]) -> None:
    """Let there be six issues, and for each reader what became of each, None where they were no recipient."""
    db.execute("BEGIN")
    for table in ("deliveries", "variants", "issues", "events", "subscribers"):
        db.execute(f"DELETE FROM {table}")
    for number, day in enumerate(DAYS, 1):
        db.execute(
            "INSERT INTO issues (id, edition, slot, label, state, cutoff, mail_date, created_at) "
            "VALUES (:n, 'daily', :at, :at, 'sent', :at, :at, :at)",
            {"n": number, "at": iso(day)},
        )
        db.execute(
            "INSERT INTO variants (id, issue_id, key, subject, preheader, html, text, message, sender, token_mark, "
            "reason_mark) VALUES (:n, :n, '', '', '', '', '', x'', '', '', '')",
            {"n": number},
        )
    for reader, statuses in enumerate(ledgers, 1):
        address = f"reader{reader}@herald.example"
        db.execute(
            "INSERT INTO subscribers (id, address, address_key, created_at) VALUES (?, ?, ?, ?)",
            (reader, address, address, iso(DAYS[0])),
        )
        for issue, status in enumerate(statuses, 1):
            if status:
                db.execute(
                    "INSERT INTO deliveries (issue_id, variant_id, subscriber_id, address, address_key, name, list, "
                    "list_title, joined_at, epoch, status) VALUES (:i, :i, :r, :a, :a, '', '', '', '', 0, :s)",
                    {"i": issue, "r": reader, "a": address, "s": status},
                )
    if any("delivered" in statuses or "complained" in statuses for statuses in ledgers):
        db.execute(
            "INSERT INTO events (key, kind, fault, source, address_key, code, detail, seen_at) "
            "VALUES (zeroblob(16), 'delivered', '', 'sendgrid', '', '', '', '')"
        )
    db.execute("COMMIT")


def person(statuses: list[DeliveryStatus | None]) -> Person:
    dated = list(zip(DAYS, statuses, strict=True))
    moments = {str(word): [day for day, status in dated if status in known] for word, known in COUNTS_AS.items()}
    return Person(moments={"joined": [], **moments})


def chosen(db: Database, text: str) -> list[int]:
    found = filter_of(db, SEGMENTS.read(text), moments=MOMENTS, now=NOW, zone=UTC)
    sql = f"SELECT id FROM subscribers WHERE {found.on('subscribers.id')} ORDER BY id"
    return [number for (number,) in db.execute(sql, found.values).fetchall()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ledgers=st.lists(LEDGERS, max_size=4), tree=trees(tuple(Activity)))
def test_the_ledger_answers_as_its_rows_say(db: Database, ledgers, tree) -> None:
    db.execute("PRAGMA synchronous = OFF")
    db.execute("INSERT OR IGNORE INTO lists VALUES (1,'daily','','single',0,''),(2,'weekend','','single',0,''),"
               "(3,'sea.2','','single',0,'')")  # fmt: skip
    fill(db, ledgers)
    found = filter_of(db, tree, moments=MOMENTS, now=NOW, zone=UTC)
    sql = f"SELECT id FROM subscribers WHERE {found.on('subscribers.id')} ORDER BY id"
    ids = [number for (number,) in db.execute(sql, found.values).fetchall()]
    assert ids == [n for n, row in enumerate(ledgers, 1) if holds(tree, person(row), now=NOW, zone=UTC)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("mailed within 2d", [1, 4]),
        ("mailed never", [3]),
        ("not mailed within 2d", [2, 3]),
        ("mailed < 2026-11-20", [2]),
        ("mailed >= 2026-11-22", [1, 4]),
        ("delivered within 30d", [1]),
        ("delivered never", [2, 3, 4]),
        ("bounced within 30d", [2, 3]),
        ("complained never", [1, 2, 3, 4]),
        ("mailed within 30d and not bounced within 30d", [1, 4]),
    ],
)
def test_each_word_by_example(db: Database, text, ids) -> None:
    accepted, delivered, refused, unknown = map(DeliveryStatus, ("accepted", "delivered", "refused", "unknown"))
    bounced, deferred = DeliveryStatus.BOUNCED, DeliveryStatus.DEFERRED
    fill(
        db,
        [
            [accepted, None, None, None, delivered, accepted],
            [None, bounced, accepted, None, None, None],
            [None, None, refused, None, None, deferred],
            [None, None, None, None, None, unknown],
        ],
    )
    assert chosen(db, text) == ids


def test_a_reader_erased_and_added_anew_was_never_mailed(db: Database) -> None:
    fill(db, [[DeliveryStatus.ACCEPTED] * len(DAYS)])
    db.execute("DELETE FROM subscribers")
    db.execute("INSERT INTO subscribers (address, address_key, created_at) VALUES ('a@b.c', 'a@b.c', ?)", [iso(NOW)])
    assert chosen(db, "mailed never") == [2]


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize("column", ["subscribers.id", "mailable.subscriber_id"])
@pytest.mark.parametrize("test", ["never", "within 30d", ">= 2026-11-01", "< 2026-11-01", "= 2026-11-20"])
@pytest.mark.parametrize("word", list(Activity))
def test_the_ledger_is_asked_by_look_ups_alone(db: Database, word, test, column, analysed) -> None:
    fill(db, [[DeliveryStatus.ACCEPTED] * len(DAYS) for _ in range(20)])
    if analysed:
        db.execute("ANALYZE")
    found = filter_of(db, SEGMENTS.read(f"{word} {test}"), moments=MOMENTS, now=NOW, zone=UTC)
    where = "list_id = 1 AND " if column.startswith("mailable") else ""
    sql = f"EXPLAIN QUERY PLAN SELECT 1 FROM {column.partition('.')[0]} WHERE {where}{found.on(column)}"
    steps = [step[3] for step in db.execute(sql, found.values).fetchall()]
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN")}
    assert scanned <= {"subscribers", "events"}, "the events are looked through once, for everybody"
    assert not [step for step in steps if "AUTOMATIC" in step or "B-TREE" in step or "LIST SUBQUERY" in step]
    went_awry = word in ("bounced", "complained")
    by = "deliveries_awry_of_subscriber (subscriber_id=?" if went_awry else "(issue_id=? AND subscriber_id=?)"
    assert all(by in step for step in steps if " mail " in step)
    assert all(re.search(r"issues_by_date|rowid=\?", step) for step in steps if " sent " in step), steps
