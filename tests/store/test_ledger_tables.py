"""The ledger's table as it is since it costs less to write."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from digest.model.delivery import DeliveryStatus
from digest.store.database import migrate, open_database
from tests.store.test_variants import DELIVERY, half_sent

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "SELECT * FROM deliveries ORDER BY id"
INDEXES = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'deliveries' ORDER BY name"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A database of the version before, with a delivery of each status."""
    path = tmp_path / "digest.db"
    half_sent(path, [status.value for status in DeliveryStatus], before="m012_ledger")
    old = Database(path)
    with old.conn:
        old.conn.execute("DELETE FROM deliveries WHERE id = 2")
        old.conn.execute("UPDATE deliveries SET lane = 'mail.example', detail = 'said', attempts = 2 WHERE id = 3")
    old.close()
    return path


def test_every_delivery_and_index_of_an_earlier_version_is_kept(ledger: Path) -> None:
    old = Database(ledger)
    rows, indexes = old.conn.execute(ROWS).fetchall(), old.conn.execute(INDEXES).fetchall()
    old.close()
    assert len(rows) == len(DeliveryStatus) - 1
    assert "digest: m012_ledger" in migrate(ledger)
    db = open_database(ledger)
    assert db.conn.execute(ROWS).fetchall() == rows
    assert db.conn.execute(INDEXES).fetchall() == [
        ("deliveries_awry",), ("deliveries_awry_of_subscriber",), ("deliveries_of_variant",),
        ("sqlite_autoindex_deliveries_1",), ("sqlite_autoindex_deliveries_2",),
    ]  # fmt: skip
    assert {"deliveries_back", "deliveries_of_variant"} <= {name for (name,) in indexes}
    assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    db.close()


def test_a_status_is_one_of_the_glossary_and_a_reader_gets_an_issue_once(ledger: Path) -> None:
    migrate(ledger)
    db = open_database(ledger)
    for wrong in ("", "sent", "Accepted"):
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            db.conn.execute("UPDATE deliveries SET status = ? WHERE id = 1", (wrong,))
    for status in DeliveryStatus:
        db.conn.execute("UPDATE deliveries SET status = ? WHERE id = 1", (status.value,))
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        db.conn.execute(DELIVERY, {"id": 1, "status": "pending"})
    db.close()
