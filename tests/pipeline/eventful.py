"""A newsroom that has had an eventful quarter, written into its tables as sends and readers leave them."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.clock import from_iso, iso

if TYPE_CHECKING:
    from pathlib import Path

SUBJECTS = (
    "Ferry strike ends after six days", "The flood wall will be lower", "Four schools cook for themselves",
    "A map of the reef, drawn by hand", "Sixty-one cats, and nobody knows why", "The night bus comes back",
)  # fmt: skip

READER = """
INSERT INTO subscribers (address, address_key, created_at) VALUES (:address, :address, :at) RETURNING id
"""
SUBSCRIPTION = """
INSERT INTO subscriptions (subscriber_id, list_id, state, joined_at, confirmed_at, left_at)
VALUES (:id, (SELECT id FROM lists WHERE name = 'daily'), :state, :at, :at, :left)
"""
ISSUE = """
INSERT INTO issues (edition, slot, label, number, state, cutoff, subject, mail_date, created_at, frozen_at, carried_at,
    finished_at)
VALUES ('daily', :at, :label, :number, 'sent', :at, :subject, :at, :at, :at, :at, :at) RETURNING id
"""
SOURCE = """
INSERT INTO sources (name, kind, location, fetched_at, failures, error, added_at) VALUES (?, 'feed', ?, ?, ?, ?, ?)
"""
FOLDED = "INSERT INTO folded_deliveries (issue_id, status, why, mails) VALUES (:issue, :status, '', :mails)"


def live(database: Path, *, now: str, days: int = 90, readers: int = 400, seed: int = 7) -> dict[str, int]:
    """Write the days before `now`; returns the mails by status that the ledger then counts."""
    chance, moment, totals = random.Random(seed), from_iso(now), dict[str, int]()
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("BEGIN")
        for number in range(readers):
            _reader(db, chance, moment, number, days=days)
        for day in range(days, -1, -1):
            at = moment - timedelta(days=day)
            _issue(db, chance, at, number=days - day + 1, readers=readers - day * 2, totals=totals)
        for name, failures in (("Harbour Wire", 0), ("City Gazette", 0), ("Fishing Board", 7)):
            error = "refused the connection" if failures else ""
            db.execute(
                SOURCE,
                (name, f"https://{name}.example", iso(moment), failures, error, iso(moment)),
            )
        db.execute("COMMIT")
    return totals


def _reader(db: sqlite3.Connection, chance: random.Random, moment: datetime, number: int, *, days: int) -> None:
    came = moment - timedelta(days=chance.choice((days * 2, chance.uniform(0, days))))
    left = came + timedelta(days=chance.uniform(5, days)) if chance.random() < 0.15 else None
    gone = left is not None and left < moment
    (number,) = db.execute(READER, {"address": f"reader{number}@reader.example", "at": iso(came)}).fetchone()
    state = "unsubscribed" if gone else "confirmed"
    db.execute(
        SUBSCRIPTION, {"id": number, "state": state, "at": iso(came), "left": iso(left) if gone and left else None}
    )


def _issue(
    db: sqlite3.Connection, chance: random.Random, at: datetime, *, number: int, readers: int, totals: dict[str, int]
) -> None:
    values = {"at": iso(at), "label": f"{at:%Y-%m-%d}", "number": number, "subject": chance.choice(SUBJECTS)}
    (issue,) = db.execute(ISSUE, values).fetchone()
    bad_day = chance.random() < 0.04
    mails = {
        "bounced": int(readers * chance.uniform(0, 0.012)) + (readers // 20 if bad_day else 0),
        "complained": int(chance.random() < 0.15),
        "accepted": int(readers * chance.uniform(0.05, 0.12)),
        "skipped": chance.randint(0, 4),
    }
    mails["delivered"] = readers - sum(mails.values())
    for status, count in mails.items():
        if count:
            db.execute(FOLDED, {"issue": issue, "status": status, "mails": count})
            totals[status] = totals.get(status, 0) + count
